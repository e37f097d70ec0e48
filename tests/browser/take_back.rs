//! Taking an own message back in a room of thousands.

use wasm_bindgen_test::*;

use crate::stage::*;
use crate::world::World;

const BUTTON: &str = ".live__aside .text-button";

/// Mia said something, and everybody has it.
async fn said(name: &'static str) -> (World, Stage) {
    let world = World::event(name);
    let stage = Stage::in_event(&world).await;
    stage.fill("#composer", "Oops").await;
    stage.press("Enter").await;
    settled().await;
    stage.focus("[data-row]").await;
    (world, stage)
}

#[wasm_bindgen_test]
async fn the_first_press_asks_and_the_second_does_it() {
    let (world, stage) = said("Mia").await;
    assert_eq!(stage.find(BUTTON).text_content().unwrap(), "Delete");
    stage.click(BUTTON).await;
    assert_eq!(stage.find(BUTTON).text_content().unwrap(), "Delete for everybody?");
    assert_eq!(world.asked_for("operation=redact"), 0);
    stage.click(BUTTON).await;
    assert_eq!(world.asked_for("/messages/answered?operation=redact"), 1);
    assert!(stage.has_focus("[data-row]"), "the button is about to go");
}

#[wasm_bindgen_test]
async fn whoever_looks_elsewhere_is_asked_again() {
    let (world, stage) = said("Mia").await;
    stage.click(BUTTON).await;
    world.says("m-2", "Ben", "Hello");
    settled().await;
    stage.all("[data-row]")[1].focus().unwrap();
    settled().await;
    assert!(stage.try_find(BUTTON).is_none(), "nobody takes back what others said");
    stage.all("[data-row]")[0].focus().unwrap();
    settled().await;
    assert_eq!(stage.find(BUTTON).text_content().unwrap(), "Delete");
    assert_eq!(world.asked_for("operation=redact"), 0);
}

#[wasm_bindgen_test]
async fn moderators_hide_theirs_like_any_other() {
    let (_world, stage) = said("Olli").await;
    assert!(stage.try_find(BUTTON).is_none());
    assert!(stage.try_find(".tools").is_some());
}
