//! What people write arrives as a tree, never as markup.

use chirrup_core::text::{Block, Inline};
use chirrup_wire::connect::content_type as ct;
use chirrup_wire::connect::item::ItemType;

use crate::pair::Pair;
use crate::server::AGENT;

fn last_blocks(pair: &Pair) -> Vec<Block> {
    pair.last_item(0).message().expect("a message").text.blocks.clone()
}

#[test]
fn markdown_is_read_and_plain_text_is_not() {
    let mut pair = Pair::live();
    let now = pair.now;
    let item = pair.server.item(AGENT, ItemType::Message, ct::TEXT_MARKDOWN, "**hi**");
    pair.server.post(item, now);
    pair.drive(500);
    let bold = Inline::Bold(vec![Inline::Text("hi".into())]);
    assert_eq!(last_blocks(&pair), [Block::Paragraph(vec![bold])]);
    let now = pair.now;
    pair.server.says(AGENT, "**hi**", now);
    pair.drive(500);
    assert_eq!(last_blocks(&pair), [Block::Paragraph(vec![Inline::Text("**hi**".into())])]);
}

#[test]
fn own_words_look_the_same_before_and_after_the_echo() {
    let mut pair = Pair::live();
    pair.send(0, "see *this*:\nhttps://a.example").unwrap();
    let before = last_blocks(&pair);
    pair.drive(5_000);
    assert_eq!(last_blocks(&pair), before);
    pair.reload(0);
    pair.drive(5_000);
    assert_eq!(last_blocks(&pair), before);
}

#[test]
fn secrets_and_words_are_not_in_debug_output() {
    let mut pair = Pair::live();
    pair.send(0, "my password").unwrap();
    let outputs = format!("{:?}", pair.clients[0].stored);
    assert!(!outputs.contains("password") && !outputs.contains("ptok"), "{outputs}");
}
