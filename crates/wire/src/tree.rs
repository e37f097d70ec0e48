//! JSON text as a tree: what [`decode`](crate::decode) picks from.
//!
//! A parser of our own, because the one of `serde_json` brings floating point numbers and an error for each
//! thing that can be wrong: several times this file's bytes in the widget. It takes what `serde_json` takes;
//! the tests hold the two against each other.

mod decimal;
mod visitor;

use decimal::Decimal;

/// Containers inside containers. A tree is walked and dropped by recursion, so it must not be deeper.
const DEPTH_MAX: u32 = 127;

/// Any JSON value.
#[derive(Debug, Default, PartialEq)]
pub enum Tree {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number, not negative.
    Number(u64),
    /// Another number, in thousandths; one below zero is zero. Moments are such numbers, in seconds.
    Fraction(u64),
    /// Text.
    Text(String),
    /// An array. Its names are empty: one type for both is decoded by one piece of code.
    List(Vec<(String, Self)>),
    /// An object, in the order of its fields.
    Object(Vec<(String, Self)>),
}

impl Tree {
    /// Reads JSON text; nothing when it is none.
    pub fn read(text: &str) -> Option<Self> {
        let mut reader = Reader { text, at: 0, depth: 0 };
        let tree = reader.value()?;
        reader.mark().is_none().then_some(tree)
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

impl Reader<'_> {
    fn value(&mut self) -> Option<Tree> {
        match self.mark()? {
            b'"' => self.string().map(Tree::Text),
            b'{' => self.entries(b'}').map(Tree::Object),
            b'[' => self.entries(b']').map(Tree::List),
            b'n' => self.word("ull", Tree::Null),
            b't' => self.word("rue", Tree::Flag(true)),
            b'f' => self.word("alse", Tree::Flag(false)),
            _ => {
                self.at -= 1;
                self.number()
            }
        }
    }

    /// What is between brackets, to the closing one.
    fn entries(&mut self, end: u8) -> Option<Vec<(String, Tree)>> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return None;
        }
        let mut entries = Vec::new();
        let mut mark = self.mark()?;
        if mark != end {
            self.at -= 1;
            mark = b',';
        }
        while mark == b',' {
            let mut name = String::new();
            if end == b'}' {
                if self.mark()? != b'"' {
                    return None;
                }
                name = self.string()?;
                if self.mark()? != b':' {
                    return None;
                }
            }
            entries.push((name, self.value()?));
            mark = self.mark()?;
        }
        self.depth -= 1;
        (mark == end).then_some(entries)
    }

    /// What follows a quotation mark, to the next one.
    fn string(&mut self) -> Option<String> {
        let mut string = String::new();
        let mut start = self.at;
        loop {
            let byte = self.next()?;
            if byte == b'"' || byte == b'\\' {
                string.push_str(self.text.get(start..self.at - 1)?);
                if byte == b'"' {
                    return Some(string);
                }
                string.push(self.escaped()?);
                start = self.at;
            } else if byte < b' ' {
                return None;
            }
        }
    }

    /// The character that the text after a backslash stands for.
    fn escaped(&mut self) -> Option<char> {
        Some(match self.next()? {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                let mut code = unit;
                if unit & 0xfc00 == 0xd800 {
                    // The first half of a pair.
                    self.word("\\u", ())?;
                    let low = self.unit()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                    code = 0x1_0000 + ((unit & 0x3ff) << 10) + low;
                }
                char::from_u32(code)?
            }
            mark @ (b'"' | b'\\' | b'/') => char::from(mark),
            _ => return None,
        })
    }

    fn unit(&mut self) -> Option<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit * 16 + char::from(self.next()?).to_digit(16)?;
        }
        Some(unit)
    }

    fn number(&mut self) -> Option<Tree> {
        let start = self.at;
        let is_negative = self.skip(b'-');
        let mut decimal = Decimal::default();
        if !self.skip(b'0') {
            self.digits(&mut decimal)?;
        }
        let point = self.at;
        if self.skip(b'.') {
            self.digits(&mut decimal)?;
            decimal.exponent -= i64::try_from(self.at - point - 1).ok()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            let is_small = self.skip(b'-');
            if !is_small {
                self.skip(b'+');
            }
            let mut exponent = Decimal::default();
            self.digits(&mut exponent)?;
            let exponent = i64::try_from(exponent.digits).unwrap_or(i64::MAX / 4).min(i64::MAX / 4);
            decimal.exponent += if is_small { -exponent } else { exponent };
        }
        let number = self.text.get(start..self.at)?.parse();
        let thousandths = if is_negative { 0 } else { decimal.thousandths() };
        Some(number.map_or(Tree::Fraction(thousandths), Tree::Number))
    }

    /// At least one digit.
    fn digits(&mut self, decimal: &mut Decimal) -> Option<()> {
        let start = self.at;
        while let Some(byte) = self.peek().filter(u8::is_ascii_digit) {
            decimal.push(byte - b'0');
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn word<T>(&mut self, word: &str, meaning: T) -> Option<T> {
        let is_next = self.text.get(self.at..)?.starts_with(word);
        self.at += word.len();
        is_next.then_some(meaning)
    }

    fn skip(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    /// The next byte that is not white space.
    fn mark(&mut self) -> Option<u8> {
        loop {
            let byte = self.next()?;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
        }
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{DEPTH_MAX, Tree};

    /// Whatever the text, both parsers say the same.
    fn check(text: &str) {
        assert_eq!(Tree::read(text), serde_json::from_str(text).ok(), "{text}");
    }

    #[test]
    fn each_kind_of_value_is_read_as_serde_reads_it() {
        for text in [
            "null",
            "true",
            " false\r\n\t",
            "0",
            "-0",
            "7",
            "-7",
            "18446744073709551615",
            "18446744073709551616",
            "0.5",
            "-1.25e+3",
            "1E9",
            "2e-2",
            "1700000000.123",
            "1.700000000123E9",
            "1700000000.0",
            "0.0004",
            "0.0005",
            "1e-400",
            "0e999999999999999999999",
            "170000000012300000000000e-14",
            "1e40",
            "\"\"",
            "\"plain – text 🙂\"",
            r#""\"\\\/\b\f\n\r\t\u00e4\u20AC\ud83d\ude42""#,
            "[]",
            "[ ]",
            "[1, [2] ,[]]",
            "{}",
            r#" { "a" : 1 , "a" : {"b":[{}]}, "\u0061" : null } "#,
        ] {
            assert!(Tree::read(text).is_some(), "{text}");
            check(text);
        }
    }

    #[test]
    fn what_is_no_json_is_nothing() {
        for text in [
            "",
            " ",
            "nul",
            "nulL",
            "tru",
            "True",
            "01",
            "-",
            "--1",
            "+1",
            "1.",
            ".5",
            "1e",
            "1e+",
            "1.e3",
            "0x1",
            "1 2",
            "[",
            "]",
            "[1",
            "[1,",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1}",
            "{",
            "{1:2}",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{\"a\":1]",
            "{a:1}",
            "\"",
            "\"\n\"",
            "\"\\",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"\\u+123\"",
            "\"\\ud83d\"",
            "\"\\ud83d\\u0041\"",
            "\"\\ude42\"",
            "\"\\ud83dx\"",
            "nullä",
            "ä",
            "\u{feff}1",
        ] {
            assert_eq!(Tree::read(text), None, "{text}");
            check(text);
        }
    }

    #[test]
    fn depth_has_an_end() {
        let nested = |depth: u32| {
            let depth = depth as usize;
            ["[".repeat(depth), "]".repeat(depth)].concat()
        };
        for depth in [1, DEPTH_MAX, DEPTH_MAX + 1, 100_000] {
            check(&nested(depth));
        }
        assert!(Tree::read(&nested(DEPTH_MAX)).is_some());
        // Many containers side by side are not deep.
        assert!(Tree::read(&["[", &"[],".repeat(1000), "[]]"].concat()).is_some());
    }

    #[test]
    fn a_damaged_text_is_read_as_serde_reads_it() {
        let text = r#"{"Id":"m\u00fc\n","N":[1,-2.5e3,true,null,{"a":{}}],"T":"x"}"#;
        for at in 0..=text.len() {
            check(&text[..at]);
            for damage in ["\"", "\\", "{", "]", ",", "0", "e", " ", "\u{1}", "u"] {
                check(&[&text[..at], damage, &text[at..]].concat());
                if let Some(rest) = text.get(at + 1..) {
                    check(&[&text[..at], damage, rest].concat());
                }
            }
        }
    }
}
