//! A file has one subject, says so at its top, and fits in a head.

use super::{File, Finding};

/// Above this a file has a reason written at its top.
const LONG: usize = 400;

/// How that reason begins.
const REASON: &str = "Long because:";

/// How far down the reason may stand.
const TOP: usize = 30;

pub(super) fn check(file: &File<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let is_source =
        [".rs", ".js", ".mjs", ".ts", ".css"].iter().any(|end| file.path.ends_with(end));
    let lines = file.text.lines().count();
    let has_reason = file.text.lines().take(TOP).any(|line| line.contains(REASON));
    if is_source && lines > LONG && !has_reason {
        let what = format!("{lines} lines: split it, or say at the top `{REASON} …`");
        findings.push(file.find(0, what));
    }
    let first = file.text.lines().find(|line| !line.trim().is_empty());
    if file.is_rust() && !first.is_some_and(|line| line.starts_with("//!")) {
        findings.push(file.find(1, "begin with `//!`: what it is, what it is not, its invariant"));
    }
    if file.is_rust() && file.path.ends_with("/mod.rs") {
        findings.push(file.find(0, "name it like its folder: `foo.rs` beside `foo/`"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> usize {
        check(&File { path, text }).len()
    }

    #[test]
    fn every_module_says_what_it_is() {
        assert_eq!(findings("src/a.rs", "//! Is a.\n"), 0);
        assert_eq!(findings("src/a.rs", "use b;\n"), 1);
        assert_eq!(findings("src/a.rs", ""), 1);
    }

    #[test]
    fn a_long_file_needs_a_reason() {
        let long = "//! Is long.\n".to_owned() + &"\n".repeat(LONG);
        assert_eq!(findings("src/a.rs", &long), 1);
        let reasoned = "//! Is long.\n//! Long because: a table.\n".to_owned() + &long;
        assert_eq!(findings("src/a.rs", &reasoned), 0);
        assert_eq!(findings("page.html", &long), 0);
    }
}
