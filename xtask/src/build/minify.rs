//! The loader and the glue without comments, long names, and the spaces of the loader's style sheet.
//!
//! trunk's own minifier cannot read what wasm-bindgen writes. Pages that trunk gave integrity
//! hashes must not be changed afterwards; the demo site has none.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::context::Context;
use crate::run;

/// Minifies the loader and the glue of each module in place.
pub(super) fn scripts(context: &Context, site: &Path) -> Result<()> {
    let loader = site.join("chirrup.js");
    let text = fs::read_to_string(&loader).context("reading the loader")?;
    fs::write(&loader, squeeze_sheet(&text)?).context("writing the loader")?;
    minify(context, &loader, &[])?;
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

/// How the style sheet of the loader begins and ends. It is text to a minifier of scripts.
const SHEET: (&str, &str) = ("const CSS = `", "`;");

/// The loader with no more spaces in its style sheet than it needs. No value there has any of these pairs.
fn squeeze_sheet(loader: &str) -> Result<String> {
    let (before, rest) = loader.split_once(SHEET.0).context("the loader has no style sheet")?;
    let (sheet, after) = rest.split_once(SHEET.1).context("the loader's style sheet has no end")?;
    let mut sheet = sheet.replace('\n', "");
    for (wide, narrow) in
        [(" {", "{"), ("{ ", "{"), (" }", "}"), ("} ", "}"), ("; ", ";"), (": ", ":"), (", ", ",")]
    {
        sheet = sheet.replace(wide, narrow);
    }
    Ok([before, SHEET.0, &sheet, SHEET.1, after].concat())
}

#[cfg(test)]
mod tests {
    use super::squeeze_sheet;

    #[test]
    fn only_the_sheet_is_squeezed() {
        let loader = "f({ a: 1 });\nconst CSS = `\n.a, .b > * { top: 0; margin: calc(1px + 2px) }\n@media ${P} { .a { top: 1px } }`;\nlet x = { y };";
        let squeezed = "f({ a: 1 });\nconst CSS = `.a,.b > *{top:0;margin:calc(1px + 2px)}@media ${P}{.a{top:1px}}`;\nlet x = { y };";
        assert_eq!(squeeze_sheet(loader).unwrap(), squeezed);
        assert!(squeeze_sheet("nothing").is_err());
    }
}
