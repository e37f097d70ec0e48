//! The server over real sockets on free ports: one file per topic.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail where it stands"
)]

mod support;

mod bot;
mod chime;
mod chime_front;
mod client;
mod connection;
mod cors;
mod crash;
mod desk;
mod disconnect;
mod event;
mod events;
mod limits;
mod log;
mod message;
mod persistent;
mod recovery;
mod site;
mod slow;
mod socket;
mod start;
mod stop;
mod throttle;
mod transcript;
