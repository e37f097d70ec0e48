//! Puts the panel's style sheets into one text, and those of moderators' tools into another, without comments and indentation: it travels inside the
//! WebAssembly, and every visitor downloads it.

use std::path::Path;
use std::{env, fs, io};

/// What everybody has: tokens first; the rest in the order in which the panel is built.
const PANEL: [&str; 15] = [
    "tokens", "base", "avatar", "panel", "controls", "prechat", "gate", "timeline", "bubble",
    "composer", "live", "above", "bursts", "closed", "mention",
];

/// What only moderators have.
const MODERATE: [&str; 2] = ["moderate", "dialog"];

fn main() -> io::Result<()> {
    write("panel.css", &PANEL)?;
    write("moderate.css", &MODERATE)
}

fn write(name: &str, sheets: &[&str]) -> io::Result<()> {
    let mut css = String::new();
    for sheet in sheets {
        let path = format!("style/{sheet}.css");
        println!("cargo::rerun-if-changed={path}");
        css.push_str(&squeezed(&fs::read_to_string(path)?));
    }
    let folder = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    fs::write(Path::new(&folder).join(name), css)
}

/// Takes out comments, indentation and line ends. No sheet has a comment sign inside a string.
fn squeezed(css: &str) -> String {
    let mut text = String::new();
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        text.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.lines().map(squeezed_line).collect()
}

/// A line that ends in the middle of a value or a selector keeps the space that its end stood for.
fn squeezed_line(line: &str) -> String {
    let line = line.trim();
    match line.chars().next_back() {
        None | Some('{' | '}' | ';' | ',') => line.replace(" {", "{").replace("; }", "}"),
        Some(_) => format!("{line} "),
    }
}
