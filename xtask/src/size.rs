//! The weight of what a visitor downloads, against `budgets.toml`.
//!
//! Sizes are of the release build as it is served; the budget counts brotli bytes, and a budget of
//! 1 KB is 1024 bytes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use ignore::WalkBuilder;
use serde::Deserialize;

use crate::build;
use crate::context::Context;

#[derive(Deserialize)]
struct Budgets {
    budget: Vec<Budget>,
}

/// A set of files that together may weigh so much.
#[derive(Deserialize)]
struct Budget {
    name: String,
    /// Files of the built site; `folder/` stands for all files below it, if there are any.
    files: Vec<String>,
    /// Above this the check fails.
    brotli_bytes: usize,
}

/// One measured file.
struct Weight {
    name: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Builds the site if needed, prints the table, and fails when a budget is exceeded.
pub(crate) fn run(context: &Context) -> Result<()> {
    let site = build::site(context)?;
    let text = fs::read_to_string(context.root.join("budgets.toml")).context("budgets.toml")?;
    let budgets: Budgets = toml::from_str(&text).context("budgets.toml")?;
    println!("{:<34} {:>10} {:>10} {:>10} {:>10}", "bytes", "raw", "gzip", "brotli", "budget");
    let mut exceeded = Vec::new();
    for budget in &budgets.budget {
        let weights = weigh(&site, budget)?;
        let sum = |part: fn(&Weight) -> usize| weights.iter().map(part).sum::<usize>();
        for weight in &weights {
            println!("  {}", row(&weight.name, 32, [weight.raw, weight.gzip, weight.brotli]));
        }
        let brotli = sum(|weight| weight.brotli);
        let total = row(&budget.name, 34, [sum(|w| w.raw), sum(|w| w.gzip), brotli]);
        println!("{total} {:>10}", budget.brotli_bytes);
        if brotli > budget.brotli_bytes {
            exceeded.push(format!("{} by {} bytes", budget.name, brotli - budget.brotli_bytes));
        }
    }
    if exceeded.is_empty() {
        println!("within budget");
        return Ok(());
    }
    bail!("above budget: {}", exceeded.join(", "))
}

fn row(name: &str, width: usize, [raw, gzip, brotli]: [usize; 3]) -> String {
    format!("{name:<width$} {raw:>10} {gzip:>10} {brotli:>10}")
}

fn weigh(site: &Path, budget: &Budget) -> Result<Vec<Weight>> {
    let mut weights = Vec::new();
    for pattern in &budget.files {
        for path in matching(site, pattern)? {
            let content = fs::read(&path)
                .with_context(|| format!("the built site holds no {}", path.display()))?;
            weights.push(Weight {
                name: path.strip_prefix(site).unwrap_or(&path).display().to_string(),
                raw: content.len(),
                gzip: build::gzip(&content)?.len(),
                brotli: build::brotli(&content)?.len(),
            });
        }
    }
    Ok(weights)
}

/// The files a pattern of the budget stands for. A named file is listed even when it is absent, so
/// that a renamed file cannot slip out of its budget.
fn matching(site: &Path, pattern: &str) -> Result<Vec<PathBuf>> {
    let Some(folder) = pattern.strip_suffix('/') else {
        return Ok(vec![site.join(pattern)]);
    };
    let folder = site.join(folder);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in WalkBuilder::new(folder).standard_filters(false).build() {
        let path = entry.context("listing the built site")?.into_path();
        let is_copy = path.extension().is_some_and(|end| end == "br" || end == "gz");
        if path.is_file() && !is_copy {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
