//! One line from its left to its right: indentation in columns, and the marks that begin a block.
//!
//! It does not know the lines around it. Invariant: a tab reaches to the next multiple of four columns of
//! the line and can be taken in parts, so that code in a list loses no column.

use super::scan::{byte, is_space, part, run, skip_space, trim_end};

/// From here on a line is indented: code, if it does not continue a paragraph.
pub(super) const INDENTED: usize = 4;

/// Longer numbers could be more than a browser counts to.
const DIGITS_MAX: usize = 9;

#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    text: &'a str,
    at: usize,
    column: usize,
    /// Columns of a tab that are not taken yet.
    spare: usize,
}

impl<'a> Line<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, column: 0, spare: 0 }
    }

    /// Takes white space, at most so many columns, and says how many it took.
    pub(super) fn take_indent(&mut self, most: usize) -> usize {
        let mut taken = 0;
        while taken < most {
            if self.spare > 0 {
                self.spare -= 1;
            } else {
                match byte(self.text, self.at) {
                    b' ' => self.take(1),
                    b'\t' => {
                        self.spare = 3 - self.column % 4;
                        self.column += self.spare;
                        self.take(1);
                    }
                    _ => break,
                }
            }
            taken += 1;
        }
        taken
    }

    /// Takes a mark of so many bytes.
    pub(super) fn take(&mut self, bytes: usize) {
        self.at += bytes;
        self.column += bytes;
    }

    /// What is left, without the rest of a tab.
    pub(super) fn rest(&self) -> &'a str {
        part(self.text, self.at, self.text.len())
    }

    /// Adds what is left to a block of code.
    pub(super) fn add_to(&self, code: &mut String) {
        for _ in 0..self.spare {
            code.push(' ');
        }
        code.push_str(self.rest());
        code.push('\n');
    }
}

/// Nothing but white space from here on.
pub(super) fn is_blank(rest: &str, from: usize) -> bool {
    let mut at = from;
    while at < rest.len() {
        if !is_space(byte(rest, at)) {
            return false;
        }
        at += 1;
    }
    true
}

/// What a heading says: `## words ##`.
pub(super) fn heading(rest: &str) -> Option<&str> {
    let level = run(rest, 0);
    if byte(rest, 0) != b'#' || level > 6 || !is_space(byte(rest, level)) {
        return None;
    }
    let words = trim_end(rest);
    let start = skip_space(words, level);
    let mut end = words.len();
    while end > start && byte(words, end - 1) == b'#' {
        end -= 1;
    }
    let is_tail = end == start || is_space(byte(words, end - 1));
    Some(trim_end(part(words, start, if is_tail { end } else { words.len() })))
}

/// Three or more of `*`, `-` or `_` and nothing else: a thematic break.
pub(super) fn is_rule(rest: &str) -> bool {
    let mark = byte(rest, 0);
    let mut marks = 0;
    for at in 0..rest.len() {
        let next = byte(rest, at);
        if next == mark {
            marks += 1;
        } else if !is_space(next) {
            return false;
        }
    }
    marks >= 3 && matches!(mark, b'*' | b'-' | b'_')
}

/// The line under a heading.
pub(super) fn is_underline(rest: &str) -> bool {
    matches!(byte(rest, 0), b'=' | b'-') && is_blank(rest, run(rest, 0))
}

/// How many marks open a block of code. What stands behind them says a language, and is dropped.
pub(super) fn fence(rest: &str) -> Option<usize> {
    let mark = byte(rest, 0);
    let length = run(rest, 0);
    if length < 3 || !matches!(mark, b'`' | b'~') {
        return None;
    }
    let is_span = mark == b'`' && (length..rest.len()).any(|at| byte(rest, at) == mark);
    (!is_span).then_some(length)
}

/// What begins an entry of a list.
pub(super) struct Marker {
    /// The number in an ordered list.
    pub(super) start: Option<u64>,
    /// Entries of one list have the same mark.
    pub(super) mark: u8,
    pub(super) bytes: usize,
}

pub(super) fn marker(rest: &str) -> Option<Marker> {
    let mut digits = 0;
    let mut number = 0;
    while digits < DIGITS_MAX && byte(rest, digits).is_ascii_digit() {
        number = number * 10 + u64::from(byte(rest, digits) - b'0');
        digits += 1;
    }
    let mark = byte(rest, digits);
    let known =
        if digits > 0 { matches!(mark, b'.' | b')') } else { matches!(mark, b'-' | b'+' | b'*') };
    let bytes = digits + 1;
    (known && is_space(byte(rest, bytes))).then_some(Marker {
        start: (digits > 0).then_some(number),
        mark,
        bytes,
    })
}
