//! The loader and the glue without comments and long names.
//!
//! trunk's own minifier cannot read what wasm-bindgen writes. Pages that trunk gave integrity
//! hashes must not be changed afterwards; the demo site has none.

use std::path::Path;

use anyhow::Result;

use crate::context::Context;
use crate::run;

/// Files of the site and whether each is a module.
const FILES: [(&str, bool); 2] = [("chirrup.js", false), ("chirrup-widget.js", true)];

/// Minifies the widget's scripts in place.
pub(super) fn widget(context: &Context, site: &Path) -> Result<()> {
    for (name, is_module) in FILES {
        let path = site.join(name);
        let mut terser = context.command("terser");
        terser.arg(&path).args(["--ecma", "2020", "--compress", "passes=2", "--mangle"]);
        if is_module {
            terser.arg("--module");
        }
        run::capture(terser.arg("--output").arg(&path))?;
    }
    Ok(())
}
