//! Pieces of a paragraph to the tree of it.
//!
//! Invariant: nothing is deeper than [`DEPTH_MAX`], and no link is in a link; what would be keeps its words.

use std::mem;

use super::super::{Inline, link, push_text};
use super::DEPTH_MAX;
use super::inline::{Piece, Span};

pub(super) fn build(pieces: Vec<Piece<'_>>, depth: usize) -> Vec<Inline> {
    let mut tree = Tree { depth, ..Tree::default() };
    for piece in pieces {
        match piece {
            Piece::Text(text) => tree.text.push_str(text),
            Piece::Char(c) => tree.text.push(c),
            Piece::Code(code) => tree.add(Inline::Code(code)),
            Piece::Break => tree.add(Inline::Break),
            Piece::Begin(span) => tree.begin(span),
            Piece::End => tree.end(),
        }
    }
    tree.add_text();
    // A link that is not shown may leave a break at the end.
    while matches!(tree.inlines.last(), Some(Inline::Break)) {
        tree.inlines.pop();
    }
    tree.inlines
}

#[derive(Default)]
struct Tree {
    inlines: Vec<Inline>,
    /// Text not yet added. It comes in pieces, and an address may lie across them.
    text: String,
    /// What began, if it is shown, and the inlines before it.
    open: Vec<Option<(Span, Vec<Inline>)>>,
    depth: usize,
    in_link: bool,
}

impl Tree {
    fn add(&mut self, inline: Inline) {
        self.add_text();
        self.inlines.push(inline);
    }

    fn add_text(&mut self) {
        push_text(&mem::take(&mut self.text), !self.in_link, &mut self.inlines);
    }

    fn begin(&mut self, span: Span) {
        self.add_text();
        let is_shown = self.depth < DEPTH_MAX
            && match span {
                Span::Bold | Span::Italic => true,
                Span::Link(None) => false,
                Span::Link(Some(_)) => !mem::replace(&mut self.in_link, true),
            };
        self.depth += usize::from(is_shown);
        self.open.push(is_shown.then(|| (span, mem::take(&mut self.inlines))));
    }

    fn end(&mut self) {
        self.add_text();
        let Some(Some((span, before))) = self.open.pop() else { return };
        self.depth -= 1;
        let mut inner = mem::replace(&mut self.inlines, before);
        self.inlines.push(match span {
            Span::Bold => Inline::Bold(inner),
            Span::Italic => Inline::Italic(inner),
            Span::Link(None) => return,
            Span::Link(Some(url)) => {
                self.in_link = false;
                // A picture without a description must not be invisible.
                if inner.is_empty() {
                    link::push_plain(url.as_str(), &mut inner);
                }
                Inline::Link { url, label: inner }
            }
        });
    }
}
