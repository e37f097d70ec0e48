//! The wasm32 target and the standard library's source. The toolchain itself is rustup's matter:
//! it reads `rust-toolchain.toml` before xtask runs.

use std::path::Path;

use anyhow::{Context as _, Result};

use crate::context::Context;
use crate::run;

/// What the widget and the desk are compiled to.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The wasm32 target is installed.
pub(crate) fn ensure(context: &Context) -> Result<()> {
    let mut rustc = context.command("rustc");
    rustc.args(["--print", "target-libdir", "--target", WASM_TARGET]);
    let folder = run::capture(&mut rustc)
        .context("no rustc: install rustup from https://rustup.rs, then run this again")?;
    if Path::new(&folder).is_dir() {
        return Ok(());
    }
    run::say("adding the wasm32 target");
    run::run(context.command("rustup").args(["target", "add", WASM_TARGET])).with_context(|| {
        format!("the wasm32 target is missing: install it with `rustup target add {WASM_TARGET}`")
    })
}

/// The source of the standard library is installed: the widget is built with its own copy.
pub(crate) fn ensure_sources(context: &Context) -> Result<()> {
    let sysroot = run::capture(context.command("rustc").args(["--print", "sysroot"]))?;
    if Path::new(&sysroot).join("lib/rustlib/src/rust/library/Cargo.lock").is_file() {
        return Ok(());
    }
    run::say("adding the source of the standard library");
    run::run(context.command("rustup").args(["component", "add", "rust-src"]))
        .context("rust-src is missing: install it with `rustup component add rust-src`")
}
