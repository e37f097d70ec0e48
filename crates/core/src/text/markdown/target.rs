//! Where links lead: destinations, titles, labels, and the definitions that labels refer to.
//!
//! It does not decide whether an address may be followed. Invariant: what is read from one place ends at
//! the next mark of the same kind, so that reading from every place costs no more than reading once.

use super::entity;
use super::scan::{byte, is_space, part, skip_space, trim_end};

/// More open brackets in an address are not an address. It bounds how often a text is read.
const BRACKETS_MAX: usize = 32;

/// Longer labels are not labels.
const LABEL_BYTES_MAX: usize = 999;

/// A label is looked up among all of them, so there are not many; what follows is text.
const DEFINITIONS_MAX: usize = 32;

/// Labels and their addresses, in the order of the text.
#[derive(Default)]
pub(super) struct Definitions {
    all: Vec<(String, String)>,
}

impl Definitions {
    /// The address of a label. The first definition counts.
    pub(super) fn find(&self, label: &str) -> Option<String> {
        for (known, url) in &self.all {
            if is_same(known, label) {
                return Some(url.clone());
            }
        }
        None
    }

    /// Takes the definitions at the beginning of a paragraph, and says where they end.
    pub(super) fn take(&mut self, text: &str) -> usize {
        let mut end = 0;
        while self.all.len() < DEFINITIONS_MAX
            && byte(text, end) == b'['
            && let Some((name, url, next)) = definition(text, end + 1)
        {
            self.all.push((name.to_owned(), url));
            end = next;
        }
        end
    }
}

/// A definition after its `[`: the label, the address, and where the next line begins.
fn definition(text: &str, at: usize) -> Option<(&str, String, usize)> {
    let (name, end) = label(text, at)?;
    if name.is_empty() || byte(text, end) != b':' {
        return None;
    }
    let (url, end) = destination(text, skip_space(text, end + 1))?;
    let next = skip_space(text, end);
    let titled = if next > end { title(text, next) } else { None };
    let line = titled.and_then(|end| next_line(text, end)).or_else(|| next_line(text, end))?;
    Some((name, url, line))
}

/// Where the next line begins when nothing else is in this one.
fn next_line(text: &str, mut at: usize) -> Option<usize> {
    while matches!(byte(text, at), b' ' | b'\t') {
        at += 1;
    }
    (byte(text, at) == b'\n').then_some(text.len().min(at + 1))
}

/// What follows a label in round brackets, from the bracket on: the address, and where it ends.
pub(super) fn inline(text: &str, at: usize) -> Option<(String, usize)> {
    let start = skip_space(text, at + 1);
    let (url, end) = destination(text, start).unwrap_or((String::new(), start));
    let mut next = skip_space(text, end);
    if next > end
        && let Some(end) = title(text, next)
    {
        next = skip_space(text, end);
    }
    (byte(text, next) == b')').then_some((url, next + 1))
}

/// A label after its `[`, and where it ends. Without words it is empty.
pub(super) fn label(text: &str, start: usize) -> Option<(&str, usize)> {
    let mut at = start;
    loop {
        match byte(text, at) {
            b']' => break,
            b'[' => return None,
            b'\\' => at += 2,
            _ => at += 1,
        }
        if at >= text.len() || at > start + LABEL_BYTES_MAX {
            return None;
        }
    }
    Some((trim_end(part(text, skip_space(text, start), at)), at + 1))
}

/// Whether two labels are the same but for white space and the case of letters.
///
/// Only ASCII letters are equal in both cases: the table for the others is kilobytes.
fn is_same(one: &str, other: &str) -> bool {
    let (mut left, mut right) = (0, 0);
    while left < one.len() && right < other.len() {
        let (a, b) = (byte(one, left), byte(other, right));
        if is_space(a) && is_space(b) {
            left = skip_space(one, left);
            right = skip_space(other, right);
        } else if a.eq_ignore_ascii_case(&b) {
            left += 1;
            right += 1;
        } else {
            return false;
        }
    }
    left == one.len() && right == other.len()
}

/// An address, in angle brackets or up to the next space, and where it ends.
fn destination(text: &str, start: usize) -> Option<(String, usize)> {
    let in_angles = byte(text, start) == b'<';
    let from = start + usize::from(in_angles);
    let mut at = from;
    let mut open = 0;
    loop {
        match byte(text, at) {
            b'\\' if byte(text, at + 1).is_ascii_punctuation() => at += 1,
            b'\n' | b'<' if in_angles => return None,
            b'>' if in_angles => return Some((unescaped(part(text, from, at)), at + 1)),
            _ if in_angles => {}
            b'(' if open == BRACKETS_MAX => return None,
            b'(' => open += 1,
            b')' if open > 0 => open -= 1,
            b')' | 0..=b' ' | 0x7f => break,
            _ => {}
        }
        at += 1;
    }
    (open == 0 && at > from).then(|| (unescaped(part(text, from, at)), at))
}

/// Where a title ends. A chat shows no titles.
fn title(text: &str, start: usize) -> Option<usize> {
    let open = byte(text, start);
    let close = match open {
        b'"' | b'\'' => open,
        b'(' => b')',
        _ => return None,
    };
    let mut at = start + 1;
    while at < text.len() {
        match byte(text, at) {
            b'\\' => at += 1,
            b if b == close => return Some(at + 1),
            b'(' if close == b')' => return None,
            _ => {}
        }
        at += 1;
    }
    None
}

/// A text without its backslashes and character references.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut plain = 0;
    let mut at = 0;
    while at < text.len() {
        match byte(text, at) {
            b'\\' if byte(text, at + 1).is_ascii_punctuation() => {
                out.push_str(part(text, plain, at));
                plain = at + 1;
                at += 2;
            }
            b'&' if let Some((c, end)) = entity::read(text, at) => {
                out.push_str(part(text, plain, at));
                out.push(c);
                plain = end;
                at = end;
            }
            _ => at += 1,
        }
    }
    out.push_str(part(text, plain, text.len()));
    out
}
