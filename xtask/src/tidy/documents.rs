//! `ARCHITECTURE.md` names files, and those files exist.

use super::{File, Finding};

/// Files and folders that only exist after a build or a start.
const MADE_LATER: [&str; 4] = ["target/", "dist/", "data/", "node_modules/"];

pub(super) fn check(file: &File<'_>, exists: &dyn Fn(&str) -> bool) -> Vec<Finding> {
    if file.path != "ARCHITECTURE.md" {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        let named = line.split('`').skip(1).step_by(2).filter(|text| is_path(text));
        for path in named.flat_map(expand).filter(|path| !exists(path)) {
            findings.push(file.find(index + 1, format!("{path} does not exist")));
        }
    }
    findings
}

/// Whether a piece of inline code names a file or folder of the checkout.
fn is_path(text: &str) -> bool {
    let is_plain = text.chars().all(|c| c.is_alphanumeric() || "/._-{},".contains(c));
    let is_relative = !text.starts_with('/') && !MADE_LATER.iter().any(|dir| text.starts_with(dir));
    let top = text.split('/').next().unwrap_or_default();
    let is_ours =
        ["src", "crates", "xtask", "tests", "style", "public", ".ci", ".cargo"].contains(&top);
    is_plain && is_relative && is_ours && text.contains('/')
}

/// `a/{b,c}.rs` → `a/b.rs`, `a/c.rs`; one group per path.
fn expand(path: &str) -> Vec<String> {
    match (path.split_once('{'), path.split_once('}')) {
        (Some((before, rest)), Some((_, after))) => {
            let group = rest.split('}').next().unwrap_or_default();
            group.split(',').map(|member| format!("{before}{}{after}", member.trim())).collect()
        }
        _ => vec![path.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(text: &str) -> Vec<String> {
        let there = ["src/ui.rs", "src/ui/a.rs", "crates/core/"];
        let file = File { path: "ARCHITECTURE.md", text };
        let findings = check(&file, &|path| there.contains(&path));
        findings.into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn named_files_exist() {
        assert!(
            missing("`src/ui.rs` shows `crates/core/` and `POST /connect/start-chat`").is_empty()
        );
        assert_eq!(missing("`src/ui/{a,b}.rs`"), ["src/ui/b.rs does not exist"]);
    }
}
