//! What stands around the rows of a room of thousands: emoji, pin and announcement, and the message box or what
//! takes its place.

use chirrup::i18n::Locale;
use chirrup::state::{RoomState, Row, Thrown, Wait};
use chirrup_core::moderation::Composing;
use chirrup_core::room::Role;
use chirrup_core::timeline::{Concealed, Delivery};
use chirrup_core::{ItemKind, Millis};
use leptos::prelude::*;
use wasm_bindgen_test::*;

use crate::live::{crowd, fan, marked, mention, official, own, rows};
use crate::page::Motion;
use crate::stage::*;
use crate::world::World;

fn throw(room: RoomState, emoji: &str, count: u32) {
    room.live.thrown.update(|thrown| {
        let number = thrown.last().map_or(1, |last| last.number + 1);
        thrown.push(Thrown { number, emoji: emoji.into(), count });
    });
}

fn text(stage: &Stage, selector: &str) -> String {
    let text = stage.find(selector).text_content().unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

// Emoji.

#[wasm_bindgen_test]
async fn emoji_float_up_and_nobody_can_press_or_hear_them() {
    let _motion = Motion::full();
    let room = crowd(rows(vec![fan("Mira", "wow")]));
    let stage = Stage::transcript(room);
    settled().await;
    throw(room, "🔥", 3);
    settled().await;
    let afloat = stage.all(".burst");
    assert_eq!(afloat.len(), 3);
    assert_eq!(afloat[0].text_content().unwrap(), "🔥");
    let layer = stage.find(".bursts");
    assert_eq!(layer.get_attribute("aria-hidden").unwrap(), "true");
    let style = window().get_computed_style(&layer).unwrap().unwrap();
    assert_eq!(style.get_property_value("pointer-events").unwrap(), "none");
    let place = |index: usize| afloat[index].style().get_property_value("--burst-place").unwrap();
    assert_ne!(place(0), place(1), "they do not cover each other");

    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    let landed = web_sys::Event::new_with_event_init_dict("animationend", &init).unwrap();
    afloat[0].dispatch_event(&landed).unwrap();
    assert_eq!(stage.all(".burst").len(), 2, "what has landed is gone");
}

#[wasm_bindgen_test]
async fn a_storm_of_emoji_is_bounded() {
    let _motion = Motion::full();
    let room = crowd(rows(vec![fan("Mira", "wow")]));
    let stage = Stage::transcript(room);
    settled().await;
    for _ in 0..30 {
        throw(room, "🎉", 99);
    }
    settled().await;
    assert_eq!(stage.all(".burst").len(), 40);
}

#[wasm_bindgen_test]
async fn whoever_wants_no_motion_sees_a_number() {
    let _motion = Motion::reduced();
    let clock = crate::page::PageClock::take();
    let room = crowd(rows(vec![fan("Mira", "wow")]));
    let stage = Stage::transcript(room);
    settled().await;
    throw(room, "🎉", 9);
    throw(room, "🔥", 1);
    settled().await;
    throw(room, "🎉", 3);
    settled().await;
    assert!(stage.all(".burst").is_empty());
    assert_eq!(text(&stage, ".bursts"), "🎉 12 🔥 1");
    clock.pass(2_000);
    assert_eq!(text(&stage, ".bursts"), "");
}

#[wasm_bindgen_test]
async fn a_press_throws_at_once_and_leaves_focus_in_the_message_box() {
    let _motion = Motion::full();
    let world = World::default();
    let stage = Stage::live(&world).await;
    let room = stage.chat().room().get_untracked().unwrap();
    assert!(stage.try_find(".emoji-bar").is_none(), "a support chat has none");
    room.capabilities.update(|can| can.bursts = true);
    stage.focus(".composer__input").await;
    settled().await;
    let names: Vec<_> = stage
        .all(".emoji-bar button")
        .iter()
        .map(|button| button.get_attribute("aria-label").unwrap())
        .collect();
    assert_eq!(names, ["Heart", "Fire", "Applause", "Laughter", "Surprise", "Party"]);
    let init = web_sys::EventInit::new();
    init.set_cancelable(true);
    let press = web_sys::Event::new_with_event_init_dict("mousedown", &init).unwrap();
    assert!(!stage.find(".emoji-bar button").dispatch_event(&press).unwrap());
    stage.click(".emoji-bar [aria-label=Fire]").await;
    stage.click(".emoji-bar [aria-label=Fire]").await;
    assert!(stage.has_focus(".composer__input"));
    assert_eq!(stage.all(".burst").len(), 2);
}

// Above the messages.

fn pin(room: RoomState, index: usize) -> Row {
    let row = room.rows.with_untracked(|rows| rows[index].clone());
    room.live.pinned.set(Some(row.clone()));
    row
}

#[wasm_bindgen_test]
async fn pin_and_announcement_stand_above_the_messages() {
    let said = marked(official("Nova", Role::Artist, "@Mia hello"), |marks| {
        marks.mentions = vec![mention(0, 4, true)];
    });
    let room = crowd(rows(vec![said]));
    let stage = Stage::transcript(room);
    settled().await;
    assert!(stage.try_find(".top").is_none());
    room.live.announcement.set(Some("Doors open at eight".into()));
    pin(room, 0);
    settled().await;
    let label = |selector: &str| stage.find(selector).get_attribute("aria-label").unwrap();
    assert_eq!(label(".top--announcement"), "Announcement");
    assert_eq!(label(".top--pinned"), "Pinned message");
    assert_eq!(text(&stage, ".top--announcement"), "Doors open at eight");
    assert_eq!(text(&stage, ".top--pinned"), "ArtistNova @Mia hello");
    assert!(stage.try_find(".top--pinned .badge").is_some());
    let bottom = stage.find(".top--pinned").get_bounding_client_rect().bottom();
    assert!(bottom <= stage.list().get_bounding_client_rect().top() + 0.5);
    assert_eq!(stage.distance_to_end(), 0);
}

#[wasm_bindgen_test]
async fn a_long_announcement_is_folded_until_it_is_asked_for() {
    let room = crowd(Vec::new());
    let stage = Stage::transcript(room);
    room.live.announcement.set(Some("a long sentence about the evening ".repeat(8).into()));
    settled().await;
    let height = || stage.find(".top__body").offset_height();
    let folded = height();
    assert!(folded <= 40, "{folded}");
    stage.click(".top__fold").await;
    assert_eq!(stage.find(".top__fold").get_attribute("aria-expanded").unwrap(), "true");
    assert!(height() > folded + 30);
}

#[wasm_bindgen_test]
async fn what_is_there_as_a_whole_has_nothing_to_unfold() {
    // An arrow stood beside every text, and did nothing beside a short one.
    let room = crowd(Vec::new());
    let stage = Stage::transcript(room);
    let is_there = || {
        let style = window().get_computed_style(&stage.find(".top__fold")).unwrap().unwrap();
        style.get_property_value("visibility").unwrap() == "visible"
    };
    room.live.announcement.set(Some("Doors open at eight".into()));
    settled().await;
    assert!(!is_there());
    room.live.announcement.set(Some("a long sentence about the evening ".repeat(8).into()));
    settled().await;
    assert!(is_there());
    stage.click(".top__fold").await;
    assert!(is_there(), "it can be folded again");
    stage.click(".top__fold").await;
    assert!(is_there());
    room.live.announcement.set(Some("Doors open at nine".into()));
    settled().await;
    assert!(!is_there());
}

#[wasm_bindgen_test]
async fn a_hidden_message_is_gone_from_its_row_and_its_pin_in_one_frame() {
    let room = crowd(rows(vec![fan("Troll", "something awful")]));
    let stage = Stage::transcript(room);
    let row = pin(room, 0);
    settled().await;
    assert!(stage.try_find(".top--pinned").is_some());
    let mut message = row.item.get_untracked().message().unwrap().clone();
    message.text = std::sync::Arc::default();
    message.source = "".into();
    message.marks.concealed = Some(Concealed::Hidden);
    row.item.set(item(1, ItemKind::Message(message)));
    frame().await;
    assert!(stage.try_find(".top--pinned").is_none());
    assert!(!stage.find(".panel").outer_html().contains("awful"));
}

// The message box.

#[wasm_bindgen_test]
async fn whoever_may_not_write_reads_why_and_keeps_the_text() {
    let room = crowd(Vec::new());
    let stage = Stage::transcript(room);
    settled().await;
    stage.focus(".composer__input").await;
    stage.fill(".composer__input", "half a thought").await;
    let until = Millis(1_763_700_000_000);
    let time = Locale::new("en-GB").time(until);
    for (composing, words) in [
        (
            Composing::Muted { until, reason: Some("Spam".into()) },
            format!("A moderator muted you until {time}. Reason: Spam"),
        ),
        (Composing::Banned { reason: None }, "A moderator banned you from this chat.".to_owned()),
        (
            Composing::Frozen,
            "The moderators have stopped the chat for a moment. You can go on reading.".to_owned(),
        ),
        (Composing::ReadOnly, "You can read along here, but not write.".to_owned()),
    ] {
        room.live.composing.set(composing);
        settled().await;
        assert!(stage.try_find("textarea, .emoji-bar").is_none(), "never a dead field");
        assert_eq!(text(&stage, ".closed"), words);
        assert!(stage.has_focus(".closed"), "focus goes on, it is not lost");
    }
    room.live.composing.set(Composing::Free);
    settled().await;
    assert_eq!(stage.field().value(), "half a thought");
    assert!(stage.has_focus(".composer__input"));
}

#[wasm_bindgen_test]
async fn a_pause_is_by_this_devices_clock() {
    // Core had turned the time into the device's, and here it was turned once more.
    let world = World::event("Mia");
    world.is_ahead(600_000);
    let stage = Stage::in_event(&world).await;
    world.acts("a-1", "Olli", r#"{"action":"slow-mode","seconds":300}"#);
    stage.fill(".composer__input", "first").await;
    stage.press("Enter").await;
    settled().await;
    let wait = stage.chat().room().get_untracked().unwrap().live.wait.get_untracked();
    let left = wait.map_or(0, |wait| wait.left);
    assert!((290..=300).contains(&left), "{left}");
}

#[wasm_bindgen_test]
async fn the_ring_around_the_sentence_has_round_corners() {
    // It was the only square one, and the window's corners cut it off.
    let room = crowd(Vec::new());
    let stage = Stage::transcript(room);
    settled().await;
    stage.focus(".composer__input").await;
    room.live.composing.set(Composing::Frozen);
    settled().await;
    let closed = stage.find(".closed");
    assert!(closed.matches(":focus-visible").unwrap());
    let style = window().get_computed_style(&closed).unwrap().unwrap();
    for corner in ["border-top-left-radius", "border-bottom-right-radius"] {
        assert_eq!(style.get_property_value(corner).unwrap(), "16px");
    }
}

#[wasm_bindgen_test]
async fn whoever_is_silenced_for_a_while_sees_it_go_by_and_hears_of_it_once() {
    // There was the time of day when it ends, and nothing moved.
    let clock = crate::page::PageClock::take();
    let world = World::event("Mia");
    let stage = Stage::in_event(&world).await;
    stage.list().focus().unwrap();
    world.times_out("a-1", "Mia", 65_000);
    settled().await;
    let left = || text(&stage, ".closed__left");
    assert_eq!(left(), "You can write again in 1:05.");
    let heard = || stage.find("[aria-live]").text_content().unwrap();
    assert!(heard().starts_with("A moderator muted you until"), "{}", heard());
    world.pass(2_000);
    settled().await;
    assert_eq!(left(), "You can write again in 1:03.");
    clock.pass(1_000);
    for second in 4..60 {
        world.pass(1_000);
        frame().await;
        assert_eq!(heard(), "", "after {second} seconds");
    }
    assert_eq!(left(), "You can write again in 0:07.");
    world.pass(7_000);
    settled().await;
    assert!(stage.try_find(".closed").is_none() && stage.try_find("textarea").is_some());

    world.times_out("a-2", "Mia", 86_400_000);
    settled().await;
    assert_eq!(left(), "You can write again in 24:00:00.");
}

#[wasm_bindgen_test]
async fn being_silenced_takes_no_focus_from_elsewhere() {
    let room = crowd(rows(vec![fan("Mira", "wow")]));
    let stage = Stage::transcript(room);
    settled().await;
    stage.list().focus().unwrap();
    room.live.composing.set(Composing::Frozen);
    settled().await;
    assert!(stage.has_focus(".timeline__list"));
}

#[wasm_bindgen_test]
async fn in_slow_mode_one_may_type_and_sees_the_seconds() {
    let room = crowd(Vec::new());
    let stage = Stage::transcript(room);
    settled().await;
    let is_off = || stage.find(".composer__send").has_attribute("aria-disabled");
    stage.fill(".composer__input", "next one").await;
    assert!(!is_off());
    room.live.composing.set(Composing::SlowMode { until: Millis(1_763_700_030_000) });
    room.live.wait.set(Some(Wait { left: 12, of: 30 }));
    settled().await;
    assert!(is_off());
    let label = stage.find(".composer__send").get_attribute("aria-label").unwrap();
    assert_eq!(label, "You can send in 12 seconds");
    assert_eq!(text(&stage, ".composer__send"), "12");
    assert_eq!(text(&stage, ".counter"), "You can send in 12 seconds");
    let dash = stage.find(".ring__left").get_attribute("stroke-dasharray").unwrap();
    assert_eq!(dash, "40 100");
    stage.fill(".composer__input", "next one, longer").await;
    stage.press("Enter").await;
    assert_eq!(stage.field().value(), "next one, longer");
    room.live.wait.set(None);
    room.live.composing.set(Composing::Free);
    settled().await;
    assert!(!is_off() && stage.try_find(".ring").is_none());
}

#[wasm_bindgen_test]
async fn characters_count_where_they_are_limited() {
    let room = crowd(Vec::new());
    room.capabilities.update(|can| can.message_chars_max = 10);
    let stage = Stage::transcript(room);
    settled().await;
    stage.fill(".composer__input", "ääääääääää").await;
    assert_eq!(text(&stage, ".counter"), "0 characters left");
    stage.fill(".composer__input", "ääääääääääö").await;
    assert_eq!(text(&stage, ".counter"), "1 character too many");
    assert!(stage.find(".composer__send").has_attribute("aria-disabled"));
}

#[wasm_bindgen_test]
async fn nobody_is_shown_typing_among_thousands() {
    let room = crowd(rows(vec![own("hello", Delivery::Sent)]));
    let stage = Stage::transcript(room);
    room.typing.set(vec![ana()]);
    settled().await;
    assert!(stage.try_find(".typing").is_none());
}

// What a screen reader hears.

#[wasm_bindgen_test]
async fn a_crowd_is_heard_as_a_number_every_ten_seconds() {
    let world = World::default();
    let stage = Stage::live(&world).await;
    let room = stage.chat().room().get_untracked().unwrap();
    room.capabilities.update(|can| can.crowd = true);
    let heard = || stage.find("[aria-live]").text_content().unwrap();
    for id in 10..22 {
        world.agent_says(&id.to_string(), "so good");
    }
    world.pass(9_000);
    settled().await;
    assert_eq!(heard(), "");
    world.pass(1_500);
    settled().await;
    assert_eq!(heard(), "12 new messages");
}

#[wasm_bindgen_test]
async fn how_many_people_can_be_picked_is_heard() {
    let world = World::default();
    let stage = Stage::live(&world).await;
    let room = stage.chat().room().get_untracked().unwrap();
    room.capabilities.update(|can| can.mentions = true);
    stage.focus(".composer__input").await;
    stage.fill(".composer__input", "@a").await;
    room.live.people.set(vec![ana()]);
    settled().await;
    world.pass(1_000);
    settled().await;
    assert_eq!(stage.find("[aria-live]").text_content().unwrap(), "1 person");
}
