//! The tree that `pulldown-cmark` makes of a text: a complete reader of `CommonMark`, to measure ours by.
//!
//! It is part of the tests only. Invariant: it knows nothing of our reader but the types of the tree.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::super::{Block, Inline, RichText, SafeUrl, push_text};
use super::DEPTH_MAX;

pub(super) fn parse(source: &str) -> RichText {
    let mut builder = Builder::default();
    for event in Parser::new_ext(source, Options::empty()) {
        builder.take(event);
    }
    builder.finish()
}

/// A container that is not closed yet.
enum Open {
    Paragraph(Vec<Inline>),
    Quote(Vec<Block>),
    List { start: Option<u64>, entries: Vec<Vec<Block>> },
    Entry(Vec<Block>),
    Code(String),
    Bold(Vec<Inline>),
    Italic(Vec<Inline>),
    Link { url: Option<SafeUrl>, label: Vec<Inline> },
}

#[derive(Default)]
struct Builder {
    blocks: Vec<Block>,
    open: Vec<Open>,
    /// Containers that were not opened because the tree was deep enough.
    flattened: usize,
    /// Text not yet added. It arrives in pieces, and an address may lie across them.
    text: String,
}

impl Builder {
    fn take(&mut self, event: Event<'_>) {
        match event {
            // Mathematics and footnotes need options that are off.
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.inline(Inline::Break),
            Event::Code(code) => self.inline(Inline::Code(code.into_string())),
            Event::Rule => {
                self.flush_text();
                self.close_paragraph();
                self.block(Block::Paragraph(vec![Inline::Text("———".into())]));
            }
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        self.flush_text();
        let is_inline = matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. } | Tag::Strikethrough
        );
        if !is_inline {
            self.close_paragraph();
        }
        if self.open.len() >= DEPTH_MAX {
            self.flattened += 1;
            return;
        }
        let open = match tag {
            Tag::BlockQuote(_) => Open::Quote(Vec::new()),
            Tag::List(start) => Open::List { start, entries: Vec::new() },
            Tag::Item => Open::Entry(Vec::new()),
            Tag::CodeBlock(_) => Open::Code(String::new()),
            Tag::Emphasis => Open::Italic(Vec::new()),
            Tag::Strong => Open::Bold(Vec::new()),
            // A heading is a bold line: a chat has no outline.
            Tag::Heading { .. } => {
                self.open.push(Open::Paragraph(Vec::new()));
                Open::Bold(Vec::new())
            }
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => {
                Open::Link { url: SafeUrl::parse(&format!("mailto:{dest_url}")), label: Vec::new() }
            }
            // A picture is never loaded by itself; it is a link that says its description.
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                Open::Link { url: SafeUrl::parse(&dest_url), label: Vec::new() }
            }
            Tag::Paragraph
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => Open::Paragraph(Vec::new()),
        };
        if is_inline {
            self.open_paragraph();
        }
        self.open.push(open);
    }

    fn end(&mut self, tag: TagEnd) {
        self.flush_text();
        if self.flattened > 0 {
            self.flattened -= 1;
            return;
        }
        // A paragraph that was opened for loose text in a list entry has no end of its own.
        if matches!(tag, TagEnd::Item | TagEnd::BlockQuote(_)) {
            self.close_paragraph();
        }
        self.close();
        if matches!(tag, TagEnd::Heading(_)) {
            self.close();
        }
    }

    /// Closes the innermost container into the one around it.
    fn close(&mut self) {
        match self.open.pop() {
            None => {}
            Some(Open::Paragraph(mut inlines)) => {
                while matches!(inlines.last(), Some(Inline::Break)) {
                    inlines.pop();
                }
                if !inlines.is_empty() {
                    self.block(Block::Paragraph(inlines));
                }
            }
            Some(Open::Quote(blocks)) => self.block(Block::Quote(blocks)),
            Some(Open::List { start, entries }) => self.block(Block::List { start, entries }),
            Some(Open::Entry(blocks)) => {
                if let Some(Open::List { entries, .. }) = self.open.last_mut() {
                    entries.push(blocks);
                }
            }
            Some(Open::Code(mut code)) => {
                if code.ends_with('\n') {
                    code.pop();
                }
                self.block(Block::Code(code));
            }
            Some(Open::Bold(inlines)) => self.inline(Inline::Bold(inlines)),
            Some(Open::Italic(inlines)) => self.inline(Inline::Italic(inlines)),
            Some(Open::Link { url: Some(url), label }) => {
                // A link in a link cannot be followed; the inner one keeps its words.
                self.inline(Inline::Link { url, label: without_links(label) });
            }
            Some(Open::Link { url: None, label }) => {
                for inline in label {
                    self.inline(inline);
                }
            }
        }
    }

    fn block(&mut self, block: Block) {
        match self.open.last_mut() {
            Some(Open::Quote(blocks) | Open::Entry(blocks)) => blocks.push(block),
            Some(Open::List { entries, .. }) => entries.push(vec![block]),
            Some(
                Open::Paragraph(_)
                | Open::Code(_)
                | Open::Bold(_)
                | Open::Italic(_)
                | Open::Link { .. },
            )
            | None => self.blocks.push(block),
        }
    }

    fn inline(&mut self, inline: Inline) {
        self.flush_text();
        if let Some(inlines) = self.inlines() {
            inlines.push(inline);
        }
    }

    fn flush_text(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        if let Some(Open::Code(code)) = self.open.last_mut() {
            code.push_str(&text);
        } else if let Some(inlines) = self.inlines() {
            push_text(&text, true, inlines);
        }
    }

    /// Where inline content goes; loose content in a list entry gets a paragraph of its own.
    fn inlines(&mut self) -> Option<&mut Vec<Inline>> {
        self.open_paragraph();
        match self.open.last_mut()? {
            Open::Paragraph(inlines)
            | Open::Bold(inlines)
            | Open::Italic(inlines)
            | Open::Link { label: inlines, .. } => Some(inlines),
            Open::Quote(_) | Open::List { .. } | Open::Entry(_) | Open::Code(_) => None,
        }
    }

    fn open_paragraph(&mut self) {
        let needed = match self.open.last() {
            None | Some(Open::Quote(_) | Open::List { .. } | Open::Entry(_)) => true,
            Some(
                Open::Paragraph(_)
                | Open::Code(_)
                | Open::Bold(_)
                | Open::Italic(_)
                | Open::Link { .. },
            ) => false,
        };
        if needed {
            self.open.push(Open::Paragraph(Vec::new()));
        }
    }

    fn close_paragraph(&mut self) {
        if matches!(self.open.last(), Some(Open::Paragraph(_))) && self.flattened == 0 {
            self.close();
        }
    }

    fn finish(mut self) -> RichText {
        self.flush_text();
        while !self.open.is_empty() {
            self.close();
        }
        RichText { blocks: self.blocks }
    }
}

fn without_links(label: Vec<Inline>) -> Vec<Inline> {
    let mut flat = Vec::with_capacity(label.len());
    for inline in label {
        match inline {
            Inline::Link { label, .. } => flat.extend(without_links(label)),
            Inline::Bold(inlines) => flat.push(Inline::Bold(without_links(inlines))),
            Inline::Italic(inlines) => flat.push(Inline::Italic(without_links(inlines))),
            Inline::Text(_) | Inline::Code(_) | Inline::Break => flat.push(inline),
        }
    }
    flat
}
