//! How moderators' tools come into a chat that may lack them: who asks for them, and what is said without.

use chirrup::state::HostEvent;
use wasm_bindgen_test::*;

use crate::stage::*;
use crate::world::World;

/// How often the loader was asked for tools after somebody came into the room.
fn asked_for_tools(name: &'static str) -> usize {
    let world = World::event(name);
    let (_owner, heard) = world.chat();
    world.pass(100);
    world.established();
    world.pass(1_000);
    heard.borrow().iter().filter(|event| **event == HostEvent::KeepsOrder).count()
}

#[wasm_bindgen_test]
fn tools_are_asked_for_once_and_by_moderators_only() {
    assert_eq!(asked_for_tools("Olli"), 1);
    assert_eq!(asked_for_tools("Mia"), 0);
}

#[wasm_bindgen_test]
async fn who_lacks_the_tools_is_told_and_can_write_all_the_same() {
    let world = World::event("Olli");
    let stage = Stage::in_event(&world).await;
    assert!(stage.try_find(".strip").is_none());
    stage.chat().lack_tools();
    settled().await;
    let strip = stage.find(".strip[role=alert]");
    assert!(strip.text_content().unwrap().contains("tools could not be loaded"));
    assert!(stage.try_find(".composer__input").is_some());
    stage.click(".strip button").await;
    assert!(stage.try_find(".strip").is_some(), "it stands until they are here");
}
