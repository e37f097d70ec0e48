//! How a timeline changed.

use std::sync::Arc;

use super::item::Item;

/// One change. Indexes are positions at the moment the diff is applied, after those before it.
#[derive(Clone, Debug, PartialEq)]
pub enum TimelineDiff {
    /// Items came in at `index`, in order. At 0 it is an older page, at the length an arrival.
    Insert {
        /// Position of the first.
        index: usize,
        /// The items.
        items: Vec<Arc<Item>>,
    },
    /// The item at `index` changed; its id is the same.
    Update {
        /// Position.
        index: usize,
        /// The whole new item.
        item: Arc<Item>,
    },
    /// Items went away.
    Remove {
        /// Position of the first.
        index: usize,
        /// How many.
        count: usize,
    },
    /// Everything went away.
    Clear,
}

/// Diffs since they were last taken. Changes to the row touched last are joined, so a page is one insert.
#[derive(Debug, Default)]
pub(super) struct Changes {
    diffs: Vec<TimelineDiff>,
}

impl Changes {
    pub(super) fn insert(&mut self, at: usize, item: Arc<Item>) {
        if let Some(TimelineDiff::Insert { index, items }) = self.diffs.last_mut()
            && (*index..=*index + items.len()).contains(&at)
        {
            items.insert(at - *index, item);
            return;
        }
        self.diffs.push(TimelineDiff::Insert { index: at, items: vec![item] });
    }

    pub(super) fn update(&mut self, at: usize, new: Arc<Item>) {
        match self.diffs.last_mut() {
            Some(TimelineDiff::Insert { index, items }) => {
                if let Some(item) = at.checked_sub(*index).and_then(|offset| items.get_mut(offset))
                {
                    *item = new;
                    return;
                }
            }
            Some(TimelineDiff::Update { index, item }) if *index == at => {
                *item = new;
                return;
            }
            Some(
                TimelineDiff::Update { .. } | TimelineDiff::Remove { .. } | TimelineDiff::Clear,
            )
            | None => {}
        }
        self.diffs.push(TimelineDiff::Update { index: at, item: new });
    }

    pub(super) fn remove(&mut self, at: usize) {
        if let Some(TimelineDiff::Remove { index, count }) = self.diffs.last_mut() {
            if *index == at {
                *count += 1;
                return;
            }
            if at + 1 == *index {
                *index = at;
                *count += 1;
                return;
            }
        }
        self.diffs.push(TimelineDiff::Remove { index: at, count: 1 });
    }

    pub(super) fn take(&mut self) -> Vec<TimelineDiff> {
        std::mem::take(&mut self.diffs)
    }
}
