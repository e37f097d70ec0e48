//! Amazon Chime SDK messaging and identity: what an unmodified AWS client calls, and the socket it listens on.
//!
//! - [`arn`], [`operation`], [`call`], [`error`]: how a request is named, what came with it, how it is refused.
//! - [`bootstrap`], [`credentials`]: who the instance is, its owner's keys, and keys that end.
//! - [`service`]: what is held while the server runs.
//! - [`news`]: what a change tells those who listen.
//!
//! What is *not* here: events, tickets and nicknames, which use this service from outside like everybody else.
//! Invariant: a call reaches its operation only with a [`call::Caller`] whose signature was verified.

pub mod arn;
pub mod bootstrap;
pub mod call;
pub mod credentials;
pub mod error;
pub mod news;
pub mod operation;
pub mod service;
