//! trunk, which bundles the demo site and the desk.

use anyhow::Result;

use super::cargo_tool::CargoTool;
use crate::context::{Context, pins};

/// The pinned trunk is installed.
pub(crate) fn ensure(context: &Context) -> Result<()> {
    CargoTool {
        package: "trunk",
        program: "trunk",
        version: pins::TRUNK,
        // trunk's TLS only serves its own downloads, which are never used here.
        arguments: &["--locked", "--no-default-features"],
        duration: "about five minutes",
    }
    .ensure(context)
}
