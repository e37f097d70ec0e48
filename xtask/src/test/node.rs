//! The tests that drive the real, built server from outside: Playwright, and the official clients.
//!
//! The tests start their own servers on free ports; here they only learn where everything is.

use std::path::PathBuf;
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
    let aws_cli = aws_cli(report, || aws_cli::ensure(context));
    report.tests("conformance tests", |tally| {
        let mut script = script(context, "conformance")?;
        match aws_cli {
            Ok(program) => script.env("AWS_CLI", program),
            Err(reason) => script.env("WITHOUT_AWS_CLI", reason),
        };
        run::run_counted(&mut script, tally)
    });
}

/// Installs the one tool that the tests can do without: those that drive it are left out, and the last lines of the
/// run say so.
fn aws_cli(
    report: &mut Report,
    install: impl FnOnce() -> Result<PathBuf>,
) -> Result<PathBuf, String> {
    install().map_err(|error| {
        report.leave_out("the stories of the AWS command line", &error);
        format!("{error:#}")
    })
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use anyhow::bail;

    use super::{Report, aws_cli};

    #[test]
    fn without_the_aws_command_line_the_run_and_its_stories_are_told_why() {
        let mut report = Report::default();
        let program = aws_cli(&mut report, || bail!("no Python here"));
        assert_eq!(program.expect_err("nothing"), "no Python here");
        assert_eq!(report.left_out, ["the stories of the AWS command line: no Python here"]);
        assert!(report.failures.is_empty());
    }

    #[test]
    fn with_the_aws_command_line_nothing_is_left_out() {
        let mut report = Report::default();
        let program = aws_cli(&mut report, || Ok("/tools/aws".into()));
        assert_eq!(program.as_deref(), Ok(Path::new("/tools/aws")));
        assert!(report.left_out.is_empty());
    }
}
