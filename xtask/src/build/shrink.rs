//! A module of the site without what its glue does not use, and without long names between the two halves.
//!
//! wasm-bindgen writes glue for every page that may ever load a module, and names each import after
//! its Rust function and a hash; none of that compresses. Here the glue loses what the widget does
//! not need (`glue`), the module loses the exports that the glue does not use and, by wasm-opt, the
//! code behind them, and then both call each other by short names (`module`). Last, the functions of the
//! module take an order that compresses well (`order`).
//!
//! The invariant: every name of the module's imports and every export that the glue uses is found in the
//! other half, or the build fails. Renaming leaves the code of the module as it is, byte by byte.

mod glue;
mod module;
mod order;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::context::Context;
use crate::run;
use glue::Glue;

/// What the loader calls; the glue must offer these.
const CALLED: [&str; 6] = ["attach", "call", "detach", "lack", "retire", "setOpen"];

/// Tests reach for the memory, and six letters cost nothing once.
const KEPT: &str = "memory";

/// The module of the imports, after renaming.
const SHORT_MODULE: &str = "a";

/// `-Oz` saves bytes that brotli would have found, and costs more of those that it would not. Nothing of the
/// widget lies in the first kilobyte of memory, the far end of its stack, so wasm-opt may assume that no
/// address is as small, and put what is added to an address into the load or store itself.
const SQUEEZE: [&str; 2] = ["-Os", "--low-memory-unused"];

/// Shrinks a module and its glue in place. The glue must be as wasm-bindgen wrote it.
pub(super) fn module(context: &Context, site: &Path, name: &str) -> Result<()> {
    if context.wasm_bindgen != glue::WASM_BINDGEN {
        bail!(
            "shrinking knows the glue of wasm-bindgen {}, not of {}: compare what they write, then \
             change xtask/src/build/shrink/glue.rs",
            glue::WASM_BINDGEN,
            context.wasm_bindgen
        );
    }
    let (script, module) = (site.join(format!("{name}.js")), site.join(format!("{name}_bg.wasm")));
    let text = fs::read_to_string(&script).context("reading the glue")?;
    let glue = Glue::parse(&text, &format!("./{name}_bg.js"))?;
    for name in CALLED {
        glue.require_export(name)?;
    }

    let bytes = fs::read(&module).context("reading the module")?;
    fs::write(&module, module::keep_exports(&bytes, &glue.used_exports()?)?)
        .context("writing the module")?;
    run::capture(
        context.command("wasm-opt").args(SQUEEZE).arg(&module).arg("--output").arg(&module),
    )?;

    let bytes = fs::read(&module).context("reading the module")?;
    let (text, bytes) = rename(&glue, &bytes)?;
    fs::write(&script, text).context("writing the glue")?;
    fs::write(&module, order::by_likeness(&bytes)?).context("writing the module")
}

/// Both halves with short names. The imports become the elements of one array, in the module's order,
/// so that the glue does not name them at all.
fn rename(glue: &Glue, module: &[u8]) -> Result<(String, Vec<u8>)> {
    let imports = module::imports(module)?;
    let exports = short_names(&glue.used_exports()?);
    let text = glue.with_short_names(SHORT_MODULE, &imports, &exports)?;
    Ok((text, module::with_short_names(module, SHORT_MODULE, &exports)?))
}

fn short_names(exports: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let mut letters = (1..).map(letters).filter(|name| name != KEPT);
    for export in exports {
        let short = if export == KEPT { Some(KEPT.to_owned()) } else { letters.next() };
        names.insert(export.clone(), short.unwrap_or_default());
    }
    names
}

/// `a` … `z`, `aa` … like the columns of a sheet, counted from 1.
fn letters(mut number: u32) -> String {
    let mut name = String::new();
    while number > 0 {
        number -= 1;
        name.insert(0, char::from_digit(10 + number % 26, 36).unwrap_or('_'));
        number /= 26;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_halves_get_the_same_short_names() {
        let glue = Glue::parse(glue::tests::GLUE, "./x_bg.js").unwrap();
        let module = module::tests::module(
            &[("./x_bg.js", "__wbg_now_22"), ("./x_bg.js", "__wbg_item_11")],
            &["attach", "memory", "__wbindgen_malloc", "__wbindgen_start", "__wbindgen_exn_store"],
        );
        let (text, bytes) = rename(&glue, &module).unwrap();
        assert_eq!(module::imports(&bytes).unwrap(), [("a", "0"), ("a", "1")].map(pair));
        let now = text.find("Date.now()").unwrap();
        let item = text.find(".item(").unwrap();
        assert!(now < item, "the glue follows the order of the module");
        let exports = module::tests::exports(&bytes);
        for short in glue::tests::called(&text) {
            assert!(exports.contains(&short), "{short} is not among {exports:?}");
        }
        assert!(exports.contains(&KEPT.to_owned()) && text.contains("export function attach("));
    }

    #[test]
    fn halves_that_do_not_fit_fail_the_build() {
        let glue = Glue::parse(glue::tests::GLUE, "./x_bg.js").unwrap();
        let exports = ["attach", "memory", "__wbindgen_malloc", "__wbindgen_start"];
        let unknown = module::tests::module(&[("./x_bg.js", "__wbg_other_33")], &exports);
        let error = rename(&glue, &unknown).unwrap_err().to_string();
        assert!(error.contains("__wbg_other_33"), "{error}");
        let foreign = module::tests::module(&[("./snippet.js", "__wbg_now_22")], &exports);
        let error = rename(&glue, &foreign).unwrap_err().to_string();
        assert!(error.contains("./snippet.js"), "{error}");
        let poor = module::tests::module(&[("./x_bg.js", "__wbg_now_22")], &["memory"]);
        let error = rename(&glue, &poor).unwrap_err().to_string();
        assert!(error.contains("does not export"), "{error}");
    }

    #[test]
    fn names_go_on_after_z() {
        assert_eq!([1, 26, 27, 52, 703].map(letters), ["a", "z", "aa", "az", "aaa"]);
    }

    fn pair((module, name): (&str, &str)) -> module::Import {
        module::Import { module: module.to_owned(), name: name.to_owned() }
    }
}
