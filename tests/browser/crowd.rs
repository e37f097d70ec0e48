//! A room of thousands: whoever reads further up is left alone and told how much waits.

use chirrup::state::RoomState;
use wasm_bindgen_test::*;

use crate::stage::*;

fn crowd() -> RoomState {
    let room = room(from_ana_many(1..400));
    room.capabilities.update(|it| it.crowd = true);
    room
}

fn append(room: RoomState, ids: std::ops::Range<u64>) {
    room.rows.update(|rows| rows.extend(from_ana_many(ids).iter().map(row)));
}

#[wasm_bindgen_test]
async fn what_waits_is_counted_on_the_way_back() {
    let room = crowd();
    let stage = Stage::transcript(room);
    settled().await;
    stage.scroll_to(stage.list().scroll_top() - 60).await;
    assert!(stage.try_find(".pause").is_none());
    for (missed, text) in
        [(0, "Chat paused"), (1, "Chat paused — 1 new"), (128, "Chat paused — 128 new")]
    {
        room.paused.set(Some(missed));
        settled().await;
        assert_eq!(stage.find(".pause__text").text_content().unwrap(), text);
    }
    assert!(stage.try_find(".pill").is_none(), "there is one way back");
    let buttons = stage.all(".timeline > :not(.timeline__list) button");
    assert_eq!(buttons.len(), 1);
    assert_eq!(buttons[0].text_content().unwrap(), "Resume");
    stage.click(".pause__resume").await;
    assert_eq!(stage.distance_to_end(), 0);
    room.paused.set(None);
    settled().await;
    assert!(stage.try_find(".pause").is_none());
}

#[wasm_bindgen_test]
async fn who_resumes_by_keyboard_is_in_the_transcript() {
    let room = crowd();
    let stage = Stage::transcript(room);
    settled().await;
    stage.scroll_to(0).await;
    room.paused.set(Some(3));
    settled().await;
    stage.focus(".pause__resume").await;
    stage.click(".pause__resume").await;
    assert!(stage.has_focus(".timeline__list"));
    assert_eq!(stage.distance_to_end(), 0);
}

#[wasm_bindgen_test]
async fn a_pointer_that_rests_on_the_chat_pauses_nothing() {
    let room = crowd();
    let stage = Stage::transcript(room);
    settled().await;
    for name in ["pointerenter", "pointerover", "mouseover", "pointermove"] {
        let event = web_sys::Event::new(name).unwrap();
        stage.list().dispatch_event(&event).unwrap();
    }
    append(room, 1_000..1_003);
    settled().await;
    assert_eq!(stage.distance_to_end(), 0);
    assert!(stage.try_find(".pause").is_none());
}

#[wasm_bindgen_test]
async fn who_scrolls_slowly_gets_away_from_the_end() {
    // A message came in with each frame and put a reader back who had scrolled less than the tolerance.
    let room = crowd();
    let stage = Stage::transcript(room);
    settled().await;
    let mut id = 1_000;
    for step in 1..=6 {
        stage.list().set_scroll_top(stage.list().scroll_top() - 8);
        frame().await;
        id += 1;
        append(room, id..id + 1);
        frame().await;
        assert!(stage.distance_to_end() >= step * 8, "step {step}");
    }
}

#[wasm_bindgen_test]
async fn a_view_full_of_arrivals_does_not_stop_the_end_from_being_followed() {
    let room = crowd();
    let stage = Stage::transcript(room);
    settled().await;
    append(room, 1_000..1_040);
    settled().await;
    assert_eq!(stage.distance_to_end(), 0);
    append(room, 2_000..2_500);
    settled().await;
    assert_eq!(stage.distance_to_end(), 0);
}

#[wasm_bindgen_test]
async fn rows_that_are_let_go_of_leave_the_end_where_it_is() {
    let room = crowd();
    let stage = Stage::transcript(room);
    settled().await;
    let last = stage.row(399);
    let before = last.get_bounding_client_rect().top();
    room.rows.update(|rows| drop(rows.drain(..200)));
    settled().await;
    assert!((last.get_bounding_client_rect().top() - before).abs() < 0.6);
    assert_eq!(stage.distance_to_end(), 0);
}
