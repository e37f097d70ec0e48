//! What needs no browser: format, lints, tidy, the crates' tests and their documentation.

use super::Report;
use crate::context::Context;
use crate::lint;
use crate::run;
use crate::setup;
use crate::tidy;

pub(super) fn run(context: &Context, report: &mut Report) {
    if report.check("rust set-up", || setup::rust::ensure(context)).is_none() {
        return;
    }
    report.check("Cargo.lock is up to date", || {
        let mut metadata = context.cargo("metadata");
        run::capture(metadata.args(["--locked", "--format-version", "1"]))
    });
    report.check("format", || run::run(&mut lint::format_check(context)));
    report.check("tidy", || tidy::run(context));
    report.check("clippy for the host", || run::run(&mut lint::clippy_host(context)));
    report.check("clippy for wasm32", || run::run(&mut lint::clippy_wasm(context)));
    report.tests("tests of the crates", |tally| {
        let mut cargo = context.cargo("test");
        cargo.args(["--workspace", "--no-fail-fast"]);
        run::run_counted(&mut cargo, tally)
    });
    report.check("documentation", || {
        let mut cargo = context.cargo("doc");
        cargo
            .args(["--workspace", "--no-deps", "--document-private-items"])
            // Private items are documented too, so links to them lead somewhere.
            .env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private-intra-doc-links");
        run::run(&mut cargo)
    });
}
