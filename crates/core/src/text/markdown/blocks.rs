//! Lines to blocks: quotes, lists, headings, code, paragraphs.
//!
//! It looks at the beginnings of lines and at nothing else. A paragraph stays one raw text here, because a
//! link in it may be defined further down. Invariant: a mark is dropped only if it opened something; one
//! that would open a container too deep is text.

use std::mem;

use super::super::{Block, Inline};
use super::containers::{Containers, Kind, take_quote};
use super::line::{
    INDENTED, Line, Marker, fence, heading, is_blank, is_rule, is_underline, marker,
};
use super::scan::{byte, part, run, skip_space, trim_end};
use super::target::Definitions;

/// The block of lines that is not closed yet. It is in the innermost container.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Leaf {
    #[default]
    None,
    Paragraph,
    Indented,
    Fenced {
        mark: u8,
        length: usize,
        indent: usize,
    },
}

pub(super) struct Blocks {
    containers: Containers,
    leaf: Leaf,
    /// The lines of the leaf.
    text: String,
    /// How much of a block of code is kept: blank lines after indented code are between blocks.
    kept: usize,
    definitions: Definitions,
}

impl Blocks {
    pub(super) fn new() -> Self {
        Self {
            containers: Containers::new(),
            leaf: Leaf::None,
            text: String::new(),
            kept: 0,
            definitions: Definitions::default(),
        }
    }

    /// The blocks, and what the links in them may refer to.
    pub(super) fn finish(mut self) -> (Vec<Block>, Definitions) {
        self.close_leaf();
        (self.containers.finish(), self.definitions)
    }

    pub(super) fn take(&mut self, text: &str) {
        let mut line = Line::new(text);
        let mut inside = self.containers.continued(&mut line, self.leaf != Leaf::None);
        if inside == self.containers.count() && self.continue_code(line) {
            return;
        }
        while self.open_container(&mut line, inside) {
            inside += 1;
        }
        let mut ahead = line;
        let indent = ahead.take_indent(INDENTED);
        let rest = ahead.rest();
        if indent < INDENTED && self.open_leaf(rest, indent, inside) {
            return;
        }
        let blank = is_blank(rest, 0);
        // The marks of the containers around a paragraph may be left out.
        if blank || self.leaf != Leaf::Paragraph {
            self.close_to(inside);
        }
        if blank {
            return;
        }
        if indent < INDENTED || self.leaf == Leaf::Paragraph {
            self.add_words(part(rest, skip_space(rest, 0), rest.len()));
        } else {
            self.leaf = Leaf::Indented;
            self.add_code(ahead, true);
        }
    }

    /// Adds the line to the open block of code, if it belongs there.
    fn continue_code(&mut self, mut line: Line<'_>) -> bool {
        let mut ahead = line;
        let near = ahead.take_indent(INDENTED) < INDENTED;
        let rest = ahead.rest();
        match self.leaf {
            Leaf::None | Leaf::Paragraph => return false,
            Leaf::Indented => {
                let blank = is_blank(rest, 0);
                if near && !blank {
                    return false;
                }
                self.add_code(ahead, !blank);
            }
            Leaf::Fenced { mark, length, indent } => {
                let marks = if byte(rest, 0) == mark { run(rest, 0) } else { 0 };
                if near && marks >= length && is_blank(rest, marks) {
                    self.close_leaf();
                } else {
                    line.take_indent(indent);
                    self.add_code(line, true);
                }
            }
        }
        true
    }

    fn add_code(&mut self, line: Line<'_>, kept: bool) {
        line.add_to(&mut self.text);
        if kept {
            self.kept = self.text.len();
        }
    }

    /// Opens the container whose mark comes next in the line.
    fn open_container(&mut self, line: &mut Line<'_>, inside: usize) -> bool {
        let mut quoted = *line;
        if take_quote(&mut quoted) {
            let Some(depth) = self.containers.room(1, inside) else { return false };
            self.close_to(inside);
            self.containers.open(Kind::Quote, depth);
            *line = quoted;
            return true;
        }
        let Some(depth) = self.containers.room(2, inside) else { return false };
        let mut ahead = *line;
        let indent = ahead.take_indent(INDENTED);
        let rest = ahead.rest();
        let Some(Marker { start, mark, bytes }) = marker(rest) else { return false };
        let heads = self.continues(inside) && is_underline(rest);
        if indent == INDENTED || heads || is_rule(rest) {
            return false;
        }
        // Most numbers at the beginning of a line are only numbers.
        let interrupts = start.is_none_or(|start| start == 1) && !is_blank(rest, bytes);
        if self.continues(inside) && !interrupts {
            return false;
        }
        ahead.take(bytes);
        let mut padded = ahead;
        let mut padding = padded.take_indent(INDENTED + 1);
        if padding > INDENTED || is_blank(padded.rest(), 0) {
            padded = ahead;
            padded.take_indent(1);
            padding = 1;
        }
        let indent = indent + bytes + padding;
        self.close_to(inside);
        self.containers.open(Kind::Entry { start, mark, indent }, depth);
        *line = padded;
        true
    }

    /// Opens a block that its first line shows; a heading and a thematic break are closed by it as well.
    fn open_leaf(&mut self, rest: &str, indent: usize, inside: usize) -> bool {
        if let Some(words) = heading(rest) {
            self.close_to(inside);
            self.add_paragraph(words, true);
        } else if let Some(length) = fence(rest) {
            self.close_to(inside);
            self.leaf = Leaf::Fenced { mark: byte(rest, 0), length, indent };
        } else if self.continues(inside) && is_underline(rest) && self.close_paragraph(true) {
            return true;
        } else if is_rule(rest) {
            self.close_to(inside);
            self.add_paragraph("———", false);
        } else {
            return false;
        }
        true
    }

    /// Whether the line is in the containers of an open paragraph.
    fn continues(&self, inside: usize) -> bool {
        inside == self.containers.count() && self.leaf == Leaf::Paragraph
    }

    fn add_words(&mut self, words: &str) {
        if self.leaf == Leaf::Paragraph {
            self.text.push('\n');
        }
        self.leaf = Leaf::Paragraph;
        self.text.push_str(words);
    }

    /// A heading is a bold line: a chat has no outline.
    fn add_paragraph(&mut self, words: &str, is_heading: bool) {
        let mut inlines = vec![Inline::Text(words.to_owned())];
        if is_heading {
            inlines = vec![Inline::Bold(inlines)];
        }
        self.containers.add(Block::Paragraph(inlines));
    }

    /// Closes the leaf, and the containers that the line is not in.
    fn close_to(&mut self, inside: usize) {
        self.close_leaf();
        self.containers.close_to(inside);
    }

    fn close_leaf(&mut self) {
        if self.leaf == Leaf::Paragraph {
            self.close_paragraph(false);
        } else if self.leaf != Leaf::None {
            let mut code = mem::take(&mut self.text);
            // Without its last line break.
            code.truncate(mem::take(&mut self.kept).saturating_sub(1));
            self.leaf = Leaf::None;
            self.containers.add(Block::Code(code));
        }
    }

    /// Closes a paragraph, and says whether it had more in it than definitions.
    fn close_paragraph(&mut self, is_heading: bool) -> bool {
        self.leaf = Leaf::None;
        self.containers.end_list();
        let text = mem::take(&mut self.text);
        let words = trim_end(part(&text, self.definitions.take(&text), text.len()));
        if !words.is_empty() {
            self.add_paragraph(words, is_heading);
        }
        !words.is_empty()
    }
}
