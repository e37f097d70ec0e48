//! geckodriver, which drives Firefox in the browser tests.

use anyhow::Result;

use super::cargo_tool::CargoTool;
use crate::context::{Context, pins};

/// The pinned geckodriver is installed.
pub(crate) fn ensure(context: &Context) -> Result<()> {
    CargoTool {
        package: "geckodriver",
        program: "geckodriver",
        version: pins::GECKODRIVER,
        arguments: &["--locked"],
        duration: "about three minutes",
    }
    .ensure(context)
}
