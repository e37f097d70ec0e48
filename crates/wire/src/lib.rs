//! Serde types of each protocol Chirrup speaks.
//!
//! Both the widget (through `chirrup-core`) and the server use these types, and the golden files in
//! `fixtures/` keep the two from being wrong together. What is *not* here: rules, limits, state.
//!
//! - [`connect`]: Amazon Connect chat, customer and agent.
//! - [`chime`]: messaging of the Amazon Chime SDK.
//! - [`desk`]: the agents' desk of `chirrup-server`, a protocol of our own.
//! - [`conventions`]: what Chirrup adds to Amazon Chime SDK messaging, and the login of an event.
//! - [`decode`]: reads these types from JSON text, in few bytes.
//! - [`Json`]: writes JSON text, in few bytes.
//! - [`rfc3339`]: moments as text.
//! - [`sigv4`]: signatures of AWS requests, made and verified.
//! - [`Secret`]: a string that never shows itself in `Debug`.

#![warn(missing_docs)]

mod calendar;
pub mod chime;
pub mod connect;
pub mod conventions;
pub mod desk;
mod json;
pub mod object;
pub mod rfc3339;
mod secret;
pub mod sigv4;
mod tree;

pub use json::Json;
pub use object::{Decode, decode};
pub use secret::Secret;
