//! Format and clippy: the same calls for a person and for the tests.

use std::process::Command;

use anyhow::Result;

use crate::context::Context;
use crate::run;
use crate::setup;

/// The crates that are compiled to WebAssembly.
const WASM_CRATES: [&str; 5] =
    ["chirrup", "chirrup-desk", "chirrup-view", "chirrup-core", "chirrup-wire"];

/// Formats all crates.
pub(crate) fn format(context: &Context) -> Result<()> {
    run::run(context.cargo("fmt").arg("--all"))
}

/// Fails when a file is not formatted.
pub(crate) fn format_check(context: &Context) -> Command {
    let mut command = context.cargo("fmt");
    command.args(["--all", "--check"]);
    command
}

/// Clippy for the host and for wasm32.
pub(crate) fn clippy(context: &Context) -> Result<()> {
    setup::rust::ensure(context)?;
    run::run(&mut clippy_host(context))?;
    run::run(&mut clippy_wasm(context))
}

/// Clippy for everything that runs on a server or a developer's machine.
pub(crate) fn clippy_host(context: &Context) -> Command {
    let mut command = context.cargo("clippy");
    command.args(["--workspace", "--all-targets", "--", "-D", "warnings"]);
    command
}

/// Clippy for everything that runs in a browser.
pub(crate) fn clippy_wasm(context: &Context) -> Command {
    let mut command = context.cargo("clippy");
    command.args(["--target", setup::rust::WASM_TARGET, "--all-targets"]);
    for name in WASM_CRATES {
        command.args(["-p", name]);
    }
    command.args(["--", "-D", "warnings"]);
    command
}
