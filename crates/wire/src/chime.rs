//! Amazon Chime SDK messaging: what its client and its server write and read.
//!
//! Names are those of the service, so that a reader can hold them against its documentation. Unknown enum
//! values decode to `Unknown`, because the service grows without notice. A type and its shorter "summary"
//! are one type here, with the fields that only the longer one has left out.
//!
//! - [`message`], [`channel`], [`membership`], [`authority`]: bodies of the messaging operations.
//! - [`rest`]: what all of them share.
//! - [`frame`]: what the socket tells, and [`close`]: how it ends.
//! - [`Time`]: moments, which the two write differently.

pub mod authority;
pub mod channel;
pub mod close;
pub mod frame;
pub mod membership;
pub mod message;
pub mod rest;
mod time;

pub use time::Time;
