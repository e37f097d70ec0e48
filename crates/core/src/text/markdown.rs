//! Markdown to the tree: the `CommonMark` that people and bots write in chats.
//!
//! It is our own reader because a complete one costs the widget several times the bytes, many of them tables.
//! The complete one, `pulldown-cmark`, is the oracle of the tests: both read the same texts into the same
//! tree. What is read differently is a decision, and stands in `agreement.rs` with an example and a reason:
//!
//! - an HTML block is paragraphs: its tags are shown as written, but marks between tags are read;
//! - what begins like a tag is taken for one, up to the next `>`;
//! - character references with names beyond those in `entity.rs` are text;
//! - Unicode punctuation goes by blocks, and labels are equal in both cases only where they are ASCII;
//! - the 33rd definition of a link, and a mark that would open too deep a container, are text;
//! - where the oracle departs from the standard, ours does not: a lone carriage return ends a line
//!   everywhere, and the indentation of a line is no part of a span of code.
//!
//! Invariant: the tree is never deeper than [`DEPTH_MAX`], whatever the text says, because a tree is walked
//! and dropped by recursion. Reading itself is not recursive, and takes time in proportion to the text.

mod angle;
mod blocks;
mod code;
mod containers;
mod emphasis;
mod entity;
mod inline;
mod line;
mod scan;
mod target;
mod tree;

use blocks::Blocks;
use inline::Reader;
use scan::{byte, part};
use target::Definitions;

use super::{Block, Inline, RichText};

/// Containers inside containers; a mark that would open a deeper one is text, or shows nothing.
const DEPTH_MAX: usize = 16;

pub(super) fn parse(source: &str) -> RichText {
    let mut reader = Blocks::new();
    let mut start = 0;
    let mut at = 0;
    while start < source.len() {
        let end = byte(source, at);
        if matches!(end, b'\n' | b'\r') {
            reader.take(part(source, start, at));
            if end == b'\r' && byte(source, at + 1) == b'\n' {
                at += 1;
            }
            start = at + 1;
        }
        at += 1;
    }
    let (mut blocks, definitions) = reader.finish();
    read_blocks(&mut blocks, &definitions, 0);
    RichText { blocks }
}

/// Reads the raw texts of paragraphs and headings in place.
fn read_blocks(blocks: &mut Vec<Block>, definitions: &Definitions, depth: usize) {
    for block in &mut *blocks {
        match block {
            Block::Paragraph(inlines) => read_inlines(inlines, definitions, depth),
            Block::Quote(blocks) => read_blocks(blocks, definitions, depth + 1),
            Block::List { entries, .. } => {
                for entry in entries {
                    read_blocks(entry, definitions, depth + 2);
                }
            }
            Block::Code(_) => {}
        }
    }
    // A link that may not be followed and has no words leaves nothing.
    blocks.retain(|block| !matches!(block, Block::Paragraph(inlines) if inlines.is_empty()));
}

fn read_inlines(inlines: &mut Vec<Inline>, definitions: &Definitions, depth: usize) {
    match inlines.pop() {
        Some(Inline::Text(raw)) => *inlines = tree::build(Reader::read(&raw, definitions), depth),
        Some(Inline::Bold(mut words)) => {
            read_inlines(&mut words, definitions, depth + 1);
            inlines.push(Inline::Bold(words));
        }
        Some(other) => inlines.push(other),
        None => {}
    }
}

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod steps;
#[cfg(test)]
mod tests;
