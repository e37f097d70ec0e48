//! What has to be installed, one file per tool.
//!
//! Each `ensure` is quick when the tool is there, says what it does when it is not, and fails with
//! one line that says what to install and how. Nothing is installed outside the tools folder,
//! except browsers through the system's package manager.

pub(crate) mod aws_cli;
pub(crate) mod browsers;
pub(crate) mod node;
pub(crate) mod rust;
pub(crate) mod terser;
pub(crate) mod trunk;
pub(crate) mod wasm_bindgen;
pub(crate) mod wasm_opt;

mod apt;
mod cargo_tool;
mod geckodriver;
mod npm_tool;

use anyhow::Result;

use crate::context::Context;

/// All that building the two web pages takes.
pub(crate) fn ensure_page_tools(context: &Context) -> Result<()> {
    rust::ensure(context)?;
    rust::ensure_sources(context)?;
    trunk::ensure(context)?;
    wasm_bindgen::ensure(context)?;
    wasm_opt::ensure(context)?;
    terser::ensure(context)
}
