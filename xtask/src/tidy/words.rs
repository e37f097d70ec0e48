//! Things that must not be written: unsafe ways into the page, notes to self, names of one machine,
//! and texts for people outside `i18n`.

use std::borrow::Cow;

use super::source::code_only;
use super::{File, Finding};

/// Notes to self belong in an issue. Taken apart here so that this file passes its own rule.
const NOTES: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];

/// Folders that exist on one machine only.
const MACHINE_PATHS: [&str; 5] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/t", "mp/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
];

/// Ways for a text to become markup or code in the host page.
const INJECTIONS: [&str; 7] = [
    "inner_html",
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "new Function",
    "eval(",
];

/// What a strict content security policy refuses inside `view!`.
const INLINE_STYLES: [&str; 2] = [" style=\"", "<style"];

pub(super) fn check(file: &File<'_>) -> Vec<Finding> {
    let is_lock = ["Cargo.lock", "package-lock.json"].iter().any(|name| file.path.ends_with(name));
    let code = if file.is_rust() { code_only(file.text).into() } else { Cow::Borrowed(file.text) };
    let mut findings = Vec::new();
    let mut note = |line: usize, what: String| findings.push(file.find(line, what));
    if !is_lock {
        for (line, word) in hits(file.text, &NOTES) {
            note(line, format!("{word}: do it or open an issue"));
        }
        for (line, path) in hits(file.text, &MACHINE_PATHS) {
            note(line, format!("{path}… exists on one machine only"));
        }
    }
    if file.is_rust() {
        for (line, word) in hits(&code, &[concat!("#[ign", "ore")]) {
            note(line, format!("{word}]: a test runs or does not exist"));
        }
    }
    if is_in_page(file.path) {
        for (line, word) in hits(&code, &INJECTIONS) {
            note(line, format!("{word} can turn a text into markup: build nodes"));
        }
    }
    if is_view(file.path) {
        for (line, word) in hits(&code, &INLINE_STYLES) {
            note(line, format!("`{}` breaks a strict CSP: use a class", word.trim()));
        }
    }
    if file.path.starts_with("src/ui") {
        for (line, text) in sentences(file.text, &code) {
            note(line, format!("\"{text}\" is for people: it belongs in src/i18n"));
        }
    }
    findings
}

/// Files whose code runs in somebody's page.
fn is_in_page(path: &str) -> bool {
    path == "public/chirrup.js" || is_view(path)
}

fn is_view(path: &str) -> bool {
    path.starts_with("src/") || path.starts_with("crates/desk/src/")
}

fn hits<'a>(text: &'a str, words: &'a [&'a str]) -> impl Iterator<Item = (usize, &'a str)> {
    text.lines().enumerate().flat_map(move |(index, line)| {
        words.iter().filter(move |word| line.contains(**word)).map(move |word| (index + 1, *word))
    })
}

/// String literals that read like a sentence: a capital, a small letter, and a space. Reasons of
/// lints and unit tests are read by developers only.
fn sentences<'a>(text: &'a str, code: &str) -> Vec<(usize, &'a str)> {
    let mut found = Vec::new();
    for (index, (line, blanked)) in text.lines().zip(code.lines()).enumerate() {
        if blanked.contains("#[cfg(test)]") {
            break;
        }
        if blanked.contains("reason =") {
            continue;
        }
        let quotes: Vec<usize> = blanked.match_indices('"').map(|(at, _)| at).collect();
        for pair in quotes.chunks_exact(2) {
            let [start, end] = pair else { continue };
            let literal = line.get(start + 1..*end).unwrap_or_default();
            let mut letters = literal.chars();
            let is_capitalised = letters.next().is_some_and(char::is_uppercase)
                && letters.next().is_some_and(|letter| letter.is_lowercase() || letter == ' ');
            if is_capitalised && literal.contains(' ') {
                found.push((index + 1, literal));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> usize {
        check(&File { path, text }).len()
    }

    #[test]
    fn texts_never_become_markup() {
        assert_eq!(findings("src/ui/bubble.rs", "<p inner_html=text/>"), 1);
        assert_eq!(findings("public/chirrup.js", "card.innerHTML = reason"), 1);
        assert_eq!(findings("src/ui/bubble.rs", "// never inner_html\n"), 0);
    }

    #[test]
    fn views_have_no_inline_style() {
        assert_eq!(findings("src/ui/panel.rs", "<div style=\"top:0\">"), 1);
        assert_eq!(findings("src/ui/panel.rs", "<div style:top=top>"), 0);
    }

    #[test]
    fn notes_to_self_and_machine_paths_are_found_everywhere() {
        assert_eq!(findings("README.md", &format!("{}: write", NOTES[0])), 1);
        assert_eq!(findings("README.md", &format!("see {}notes", MACHINE_PATHS[0])), 1);
    }

    #[test]
    fn texts_for_people_live_in_one_place() {
        assert_eq!(findings("src/ui/ended.rs", "let a = \"Start a new chat\";"), 1);
        assert_eq!(findings("src/ui/ended.rs", "class=\"panel__end is-open\" key == \"Enter\""), 0);
        assert_eq!(findings("src/i18n/en.rs", "\"Start a new chat\""), 0);
        assert_eq!(findings("src/ui/a.rs", "#[expect(x, reason = \"The owner lives on\")]"), 0);
    }
}
