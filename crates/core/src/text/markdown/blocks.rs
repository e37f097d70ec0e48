//! Lines to blocks: quotes, lists, headings, code, paragraphs.
//!
//! It looks at the beginnings of lines and at nothing else. A paragraph stays one raw text here, because a
//! link in it may be defined further down. Invariant: containers are never deeper than [`DEPTH_MAX`]; a
//! mark that would open one more is text.

use std::mem;

use super::super::{Block, Inline};
use super::DEPTH_MAX;
use super::line::{
    INDENTED, Line, Marker, fence, heading, is_blank, is_rule, is_underline, marker, trim_end,
};
use super::scan::{byte, part, run, skip_space};
use super::target::Definitions;

/// A quote or an entry that is not closed yet; the outermost stands for the whole text.
struct Open {
    kind: Kind,
    blocks: Vec<Block>,
    /// The mark of the list that the last block is, or 0: the next entry may belong to it.
    list: u8,
    /// How deep its blocks are in the tree.
    depth: usize,
}

enum Kind {
    Quote,
    Entry { start: Option<u64>, mark: u8, indent: usize },
}

/// The block of lines that is not closed yet. It is in the innermost container.
#[derive(Default)]
enum Leaf {
    #[default]
    None,
    Paragraph(String),
    /// Blank lines at the end do not belong to it.
    Indented {
        code: String,
        kept: usize,
    },
    Fenced {
        code: String,
        mark: u8,
        length: usize,
        indent: usize,
    },
}

pub(super) struct Blocks {
    open: Vec<Open>,
    leaf: Leaf,
    definitions: Definitions,
}

impl Blocks {
    pub(super) fn new() -> Self {
        let whole = Open { kind: Kind::Quote, blocks: Vec::new(), list: 0, depth: 0 };
        Self { open: vec![whole], leaf: Leaf::None, definitions: Definitions::default() }
    }

    /// The blocks, and what the links in them may refer to.
    pub(super) fn finish(mut self) -> (Vec<Block>, Definitions) {
        self.close_to(1);
        let blocks = self.open.pop().map(|whole| whole.blocks).unwrap_or_default();
        (blocks, self.definitions)
    }

    pub(super) fn take(&mut self, text: &str) {
        let mut line = Line::new(text);
        let mut inside = self.continued(&mut line);
        if inside == self.open.len() && self.continue_code(line) {
            return;
        }
        while self.open_container(&mut line, inside) {
            inside += 1;
        }
        let mut ahead = line;
        let indent = ahead.take_indent(INDENTED);
        let rest = ahead.rest();
        let continues = matches!(self.leaf, Leaf::Paragraph(_));
        if is_blank(rest, 0) {
            self.close_to(inside);
        } else if indent < INDENTED && self.open_leaf(rest, indent, inside) {
        } else if continues {
            // Also when containers around it are not continued: the mark of a quote may be left out.
            self.add_words(part(rest, skip_space(rest, 0), rest.len()));
        } else {
            self.close_to(inside);
            if indent < INDENTED {
                self.add_words(rest);
            } else {
                let mut code = String::new();
                ahead.add_to(&mut code);
                self.leaf = Leaf::Indented { kept: code.len(), code };
            }
        }
    }

    /// Takes the marks of the open containers from the line, and says how many of them go on.
    fn continued(&self, line: &mut Line<'_>) -> usize {
        let mut inside = 1;
        while let Some(open) = self.open.get(inside) {
            let mut ahead = *line;
            let goes_on = match open.kind {
                Kind::Quote => take_quote(&mut ahead),
                Kind::Entry { indent, .. } => {
                    let is_empty = open.blocks.is_empty()
                        && inside + 1 == self.open.len()
                        && matches!(self.leaf, Leaf::None);
                    let taken = ahead.take_indent(indent);
                    if is_blank(ahead.rest(), 0) { !is_empty } else { taken == indent }
                }
            };
            if !goes_on {
                break;
            }
            *line = ahead;
            inside += 1;
        }
        inside
    }

    /// Adds the line to the open block of code, if it belongs there.
    fn continue_code(&mut self, mut line: Line<'_>) -> bool {
        match &mut self.leaf {
            Leaf::None | Leaf::Paragraph(_) => return false,
            Leaf::Indented { code, kept } => {
                let taken = line.take_indent(INDENTED);
                let blank = is_blank(line.rest(), 0);
                if taken < INDENTED && !blank {
                    return false;
                }
                line.add_to(code);
                if !blank {
                    *kept = code.len();
                }
            }
            Leaf::Fenced { code, mark, length, indent } => {
                let mut ahead = line;
                let near = ahead.take_indent(INDENTED) < INDENTED;
                let rest = ahead.rest();
                let marks = if byte(rest, 0) == *mark { run(rest, 0) } else { 0 };
                if near && marks >= *length && is_blank(rest, marks) {
                    self.close_leaf();
                } else {
                    line.take_indent(*indent);
                    line.add_to(code);
                }
            }
        }
        true
    }

