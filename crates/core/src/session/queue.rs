//! What waits to be polled, first in first out.
//!
//! A `Vec` whose rest moves up: a drained session holds a handful, and a ring buffer for each type of entry
//! is more code than the moves are worth.

#[derive(Debug)]
pub(crate) struct Queue<T> {
    waiting: Vec<T>,
}

impl<T> Queue<T> {
    pub(crate) const fn new() -> Self {
        Self { waiting: Vec::new() }
    }

    pub(crate) fn push_back(&mut self, thing: T) {
        self.waiting.push(thing);
    }

    pub(crate) fn pop_front(&mut self) -> Option<T> {
        (!self.waiting.is_empty()).then(|| self.waiting.remove(0))
    }
}

#[cfg(test)]
mod tests {
    use super::Queue;

    #[test]
    fn what_came_first_goes_first() {
        let mut queue = Queue::new();
        queue.push_back(1);
        queue.push_back(2);
        assert_eq!(queue.pop_front(), Some(1));
        queue.push_back(3);
        assert_eq!(
            (queue.pop_front(), queue.pop_front(), queue.pop_front()),
            (Some(2), Some(3), None)
        );
    }
}
