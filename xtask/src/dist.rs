//! `dist/v<version>/`: the files a customer's page needs, ready to be put on a web server.
//!
//! Names are stable within a version, so a page can pin one with the hashes of `integrity.json`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ignore::WalkBuilder;
use serde::Serialize;
use sha2::{Digest as _, Sha384};

use crate::build;
use crate::context::Context;
use crate::run;

#[derive(Serialize)]
struct Manifest {
    version: &'static str,
    files: BTreeMap<String, Entry>,
}

#[derive(Serialize)]
struct Entry {
    bytes: usize,
    /// For a `<script integrity="…">`.
    integrity: String,
}

/// Writes the folder anew.
pub(crate) fn run(context: &Context) -> Result<()> {
    let site = build::site(context)?;
    let version = env!("CARGO_PKG_VERSION");
    let folder = context.root.join("dist").join(format!("v{version}"));
    if folder.exists() {
        fs::remove_dir_all(&folder).context("removing the old dist folder")?;
    }
    let mut files = BTreeMap::new();
    for path in widget_files(&site)? {
        let name = path.strip_prefix(&site).context("a file outside the site")?;
        let target = folder.join(name);
        fs::create_dir_all(target.parent().unwrap_or(&folder)).context("making dist")?;
        let bytes = fs::read(&path).context("reading a built file")?;
        fs::write(&target, &bytes).context("writing dist")?;
        build::write_compressed(&target)?;
        let integrity = format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(&bytes)));
        files.insert(name.display().to_string(), Entry { bytes: bytes.len(), integrity });
    }
    let manifest = serde_json::to_string_pretty(&Manifest { version, files })?;
    fs::write(folder.join("integrity.json"), manifest + "\n").context("writing integrity.json")?;
    run::say(&format!("wrote {}", folder.display()));
    Ok(())
}

/// What belongs to the widget in the built site, without the compressed copies; the rest is the demo.
fn widget_files(site: &Path) -> Result<Vec<PathBuf>> {
    let modules = build::MODULES.iter();
    let modules = modules.flat_map(|name| [format!("{name}.js"), format!("{name}_bg.wasm")]);
    let names: Vec<_> =
        ["chirrup.js", "snippets"].map(str::to_owned).into_iter().chain(modules).collect();
    let mut files = Vec::new();
    for name in names {
        let path = site.join(&name);
        if name == "snippets" && !path.exists() {
            continue;
        }
        for entry in WalkBuilder::new(path).standard_filters(false).build() {
            let path = entry.context("the built site misses a file of the widget")?.into_path();
            let is_copy = path.extension().is_some_and(|end| end == "br" || end == "gz");
            if path.is_file() && !is_copy {
                files.push(path);
            }
        }
    }
    Ok(files)
}
