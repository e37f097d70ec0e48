//! Character references: `&amp;`, `&#8364;`, `&#x20ac;`.
//!
//! The names are the ones that people type or editors write, not the two thousand of HTML: their table
//! alone is larger than this whole reader. Invariant: a reference that is not known stays the text it is.

use super::scan::{byte, part};

/// Longer names are not names.
const NAME_BYTES_MAX: usize = 6;

/// Names and the characters they stand for, as `name character` with a space after each.
const NAMES: &str = "amp & lt < gt > quot \" apos ' nbsp \u{a0} copy © reg ® trade ™ deg ° times × \
    euro € pound £ sect § middot · bull • hellip … ndash – mdash — lsquo ‘ rsquo ’ ldquo “ rdquo ” \
    bdquo „ laquo « raquo » larr ← rarr → ";

/// The character of the reference that begins with the `&` at `at`, and where the reference ends.
pub(super) fn read(text: &str, at: usize) -> Option<(char, usize)> {
    if byte(text, at + 1) == b'#' { number(text, at + 2) } else { name(text, at + 1) }
}

fn number(text: &str, at: usize) -> Option<(char, usize)> {
    let hexadecimal = matches!(byte(text, at), b'x' | b'X');
    let (start, radix, digits_max) = if hexadecimal { (at + 1, 16, 6) } else { (at, 10, 7) };
    let mut end = start;
    let mut code = 0;
    while let Some(digit) = char::from(byte(text, end)).to_digit(radix) {
        if end - start == digits_max {
            return None;
        }
        code = code * radix + digit;
        end += 1;
    }
    if end == start || byte(text, end) != b';' {
        return None;
    }
    let known = char::from_u32(code).filter(|c| *c != '\0');
    Some((known.unwrap_or(char::REPLACEMENT_CHARACTER), end + 1))
}

fn name(text: &str, start: usize) -> Option<(char, usize)> {
    let mut end = start;
    while byte(text, end).is_ascii_alphanumeric() {
        if end - start == NAME_BYTES_MAX {
            return None;
        }
        end += 1;
    }
    if byte(text, end) != b';' {
        return None;
    }
    let wanted = part(text, start, end);
    let mut words = NAMES.split(' ');
    while let (Some(name), Some(value)) = (words.next(), words.next()) {
        if name == wanted {
            return value.chars().next().map(|c| (c, end + 1));
        }
    }
    None
}
