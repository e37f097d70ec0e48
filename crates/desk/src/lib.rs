//! The agents' desk of Chirrup: who waits, who is served, and the conversation in the agent role.
//!
//! ```text
//! ui ─► state ─► net ─► model ─► chirrup-wire
//!          └───► chirrup (the widget's state and ui, one per open conversation)
//! ```
//!
//! - [`model`]: contacts, their order, what is news, when to connect again; pure.
//! - [`net`]: requests, the desk's socket, timers, storage; decides nothing.
//! - [`state`]: [`state::Desk`], the handle that components hold, and its one writer.
//! - [`ui`]: components; they read state and call commands.
//! - [`i18n`]: every string a person reads.

pub mod i18n;
pub mod model;
pub mod net;
pub mod state;
pub mod ui;
