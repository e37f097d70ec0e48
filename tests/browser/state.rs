//! What core tells becomes signals: rows that keep their identity, a strip that waits, an announcer with a pace.

use std::sync::Arc;

use chirrup::driver::News;
use chirrup::state::{Announcement, Connection, HostEvent, Link, Panel};
use chirrup_core::ItemKind;
use chirrup_core::session::Network;
use wasm_bindgen_test::*;

use crate::world::{World, joined, message};

fn texts(owner: &chirrup::state::ChatOwner) -> Vec<String> {
    let rows = owner.chat().room().get_untracked().unwrap().rows.get_untracked();
    let items = rows.iter().map(|row| row.item.get_untracked());
    items
        .filter_map(|item| match &item.kind {
            ItemKind::Message(message) => Some(message.source.to_string()),
            _ => None,
        })
        .collect()
}

#[wasm_bindgen_test]
fn a_repeated_frame_is_one_row() {
    let world = World::default();
    let (owner, _) = world.live_chat();
    world.agent_says("1", "hi");
    world.agent_says("1", "hi");
    world.agent_says("2", "there");
    assert_eq!(texts(&owner), ["hi", "there"]);
}

#[wasm_bindgen_test]
fn the_strip_is_silent_at_first_and_glad_at_last() {
    let world = World::default();
    let (owner, _) = world.live_chat();
    let strip = owner.chat().connection();
    world.set_down(true);
    world.pass(1_900);
    assert_eq!(strip.get_untracked(), Connection::Fine);
    world.pass(200);
    assert_eq!(strip.get_untracked(), Connection::Reconnecting);
    world.tell(News::Network(Network::Offline));
    assert_eq!(strip.get_untracked(), Connection::Offline);
    world.set_down(false);
    world.tell(News::Network(Network::Online));
    while strip.get_untracked() != Connection::Restored {
        world.pass(100);
    }
    world.pass(1_600);
    assert_eq!(strip.get_untracked(), Connection::Fine);
}

#[wasm_bindgen_test]
fn arrivals_are_announced_one_by_one_and_only_while_open() {
    let world = World::default();
    let (owner, _) = world.live_chat();
    let said = owner.chat().announcement();
    world.agent_says("1", "unheard");
    world.pass(1_000);
    assert_eq!(said.get_untracked(), None);

    owner.chat().set_panel(Panel::OpenedByPerson);
    world.agent_says("2", "first");
    world.agent_says("3", "second");
    let source = |said: Option<Announcement>| match said {
        Some(Announcement::Item(item)) => match &item.kind {
            ItemKind::Message(message) => Arc::clone(&message.source),
            _ => panic!("a message"),
        },
        _ => panic!("an item"),
    };
    assert_eq!(&*source(said.get_untracked()), "first");
    world.pass(140);
    assert_eq!(&*source(said.get_untracked()), "first");
    world.pass(20);
    assert_eq!(&*source(said.get_untracked()), "second");
}

#[wasm_bindgen_test]
fn the_host_hears_edges_only() {
    let world = World::default();
    let (_owner, heard) = world.live_chat();
    world.agent_says("1", "hi");
    let heard = heard.borrow();
    let links: Vec<_> = heard
        .iter()
        .filter_map(|event| match event {
            HostEvent::Connection(link) => Some(*link),
            _ => None,
        })
        .collect();
    assert_eq!(links, [Link::Connecting, Link::Live]);
    assert_eq!(heard.iter().filter(|event| **event == HostEvent::Started).count(), 1);
    assert!(heard.iter().any(|event| matches!(event, HostEvent::Received(_))));
}

#[wasm_bindgen_test]
fn the_transcript_has_the_older_pages_and_what_happened_too() {
    let world = World::default();
    let oldest = [joined("0"), message("1", "one")];
    world.has_pages(&[&[message("3", "three")], &[message("2", "two")], &oldest]);
    let (owner, _) = world.live_chat();
    owner.chat().download_transcript();
    world.pass(1_000);
    let saved = world.saved();
    assert_eq!(saved.len(), 1);
    let (name, text) = &saved[0];
    assert_eq!(name, "chat-2025-11-21.txt");
    let lines: Vec<_> = text.lines().filter(|line| line.contains("Ana")).collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert!(lines[0].ends_with("] Ana joined"), "{text}");
    assert!(lines[1].ends_with("] Ana: one") && lines[3].ends_with("] Ana: three"), "{text}");
}

#[wasm_bindgen_test]
fn what_the_host_says_early_waits_for_the_conversation() {
    let world = World::default();
    let (owner, _) = world.chat();
    let chat = owner.chat();
    chat.say("from the page").unwrap();
    chat.prefill("half a thought");
    chat.identify(Some("Mia"), [("plan".to_owned(), "gold".to_owned())].into()).unwrap();
    assert!(chat.set_attributes([("no spaces".to_owned(), "x".to_owned())].into()).is_err());
    assert_eq!(chat.start_name().get_untracked(), "Mia");
    chat.start(chirrup_core::session::StartDetails {
        display_name: "Mia".into(),
        ..Default::default()
    });
    world.pass(200);
    assert!(world.bodies("start-chat")[0].contains("\"plan\":\"gold\""));
    assert_eq!(texts(&owner), ["from the page"]);
    let room = chat.room().get_untracked().unwrap();
    assert_eq!(room.draft.get_untracked(), "half a thought");
}

#[wasm_bindgen_test]
fn copy_takes_the_text_as_typed() {
    let world = World::default();
    let (owner, _) = world.live_chat();
    world.agent_says("1", "**bold**");
    let rows = owner.chat().room().get_untracked().unwrap().rows.get_untracked();
    owner.chat().copy(rows.last().unwrap().id);
    assert_eq!(world.copied(), ["**bold**"]);
}
