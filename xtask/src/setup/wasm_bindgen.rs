//! The wasm-bindgen command line tool and test runner, in the version of the library.

use anyhow::Result;

use super::cargo_tool::CargoTool;
use crate::context::Context;

/// The matching wasm-bindgen is installed.
pub(crate) fn ensure(context: &Context) -> Result<()> {
    CargoTool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: &context.wasm_bindgen,
        // The lock file that this package was published with does not install.
        arguments: &[],
        duration: "about three minutes",
    }
    .ensure(context)
}
