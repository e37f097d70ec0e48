//! Addresses: which are allowed, and where they stand in plain text.
//!
//! Invariant: [`SafeUrl::parse`] is the only way to an address that can be followed, and it refuses what a
//! browser might read differently from us.

use super::Inline;

/// Longer addresses are shown as text.
const URL_BYTES_MAX: usize = 4096;

/// Brackets that a sentence may have around an address.
const BRACKETS: [(u8, u8); 3] = [(b'(', b')'), (b'[', b']'), (b'{', b'}')];

/// An address whose scheme is `http`, `https`, `mailto` or `tel`. There is no other way to make one than
/// [`SafeUrl::parse`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeUrl {
    text: String,
}

impl SafeUrl {
    /// The address when its scheme is allowed.
    ///
    /// Browsers drop tabs, line breaks and surrounding white space before they read a scheme, and take `\`
    /// for `/`. An address with any of these, or with invisible direction marks, is refused.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > URL_BYTES_MAX || text.chars().any(is_deceptive) {
            return None;
        }
        let (scheme, rest) = text.split_once(':')?;
        let is = |name: &str| scheme.eq_ignore_ascii_case(name);
        let allowed = if is("http") || is("https") {
            let host = rest.strip_prefix("//")?;
            host.chars().next().is_some_and(|first| !matches!(first, '/' | '?' | '#' | ':' | '@'))
        } else {
            (is("mailto") || is("tel")) && !rest.is_empty() && !rest.starts_with('/')
        };
        allowed.then(|| Self { text: text.to_owned() })
    }

    /// The address as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Characters that make an address look or work differently from what it says.
fn is_deceptive(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(c, '\\' | '<' | '>' | '"' | '`')
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Adds one line of text; `http` and `https` addresses in it become links that say themselves.
pub(super) fn push_line(line: &str, inlines: &mut Vec<Inline>) {
    let mut rest = line;
    let mut searched = 0;
    while let Some((start, end)) = find_address(rest, searched) {
        let (Some(before), Some(address)) = (rest.get(..start), rest.get(start..end)) else {
            break;
        };
        let Some(url) = SafeUrl::parse(address) else {
            searched = end;
            continue;
        };
        push_plain(before, inlines);
        inlines.push(Inline::Link { url, label: vec![Inline::Text(address.to_owned())] });
        rest = rest.get(end..).unwrap_or_default();
        searched = 0;
    }
    push_plain(rest, inlines);
}

/// Adds one line of text as it is.
pub(super) fn push_plain(text: &str, inlines: &mut Vec<Inline>) {
    if !text.is_empty() {
        inlines.push(Inline::Text(text.to_owned()));
    }
}

/// Where the next address stands, at or after `from`. The end is always after the start.
///
/// It looks for the colon and not for the whole mark, because searching for a text is kilobytes of the
/// widget where searching for a character is not; so are the tables of what a letter is.
fn find_address(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut searched = from;
    loop {
        let mark = searched + text.get(searched..)?.find(':')?;
        if !text.get(mark..)?.starts_with("://") {
            searched = mark + 1;
            continue;
        }
        let before = text.get(..mark)?;
        let start = [5, 4].into_iter().find_map(|length| {
            let start = mark.checked_sub(length).filter(|start| *start >= from)?;
            let scheme = before.get(start..)?;
            let known = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
            let alone = !before.get(..start)?.ends_with(|c: char| c.is_ascii_alphanumeric());
            (known && alone).then_some(start)
        });
        let Some(start) = start else {
            searched = mark + 3;
            continue;
        };
        let body = text.get(mark + 3..)?;
        let length = body.find(is_deceptive).unwrap_or(body.len());
        return Some((start, mark + 3 + without_tail(body.get(..length)?)));
    }
}

/// The length of an address without the punctuation of the sentence around it.
///
/// A bracket that closes belongs to the address only if it was opened there. Brackets are counted once: a
/// thousand of them at the end must not be counted a thousand times.
fn without_tail(address: &str) -> usize {
    let mut unopened = [0_i32; 3];
    for byte in address.bytes() {
        for (count, pair) in unopened.iter_mut().zip(BRACKETS) {
            *count += i32::from(byte == pair.1) - i32::from(byte == pair.0);
        }
    }
    let mut length = address.len();
    for byte in address.bytes().rev() {
        let mut tail =
            matches!(byte, b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*' | b'_');
        for (count, pair) in unopened.iter_mut().zip(BRACKETS) {
            if byte == pair.1 && *count > 0 {
                *count -= 1;
                tail = true;
            }
        }
        if !tail {
            break;
        }
        length -= 1;
    }
    length
}

#[cfg(test)]
mod tests {
    use super::{Inline, SafeUrl, push_line};

    fn links(line: &str) -> Vec<String> {
        let mut inlines = Vec::new();
        push_line(line, &mut inlines);
        let mut whole = String::new();
        let mut links = Vec::new();
        for inline in inlines {
            match inline {
                Inline::Text(text) => whole.push_str(&text),
                Inline::Link { url, .. } => {
                    whole.push_str(url.as_str());
                    links.push(url.as_str().to_owned());
                }
                other @ (Inline::Bold(_) | Inline::Italic(_) | Inline::Code(_) | Inline::Break) => {
                    panic!("{other:?} in a line")
                }
            }
        }
        assert_eq!(whole, line, "no character is lost");
        links
    }

    #[test]
    fn four_schemes_are_allowed() {
        for url in ["http://a", "HTTPS://a.example/b?c#d", "mailto:a@b.example", "tel:+49-30-1"] {
            assert_eq!(
                SafeUrl::parse(url).map(|url| url.as_str().to_owned()).as_deref(),
                Some(url)
            );
        }
    }

    #[test]
    fn everything_else_is_refused() {
        // Lesson 80: `javascript:` links come through Markdown, in any disguise.
        for url in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "javascript&#58;alert(1)",
            "javascript&colon;alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://a/b",
            "//evil.example",
            "/relative",
            "relative",
            "",
            ":",
            "http:",
            "http:a",
            "http:/a",
            "https://",
            "https:///a",
            "https:\\\\a",
            "https://a\\@b",
            "https://a b",
            "https://a\u{202e}b",
            "https://a\u{200b}b",
            " https://a",
            "https://a\n",
            "mailto:",
            "tel://x",
        ] {
            assert_eq!(SafeUrl::parse(url), None, "{url:?}");
        }
    }

    #[test]
    fn addresses_are_found_without_the_sentence_around_them() {
        assert_eq!(links("see https://a.example/x."), ["https://a.example/x"]);
        assert_eq!(links("(https://a.example/x_(y)) ok"), ["https://a.example/x_(y)"]);
        assert_eq!(links("https://a, HTTP://b! xhttps://c"), ["https://a", "HTTP://b"]);
        assert_eq!(links("https://ü.example/ß"), ["https://ü.example/ß"]);
        // Chinese and Japanese put no space before an address.
        assert_eq!(links("看https://a.example/x"), ["https://a.example/x"]);
        assert_eq!(links("a: b:// see:https://a"), ["https://a"]);
        assert_eq!(links("ftp://a javascript://b ://c https://"), Vec::<String>::new());
        assert_eq!(links("https:///a https://b"), ["https://b"]);
    }
}
