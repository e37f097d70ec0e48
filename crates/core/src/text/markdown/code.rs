//! Spans of code: as many backticks after it as before it.
//!
//! Invariant: a run of backticks that has no partner is known without a search, so that a text is searched
//! only over what becomes code.

use super::scan::{byte, part, run, skip_space};

/// The code that begins with the backticks at `at`, and where it ends. `last` is empty at first, and then
/// says for every length where the last run of it stands.
pub(super) fn read(text: &str, at: usize, last: &mut Vec<usize>) -> Option<(String, usize)> {
    if last.is_empty() {
        note_runs(text, at, last);
    }
    let length = run(text, at);
    let start = at + length;
    let last = *last.get(length)?;
    let mut close = start;
    while close <= last {
        let marks = run(text, close);
        if marks == length && byte(text, close) == b'`' {
            return Some((one_line(part(text, start, close)), close + length));
        }
        close += marks;
    }
    None
}

fn note_runs(text: &str, from: usize, last: &mut Vec<usize>) {
    let mut at = from;
    while at < text.len() {
        let length = run(text, at);
        if byte(text, at) == b'`' {
            if last.len() <= length {
                last.resize(length + 1, 0);
            }
            if let Some(last) = last.get_mut(length) {
                *last = at;
            }
        }
        at += length;
    }
}

/// Code in one line. One space at both ends is there for the marks, unless there is nothing else.
fn one_line(code: &str) -> String {
    let is_padding = |at: usize| matches!(byte(code, at), b' ' | b'\n');
    let mut start = 0;
    let mut end = code.len();
    if is_padding(0) && is_padding(end.wrapping_sub(1)) && skip_space(code, 0) < end {
        start = 1;
        end -= 1;
    }
    let mut out = String::new();
    let mut plain = start;
    for at in start..end {
        if byte(code, at) == b'\n' {
            out.push_str(part(code, plain, at));
            out.push(' ');
            plain = at + 1;
        }
    }
    out.push_str(part(code, plain, end));
    out
}
