//! `cargo xtask test`: everything that proves the project, in four parts.
//!
//! Every step runs even when an earlier one failed, except steps that need what it should have
//! built; failures are listed together at the end.

mod browser;
mod native;
mod node;
mod tally;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::ValueEnum;

use crate::context::Context;
use crate::run;

pub(crate) use tally::Tally;

/// A part of the tests that can run alone.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Format, lints, tidy, the crates' own tests and documentation
    Native,
    /// The widget's tests in headless Chromium and Firefox
    Browser,
    /// Size budgets, and Playwright against the real server
    E2e,
    /// The official client against the real server
    Conformance,
}

/// What has run so far.
#[derive(Default)]
struct Report {
    tests: Tally,
    checks_passed: usize,
    failures: Vec<String>,
    left_out: Vec<String>,
}

/// Runs all parts, or one.
pub(crate) fn run(context: &Context, only: Option<Part>) -> ExitCode {
    let mut report = Report::default();
    let all = [Part::Native, Part::Browser, Part::E2e, Part::Conformance];
    for part in all.into_iter().filter(|&part| only.is_none_or(|only| only == part)) {
        match part {
            Part::Native => native::run(context, &mut report),
            Part::Browser => browser::run(context, &mut report),
            Part::E2e => node::run_e2e(context, &mut report),
            Part::Conformance => node::run_conformance(context, &mut report),
        }
    }
    report.finish()
}

impl Report {
    /// A step that passes or fails as a whole. Answers its result, if it has one.
    fn check<T>(&mut self, name: &str, step: impl FnOnce() -> Result<T>) -> Option<T> {
        run::say(&format!("{name} …"));
        let start = Instant::now();
        match step() {
            Ok(result) => {
                self.checks_passed += 1;
                run::say(&format!("{name}: passed in {:.1} s", start.elapsed().as_secs_f32()));
                Some(result)
            }
            Err(error) => {
                self.fail(name, &error);
                None
            }
        }
    }

    /// A step whose tests are counted.
    fn tests(&mut self, name: &str, step: impl FnOnce(&mut Tally) -> Result<()>) {
        run::say(&format!("{name} …"));
        let start = Instant::now();
        let mut tally = Tally::default();
        let mut outcome = step(&mut tally);
        if outcome.is_ok() && tally.is_empty() {
            outcome = Err(anyhow::anyhow!("no test ran"));
        }
        self.tests.add(&tally);
        match outcome {
            Ok(()) => {
                let seconds = start.elapsed().as_secs_f32();
                run::say(&format!("{name}: {tally} in {seconds:.1} s"));
            }
            Err(error) => self.fail(name, &error),
        }
    }

    fn fail(&mut self, name: &str, error: &anyhow::Error) {
        eprintln!("error: {name}: {error:#}");
        self.failures.push(format!("{name}: {error:#}"));
    }

    /// Something could not be run for want of a tool.
    fn leave_out(&mut self, what: &str, why: &anyhow::Error) {
        eprintln!("left out: {what}: {why:#}");
        self.left_out.push(format!("{what}: {why:#}"));
    }

    /// The last lines: checks, what was left out, failures, and the count of tests. A step that failed without a
    /// failed test counts as one, so the count never looks better than the run.
    fn finish(mut self) -> ExitCode {
        println!();
        println!("checks: {} passed", self.checks_passed);
        for left_out in &self.left_out {
            println!("left out: {left_out}");
        }
        for failure in &self.failures {
            println!("failed: {failure}");
        }
        self.tests.raise_failures_to(self.failures.len());
        println!("{}", self.tests);
        if self.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
