//! What is said in passing, in the content of `CONTROL` messages: typing and emoji bursts.

use super::CONTROL_BYTES_MAX;

/// The content that says that somebody types: the one of Amazon's own sample application.
const TYPING: &str = r#"{"Typing":"Indicator"}"#;

/// The content of a `CONTROL` message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Control {
    /// Its sender is typing.
    Typing,
    /// Its sender threw emoji.
    Burst(Burst),
    /// Something of another client.
    Unknown,
}

impl Control {
    /// Reads the content of a message, whoever wrote it.
    pub fn read(content: &str) -> Self {
        if content == TYPING {
            return Self::Typing;
        }
        Burst::read(content).map_or(Self::Unknown, Self::Burst)
    }

    /// The content of a message that says that this person types.
    pub fn typing() -> &'static str {
        TYPING
    }
}

/// Emoji thrown since the last burst of the same person: `E|🎉|12`. Invariant: it is one emoji, its count is
/// 1 to [`Burst::COUNT_MAX`], and it fits into a `CONTROL` message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Burst {
    emoji: String,
    count: u32,
}

impl Burst {
    /// More than this in a second is no finger.
    pub const COUNT_MAX: u32 = 99;

    /// A burst to send; more than the most count as the most. Nothing when it is no emoji or none were
    /// thrown, or when it is too long to be sent.
    pub fn new(emoji: &str, count: u32) -> Option<Self> {
        let burst = Self { emoji: emoji.to_owned(), count: count.min(Self::COUNT_MAX) };
        let is_fit = count > 0 && is_emoji(emoji) && burst.to_text().len() <= CONTROL_BYTES_MAX;
        is_fit.then_some(burst)
    }

    /// Reads the content of a message.
    fn read(content: &str) -> Option<Self> {
        let (emoji, digits) = content.strip_prefix("E|")?.split_once('|')?;
        let count = digits.parse().ok().filter(|count| *count <= Self::COUNT_MAX)?;
        let burst = Self::new(emoji, count)?;
        // A number has one spelling.
        (burst.to_text() == content).then_some(burst)
    }

    /// The content of a message.
    pub fn to_text(&self) -> String {
        ["E|", &self.emoji, "|", &self.count.to_string()].concat()
    }

    /// The emoji.
    pub fn emoji(&self) -> &str {
        &self.emoji
    }

    /// How many.
    pub fn count(&self) -> u32 {
        self.count
    }
}

/// Whether a text has the shape of one emoji. Blocks of Unicode stand in for its tables: a symbol that is not
/// drawn in colour may pass, a letter or two emoji may not.
fn is_emoji(text: &str) -> bool {
    const JOINER: char = '\u{200d}';
    text.split(JOINER).all(is_part)
}

/// Whether this is what joiners stand between: a symbol with its modifiers, a flag or a keycap.
fn is_part(text: &str) -> bool {
    let mut rest = text.chars();
    match rest.next() {
        Some('0'..='9' | '#' | '*') => matches!(rest.as_str(), "\u{20e3}" | "\u{fe0f}\u{20e3}"),
        Some('\u{1f1e6}'..='\u{1f1ff}') => {
            matches!(rest.next(), Some('\u{1f1e6}'..='\u{1f1ff}')) && rest.next().is_none()
        }
        Some(symbol) if is_symbol(symbol) => {
            let mut modifier = rest.next();
            if matches!(modifier, Some('\u{1f3fb}'..='\u{1f3ff}')) {
                modifier = rest.next();
            }
            if modifier == Some('\u{fe0f}') {
                modifier = rest.next();
            }
            modifier.is_none()
        }
        _ => false,
    }
}

/// The blocks in which emoji stand.
fn is_symbol(symbol: char) -> bool {
    matches!(
        symbol,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{24c2}'
            | '\u{2194}'..='\u{21aa}'
            | '\u{231a}'..='\u{23ff}'
            | '\u{25aa}'..='\u{27bf}'
            | '\u{2934}' | '\u{2935}'
            | '\u{2b05}'..='\u{2b55}'
            | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}'
            | '\u{1f004}' | '\u{1f0cf}'
            | '\u{1f170}'..='\u{1f251}'
            | '\u{1f300}'..='\u{1faff}'
    )
}

#[cfg(test)]
mod tests {
    use super::{Burst, Control};
    use crate::conventions::CONTROL_BYTES_MAX;

    #[test]
    fn typing_is_what_the_sample_application_sends() {
        assert_eq!(Control::read(r#"{"Typing":"Indicator"}"#), Control::Typing);
        assert_eq!(Control::read(Control::typing()), Control::Typing);
        assert!(Control::typing().len() <= CONTROL_BYTES_MAX);
    }

    #[test]
    fn one_emoji_with_its_count_is_a_burst() {
        for emoji in ["🎉", "❤️", "❤", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "1️⃣", "✨", "©️", "🫶🏿", "🧑🏽‍🚀"]
        {
            for count in [1, 9] {
                let content = format!("E|{emoji}|{count}");
                let Control::Burst(burst) = Control::read(&content) else {
                    panic!("{content} is no burst");
                };
                assert_eq!((burst.emoji(), burst.count()), (emoji, count));
                assert_eq!(burst.to_text(), content);
                assert!(content.len() <= CONTROL_BYTES_MAX);
            }
        }
    }

    #[test]
    fn anything_else_is_no_burst() {
        for content in [
            "",
            "E",
            "E|🎉",
            "E|🎉|",
            "E|🎉|0",
            "E|🎉|01",
            "E|🎉|+1",
            "E|🎉|-1",
            "E|🎉|1 ",
            "E|🎉|100",
            "E|🎉|99999999999999999999",
            "E|🎉|1|1",
            "e|🎉|1",
            "E||1",
            "E|🎉🎉|1",
            "E|🇩🇪🇫🇷|1",
            "E|🇩|1",
            "E|a|1",
            "E|1|1",
            "E|<b>|1",
            "E|🎉a|1",
            "E|\u{202e}🎉|1",
            "E|\u{200d}|1",
            "E|🎉\u{200d}|1",
            "E|\u{fe0f}|1",
            "E|🎉\u{fe0f}\u{fe0f}|1",
            "E|👩‍👩‍👧‍👦‍👦‍👦|1",
            "P|Auto|Online",
            r#"{"Typing":"Other"}"#,
        ] {
            assert_eq!(Control::read(content), Control::Unknown, "{content}");
        }
    }

    #[test]
    fn too_many_are_the_most() {
        assert_eq!(Burst::new("🎉", 5_000).map(|burst| burst.to_text()), Some("E|🎉|99".into()));
        assert_eq!(Burst::new("🎉", 0), None);
        assert_eq!(Burst::new("hello", 1), None);
        // The longest family leaves two digits.
        assert_eq!(Burst::new("👨‍👩‍👧‍👦", 99).map(|burst| burst.to_text().len()), Some(30));
    }
}
