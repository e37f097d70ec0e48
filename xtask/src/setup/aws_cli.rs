//! The AWS command line, pinned, in a Python environment of its own in the tools folder.
//!
//! It is the one tool that needs Python. What follows when it cannot be installed, `crate::test` decides.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use super::apt;
use crate::context::{Context, pins};
use crate::run;

/// The command line is installed; where it is.
pub(crate) fn ensure(context: &Context) -> Result<PathBuf> {
    let version = pins::AWS_CLI;
    let folder = context.tools.join(format!("awscli-{version}"));
    let program = folder.join("bin/aws");
    let is_installed = || {
        run::capture(context.command(&program).arg("--version"))
            .is_ok_and(|text| text.starts_with(&format!("aws-cli/{version} ")))
    };
    if is_installed() {
        return Ok(program);
    }
    let environment = || run::run(context.command("python3").args(["-m", "venv"]).arg(&folder));
    if environment().is_err() {
        let packages = ["python3-venv"];
        let advice = || "Python is missing: install it with `apt install python3-venv`".to_owned();
        apt::install(context, &packages, "Python", "some seconds", &advice)?;
        environment().with_context(advice)?;
    }
    run::say(&format!("installing the AWS command line {version}, half a minute, once"));
    run::run(
        context
            .command(folder.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check"])
            .arg(format!("awscli=={version}")),
    )?;
    if is_installed() { Ok(program) } else { bail!("{} does not run", program.display()) }
}
