//! Components. They read [`crate::state`] and call commands on its `Chat`; they never write its signals,
//! never name the driver, and never touch the page outside the shadow root.

pub mod panel;

pub mod composer;
pub mod ended;
pub mod gate;
pub mod header;
pub mod live;
pub mod moderate;
pub mod notice;
pub mod prechat;
pub mod timeline;

pub mod announcer;
pub mod avatar;
pub mod controls;
pub mod dom;
pub mod erased;
pub mod piece;
pub mod theme;
pub mod tools;

pub use panel::Panel;
