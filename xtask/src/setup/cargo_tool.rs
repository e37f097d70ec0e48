//! A pinned command line tool that comes from crates.io.
//!
//! It is compiled for a quick build: these tools move files about, their own speed does not matter.

use std::fs;

use anyhow::{Context as _, Result};

use crate::context::Context;
use crate::run;

/// What to install and how to recognise it.
pub(crate) struct CargoTool<'a> {
    /// The package on crates.io.
    pub(crate) package: &'a str,
    /// The program it installs.
    pub(crate) program: &'a str,
    /// The version that both must have.
    pub(crate) version: &'a str,
    /// More words for `cargo install`.
    pub(crate) arguments: &'a [&'a str],
    /// How long the installation takes, in words.
    pub(crate) duration: &'a str,
}

impl CargoTool<'_> {
    /// Installs the tool into the tools folder, unless `PATH` already holds this version.
    pub(crate) fn ensure(&self, context: &Context) -> Result<()> {
        if self.is_installed(context) {
            return Ok(());
        }
        let Self { package, program, version, .. } = self;
        run::say(&format!("installing {program} {version}, {}, once", self.duration));
        let build = context.tools.join(format!("build-{program}"));
        let installed = run::run(
            context
                .cargo("install")
                .args(self.arguments)
                .arg(format!("{package}@{version}"))
                .arg("--root")
                .arg(context.tools.join(format!("{program}-{version}")))
                .current_dir(std::env::temp_dir())
                .env("CARGO_TARGET_DIR", &build)
                .env("CARGO_PROFILE_RELEASE_LTO", "off")
                .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
                .env_remove("RUSTFLAGS"),
        );
        if build.is_dir() {
            fs::remove_dir_all(&build).context("removing the tool's build folder")?;
        }
        installed.with_context(|| {
            let arguments = self.arguments.join(" ");
            format!(
                "{program} {version} is missing: install it with \
                 `cargo install {arguments} {package}@{version}` and put it on PATH"
            )
        })
    }

    fn is_installed(&self, context: &Context) -> bool {
        run::capture(context.command(self.program).arg("--version"))
            .is_ok_and(|text| text.split_whitespace().any(|word| word == self.version))
    }
}
