//! wasm-opt, from the npm package `binaryen`: a script that needs nothing but Node.js.

use std::fs;

use anyhow::{Context as _, Result};

use super::node;
use crate::context::{Context, pins};
use crate::run;

/// The pinned wasm-opt is installed.
pub(crate) fn ensure(context: &Context) -> Result<()> {
    let installed = run::capture(context.command("wasm-opt").arg("--version"))
        .is_ok_and(|text| text.contains(pins::WASM_OPT));
    if installed {
        return Ok(());
    }
    node::ensure(context)?;
    let version = pins::BINARYEN;
    run::say(&format!("installing wasm-opt (binaryen {version}), some seconds, once"));
    let folder = context.tools.join(format!("binaryen-{version}"));
    fs::create_dir_all(&folder).context("making the tools folder")?;
    run::run(
        context
            .command("npm")
            .args(["install", "--no-audit", "--no-fund", "--prefix", "."])
            .arg(format!("binaryen@{version}"))
            .current_dir(&folder),
    )
    .with_context(|| {
        format!("wasm-opt is missing: install it with `npm install --global binaryen@{version}`")
    })
}
