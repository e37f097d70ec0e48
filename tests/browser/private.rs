//! What is for one person alone: how it looks to the two of them, and that an answer to it stays between them.

use wasm_bindgen_test::*;

use crate::moderate::room_of;
use crate::stage::*;
use crate::world::{World, arn};

#[wasm_bindgen_test]
async fn whom_a_message_is_for_alone_reads_that_and_answers_in_private() {
    let world = World::event("Mia");
    let stage = Stage::in_event(&world).await;
    world.whispers("m-1", "Olli", "Mia", "Please stop that");
    settled().await;
    let row = stage.find("[data-row]");
    assert!(row.text_content().unwrap().contains("Only you see this"));
    assert!(row.get_attribute("aria-label").unwrap().contains("Only you see this"));
    assert!(row.class_list().contains("is-mention"), "it means this person");

    stage.focus("[data-row]").await;
    stage.press("r").await;
    let strip = stage.find(".answering").text_content().unwrap();
    assert!(strip.contains("Reply privately to"), "{strip}");
    stage.fill("#composer", "Sorry").await;
    stage.press("Enter").await;
    settled().await;
    let sent = world.bodies("/messages").pop().unwrap();
    assert!(sent.contains(&format!(r#""Target":[{{"MemberArn":"{}"}}]"#, arn("Olli"))), "{sent}");

    stage.fill("#composer", "Hello all").await;
    stage.press("Enter").await;
    settled().await;
    let sent = world.bodies("/messages").pop().unwrap();
    assert!(sent.contains("Hello all") && !sent.contains("Target"), "{sent}");
}

#[wasm_bindgen_test]
async fn a_moderator_has_a_word_with_one_person() {
    let (world, stage) = room_of("Olli").await;
    stage.focus_row("Hello").await;
    stage.press(".").await;
    stage.pick("Write privately…").await;
    assert!(stage.has_focus(".dialog__input"));
    let dialog = stage.find("[aria-modal=true]").text_content().unwrap();
    assert!(dialog.contains("Only Ben will see this"), "{dialog}");
    stage.fill(".dialog__input", "Mind the rules, please").await;
    stage.click(".dialog .button--primary").await;
    assert!(stage.try_find("[aria-modal=true]").is_none());
    let sent = world.bodies("/messages").pop().unwrap();
    assert!(sent.contains(r#""Content":"Mind the rules, please""#), "{sent}");
    assert!(sent.contains(&format!(r#""Target":[{{"MemberArn":"{}"}}]"#, arn("Ben"))), "{sent}");
    let row = stage.said("Mind the rules, please").text_content().unwrap();
    assert!(row.contains("Only Ben sees this"), "{row}");
}

#[wasm_bindgen_test]
async fn what_is_left_empty_goes_to_nobody() {
    let (world, stage) = room_of("Olli").await;
    stage.focus_row("Hello").await;
    stage.press(".").await;
    stage.pick("Write privately…").await;
    stage.click(".dialog .button--primary").await;
    assert!(stage.try_find("[aria-modal=true]").is_none());
    assert!(world.bodies("/messages").is_empty());
}
