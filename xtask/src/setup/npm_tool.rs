//! A pinned command line tool that comes from npm and needs nothing but Node.js.

use std::fs;

use anyhow::{Context as _, Result};

use super::node;
use crate::context::Context;
use crate::run;

/// What to install and how to recognise it.
pub(super) struct NpmTool<'a> {
    /// The package on npm.
    pub(super) package: &'a str,
    /// The program it installs.
    pub(super) program: &'a str,
    /// The pinned version of the package.
    pub(super) version: &'a str,
    /// A word of what the program answers to `--version`.
    pub(super) answer: &'a str,
}

impl NpmTool<'_> {
    /// Installs the tool into the tools folder, unless `PATH` already holds this version.
    pub(super) fn ensure(&self, context: &Context) -> Result<()> {
        let Self { package, program, version, answer } = self;
        let is_installed = run::capture(context.command(program).arg("--version"))
            .is_ok_and(|text| text.split([' ', '(', ')']).any(|word| word == *answer));
        if is_installed {
            return Ok(());
        }
        node::ensure(context)?;
        run::say(&format!("installing {program} ({package} {version}), some seconds, once"));
        let folder = context.tools.join(format!("{package}-{version}"));
        fs::create_dir_all(&folder).context("making the tools folder")?;
        run::run(
            context
                .command("npm")
                .args(["install", "--no-audit", "--no-fund", "--prefix", "."])
                .arg(format!("{package}@{version}"))
                .current_dir(&folder),
        )
        .with_context(|| {
            format!(
                "{program} is missing: install it with `npm install --global {package}@{version}`"
            )
        })
    }
}
