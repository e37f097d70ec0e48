//! The reader's place: kept to the pixel, or at the end.

use std::sync::Arc;

use chirrup_core::timeline::{Delivery, FailReason, Notice, Origin};
use chirrup_core::{Day, Item, ItemKind};
use wasm_bindgen_test::*;

use crate::stage::*;

fn append(room: chirrup::state::RoomState, items: &[Arc<Item>]) {
    room.rows.update(|rows| rows.extend(items.iter().map(row)));
}

fn prepend(room: chirrup::state::RoomState, items: &[Arc<Item>]) {
    room.rows.update(|rows| {
        rows.splice(0..0, items.iter().map(row));
    });
}

#[wasm_bindgen_test]
async fn the_first_paint_is_at_the_end() {
    let stage = Stage::transcript(room(from_ana_many(1..60)));
    frame().await;
    assert_eq!(stage.distance_to_end(), 0);
}

#[wasm_bindgen_test]
async fn an_older_page_keeps_the_place_to_the_pixel() {
    let room = room(from_ana_many(100..160));
    let stage = Stage::transcript(room);
    settled().await;
    stage.scroll_to(300).await;
    let before = stage.row_top(110);
    prepend(room, &from_ana_many(200..250));
    settled().await;
    assert!((stage.row_top(110) - before).abs() < 0.6, "from {before} to {}", stage.row_top(110));
}

#[wasm_bindgen_test]
async fn a_slow_wheel_during_a_prepend_moves_by_its_own_pixels_only() {
    // A reader who scrolls in the same moment as the page arrives must not be thrown by a page's height.
    let room = room(from_ana_many(100..160));
    let stage = Stage::transcript(room);
    settled().await;
    stage.scroll_to(300).await;
    let before = stage.row_top(110);
    prepend(room, &from_ana_many(200..250));
    stage.list().set_scroll_top(307);
    settled().await;
    assert!((stage.row_top(110) - (before - 7.0)).abs() < 0.6, "{before} {}", stage.row_top(110));
}

#[wasm_bindgen_test]
async fn every_change_of_height_is_followed_at_the_end() {
    let room = room(from_ana_many(1..40));
    let stage = Stage::transcript(room);
    settled().await;
    append(room, &[from_ana(50, "hello")]);
    settled().await;
    assert_eq!(stage.distance_to_end(), 0, "a message");

    let grown = from_ana(50, &"and more ".repeat(30));
    let last = room.rows.with_untracked(|rows| rows.last().unwrap().item.clone());
    last.set(grown);
    settled().await;
    assert_eq!(stage.distance_to_end(), 0, "a message that grew");

    stage.fill(".composer__input", "one\ntwo\nthree\nfour").await;
    settled().await;
    assert_eq!(stage.distance_to_end(), 0, "a message box that grew");
}

#[wasm_bindgen_test]
async fn the_typing_line_is_not_leaving_the_end() {
    // Elsewhere the line itself pushed readers off the end, and the next message was not followed.
    let room = room(from_ana_many(1..40));
    let stage = Stage::transcript(room);
    settled().await;
    room.typing.set(vec![ana()]);
    settled().await;
    assert_eq!(stage.distance_to_end(), 0);
    assert_eq!(stage.find(".typing").offset_height(), 36);
    room.typing.set(Vec::new());
    append(room, &[from_ana(50, "here it is")]);
    settled().await;
    assert_eq!(stage.distance_to_end(), 0);
    assert!(stage.try_find(".pill").is_none());
}

#[wasm_bindgen_test]
async fn a_reader_further_up_is_not_moved_and_told_how_much_came() {
    let room = room(from_ana_many(1..60));
    let stage = Stage::transcript(room);
    settled().await;
    stage.scroll_to(200).await;
    let before = stage.row_top(10);
    append(room, &[from_ana(70, "one"), from_ana(71, "two")]);
    settled().await;
    assert!((stage.row_top(10) - before).abs() < 0.6);
    let pill = stage.find(".pill");
    assert_eq!(pill.get_attribute("aria-label").unwrap(), "Jump to latest, 2 new messages");

    stage.click(".pill").await;
    settled().await;
    assert_eq!(stage.distance_to_end(), 0);
    assert!(stage.try_find(".pill").is_none());
}

