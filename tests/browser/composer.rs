//! The message box: what sends, what does not, and what stays in it.

use wasm_bindgen_test::*;

use crate::stage::*;
use crate::world::World;

#[wasm_bindgen_test]
async fn enter_within_an_input_method_does_not_send() {
    // Half a sentence went out when Enter picked a word of an input method.
    let stage = Stage::transcript(room(Vec::new()));
    settled().await;
    stage.fill(".composer__input", "にほ").await;
    assert!(!stage.press_as("Enter", |init| init.set_is_composing(true)).await);
    assert!(!stage.press_as("Enter", |init| init.set_key_code(229)).await);
    assert_eq!(stage.field().value(), "にほ");
}

#[wasm_bindgen_test]
async fn shift_and_enter_make_a_new_line() {
    let stage = Stage::transcript(room(Vec::new()));
    settled().await;
    stage.fill(".composer__input", "one").await;
    assert!(!stage.press_as("Enter", |init| init.set_shift_key(true)).await);
    assert!(stage.press("Enter").await, "Enter alone is taken");
}

#[wasm_bindgen_test]
async fn a_text_that_is_not_taken_stays() {
    // This chat has no conversation, so nothing can be sent.
    let stage = Stage::transcript(room(Vec::new()));
    settled().await;
    stage.fill(".composer__input", "do not lose me").await;
    stage.press("Enter").await;
    assert_eq!(stage.field().value(), "do not lose me");
}

#[wasm_bindgen_test]
async fn what_was_sent_leaves_an_empty_field_with_focus() {
    let world = World::default();
    let stage = Stage::live(&world).await;
    for by_key in [true, false] {
        stage.focus(".composer__input").await;
        stage.fill(".composer__input", "hello").await;
        if by_key {
            assert!(stage.press("Enter").await);
        } else {
            stage.click(".composer__send").await;
        }
        assert_eq!(stage.field().value(), "");
        assert!(stage.has_focus(".composer__input"));
    }
    world.pass(1_000);
    settled().await;
    assert_eq!(world.bodies("/message").len(), 2);
    assert_eq!(stage.all(".bubble--out").len(), 2);
    assert_eq!(stage.field().value(), "", "the echo brings nothing back");
}

#[wasm_bindgen_test]
async fn a_text_that_is_too_long_stays_and_is_kept() {
    let world = World::default();
    let stage = Stage::live(&world).await;
    let long = "word ".repeat(4_000);
    stage.focus(".composer__input").await;
    stage.fill(".composer__input", &long).await;
    assert_eq!(stage.find(".composer__send").get_attribute("aria-disabled").unwrap(), "true");
    stage.press("Enter").await;
    stage.click(".composer__send").await;
    assert_eq!(stage.field().value(), long);
    assert!(stage.has_focus(".composer__input"));
    assert!(world.bodies("/message").is_empty());
    assert!(world.stored_names().contains(&"draft".to_owned()));

    drop(stage);
    let stage = Stage::resumed(&world).await;
    assert_eq!(stage.field().value(), long, "and is there on the next page");
}

#[wasm_bindgen_test]
async fn a_draft_goes_with_the_message() {
    let world = World::default();
    let stage = Stage::live(&world).await;
    stage.fill(".composer__input", "half a").await;
    assert!(world.stored_names().contains(&"draft".to_owned()));
    stage.fill(".composer__input", "half a thought").await;
    stage.press("Enter").await;
    world.pass(1_000);
    assert!(!world.stored_names().contains(&"draft".to_owned()));
    drop(stage);
    let stage = Stage::resumed(&world).await;
    assert_eq!(stage.field().value(), "");
}

#[wasm_bindgen_test]
async fn white_space_is_not_sent() {
    let stage = Stage::transcript(room(Vec::new()));
    settled().await;
    stage.fill(".composer__input", "  \n ").await;
    assert_eq!(stage.find(".composer__send").get_attribute("aria-disabled").unwrap(), "true");
}

#[wasm_bindgen_test]
async fn a_draft_is_restored_and_follows_another_tab() {
    let room = room(Vec::new());
    room.draft.set("from yesterday".to_owned());
    let stage = Stage::transcript(room);
    settled().await;
    assert_eq!(stage.field().value(), "from yesterday");
    stage.fill(".composer__input", "typed here").await;
    assert_eq!(stage.field().value(), "typed here");
    room.draft.set("typed there".to_owned());
    settled().await;
    assert_eq!(stage.field().value(), "typed there");
}

#[wasm_bindgen_test]
async fn the_field_grows_to_six_lines_and_not_further() {
    let stage = Stage::transcript(room(Vec::new()));
    settled().await;
    let height = || stage.field().offset_height();
    let one = height();
    stage.fill(".composer__input", "a\nb\nc").await;
    assert_eq!(height(), one + 44, "two more lines");
    stage.fill(".composer__input", &"a\n".repeat(6)).await;
    let six = height();
    stage.fill(".composer__input", &"a\n".repeat(40)).await;
    assert_eq!(height(), six);
    assert!(six <= 150, "{six}");
    stage.fill(".composer__input", "").await;
    assert_eq!(height(), one);
}

#[wasm_bindgen_test]
async fn the_counter_comes_at_four_fifths_and_stops_sending_at_the_limit() {
    let room = room(Vec::new());
    room.capabilities.update(|can| can.message_bytes_max = 10);
    let stage = Stage::transcript(room);
    settled().await;
    stage.fill(".composer__input", "1234567").await;
    assert!(stage.try_find(".counter").is_none());
    stage.fill(".composer__input", "äöüä").await;
    assert_eq!(stage.find(".counter").text_content().unwrap(), "2 characters left");
    stage.fill(".composer__input", "äöüäöü").await;
    assert_eq!(stage.find(".counter").text_content().unwrap(), "2 characters too many");
    assert_eq!(stage.find(".composer__send").get_attribute("aria-disabled").unwrap(), "true");
}

#[wasm_bindgen_test]
async fn a_press_on_send_leaves_focus_in_the_field() {
    let stage = Stage::transcript(room(Vec::new()));
    settled().await;
    let init = web_sys::EventInit::new();
    init.set_cancelable(true);
    for name in ["pointerdown", "mousedown"] {
        let press = web_sys::Event::new_with_event_init_dict(name, &init).unwrap();
        assert!(!stage.find(".composer__send").dispatch_event(&press).unwrap(), "{name}");
    }
}

#[wasm_bindgen_test]
async fn page_keys_of_an_empty_field_scroll_the_transcript() {
    let stage = Stage::transcript(room(from_ana_many(1..60)));
    settled().await;
    stage.field().focus().unwrap();
    let end = stage.list().scroll_top();
    assert!(stage.press("PageUp").await);
    assert!(stage.list().scroll_top() < end - 200);
    stage.fill(".composer__input", "text").await;
    assert!(!stage.press("PageUp").await, "with text the key belongs to the field");
}
