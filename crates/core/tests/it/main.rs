//! Scenarios: sessions against a small Connect server over a seeded bad network, on a virtual clock.
//!
//! Nothing sleeps and nothing is random but by seed. Each scenario reads as a story.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    clippy::struct_excessive_bools,
    reason = "a test that goes wrong should stop at once, and looks only at what it is about"
)]

mod pair;
mod rng;
mod server;
mod stage;

mod echo;
mod event;
mod grouping;
mod lifecycle;
mod ordering;
mod outbox;
mod paging;
mod receipts;
mod reconnect;
mod resume;
mod text;
mod typing;
