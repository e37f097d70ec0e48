//! What waits to be polled, first in first out.
//!
//! Two lists: one that fills, one that empties. A ring buffer for each type of entry is more code than they are.

use std::vec::IntoIter;

#[derive(Debug)]
pub(crate) struct Queue<T> {
    /// Older than all that waits.
    leaving: IntoIter<T>,
    waiting: Vec<T>,
}

impl<T> Queue<T> {
    pub(crate) fn new() -> Self {
        Self { leaving: Vec::new().into_iter(), waiting: Vec::new() }
    }

    pub(crate) fn push_back(&mut self, thing: T) {
        self.waiting.push(thing);
    }

    pub(crate) fn pop_front(&mut self) -> Option<T> {
        if self.leaving.as_slice().is_empty() {
            self.leaving = std::mem::take(&mut self.waiting).into_iter();
        }
        self.leaving.next()
    }

    /// Takes out what is not wanted any more, of what came since the last poll began.
    pub(crate) fn retain(&mut self, is_wanted: impl FnMut(&T) -> bool) {
        self.waiting.retain(is_wanted);
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

    #[test]
    fn what_is_not_wanted_is_left_out() {
        let mut queue = Queue::new();
        for thing in 1..=4 {
            queue.push_back(thing);
        }
        queue.retain(|thing| thing % 2 == 0);
        assert_eq!(
            (queue.pop_front(), queue.pop_front(), queue.pop_front()),
            (Some(2), Some(4), None)
        );
    }
}
