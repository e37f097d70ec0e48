//! Which changes a screen reader hears. State decides what and how often; ui finds the words.

use std::sync::Arc;

use chirrup_core::Item;

/// One thing to say.
#[derive(Clone, Debug, PartialEq)]
pub enum Announcement {
    /// A message or notice came in.
    Item(Arc<Item>),
    /// Somebody is typing: the name.
    Typing(Arc<str>),
    /// A message of this person failed.
    Failed(Arc<Item>),
}
