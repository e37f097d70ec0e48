//! Quotes and lists that are not closed yet, one inside the other, and the blocks in them.
//!
//! It does not read paragraphs or code. Invariant: there is always one container, the whole text, and none
//! is deeper than [`DEPTH_MAX`].

use super::super::Block;
use super::DEPTH_MAX;
use super::line::{INDENTED, Line, is_blank};
use super::scan::byte;

pub(super) struct Containers {
    open: Vec<Open>,
}

struct Open {
    kind: Kind,
    blocks: Vec<Block>,
    /// The mark of the list that the last block is, or 0: the next entry may belong to it.
    list: u8,
    /// How deep its blocks are in the tree.
    depth: usize,
}

#[derive(Clone, Copy)]
pub(super) enum Kind {
    Quote,
    /// Its lines are indented by so many columns.
    Entry {
        start: Option<u64>,
        mark: u8,
        indent: usize,
    },
}

impl Containers {
    pub(super) fn new() -> Self {
        let whole = Open { kind: Kind::Quote, blocks: Vec::new(), list: 0, depth: 0 };
        Self { open: vec![whole] }
    }

    pub(super) fn count(&self) -> usize {
        self.open.len()
    }

    /// Takes the marks of the open containers from the line, and says how many of them go on. A blank line
    /// ends an entry that is empty so far.
    pub(super) fn continued(&self, line: &mut Line<'_>, has_leaf: bool) -> usize {
        let mut inside = 1;
        while let Some(open) = self.open.get(inside) {
            let mut ahead = *line;
            let goes_on = match open.kind {
                Kind::Quote => take_quote(&mut ahead),
                Kind::Entry { indent, .. } => {
                    let has_more = has_leaf || inside + 1 < self.open.len();
                    let taken = ahead.take_indent(indent);
                    if is_blank(ahead.rest(), 0) {
                        has_more || !open.blocks.is_empty()
                    } else {
                        taken == indent
                    }
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

    /// How deep the blocks of one more container would be, if that is not too deep. An entry is deeper by
    /// the list around it.
    pub(super) fn room(&self, levels: usize, inside: usize) -> Option<usize> {
        let around = self.open.get(inside - 1)?;
        Some(around.depth + levels).filter(|depth| *depth <= DEPTH_MAX)
    }

    pub(super) fn open(&mut self, kind: Kind, depth: usize) {
        self.open.push(Open { kind, blocks: Vec::new(), list: 0, depth });
    }

    pub(super) fn add(&mut self, block: Block) {
        self.end_list();
        if let Some(open) = self.open.last_mut() {
            open.blocks.push(block);
        }
    }

    /// What comes next is no entry of the list before it, though no block is between them.
    pub(super) fn end_list(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.list = 0;
        }
    }

    /// Closes all but so many.
    pub(super) fn close_to(&mut self, inside: usize) {
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

    pub(super) fn finish(mut self) -> Vec<Block> {
        self.close_to(1);
        self.open.pop().map(|whole| whole.blocks).unwrap_or_default()
    }
}

/// Takes the mark of a quote.
pub(super) fn take_quote(line: &mut Line<'_>) -> bool {
    let near = line.take_indent(INDENTED) < INDENTED;
    let marked = near && byte(line.rest(), 0) == b'>';
    if marked {
        line.take(1);
        line.take_indent(1);
    }
    marked
}
