//! The operations of messaging and identity, called as the front calls them, on a real store.

mod messages;
mod world;
