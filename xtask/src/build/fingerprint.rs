//! One hash over everything a page is built from.
//!
//! It lists what is *not* an input: a forgotten exception costs a build, a forgotten input would
//! serve an old page.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use ignore::WalkBuilder;
use sha2::{Digest as _, Sha256};

use crate::context::Context;

/// Never part of a web page.
const OTHERS: [&str; 9] = [
    ".ci",
    ".git",
    "crates/desk",
    "crates/server",
    "crates/core/examples",
    "crates/core/tests",
    "crates/wire/tests",
    "tests",
    "xtask",
];

/// What is done to a page after trunk is an input too. The other commands are not.
const STEPS: [&str; 2] = ["xtask/src/build.rs", "xtask/src/build"];

/// The fingerprint of a page: `own` are folders that belong to this page though not to every page.
pub(super) fn of(context: &Context, own: &[&str], settings: &str) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(settings);
    let mut walk = WalkBuilder::new(&context.root);
    for step in STEPS {
        walk.add(context.root.join(step));
    }
    for file in walk
        .hidden(false)
        .require_git(false)
        .sort_by_file_path(Path::cmp)
        .filter_entry({
            let root = context.root.clone();
            let own: Vec<_> = own.iter().map(|&folder| folder.to_owned()).collect();
            move |entry| {
                let path = entry.path().strip_prefix(&root).unwrap_or(entry.path());
                is_input(path, &own)
            }
        })
        .build()
    {
        let file = file.context("listing the checkout")?;
        if file.file_type().is_some_and(|kind| kind.is_file()) {
            hash.update(file.path().as_os_str().as_encoded_bytes());
            hash.update(fs::read(file.path()).context("reading an input")?);
        }
    }
    Ok(hash.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        write!(text, "{byte:02x}").unwrap_or_default();
        text
    }))
}

fn is_input(path: &Path, own: &[String]) -> bool {
    let is_document = path.extension().is_some_and(|end| end == "md");
    let is_foreign = OTHERS
        .iter()
        .any(|other| path.starts_with(other) && !own.iter().any(|folder| folder == other))
        && !STEPS.iter().any(|step| path.starts_with(step));
    !is_document && !is_foreign
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_built_again_only_for_what_it_is_made_of() {
        let site = |path: &str| is_input(Path::new(path), &[]);
        let desk = |path: &str| is_input(Path::new(path), &["crates/desk".to_owned()]);
        assert!(site("src/ui/panel.rs") && site("Cargo.lock") && site("crates/core/src/lib.rs"));
        assert!(!site("crates/desk/src/main.rs") && desk("crates/desk/src/main.rs"));
        assert!(!site("README.md") && !desk("crates/server/src/main.rs"));
        assert!(site("xtask/src/build/minify.rs") && !site("xtask/src/dist.rs"));
    }
}
