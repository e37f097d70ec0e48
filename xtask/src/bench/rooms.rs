//! Runs the benches of long and busy rooms: the real widget in a browser, fed by a small program.

use anyhow::Result;

use crate::build;
use crate::context::Context;
use crate::run;
use crate::setup::{browsers, node};

/// Runs `tests/bench/<name>.mjs` on the built site.
pub(super) fn run(context: &Context, name: &str) -> Result<()> {
    let site = build::site(context)?;
    let chromium = browsers::ensure_chromium(context)?;
    node::ensure_modules(context)?;
    let script = format!("tests/bench/{name}.mjs");
    run::run(context.command("node").arg(script).arg(site).env("CHROMIUM", chromium))
}