    /// Opens the container whose mark comes next in the line.
    fn open_container(&mut self, line: &mut Line<'_>, inside: usize) -> bool {
        let depth = self.open.get(inside - 1).map_or(0, |open| open.depth);
        let mut ahead = *line;
        let mut quoted = *line;
        if take_quote(&mut quoted) {
            return depth < DEPTH_MAX && {
                self.open(Kind::Quote, depth + 1, inside);
                *line = quoted;
                true
            };
        }
        let indent = ahead.take_indent(INDENTED);
        let rest = ahead.rest();
        let Some(Marker { start, mark, bytes }) = marker(rest) else { return false };
        let heads = self.continues(inside) && is_underline(rest);
        if indent == INDENTED || depth + 2 > DEPTH_MAX || heads || is_rule(rest) {
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
        self.open(Kind::Entry { start, mark, indent }, depth + 2, inside);
        *line = padded;
        true
    }

    /// Opens a block that its first line shows; a heading and a thematic break are closed by it as well.
    fn open_leaf(&mut self, rest: &str, indent: usize, inside: usize) -> bool {
        if let Some(words) = heading(rest) {
            self.close_to(inside);
            self.add_heading(words);
        } else if let Some(length) = fence(rest) {
            self.close_to(inside);
            self.leaf = Leaf::Fenced { code: String::new(), mark: byte(rest, 0), length, indent };
        } else if self.continues(inside) && is_underline(rest) && self.underline() {
        } else if is_rule(rest) {
            self.close_to(inside);
            self.add(Block::Paragraph(vec![Inline::Text("———".into())]));
        } else {
            return false;
        }
        true
    }

    /// Whether the line is in the containers of an open paragraph.
    fn continues(&self, inside: usize) -> bool {
        inside == self.open.len() && matches!(self.leaf, Leaf::Paragraph(_))
    }

    /// Makes the open paragraph a heading, if definitions are not all there is in it.
    fn underline(&mut self) -> bool {
        let Leaf::Paragraph(text) = mem::take(&mut self.leaf) else { return false };
        let words = trim_end(part(&text, self.definitions.take(&text), text.len()));
        let is_heading = !words.is_empty();
        if is_heading {
            self.add_heading(words);
        }
        is_heading
    }

    fn add_words(&mut self, words: &str) {
        if let Leaf::Paragraph(text) = &mut self.leaf {
            text.push('\n');
            text.push_str(words);
        } else {
            self.leaf = Leaf::Paragraph(words.to_owned());
        }
    }

    /// A heading is a bold line: a chat has no outline.
    fn add_heading(&mut self, words: &str) {
        let words = vec![Inline::Text(words.to_owned())];
        self.add(Block::Paragraph(vec![Inline::Bold(words)]));
    }

    fn add(&mut self, block: Block) {
        if let Some(open) = self.open.last_mut() {
            open.blocks.push(block);
            open.list = 0;
        }
    }

    fn open(&mut self, kind: Kind, depth: usize, inside: usize) {
        self.close_to(inside);
        self.open.push(Open { kind, blocks: Vec::new(), list: 0, depth });
    }

    /// Closes the leaf, and the containers that the line is not in.
    fn close_to(&mut self, inside: usize) {
        self.close_leaf();
        while self.open.len() > inside {
            if let Some(Open { kind, blocks, .. }) = self.open.pop() {
                match kind {
                    Kind::Quote => self.add(Block::Quote(blocks)),
                    Kind::Entry { start, mark, .. } => self.add_entry(start, mark, blocks),
                }
            }
        }
    }

    fn add_entry(&mut self, start: Option<u64>, mark: u8, blocks: Vec<Block>) {
        let Some(around) = self.open.last_mut() else { return };
        match around.blocks.last_mut() {
            Some(Block::List { entries, .. }) if around.list == mark => entries.push(blocks),
            _ => around.blocks.push(Block::List { start, entries: vec![blocks] }),
        }
        around.list = mark;
    }

    fn close_leaf(&mut self) {
        match mem::take(&mut self.leaf) {
            Leaf::None => {}
            Leaf::Paragraph(text) => {
                let words = trim_end(part(&text, self.definitions.take(&text), text.len()));
                if !words.is_empty() {
                    self.add(Block::Paragraph(vec![Inline::Text(words.to_owned())]));
                }
            }
            Leaf::Indented { mut code, kept: end } => {
                code.truncate(end - 1);
                self.add(Block::Code(code));
            }
            Leaf::Fenced { mut code, .. } => {
                code.pop();
                self.add(Block::Code(code));
            }
        }
    }
}

/// Takes the mark of a quote.
fn take_quote(line: &mut Line<'_>) -> bool {
    let near = line.take_indent(INDENTED) < INDENTED;
    let marked = near && byte(line.rest(), 0) == b'>';
    if marked {
        line.take(1);
        line.take_indent(1);
    }
    marked
}
