//! What stands in angle brackets: an address, a tag, or neither.
//!
//! It does not know HTML: what looks like a tag is shown as written, marks and all. Invariant: it never looks past the next angle
//! bracket, so that a row of them is read once.

use super::scan::{byte, part};

/// The names of schemes are no longer than this.
const SCHEME_BYTES_MAX: usize = 32;

/// Where the bracket that closes stands.
pub(super) fn end(text: &str, start: usize) -> Option<usize> {
    let mut at = start;
    while at < text.len() {
        match byte(text, at) {
            b'>' => return Some(at),
            b'<' => return None,
            _ => at += 1,
        }
    }
    None
}

/// What looks like a tag, a comment or an instruction.
pub(super) fn is_tag(inner: &str) -> bool {
    matches!(byte(inner, 0), b'A'..=b'Z' | b'a'..=b'z' | b'/' | b'!' | b'?')
}

/// The address, if this is one: `scheme:…` or `name@host`. Whether it is followed is not asked here.
pub(super) fn address(inner: &str) -> Option<String> {
    let mut at = 0;
    let mut colon = 0;
    let mut mark = 0;
    while at < inner.len() {
        match byte(inner, at) {
            0..=b' ' | 0x7f => return None,
            b':' if colon == 0 => colon = at,
            b'@' => mark = at,
            _ => {}
        }
        at += 1;
    }
    let is_mail = mark > 0 && is_host(part(inner, mark + 1, inner.len()));
    let mut url = String::new();
    if !is_scheme(part(inner, 0, colon)) {
        if !is_mail {
            return None;
        }
        url.push_str("mailto:");
    }
    url.push_str(inner);
    Some(url)
}

fn is_scheme(name: &str) -> bool {
    (2..=SCHEME_BYTES_MAX).contains(&name.len())
        && byte(name, 0).is_ascii_alphabetic()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-'))
}

/// Letters, digits, hyphens and points, with a letter or a digit at both ends.
fn is_host(host: &str) -> bool {
    host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'))
        && byte(host, 0).is_ascii_alphanumeric()
        && byte(host, host.len().wrapping_sub(1)).is_ascii_alphanumeric()
}
