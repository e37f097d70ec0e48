//! The tests that drive the real, built server from outside: Playwright, and the official clients.
//!
//! The tests start their own servers on free ports; here they only learn where everything is.

use std::process::Command;

use anyhow::Result;

use super::Report;
use crate::build;
use crate::context::Context;
use crate::run;
use crate::setup::{aws_cli, browsers, node};
use crate::size;

pub(super) fn run_e2e(context: &Context, report: &mut Report) {
    if report.check("release build", || build_all(context)).is_none() {
        return;
    }
    report.check("size budgets", || size::run(context));
    report.tests("end-to-end tests", |tally| run::run_counted(&mut script(context, "e2e")?, tally));
}

pub(super) fn run_conformance(context: &Context, report: &mut Report) {
    if report.check("release build", || build_all(context)).is_none() {
        return;
    }
    report.tests("conformance tests", |tally| {
        let mut script = script(context, "conformance")?;
        match aws_cli::ensure(context) {
            Ok(program) => script.env("AWS_CLI", program),
            Err(error) => script.env("WITHOUT_AWS_CLI", format!("{error:#}")),
        };
        run::run_counted(&mut script, tally)
    });
}

fn build_all(context: &Context) -> Result<()> {
    build::site(context)?;
    build::desk(context)?;
    build::server(context).map(drop)
}

/// A script of package.json, told where everything is.
fn script(context: &Context, name: &str) -> Result<Command> {
    let chromium = browsers::ensure_chromium(context)?;
    node::ensure_modules(context)?;
    let mut command = context.command("npm");
    command
        .args(["run", "--silent", name])
        .env("CHROMIUM", chromium)
        .env("CHIRRUP_SERVER", context.server())
        .env("CHIRRUP_SITE", context.site())
        .env("CHIRRUP_DESK", context.desk());
    Ok(command)
}
