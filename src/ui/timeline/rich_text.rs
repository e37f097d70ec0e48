//! A message's tree as nodes, and as plain text for those who listen.
//!
//! What is not in core's types cannot be shown: there is no HTML string here, and every address is a
//! `SafeUrl`. Tag names are in capitals because that is how the DOM names them, and a name that compares
//! equal lets the view keep its node.

use chirrup_core::mention::{Segment, segments};
use chirrup_core::text::{Block, Inline, RichText, SafeUrl};
use chirrup_core::timeline::Message;
use leptos::html;
use leptos::prelude::*;

use crate::i18n::Strings;

/// The nodes of a text.
pub fn rich_text(text: &RichText, words: &'static Strings) -> Vec<AnyView> {
    text.blocks.iter().map(|block| block_view(block, words)).collect()
}

/// The nodes of a message's text, in which people may be mentioned. Mentions count in the text as it was
/// written, so where there are some it is shown so.
pub fn marked_text(message: &Message, words: &'static Strings) -> Vec<AnyView> {
    let mentions = &message.marks.mentions;
    if mentions.is_empty() {
        return rich_text(&message.text, words);
    }
    let segment = |segment| match segment {
        Segment::Text(text) => text.to_owned().into_any(),
        Segment::Mention { text, is_own, .. } => {
            let class = if is_own { "mention is-own" } else { "mention" };
            view! { <bdi class=class part="mention">{text.to_owned()}</bdi> }
        }
    };
    segments(&message.source, mentions).into_iter().map(segment).collect()
}

fn block_view(block: &Block, words: &'static Strings) -> AnyView {
    let blocks = |blocks: &[Block]| blocks.iter().map(|it| block_view(it, words)).collect();
    match block {
        Block::Paragraph(inlines) => element("P", inline_views(inlines, words)),
        Block::Quote(inner) => element("BLOCKQUOTE", blocks(inner)),
        Block::Code(text) => element("PRE", vec![element("CODE", vec![text.clone().into_any()])]),
        Block::List { start, entries } => {
            let entries =
                entries.iter().map(|entry| element("LI", blocks(entry))).collect::<Vec<_>>();
            match start {
                None => element("UL", entries),
                Some(start) => {
                    html::ol().attr("start", start.to_string()).child(entries).into_any()
                }
            }
        }
    }
}

fn inline_views(inlines: &[Inline], words: &'static Strings) -> Vec<AnyView> {
    inlines.iter().map(|inline| inline_view(inline, words)).collect()
}

fn inline_view(inline: &Inline, words: &'static Strings) -> AnyView {
    match inline {
        Inline::Text(text) => text.clone().into_any(),
        Inline::Bold(inner) => element("STRONG", inline_views(inner, words)),
        Inline::Italic(inner) => element("EM", inline_views(inner, words)),
        Inline::Code(text) => element("CODE", vec![text.clone().into_any()]),
        Inline::Link { url, label } => link(url, label, words),
        Inline::Break => html::br().into_any(),
    }
}

fn element(tag: &'static str, children: Vec<AnyView>) -> AnyView {
    html::custom(tag).child(children).into_any()
}

/// A link opens elsewhere and learns nothing of this page. It is reached by Enter on its row, not by Tab.
fn link(url: &SafeUrl, label: &[Inline], words: &'static Strings) -> AnyView {
    html::a()
        .attr("href", url.as_str().to_owned())
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer nofollow")
        .attr("tabindex", "-1")
        .attr("title", words.opens_in_new_tab)
        .child(inline_views(label, words))
        .into_any()
}

/// The text without its marks. Blocks are apart by a space, as one would read them out.
pub fn plain_text(text: &RichText) -> String {
    let mut plain = String::new();
    for block in &text.blocks {
        push_block(&mut plain, block);
    }
    plain
}

fn push_block(plain: &mut String, block: &Block) {
    match block {
        Block::Paragraph(inlines) => {
            part(plain);
            push_inlines(plain, inlines);
        }
        Block::Quote(inner) => {
            for it in inner {
                push_block(plain, it);
            }
        }
        Block::List { entries, .. } => {
            for it in entries.iter().flatten() {
                push_block(plain, it);
            }
        }
        Block::Code(text) => {
            part(plain);
            plain.push_str(text);
        }
    }
}

fn part(plain: &mut String) {
    if !plain.is_empty() {
        plain.push(' ');
    }
}

fn push_inlines(plain: &mut String, inlines: &[Inline]) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => plain.push_str(text),
            Inline::Bold(inner) | Inline::Italic(inner) => push_inlines(plain, inner),
            Inline::Link { label, .. } => push_inlines(plain, label),
            Inline::Break => plain.push(' '),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Inline> {
        vec![Inline::Text(text.to_owned())]
    }

    #[test]
    fn a_listener_hears_words_without_marks() {
        let text = RichText {
            blocks: vec![
                Block::Paragraph(vec![
                    Inline::Text("Hello ".to_owned()),
                    Inline::Bold(words("Ana")),
                    Inline::Break,
                    Inline::Code("now".to_owned()),
                ]),
                Block::List { start: None, entries: vec![vec![Block::Paragraph(words("one"))]] },
            ],
        };
        assert_eq!(plain_text(&text), "Hello Ana now one");
    }
}
