//! Packages of the system, through apt, and only when that needs no password.

use std::fs;

use anyhow::{Context as _, Result};

use crate::context::Context;
use crate::run;

/// Installs packages. `what` and `duration` are said first; `advice` is the error when it cannot be done.
pub(super) fn install(
    context: &Context,
    packages: &[&str],
    what: &str,
    duration: &str,
    advice: &dyn Fn() -> String,
) -> Result<()> {
    context.which(&["apt-get"]).with_context(advice)?;
    let sudo: &[&str] = if is_root() { &[] } else { &["sudo", "-n"] };
    run::say(&format!("installing {what} with apt, {duration}, once"));
    let apt = |arguments: &[&str]| {
        let words = [sudo, &["apt-get"], arguments].concat();
        let (program, rest) = words.split_first().with_context(advice)?;
        let mut command = context.command(program);
        run::run(command.args(rest).env("DEBIAN_FRONTEND", "noninteractive")).with_context(advice)
    };
    apt(&["update"])?;
    apt(&[&["install", "--yes", "--no-install-recommends"][..], packages].concat())
}

/// The owner of this process's entry in /proc; on a machine without /proc nothing is assumed.
fn is_root() -> bool {
    fs::read_to_string("/proc/self/status").is_ok_and(|status| {
        status
            .lines()
            .any(|line| line.starts_with("Uid:") && line.split_whitespace().nth(2) == Some("0"))
    })
}
