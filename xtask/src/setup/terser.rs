//! terser, which takes comments and long names out of the loader and of wasm-bindgen's glue.

use anyhow::Result;

use super::npm_tool::NpmTool;
use crate::context::{Context, pins};

/// The pinned terser is installed.
pub(crate) fn ensure(context: &Context) -> Result<()> {
    NpmTool { package: "terser", program: "terser", version: pins::TERSER, answer: pins::TERSER }
        .ensure(context)
}
