//! A room's items in order, and how they change.

pub mod diff;
pub mod item;

pub use diff::TimelineDiff;
pub use item::{Author, Delivery, FailReason, GroupPlace, Item, ItemKind, Message, Notice, Origin};

/// A room's items: merged by id, ordered by time, grouped and divided.
#[derive(Debug, Default)]
pub struct Timeline {}
