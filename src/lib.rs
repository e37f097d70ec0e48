//! Chirrup's widget: one chat panel for a host page.
//!
//! ```text
//! embed ─► ui ─► state ─► driver ─► chirrup-core ─► chirrup-wire
//! ```
//!
//! - [`embed`]: what the loader calls; the only place that touches the host page.
//! - [`ui`]: components; they read state and call commands on [`state::Chat`].
//! - [`state`]: the reactive mirror of core, with one writer.
//! - [`driver`]: sockets, requests, timers, storage; the only place that touches them.
//! - [`i18n`]: every string a person reads.
//!
//! Three modules are built from it, each for one [`embed::Service`] and without what the others need:
//! `chirrup-widget` for support chats, `chirrup-event` for live events, and `chirrup-moderator`, the same with
//! what [`ui::moderate`] gives [`ui::tools`].

pub mod driver;
pub mod embed;
pub mod i18n;
pub mod state;
pub mod ui;
