//! The door of an event: ticket, waiting, nickname, and out again. The login endpoint answers in the test's words.
//!
//! Long because: each state of the door is one short story, and all of them tell it with the same few words.

use chirrup::state::{Panel, Settings};
use chirrup_core::{Phase, Response, TransportError};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::*;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::page::PageClock;
use crate::stage::*;
use crate::world::World;

const LOGIN: &str = "/login";
const NICKNAME: &str = "/nickname";
const RENEW: &str = "/renew";
const HOUR: u64 = 3_600_000;

/// The code and the rest of an error's body, as the convention has them.
macro_rules! error {
    ($name:literal) => {
        include_str!(concat!("../../crates/wire/fixtures/conventions/error-", $name, ".json"))
    };
}

/// A door, opened by a person.
async fn door() -> Stage {
    let stage = Stage::at_event(&World::at_event());
    stage.chat().set_panel(Panel::OpenedByPerson);
    settled().await;
    stage
}

/// A door at which this ticket was tried.
async fn tried(ticket: &str) -> Stage {
    let stage = door().await;
    stage.fill("#ticket", ticket).await;
    stage.click("[type=submit]").await;
    stage
}

/// A door at which a ticket was tried and refused like this.
async fn refused(status: u16, body: &str) -> Stage {
    let stage = tried("K7QM-2XPD").await;
    answer(&stage, LOGIN, status, body).await;
    stage
}

/// A door behind which a nickname is asked for.
async fn nameless() -> Stage {
    let stage = tried("K7QM-2XPD").await;
    answer(&stage, LOGIN, 200, &login("", "fan")).await;
    stage
}

/// Inside, with this role.
async fn inside(role: &str) -> Stage {
    let stage = tried("K7QM-2XPD").await;
    answer(&stage, LOGIN, 200, &login("Mira", role)).await;
    stage
}

/// Put out with these words of the login endpoint, when it was asked for fresh keys.
async fn put_out(status: u16, body: &str) -> Stage {
    let stage = inside("fan").await;
    stage.world().pass(HOUR);
    answer(&stage, RENEW, status, body).await;
    stage
}

async fn answer(stage: &Stage, operation: &str, status: u16, body: &str) {
    let response = Response { status, headers: Vec::new(), body: body.to_owned() };
    stage.world().answer(operation, Ok(response));
    settled().await;
}

/// A login with keys for an hour.
fn login(nickname: &str, role: &str) -> String {
    let instance = "arn:aws:chime:us-east-1:1:app-instance/a";
    format!(
        r#"{{"user":{{"arn":"{instance}/user/u","nickname":"{nickname}"}},"role":"{role}",
        "channel":{{"arn":"{instance}/channel/main","name":"Main stage"}},"region":"us-east-1",
        "messagingEndpoint":"https://event.example/chime",
        "credentials":{{"accessKeyId":"A","secretAccessKey":"s","expiration":"2025-11-21T05:40:00Z"}},
        "linkPolicy":"plain","limits":{{"messageChars":500,"slowModeSeconds":0}}}}"#
    )
}

fn text(stage: &Stage, selector: &str) -> String {
    stage.find(selector).text_content().unwrap().trim().to_owned()
}

fn value(stage: &Stage, selector: &str) -> String {
    stage.find(selector).unchecked_into::<HtmlInputElement>().value()
}

fn title(stage: &Stage) -> String {
    text(stage, "h3")
}

// Ticket.

#[wasm_bindgen_test]
async fn a_person_who_opens_the_door_types_at_once() {
    let stage = door().await;
    assert_eq!(title(&stage), "Come in with your ticket");
    assert!(stage.has_focus("#ticket"));
    let form = stage.find("form").get_attribute("aria-labelledby").unwrap();
    assert_eq!(text(&stage, &format!("#{form}")), title(&stage));
    assert_eq!(text(&stage, "label[for=ticket]"), "Ticket code");
}

#[wasm_bindgen_test]
async fn a_door_that_the_page_opens_takes_no_focus() {
    let stage = Stage::at_event(&World::at_event());
    stage.chat().set_panel(Panel::OpenedByPage);
    settled().await;
    assert!(stage.focused().is_none());
}

#[wasm_bindgen_test]
async fn nothing_is_kept_before_a_ticket_is_tried_and_no_ticket_ever() {
    let stage = door().await;
    stage.fill("#ticket", "K7QM-2XPD").await;
    assert!(stage.world().stored_names().is_empty());
    stage.click("[type=submit]").await;
    assert_eq!(stage.world().stored_names(), ["device"]);
    answer(&stage, LOGIN, 200, &login("Mira", "fan")).await;
    assert_eq!(stage.world().stored_names(), ["device", "resume"]);
    assert!(!stage.world().stored_text().contains("2XPD"));
}