#[wasm_bindgen_test]
async fn an_older_page_is_not_counted_as_news() {
    let room = room(from_ana_many(100..160));
    let stage = Stage::transcript(room);
    settled().await;
    stage.scroll_to(200).await;
    prepend(room, &from_ana_many(200..250));
    settled().await;
    assert_eq!(stage.find(".pill").get_attribute("aria-label").unwrap(), "Jump to latest");
}

#[wasm_bindgen_test]
async fn an_own_message_is_always_followed() {
    let room = room(from_ana_many(1..60));
    let stage = Stage::transcript(room);
    settled().await;
    stage.scroll_to(200).await;
    append(room, &[from_me(70, "mine")]);
    settled().await;
    assert_eq!(stage.distance_to_end(), 0);
}

#[wasm_bindgen_test]
async fn a_message_taller_than_the_view_stops_at_its_top() {
    let room = room(from_ana_many(1..40));
    let stage = Stage::transcript(room);
    settled().await;
    append(room, &[from_ana(50, &"a very long story ".repeat(200))]);
    settled().await;
    let top = stage.row_top(50);
    assert!((0.0..40.0).contains(&top), "its top is in view: {top}");
    assert!(stage.distance_to_end() > 100);
    assert!(stage.try_find(".pill").is_some());
}

#[wasm_bindgen_test]
async fn nothing_one_and_two_items_with_every_divider() {
    // The first message in an empty room together with a divider broke a list elsewhere.
    let room = room(Vec::new());
    let stage = Stage::transcript(room);
    settled().await;
    assert!(stage.try_find(".empty").is_some());
    append(room, &[item(1, ItemKind::DayDivider(Day(20_000))), from_ana(2, "first")]);
    settled().await;
    append(room, &[item(3, ItemKind::UnreadDivider), from_ana(4, "second")]);
    settled().await;
    append(room, &[item(5, ItemKind::Gap), item(6, ItemKind::Notice(Notice::Transferred))]);
    settled().await;
    let ids: Vec<_> = stage
        .all("[data-item]")
        .iter()
        .map(|row| row.get_attribute("data-item").unwrap())
        .collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5", "6"]);
    assert!(stage.try_find(".empty").is_none());
    assert_eq!(stage.distance_to_end(), 0);
    room.rows.update(|rows| {
        rows.remove(4);
    });
    settled().await;
    assert_eq!(stage.all("[data-item]").len(), 5);
}

#[wasm_bindgen_test]
async fn a_row_keeps_its_node_from_echo_to_answer() {
    let room = room(vec![from_me(1, "hello")]);
    let stage = Stage::transcript(room);
    settled().await;
    let (row, bubble) = (stage.row(1), stage.find(".bubble"));
    let signal = room.rows.with_untracked(|rows| rows[0].item.clone());
    for delivery in [Delivery::Sent, Delivery::Read, Delivery::Failed(FailReason::Refused)] {
        signal.set(message(1, "hello", Origin::Own, delivery));
        settled().await;
    }
    assert!(stage.row(1).is_same_node(Some(&row)));
    assert!(stage.find(".bubble").is_same_node(Some(&bubble)));
    let actions: Vec<_> =
        stage.all(".text-button").iter().map(|it| it.text_content().unwrap()).collect();
    assert_eq!(actions, ["Retry", "Copy", "Delete"]);
}

#[wasm_bindgen_test]
async fn checks_stand_on_the_last_own_group_only() {
    let sent = |id| message(id, "x", Origin::Own, Delivery::Sent);
    let room = room(vec![sent(1), from_ana(2, "y"), sent(3)]);
    let stage = Stage::transcript(room);
    settled().await;
    assert!(stage.row(1).query_selector(".receipt").unwrap().is_none());
    assert!(stage.row(3).query_selector(".receipt").unwrap().is_some());
}

#[wasm_bindgen_test]
async fn markdown_becomes_nodes_and_links_are_harmless() {
    let text = "**bold** [site](https://example.com) [bad](javascript:alert(1)) <b>no</b>";
    let stage = Stage::transcript(room(vec![from_ana(1, text)]));
    settled().await;
    let bubble = stage.find(".bubble");
    assert!(bubble.query_selector("strong").unwrap().is_some());
    let links = stage.all(".bubble a");
    assert_eq!(links.len(), 1);
    assert_eq!(links[0].get_attribute("href").unwrap(), "https://example.com");
    assert_eq!(links[0].get_attribute("rel").unwrap(), "noopener noreferrer nofollow");
    assert!(bubble.query_selector("b").unwrap().is_none(), "markup is text");
}
