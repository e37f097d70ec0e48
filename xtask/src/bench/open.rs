//! Runs `tests/bench/open.mjs` against the built site on the real server.

use anyhow::Result;

use crate::build;
use crate::context::Context;
use crate::run;
use crate::serve::{DataFolder, Server};
use crate::setup::{browsers, node};

/// Measures the page with and without the unopened widget, and the way from click to composer.
pub(super) fn run(context: &Context) -> Result<()> {
    build::site(context)?;
    build::desk(context)?;
    build::server(context)?;
    let chromium = browsers::ensure_chromium(context)?;
    node::ensure_modules(context)?;
    let data = DataFolder::scratch(context, "bench-open")?;
    let server = Server::start(context, 0, None, &data)?;
    run::run(
        context
            .command("node")
            .arg("tests/bench/open.mjs")
            .arg(&server.addresses.site)
            .env("CHROMIUM", chromium),
    )
}
