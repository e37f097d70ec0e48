//! Rules that compilers cannot check. Each rule reads a file's text and answers what is wrong.
//!
//! A rule says what to do, not only what is forbidden. Rules look at code without its comments and
//! texts where that matters, so that a comment about a rule does not break it.

mod documents;
mod layers;
mod manifests;
mod modules;
mod source;
mod words;

use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use ignore::WalkBuilder;

use crate::context::Context;
use crate::run;

/// Something to put right.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    path: String,
    /// 1 is the first line; 0 means the file as a whole.
    line: usize,
    what: String,
}

/// A text file of the checkout.
struct File<'a> {
    /// Relative to the root, with `/`.
    path: &'a str,
    text: &'a str,
}

impl File<'_> {
    fn is_rust(&self) -> bool {
        Path::new(self.path).extension().is_some_and(|end| end == "rs")
    }

    fn find(&self, line: usize, what: impl Into<String>) -> Finding {
        Finding { path: self.path.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.path, self.what),
            line => write!(out, "{}:{line}: {}", self.path, self.what),
        }
    }
}

/// Reads every file that git would hold and fails with all findings.
pub(crate) fn run(context: &Context) -> Result<()> {
    let mut findings = Vec::new();
    let mut count = 0;
    for entry in WalkBuilder::new(&context.root)
        .hidden(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .sort_by_file_path(Path::cmp)
        .build()
    {
        let entry = entry.context("listing the checkout")?;
        let bytes = match entry.file_type() {
            Some(kind) if kind.is_file() => fs::read(entry.path()).context("reading a file")?,
            _ => continue,
        };
        // What is not text is a picture or a font, and has no rules.
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let path = entry.path().strip_prefix(&context.root).unwrap_or(entry.path());
        let path = path.to_string_lossy().replace('\\', "/");
        let file = File { path: &path, text: &text };
        findings.extend(modules::check(&file));
        findings.extend(layers::check(&file));
        findings.extend(words::check(&file));
        findings.extend(manifests::check(&file)?);
        findings.extend(documents::check(&file, &|name| context.root.join(name).exists()));
        count += 1;
    }
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        run::say(&format!("tidy: {count} files in order"));
        return Ok(());
    }
    bail!("{} finding(s), listed above", findings.len())
}
