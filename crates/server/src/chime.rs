//! Amazon Chime SDK messaging and identity: what an unmodified AWS client calls, and the socket it listens on.
//!
//! - [`arn`], [`operation`], [`call`], [`error`]: how a request is named, what came with it, how it is refused.
//! - [`bootstrap`], [`credentials`]: who the instance is, its owner's keys, and keys that end.
//! - `router`, `authorize`, [`throttle`], `session_endpoint`: the way of a call to its operation.
//! - `socket`, `replays`, [`hub`], `relay`: who listens, and what they are told.
//! - [`service`]: what is held while the server runs.
//! - [`domain`], [`operations`]: the rules, and a file per operation or family that keeps them.
//! - [`news`]: what a change tells those who listen.
//!
//! What is *not* here: events, tickets and nicknames, which use this service from outside like everybody else.
//! Invariant: a call reaches its operation only with a [`call::Caller`] whose signature was verified.

pub mod arn;
pub(crate) mod authorize;
pub mod bootstrap;
pub mod call;
pub mod credentials;
pub mod domain;
pub mod error;
pub mod hub;
pub mod news;
pub mod operation;
pub mod operations;
mod relay;
mod replays;
mod router;
pub mod service;
mod session_endpoint;
mod socket;
pub mod throttle;

pub(crate) use relay::relay;
pub(crate) use router::before;
