//! Answers in a room of thousands: the quote, the way to what is quoted, and an own answer.

use wasm_bindgen_test::*;

use crate::stage::*;
use crate::world::World;

/// Mira said something, and Ben answered her.
async fn room_with_an_answer() -> (World, Stage) {
    let world = World::event("Mia");
    let stage = Stage::in_event(&world).await;
    world.says("m-1", "Mira", "Which song is next?");
    world.pass(10);
    world.answers("m-2", "Ben", "m-1", "The old one");
    settled().await;
    (world, stage)
}

fn quotes(stage: &Stage) -> Vec<String> {
    let quotes = stage.all(".live__quote");
    quotes.iter().map(|quote| quote.text_content().unwrap().trim().to_owned()).collect()
}

#[wasm_bindgen_test]
async fn a_quote_goes_in_the_same_frame_as_the_message_that_it_quotes() {
    let (world, stage) = room_with_an_answer().await;
    assert_eq!(quotes(&stage), ["Mira Which song is next?"]);
    world.acts("a-1", "Olli", r#"{"action":"hide","id":"m-1"}"#);
    settled().await;
    assert!(quotes(&stage).is_empty());
    assert!(!stage.list().text_content().unwrap().contains("Which song"));
    world.acts("a-2", "Olli", r#"{"action":"restore","id":"m-1"}"#);
    settled().await;
    assert_eq!(quotes(&stage), ["Mira Which song is next?"]);
}

#[wasm_bindgen_test]
async fn what_is_not_here_is_not_quoted() {
    let (world, stage) = room_with_an_answer().await;
    world.answers("m-3", "Rita", "m-0", "To something long ago");
    settled().await;
    assert_eq!(quotes(&stage).len(), 1);
    assert!(stage.list().text_content().unwrap().contains("To something long ago"));
}

#[wasm_bindgen_test]
async fn a_quote_leads_to_its_message() {
    let (world, stage) = room_with_an_answer().await;
    for number in 0..400 {
        world.says(&format!("n-{number:03}"), "Rita", &format!("Number {number}"));
        world.pass(10);
    }
    world.answers("m-3", "Ben", "m-1", "This one");
    settled().await;
    assert!(stage.all("[data-row]").len() < 400, "the first rows are not drawn");
    stage.click(".live__quote").await;
    let focused = stage.focused().expect("a row has focus");
    assert!(focused.get_attribute("aria-label").unwrap().contains("Which song is next?"));
}

#[wasm_bindgen_test]
async fn an_answer_says_what_it_answers_and_the_next_message_does_not() {
    let (world, stage) = room_with_an_answer().await;
    stage.focus("[data-row]").await;
    stage.click(".live__answer").await;
    assert!(stage.has_focus("#composer"), "the answer can be typed at once");
    let strip = stage.find(".answering");
    assert!(strip.text_content().unwrap().contains("Which song is next?"));
    assert_eq!(stage.field().get_attribute("aria-describedby").unwrap(), strip.id());

    stage.fill("#composer", "I hope so").await;
    stage.press("Enter").await;
    settled().await;
    let sent = world.bodies("/messages").pop().unwrap();
    // The metadata is JSON as a text.
    assert!(sent.contains(r#"\"r\":\"m-1\""#), "{sent}");
    assert!(stage.try_find(".answering").is_none());
    assert_eq!(quotes(&stage).len(), 2, "the own answer has its quote too");

    stage.fill("#composer", "And more").await;
    stage.press("Enter").await;
    settled().await;
    let sent = world.bodies("/messages").pop().unwrap();
    assert!(sent.contains("And more") && !sent.contains("m-1"), "{sent}");
}

#[wasm_bindgen_test]
async fn an_answer_is_begun_by_a_key_and_left_by_another() {
    let (_world, stage) = room_with_an_answer().await;
    stage.focus("[data-row]").await;
    stage.press("r").await;
    assert!(stage.try_find(".answering").is_some());
    assert!(stage.has_focus("#composer"));
    stage.press("Escape").await;
    assert!(stage.try_find(".answering").is_none());
    assert!(stage.has_focus("#composer"), "only the answer is left, not the chat");
}

#[wasm_bindgen_test]
async fn what_is_hidden_meanwhile_is_not_answered() {
    let (world, stage) = room_with_an_answer().await;
    stage.focus("[data-row]").await;
    stage.click(".live__answer").await;
    world.acts("a-1", "Olli", r#"{"action":"hide","id":"m-1"}"#);
    settled().await;
    assert!(stage.try_find(".answering").is_none(), "its text is nowhere");
    stage.fill("#composer", "I hope so").await;
    stage.press("Enter").await;
    settled().await;
    let sent = world.bodies("/messages").pop().unwrap();
    assert!(sent.contains("I hope so") && !sent.contains("m-1"), "{sent}");
}

#[wasm_bindgen_test]
async fn who_may_not_write_may_not_answer() {
    let (world, stage) = room_with_an_answer().await;
    world.times_out("a-1", "Mia", 60_000);
    settled().await;
    stage.focus("[data-row]").await;
    stage.press("r").await;
    stage.click(".live__answer").await;
    assert!(stage.try_find(".answering").is_none());
}
