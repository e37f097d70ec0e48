//! Rust source with its comments and texts blanked, so that rules see only code.
//!
//! Lines and columns stay where they are. Quotes stay too, so that `style=""` can be seen.

/// What the scanner is inside of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Code,
    LineComment,
    BlockComment { depth: usize },
    Text,
    RawText { hashes: usize },
}

/// The source with the content of comments, strings and characters replaced by spaces, byte by byte.
pub(super) fn code_only(source: &str) -> String {
    let letters: Vec<char> = source.chars().collect();
    let mut code = String::with_capacity(source.len());
    let mut inside = Inside::Code;
    let mut at = 0;
    while let Some(rest) = letters.get(at..).filter(|rest| !rest.is_empty()) {
        let (next, length, is_kept) = step(inside, rest, letters.get(at.wrapping_sub(1)));
        for letter in rest.iter().take(length) {
            if is_kept || *letter == '\n' {
                code.push(*letter);
            } else {
                code.extend(std::iter::repeat_n(' ', letter.len_utf8()));
            }
        }
        inside = next;
        at += length;
    }
    code
}

/// One move of the scanner: what follows, how many letters were read, and whether they are code.
fn step(inside: Inside, rest: &[char], before: Option<&char>) -> (Inside, usize, bool) {
    let starts = |text: &str| text.chars().eq(rest.iter().copied().take(text.chars().count()));
    match inside {
        Inside::Code if starts("//") => (Inside::LineComment, 2, false),
        Inside::Code if starts("/*") => (Inside::BlockComment { depth: 1 }, 2, false),
        Inside::Code if starts("\"") => (Inside::Text, 1, true),
        Inside::Code if starts("r") && !before.is_some_and(|letter| is_name(*letter)) => {
            match raw_text_hashes(rest) {
                Some(hashes) => (Inside::RawText { hashes }, hashes + 2, true),
                None => (Inside::Code, 1, true),
            }
        }
        Inside::Code => (Inside::Code, character(rest).unwrap_or(1), character(rest).is_none()),
        Inside::LineComment if starts("\n") => (Inside::Code, 1, true),
        Inside::BlockComment { depth: 1 } if starts("*/") => (Inside::Code, 2, false),
        Inside::BlockComment { depth } if starts("*/") => {
            (Inside::BlockComment { depth: depth - 1 }, 2, false)
        }
        Inside::BlockComment { depth } if starts("/*") => {
            (Inside::BlockComment { depth: depth + 1 }, 2, false)
        }
        Inside::Text if starts("\\") => (inside, 2.min(rest.len()), false),
        Inside::Text if starts("\"") => (Inside::Code, 1, true),
        Inside::RawText { hashes } if starts(&format!("\"{}", "#".repeat(hashes))) => {
            (Inside::Code, hashes + 1, true)
        }
        Inside::LineComment
        | Inside::BlockComment { .. }
        | Inside::Text
        | Inside::RawText { .. } => (inside, 1, false),
    }
}

/// How many `#` a raw string that starts here has.
fn raw_text_hashes(rest: &[char]) -> Option<usize> {
    let hashes = rest.iter().skip(1).take_while(|letter| **letter == '#').count();
    (rest.get(hashes + 1) == Some(&'"')).then_some(hashes)
}

/// The length of a character literal that starts here; a lifetime is none.
fn character(rest: &[char]) -> Option<usize> {
    match rest {
        ['\'', '\\', ..] => {
            rest.iter().skip(3).position(|letter| *letter == '\'').map(|end| end + 4)
        }
        ['\'', _, '\'', ..] => Some(3),
        _ => None,
    }
}

/// Whether a letter can be part of a Rust name.
pub(super) fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The names that a source uses as paths from the crate's root or from `super`, with their lines.
/// Groups are taken apart: `use crate::{ui, state::Chat}` gives `crate::ui` and `crate::state`.
pub(super) fn root_paths(code: &str) -> Vec<(usize, Vec<String>)> {
    let mut paths = Vec::new();
    for (index, line_start) in lines_with_offsets(code) {
        let mut from = line_start.0;
        let end = line_start.1;
        while let Some((start, length)) = next_root(code, from, end) {
            let rest = code.get(start + length..).unwrap_or_default();
            let prefix: Vec<String> = code
                .get(start..start + length)
                .unwrap_or_default()
                .split("::")
                .filter(|word| !word.is_empty())
                .map(|word| word.trim().to_owned())
                .collect();
            for name in heads(rest) {
                paths.push((index + 1, [prefix.clone(), vec![name]].concat()));
            }
            from = start + length;
        }
    }
    paths
}

fn lines_with_offsets(code: &str) -> impl Iterator<Item = (usize, (usize, usize))> {
    let mut at = 0;
    code.split_inclusive('\n').enumerate().map(move |(index, line)| {
        let start = at;
        at += line.len();
        (index, (start, at))
    })
}

/// The next `crate::` or chain of `super::` that starts within a line.
fn next_root(code: &str, from: usize, end: usize) -> Option<(usize, usize)> {
    let line = code.get(from..end)?;
    let start = ["crate::", "super::"]
        .iter()
        .filter_map(|root| {
            line.match_indices(root).map(|(at, _)| at).find(|at| {
                !line.get(..*at).unwrap_or_default().ends_with(|c: char| is_name(c) || c == '$')
            })
        })
        .min()?;
    let mut length = "crate::".len();
    while line.get(start + length..).is_some_and(|rest| rest.starts_with("super::")) {
        length += "super::".len();
    }
    Some((from + start, length))
}

/// The first names after a root: one, or one per member of a `{…}` group.
fn heads(rest: &str) -> Vec<String> {
    let name = |text: &str| -> String { text.chars().take_while(|c| is_name(*c)).collect() };
    let Some(group) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let mut depth = 0_usize;
    let mut members = vec![String::new()];
    for letter in group.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => members.push(String::new()),
            letter => {
                if let Some(member) = members.last_mut().filter(|_| depth == 0) {
                    member.push(letter);
                }
            }
        }
    }
    members.iter().map(|member| name(member.trim())).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_texts_are_blanked_and_lines_stay() {
        let code = code_only("a /* b /* c */ d */ e // f\ng(\"h \\\" i\", 'j', r#\"k\"#) 'l");
        assert_eq!(code.lines().count(), 2);
        let words: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words, "a e g(\" \", , r#\" \"#) 'l");
    }

    #[test]
    fn groups_are_taken_apart() {
        let code = "use crate::{ui::{self, Panel}, state::Chat};\nsuper::super::driver::go();";
        let paths: Vec<_> =
            root_paths(code).into_iter().map(|(line, path)| (line, path.join("::"))).collect();
        let expected = [(1, "crate::ui"), (1, "crate::state"), (2, "super::super::driver")];
        assert_eq!(paths, expected.map(|(line, path)| (line, path.to_owned())));
    }
}
