//! wasm-opt, which trunk calls on the release build.

use anyhow::Result;

use super::npm_tool::NpmTool;
use crate::context::{Context, pins};

/// The pinned wasm-opt is installed.
pub(crate) fn ensure(context: &Context) -> Result<()> {
    NpmTool {
        package: "binaryen",
        program: "wasm-opt",
        version: pins::BINARYEN,
        answer: pins::WASM_OPT,
    }
    .ensure(context)
}
