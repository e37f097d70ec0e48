//! Amazon Connect chat: start chat, the participant service, socket frames and items.
//!
//! Names are those of the service, so that a reader can hold them against its documentation. Unknown
//! enum values decode to `Unknown`, because the service grows without notice.

pub mod content_type;
pub mod frame;
pub mod interactive;
pub mod item;
pub mod rest;
pub mod start;
