//! Sorting of what is short and nearly sorted: pages, and what was unsent.
//!
//! The standard sorts are made for more, and each use of one is kilobytes of the widget.

/// Sorts in place, keeping the order of equals. One pass over what is sorted already.
pub(crate) fn sort<T>(things: &mut [T], is_before: impl Fn(&T, &T) -> bool) {
    for end in 1..things.len() {
        let mut at = end;
        while let Some(pair) = at.checked_sub(1).and_then(|start| things.get_mut(start..=at)) {
            match pair {
                [above, below] if is_before(below, above) => std::mem::swap(above, below),
                _ => break,
            }
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sort;

    #[test]
    fn equals_keep_their_order() {
        let mut things = [(3, 'a'), (1, 'b'), (3, 'c'), (2, 'd'), (1, 'e')];
        sort(&mut things, |a, b| a.0 < b.0);
        assert_eq!(things, [(1, 'b'), (1, 'e'), (2, 'd'), (3, 'a'), (3, 'c')]);
    }

    #[test]
    fn nothing_and_one_are_sorted() {
        sort(&mut [] as &mut [u8], |a, b| a < b);
        sort(&mut [1], |a, b| a < b);
    }
}
