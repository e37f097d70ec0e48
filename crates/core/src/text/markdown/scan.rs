//! Looking at a text byte by byte: what stands where, and what kind of character it is.
//!
//! It knows no Markdown. Invariant: nothing here fails. Past its end a text reads as line breaks, and a
//! part that does not exist is empty; every look is counted in tests, which is how they know that no text
//! is read more than a few times.

/// The byte at a place. A loop that passes over line breaks must watch the end itself.
pub(super) fn byte(text: &str, at: usize) -> u8 {
    #[cfg(test)]
    super::steps::count();
    text.as_bytes().get(at).copied().unwrap_or(b'\n')
}

/// The text from one place up to another.
pub(super) fn part(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

/// A space, a tab or a line break.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n')
}

/// The first place at or after `at` that holds something else than white space.
pub(super) fn skip_space(text: &str, mut at: usize) -> usize {
    while at < text.len() && is_space(byte(text, at)) {
        at += 1;
    }
    at
}

/// The text without the white space at its end.
pub(super) fn trim_end(text: &str) -> &str {
    let mut end = text.len();
    while end > 0 && is_space(byte(text, end - 1)) {
        end -= 1;
    }
    part(text, 0, end)
}

/// How often the same byte stands from `at` on.
pub(super) fn run(text: &str, at: usize) -> usize {
    let first = byte(text, at);
    let mut end = at;
    while end < text.len() && byte(text, end) == first {
        end += 1;
    }
    end - at
}

/// What a mark stands next to, as far as emphasis asks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Space,
    Punctuation,
    Word,
}

/// The class of the character before or after a run. Where there is none, it is as if a line ended.
///
/// Beyond ASCII it goes by blocks of Unicode and not by character, because the table of all punctuation is
/// kilobytes.
pub(super) fn class(neighbour: Option<char>) -> Class {
    let Some(c) = neighbour else { return Class::Space };
    if c.is_whitespace() {
        return Class::Space;
    }
    let punctuation = c.is_ascii_punctuation()
        || matches!(c, '¡'..='©' | '«'..='±' | '´' | '¶'..='¸' | '»' | '¿' | '×' | '÷')
        || matches!(c, '\u{2010}'..='\u{2bff}' | '\u{3001}'..='\u{3020}' | '\u{1f000}'..='\u{1faff}')
        || matches!(c, '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}');
    if punctuation { Class::Punctuation } else { Class::Word }
}
