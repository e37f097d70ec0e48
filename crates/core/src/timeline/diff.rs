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
