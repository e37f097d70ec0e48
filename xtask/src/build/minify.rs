//! The loader and the glue without comments and long names.
//!
//! trunk's own minifier cannot read what wasm-bindgen writes. Pages that trunk gave integrity
//! hashes must not be changed afterwards; the demo site has none.

use std::path::Path;

use anyhow::Result;

use crate::context::Context;
use crate::run;

/// Minifies the loader and the glue of each module in place.
pub(super) fn scripts(context: &Context, site: &Path) -> Result<()> {
    minify(context, &site.join("chirrup.js"), &[])?;
    for module in super::MODULES {
        minify(context, &site.join(format!("{module}.js")), &["--module"])?;
    }
    Ok(())
}

fn minify(context: &Context, script: &Path, more: &[&str]) -> Result<()> {
    let mut terser = context.command("terser");
    terser.arg(script).args(["--ecma", "2020", "--compress", "passes=2", "--mangle"]).args(more);
    run::capture(terser.arg("--output").arg(script)).map(drop)
}
