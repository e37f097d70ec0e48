//! Message text as a typed tree. No HTML string exists anywhere: what is not in these types cannot be shown.
//!
//! Remote text becomes a tree here and only here; addresses become [`SafeUrl`] or stay text.

mod link;
mod markdown;

pub use link::SafeUrl;

/// A parsed message.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RichText {
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
}

/// A block of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A quotation.
    Quote(Vec<Self>),
    /// A list.
    List {
        /// Number of the first entry when ordered.
        start: Option<u64>,
        /// Entries.
        entries: Vec<Vec<Self>>,
    },
    /// Preformatted text.
    Code(String),
}

/// A run of text inside a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Strong.
    Bold(Vec<Self>),
    /// Emphasis.
    Italic(Vec<Self>),
    /// Inline code.
    Code(String),
    /// A link to an allowed scheme.
    Link {
        /// Where to.
        url: SafeUrl,
        /// What it says.
        label: Vec<Self>,
    },
    /// A line break.
    Break,
}

impl RichText {
    /// Plain text: line breaks are kept, addresses become links, nothing else is read into it.
    pub fn plain(source: &str) -> Self {
        Self::of_lines(source, true)
    }

    /// Plain text in which addresses stay text.
    pub fn unlinked(source: &str) -> Self {
        Self::of_lines(source, false)
    }

    fn of_lines(source: &str, linked: bool) -> Self {
        let source = source.trim_end();
        if source.is_empty() {
            return Self::default();
        }
        let mut inlines = Vec::new();
        push_text(source, linked, &mut inlines);
        Self { blocks: vec![Block::Paragraph(inlines)] }
    }

    /// Markdown. HTML in it is shown as the text it is.
    pub fn markdown(source: &str) -> Self {
        markdown::parse(source)
    }
}

/// Adds text with its line breaks; addresses in it become links, except inside a link.
fn push_text(text: &str, linked: bool, inlines: &mut Vec<Inline>) {
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            inlines.push(Inline::Break);
        }
        let line = line.strip_suffix('\r').unwrap_or(line);
        if linked {
            link::push_line(line, inlines);
        } else {
            link::push_plain(line, inlines);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Inline, RichText};

    #[test]
    fn plain_text_keeps_its_lines_and_its_stars() {
        let text = RichText::plain("**no** bold\r\n\n<b>here</b>\n");
        let expected = [
            Inline::Text("**no** bold".into()),
            Inline::Break,
            Inline::Break,
            Inline::Text("<b>here</b>".into()),
        ];
        assert_eq!(text.blocks, [Block::Paragraph(expected.into())]);
    }

    #[test]
    fn where_links_are_not_wanted_addresses_are_text() {
        let text = "see https://a.example\nnow";
        let lines = ["see https://a.example", "now"].map(|line| Inline::Text(line.into()));
        let [first, second] = lines;
        let expected = vec![first, Inline::Break, second];
        assert_eq!(RichText::unlinked(text).blocks, [Block::Paragraph(expected)]);
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(RichText::plain(" \n"), RichText::default());
        assert_eq!(RichText::markdown(""), RichText::default());
    }
}