#[wasm_bindgen_test]
async fn a_ticket_goes_out_as_typed_and_once() {
    let stage = tried(" k7qm 2xpd–9hva ").await;
    assert_eq!(text(&stage, "[type=submit]"), "Checking your ticket…");
    assert_eq!(stage.find("[type=submit]").get_attribute("aria-disabled").unwrap(), "true");
    stage.click("[type=submit]").await;
    let bodies = stage.world().bodies(LOGIN);
    assert_eq!(bodies.len(), 1, "a second press asks nothing");
    assert!(bodies[0].contains(r#""ticket":"k7qm 2xpd–9hva""#), "{}", bodies[0]);
}

#[wasm_bindgen_test]
async fn an_empty_field_is_named_and_asks_nobody() {
    let stage = tried(" - ").await;
    assert_eq!(text(&stage, "[role=alert]"), "Please enter the code of your ticket.");
    assert!(stage.has_focus("#ticket"));
    assert!(stage.world().bodies(LOGIN).is_empty());
}

#[wasm_bindgen_test]
async fn what_looks_like_something_else_is_asked_about_and_tried_all_the_same() {
    let stage = door().await;
    stage.fill("#ticket", "mira@example.com").await;
    let about = stage.find("#ticket").get_attribute("aria-describedby").unwrap();
    assert!(text(&stage, &format!("#{about}")).contains("nothing but the code"));
    stage.click("[type=submit]").await;
    assert_eq!(stage.world().bodies(LOGIN).len(), 1);
}

#[wasm_bindgen_test]
async fn an_unknown_code_stays_in_the_field_until_it_is_corrected() {
    let stage = refused(404, error!("ticket-unknown")).await;
    assert!(text(&stage, "[role=alert]").contains("no ticket with this code"));
    assert_eq!(value(&stage, "#ticket"), "K7QM-2XPD");
    assert_eq!(stage.find("#ticket").get_attribute("aria-invalid").unwrap(), "true");
    assert_eq!(text(&stage, "[type=submit]"), "Continue");
    stage.fill("#ticket", "K7QM-2XPE").await;
    assert!(stage.try_find("[role=alert]").is_none(), "it was said of another code");
    stage.click("[type=submit]").await;
    assert_eq!(stage.world().bodies(LOGIN).len(), 2);
}

#[wasm_bindgen_test]
async fn a_ticket_in_use_elsewhere_is_moved_here() {
    let stage = refused(409, error!("ticket-used-elsewhere")).await;
    assert!(text(&stage, "[role=alert]").contains("in use on another device"));
    assert_eq!(text(&stage, "[role=alert] button"), "Move it here");
    stage.click("[role=alert] button").await;
    let bodies = stage.world().bodies(LOGIN);
    assert!(bodies[1].contains(r#""takeover":true"#) && bodies[1].contains("K7QM-2XPD"));
    assert_eq!(text(&stage, "[type=submit]"), "Checking your ticket…");
    answer(&stage, LOGIN, 200, &login("Mira", "fan")).await;
    assert!(stage.try_find("#composer").is_some());
}

#[wasm_bindgen_test]
async fn a_ticket_that_must_not_be_moved_offers_no_move() {
    let body = r#"{"error":{"code":"ticket-used-elsewhere","message":""}}"#;
    let stage = refused(409, body).await;
    assert!(text(&stage, "[role=alert]").contains("Close the chat there"));
    assert!(stage.try_find("[role=alert] button").is_none());
}

#[wasm_bindgen_test]
async fn a_banned_ticket_is_told_so() {
    let stage = refused(403, error!("ticket-banned")).await;
    assert!(text(&stage, "[role=alert]").contains("banned this ticket"));
    assert_eq!(value(&stage, "#ticket"), "K7QM-2XPD");
}

#[wasm_bindgen_test]
async fn who_is_too_early_reads_when_and_comes_in_by_themselves() {
    let body =
        r#"{"error":{"code":"event-not-open","message":"","opensAt":"2025-11-21T05:40:00Z"}}"#;
    let stage = refused(425, body).await;
    let said = text(&stage, "[role=alert]");
    assert!(said.contains("2025") && said.contains("by yourself"), "{said}");
    assert_eq!(text(&stage, "[type=submit]"), "Try again");
    stage.world().pass(HOUR - 60_000);
    assert_eq!(stage.world().bodies(LOGIN).len(), 1, "not before it opens");
    stage.world().pass(2 * 60_000);
    let bodies = stage.world().bodies(LOGIN);
    assert_eq!(bodies.len(), 2);
    assert!(bodies[1].contains("K7QM-2XPD"));
}

#[wasm_bindgen_test]
async fn too_many_tries_are_counted_down() {
    let stage = refused(429, error!("too-many-attempts")).await;
    assert!(text(&stage, "[role=alert]").contains("too many tries"));
    assert_eq!(text(&stage, "[type=submit]"), "Try again in 30 seconds");
    stage.world().pass(12_000);
    settled().await;
    assert_eq!(text(&stage, "[type=submit]"), "Try again in 18 seconds");
    stage.fill("#ticket", "ANOTHER2").await;
    stage.click("[type=submit]").await;
    assert_eq!(stage.world().bodies(LOGIN).len(), 1, "another code must wait too");
    stage.world().pass(18_000);
    settled().await;
    assert!(stage.try_find("[role=alert]").is_none());
    stage.click("[type=submit]").await;
    assert_eq!(stage.world().bodies(LOGIN).len(), 2);
}

#[wasm_bindgen_test]
async fn a_service_that_does_not_answer_loses_no_code() {
    let stage = tried("K7QM-2XPD").await;
    stage.world().answer(LOGIN, Err(TransportError));
    settled().await;
    assert!(text(&stage, "[role=alert]").contains("does not answer"));
    assert_eq!(value(&stage, "#ticket"), "K7QM-2XPD");
    assert_eq!(text(&stage, "[type=submit]"), "Try again");
    stage.click("[type=submit]").await;
    assert_eq!(stage.world().bodies(LOGIN).len(), 2);
}

#[wasm_bindgen_test]
async fn an_event_that_is_over_says_so_and_takes_another_ticket() {
    let stage = refused(410, error!("event-ended")).await;
    assert_eq!(title(&stage), "This event is over");
    assert!(stage.has_focus("h3"), "the heading is read");
    stage.click(".gate .button").await;
    assert!(stage.try_find("#ticket").is_some());
}

#[wasm_bindgen_test]
async fn an_event_that_is_not_there_can_be_tried_again() {
    let stage = refused(404, error!("event-unknown")).await;
    assert_eq!(title(&stage), "There is no such event");
    stage.click(".gate .button").await;
    assert_eq!(stage.world().bodies(LOGIN).len(), 2);
    assert_eq!(value(&stage, "#ticket"), "K7QM-2XPD");
}

// Waiting.

#[wasm_bindgen_test]
async fn whose_place_is_being_made_sees_the_line_and_comes_in_by_themselves() {
    let stage = refused(425, error!("ticket-waiting")).await;
    assert_eq!(title(&stage), "Your place is being made");
    assert!(stage.has_focus("h3"), "the heading is read");
    assert_eq!(text(&stage, "[role=status].gate__position"), "12 people come before you.");
    stage.world().pass(3_000);
    answer(&stage, LOGIN, 425, r#"{"error":{"code":"ticket-waiting","message":"","position":0}}"#)
        .await;
    assert_eq!(text(&stage, ".gate__position"), "You are next.");
    stage.world().pass(5_000);
    answer(&stage, LOGIN, 200, &login("Mira", "fan")).await;
    assert!(stage.has_focus("#composer"));
}

#[wasm_bindgen_test]
async fn who_waits_elsewhere_on_the_page_keeps_their_focus() {
    let stage = refused(425, error!("ticket-waiting")).await;
    let elsewhere: HtmlElement = document().create_element("button").unwrap().unchecked_into();
    document().body().unwrap().append_child(&elsewhere).unwrap();
    elsewhere.focus().unwrap();
    stage.world().pass(3_000);
    answer(&stage, LOGIN, 200, &login("Mira", "fan")).await;
    assert!(stage.try_find("#composer").is_some());
    assert_eq!(document().active_element(), Some(elsewhere.clone().into()));
    elsewhere.remove();
}

#[wasm_bindgen_test]
async fn waiting_is_no_dead_end() {
    let stage = refused(425, error!("ticket-waiting")).await;
    stage.click(".gate .text-button").await;
    assert_eq!(value(&stage, "#ticket"), "K7QM-2XPD");
    assert!(stage.has_focus("#ticket"));
    stage.world().pass(60_000);
    assert_eq!(stage.world().bodies(LOGIN).len(), 1, "nobody waits any more");
}

// Nickname.

#[wasm_bindgen_test]
async fn a_nickname_is_looked_up_when_typing_pauses() {
    let clock = PageClock::take();
    let stage = nameless().await;
    assert_eq!(title(&stage), "Choose a nickname");
    assert!(stage.has_focus("#nickname"));
    assert!(text(&stage, "[role=status]#nickname-verdict").contains("2 to 24"));
    stage.fill("#nickname", "Mi").await;
    clock.pass(249);
    stage.fill("#nickname", " Mira ").await;
    clock.pass(249);
    assert!(stage.world().bodies(NICKNAME).is_empty(), "a pause is longer");
    clock.pass(1);
    let bodies = stage.world().bodies(NICKNAME);
    assert_eq!(bodies.len(), 1);
    assert!(bodies[0].contains(r#""nickname":"Mira""#) && bodies[0].contains(r#""check":true"#));
    answer(&stage, NICKNAME, 200, r#"{"nickname":"Mira"}"#).await;
    assert_eq!(text(&stage, "#nickname-verdict"), "“Mira” is free.");
    assert!(stage.find("#nickname").get_attribute("aria-invalid").is_none());
}

#[wasm_bindgen_test]
async fn every_reason_against_a_nickname_is_told_beside_the_field() {
    let clock = PageClock::take();
    let stage = nameless().await;
    for (typed, status, body, said) in [
        ("Mira", 409, error!("nickname-taken"), "Somebody has this nickname."),
        (
            "Mirra",
            409,
            error!("nickname-too-similar"),
            "Too similar to “Mira”, who is here already.",
        ),
        ("Admin", 409, error!("nickname-reserved"), "This nickname is kept for the organiser."),
        ("<b>", 400, error!("nickname-invalid"), "2 to 24 letters, digits, spaces or . _ - '"),
        ("Mo", 500, "", "The nickname could not be checked. Please try again."),
    ] {
        stage.fill("#nickname", typed).await;
        clock.pass(250);
        answer(&stage, NICKNAME, status, body).await;
        assert_eq!(text(&stage, "#nickname-verdict"), said);
        assert_eq!(stage.find("#nickname").get_attribute("aria-invalid").unwrap(), "true");
        let about = stage.find("#nickname").get_attribute("aria-describedby").unwrap();
        assert_eq!(about, "nickname-verdict");
    }
}

#[wasm_bindgen_test]
async fn a_suggestion_is_one_press_away() {
    let clock = PageClock::take();
    let stage = nameless().await;
    stage.fill("#nickname", "Mira").await;
    clock.pass(250);
    answer(&stage, NICKNAME, 409, error!("nickname-taken")).await;
    let chips: Vec<_> = stage.all(".chip").iter().filter_map(|chip| chip.text_content()).collect();
    assert_eq!(chips, ["Mira 2", "Mira M", "Mirabel"]);
    stage.all(".chip")[2].click();
    settled().await;
    assert_eq!(value(&stage, "#nickname"), "Mirabel");
    assert!(stage.has_focus("[type=submit]"));
    assert!(stage.world().bodies(NICKNAME)[1].contains("Mirabel"));
    assert!(stage.try_find(".chip").is_none());
}

#[wasm_bindgen_test]
async fn a_late_word_about_another_nickname_is_not_believed() {
    let clock = PageClock::take();
    let stage = nameless().await;
    stage.fill("#nickname", "Mira").await;
    clock.pass(250);
    stage.fill("#nickname", "Mirabel").await;
    answer(&stage, NICKNAME, 409, error!("nickname-taken")).await;
    assert!(stage.find("#nickname").get_attribute("aria-invalid").is_none());
    assert_eq!(text(&stage, "#nickname-verdict"), "");
}

#[wasm_bindgen_test]
async fn a_nickname_is_claimed_once_and_lets_in() {
    let stage = nameless().await;
    stage.fill("#nickname", "Mira").await;
    stage.click("[type=submit]").await;
    assert_eq!(text(&stage, "[type=submit]"), "Joining…");
    stage.click("[type=submit]").await;
    let bodies = stage.world().bodies(NICKNAME);
    assert_eq!(bodies.len(), 1, "a second press asks nothing");
    assert!(!bodies[0].contains("check"));
    answer(&stage, NICKNAME, 200, r#"{"nickname":"Mira"}"#).await;
    assert!(stage.has_focus("#composer"));
}

#[wasm_bindgen_test]
async fn a_nickname_that_was_taken_meanwhile_stays_in_the_field() {
    let stage = nameless().await;
    stage.fill("#nickname", "Mira").await;
    stage.click("[type=submit]").await;
    answer(&stage, NICKNAME, 409, error!("nickname-taken")).await;
    assert_eq!(value(&stage, "#nickname"), "Mira");
    assert_eq!(text(&stage, "#nickname-verdict"), "Somebody has this nickname.");
    assert_eq!(text(&stage, "[type=submit]"), "Join the chat");
    assert_eq!(stage.all(".chip").len(), 3);
}

// Coming back, and out.

#[wasm_bindgen_test]
async fn who_comes_back_is_asked_for_no_ticket() {
    let world = World::at_event();
    let first = Stage::at_event(&world);
    first.fill("#ticket", "K7QM-2XPD").await;
    first.click("[type=submit]").await;
    answer(&first, LOGIN, 200, &login("Mira", "fan")).await;
    drop(first);

    let stage = Stage::at_event(&world);
    settled().await;
    assert!(stage.try_find("#ticket").is_none());
    assert!(stage.try_find(".skeleton").is_some(), "the room is on its way");
    let bodies = world.bodies(LOGIN);
    assert!(bodies[1].contains("device") && !bodies[1].contains("ticket"), "{}", bodies[1]);
    answer(&stage, LOGIN, 404, error!("device-unknown")).await;
    assert!(stage.try_find("#ticket").is_some());
    assert!(stage.try_find("[role=alert]").is_none(), "nobody did anything wrong");
}

#[wasm_bindgen_test]
async fn coming_back_to_a_service_that_does_not_answer_is_no_dead_end() {
    let world = World::at_event();
    let first = Stage::at_event(&world);
    first.fill("#ticket", "K7QM-2XPD").await;
    first.click("[type=submit]").await;
    answer(&first, LOGIN, 200, &login("Mira", "fan")).await;
    drop(first);

    let stage = Stage::at_event(&world);
    settled().await;
    world.answer(LOGIN, Err(TransportError));
    world.pass(30_000);
    settled().await;
    assert_eq!(world.bodies(LOGIN).len(), 3, "it is tried again");
    stage.click(".text-button").await;
    assert!(stage.try_find("#ticket").is_some());
    assert!(!world.stored_names().contains(&"resume".to_owned()));
}

#[wasm_bindgen_test]
async fn the_header_says_who_one_is() {
    let fan = inside("fan").await;
    fan.chat().phase().set(Phase::Live);
    settled().await;
    assert_eq!(text(&fan, ".header__status"), "You are Mira");
    let moderator = inside("moderator").await;
    moderator.chat().phase().set(Phase::Live);
    settled().await;
    assert_eq!(text(&moderator, ".header__status"), "Mira\u{a0}· Moderator");
}

#[wasm_bindgen_test]
async fn a_session_that_moved_away_can_be_taken_back() {
    let stage = put_out(409, error!("ticket-used-elsewhere")).await;
    assert!(text(&stage, ".ended").contains("in use on another device"));
    assert!(stage.has_focus(".ended button"));
    assert!(stage.try_find("#composer").is_none());
    stage.click(".ended button").await;
    let bodies = stage.world().bodies(LOGIN);
    assert!(bodies[1].contains(r#""takeover":true"#));
}

#[wasm_bindgen_test]
async fn a_banned_person_reads_so_and_has_no_way_back() {
    let stage = put_out(403, error!("ticket-banned")).await;
    assert!(text(&stage, ".ended").contains("banned you from this chat"));
    assert!(stage.try_find(".ended button").is_none());
    assert!(stage.has_focus(".ended__reason"), "the reason is read");
}

#[wasm_bindgen_test]
async fn the_end_of_the_event_is_told_in_the_room() {
    let stage = put_out(410, error!("event-ended")).await;
    assert!(text(&stage, ".ended").contains("This event is over"));
    assert!(stage.try_find(".ended button").is_none());
}

#[wasm_bindgen_test]
async fn who_was_signed_out_comes_back_in() {
    let stage = put_out(404, error!("device-unknown")).await;
    assert!(text(&stage, ".ended").contains("signed out"));
    stage.click(".ended button").await;
    assert_eq!(stage.world().bodies(LOGIN).len(), 2);
}

#[wasm_bindgen_test]
async fn a_support_chat_has_no_door() {
    let stage = Stage::panel(Settings::default());
    settled().await;
    assert!(stage.try_find("#ticket").is_none());
    assert!(stage.try_find("#field-0").is_some());
}
