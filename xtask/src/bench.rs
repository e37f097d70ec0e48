//! `cargo xtask bench`: the figures that the project promises.
//!
//! `core`, `send`, `fanout` and `provision` are examples of the crates they measure; `open`, `burst` and `history` need a
//! browser.

mod open;
mod rooms;

use anyhow::Result;
use clap::ValueEnum;

use crate::context::Context;
use crate::run;

/// What can be measured.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Subject {
    /// What an unopened widget costs the page, and how long opening takes
    Open,
    /// Hundreds of messages a second while somebody types: frames, key presses, memory
    Burst,
    /// What a page costs while 10,000 of 100,000 messages are read back
    History,
    /// Entries merged per second into a long timeline
    Core,
    /// Messages acknowledged durably per second
    Send,
    /// Frames delivered to thousands of sockets in one channel
    Fanout,
    /// Tickets of an event made ready, and that the limit of requests a second is kept
    Provision,
}

/// Measures one subject and prints the figures.
pub(crate) fn run(context: &Context, subject: Subject) -> Result<()> {
    match subject {
        Subject::Open => open::run(context),
        Subject::Burst => rooms::run(context, "burst"),
        Subject::History => rooms::run(context, "history"),
        Subject::Core => example(context, "chirrup-core", "bench_timeline"),
        Subject::Send => example(context, "chirrup-server", "bench_send"),
        Subject::Fanout => example(context, "chirrup-server", "bench_fanout"),
        Subject::Provision => example(context, "chirrup-server", "bench_provision"),
    }
}

fn example(context: &Context, package: &str, name: &str) -> Result<()> {
    run::run(context.cargo("run").args([
        "--profile",
        "server",
        "--package",
        package,
        "--example",
        name,
    ]))
}
