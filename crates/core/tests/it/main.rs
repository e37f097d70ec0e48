//! Scenarios: sessions against a small Connect server over a seeded bad network, on a virtual clock.
//!
//! Nothing sleeps and nothing is random but by seed. Each scenario reads as a story.

mod pair;
mod rng;
mod server;

mod echo;
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
