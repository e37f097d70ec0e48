//! The driver runs the real session in a world that answers from inside each call.

use chirrup::driver::{Browser, News, Outside, Persist};
use chirrup::state::HostEvent;
use chirrup_core::session::Visibility;
use chirrup_core::timeline::Delivery;
use chirrup_core::{ItemKind, Phase, StoreKey};
use chirrup_wire::Secret;
use js_sys::Object;
use wasm_bindgen_test::*;

use crate::world::World;

#[wasm_bindgen_test]
fn a_chat_starts_goes_live_and_sends() {
    let world = World::default();
    let (owner, _) = world.live_chat();
    let chat = owner.chat();
    assert_eq!(chat.phase().get_untracked(), Phase::Live);

    let id = chat.send("hello").unwrap();
    let room = chat.room().get_untracked().unwrap();
    let row = room.rows.get_untracked().into_iter().find(|row| row.id == id).unwrap();
    let before = row.item;
    world.pass(100);

    assert_eq!(world.bodies("/message").len(), 1);
    let ItemKind::Message(message) = &before.get_untracked().kind else { panic!("a message") };
    assert_eq!(message.delivery, Delivery::Sent);
}

#[wasm_bindgen_test]
fn what_comes_in_one_frame_of_the_page_is_counted_once() {
    // The loader drew its badge a thousand times a second.
    let world = World::default();
    let (_owner, heard) = world.live_chat();
    world.hold_frames();
    for id in ["20", "21", "22", "23", "24"] {
        world.agent_says(id, "hello");
    }
    heard.borrow_mut().clear();
    world.paint();
    let heard = heard.borrow();
    let counts: Vec<_> =
        heard.iter().filter(|event| matches!(event, HostEvent::Unread(_))).collect();
    assert_eq!(counts, [&HostEvent::Unread(5)]);
    let messages = heard.iter().filter(|event| matches!(event, HostEvent::Received(_)));
    assert_eq!(messages.count(), 4, "the first one waited for nothing");
}

#[wasm_bindgen_test]
fn nothing_is_stored_before_a_conversation_begins() {
    // A widget that writes before anyone opens it forces a consent banner on its host.
    let world = World::default();
    let (owner, _) = world.chat();
    world.pass(60_000);
    assert!(world.stored_names().is_empty());
    drop(owner);
    let (_owner, _) = world.live_chat();
    assert!(world.stored_names().contains(&"resume".to_owned()));
}

#[wasm_bindgen_test]
fn what_is_dropped_leaves_nothing_open() {
    let world = World::default();
    let (owner, _) = world.live_chat();
    assert_eq!(world.open_sockets(), 1);
    assert!(world.is_watched() && world.timers() > 0);
    drop(owner);
    assert_eq!((world.open_sockets(), world.timers(), world.is_watched()), (0, 0, false));
}

#[wasm_bindgen_test]
fn a_kept_conversation_is_resumed_by_the_next_page() {
    let world = World::default();
    let (owner, _) = world.live_chat();
    drop(owner);
    let (owner, _) = world.chat();
    world.pass(100);
    assert_eq!(owner.chat().phase().get_untracked(), Phase::Live);
    assert_eq!(world.bodies("start-chat").len(), 1);
}

#[wasm_bindgen_test]
fn a_page_from_the_cache_of_the_browser_is_live_again() {
    let world = World::default();
    let (owner, _) = world.live_chat();
    world.tell(News::PageHidden);
    assert_eq!(world.open_sockets(), 0);
    world.tell(News::PageRestored);
    world.tell(News::Visibility(Visibility::Visible));
    world.pass(1_000);
    assert_eq!(owner.chat().phase().get_untracked(), Phase::Live);
    assert_eq!(world.open_sockets(), 1);
}

#[wasm_bindgen_test]
fn a_full_or_refused_storage_is_normal() {
    // A full quota threw, and the conversation ended with it.
    let refused = || Browser::new(Persist::None, "refused");
    refused().store(&StoreKey::Draft, &Secret::new("x"));
    assert!(refused().stored().is_empty());
    let full = Browser::new(Persist::Session, "full");
    full.store(&StoreKey::Draft, &Secret::new("x".repeat(50_000_000)));
    assert!(full.stored().is_empty());
}

#[wasm_bindgen_test]
fn what_no_storage_keeps_goes_to_another_module_in_memory() {
    let memory = Object::new();
    let kept = || Browser::with_memory(Persist::None, "moved", memory.clone());
    kept().store(&StoreKey::Draft, &Secret::new("Half a sen"));
    kept().store(&StoreKey::Seen, &Secret::new("m-1"));
    kept().forget(&StoreKey::Seen);
    assert_eq!(kept().stored().get(&StoreKey::Draft).map(Secret::reveal), Some("Half a sen"));
    assert_eq!(kept().stored().len(), 1);
}

#[wasm_bindgen_test]
fn instances_keep_their_values_apart() {
    let (left, right) = (Browser::new(Persist::Session, "l"), Browser::new(Persist::Session, "r"));
    left.store(&StoreKey::Outbox("token".into()), &Secret::new("mine"));
    assert_eq!(left.stored().len(), 1);
    assert!(right.stored().is_empty());
    left.forget(&StoreKey::Outbox("token".into()));
    assert!(left.stored().is_empty());
}
