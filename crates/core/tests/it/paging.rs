//! History: fifty at a time, one page in flight.

use chirrup_core::room::HistoryState;
use chirrup_core::session::Side;

use crate::pair::{Faults, Pair};
use crate::server::{AGENT, status};

/// A visitor who comes back to a chat with so many messages.
fn long_chat(messages: u64) -> Pair {
    let mut pair = Pair::live();
    pair.set_offline(0, true);
    for number in 0..messages {
        let now = pair.now + number * 1_000;
        pair.server.says(AGENT, &format!("message {number}"), now);
    }
    pair.now = pair.now + messages * 1_000;
    pair.set_offline(0, false);
    pair.reload(0);
    pair.drive(5_000);
    pair
}

fn load_older(pair: &mut Pair) {
    let room = pair.room(0);
    pair.act(0, |session, now| session.load_older(room, now));
}

#[test]
fn the_first_page_is_the_newest_fifty() {
    let pair = long_chat(120);
    assert_eq!(pair.texts(0).len(), 50);
    assert_eq!(pair.texts(0).last().map(String::as_str), Some("message 119"));
    assert_eq!(pair.the_room(0).history(), HistoryState::More);
}

#[test]
fn one_gesture_loads_one_page() {
    // Lesson 1: scrolling up a little loaded the whole history.
    let mut pair = long_chat(200);
    let before = pair.server.count("transcript");
    for _ in 0..5 {
        load_older(&mut pair);
    }
    assert_eq!(pair.the_room(0).history(), HistoryState::Loading);
    pair.drive(5_000);
    assert_eq!(pair.server.count("transcript"), before + 1);
    assert_eq!(pair.texts(0).len(), 100);
}

#[test]
fn the_beginning_is_reached_and_asked_for_no_more() {
    let mut pair = long_chat(120);
    for _ in 0..6 {
        load_older(&mut pair);
        pair.drive(5_000);
    }
    assert_eq!(pair.the_room(0).history(), HistoryState::Complete);
    assert_eq!(pair.texts(0).len(), 120);
    let before = pair.server.count("transcript");
    load_older(&mut pair);
    pair.drive(5_000);
    assert_eq!(pair.server.count("transcript"), before);
}

#[test]
fn a_failed_page_can_be_asked_for_again() {
    let mut pair = long_chat(120);
    pair.server.answers.insert("transcript", status(500));
    load_older(&mut pair);
    pair.drive(5_000);
    assert_eq!(pair.the_room(0).history(), HistoryState::Failed);
    assert_eq!(pair.texts(0).len(), 50);
    pair.server.answers.clear();
    load_older(&mut pair);
    pair.drive(5_000);
    assert_eq!(pair.texts(0).len(), 100);
}

#[test]
fn a_place_that_is_not_valid_any_more_is_found_by_the_oldest_item() {
    let mut pair = long_chat(120);
    pair.server.answers.insert("transcript", status(400));
    load_older(&mut pair);
    pair.drive(200);
    pair.server.answers.clear();
    pair.drive(30_000);
    assert_eq!(pair.texts(0).len(), 99, "one of the page is known already");
    pair.assert_equal("all pages");
}

#[test]
fn a_page_in_flight_when_the_connection_breaks_is_asked_for_again() {
    // Lesson 35: the cursor moves only after the whole page is there.
    let mut pair = long_chat(200);
    load_older(&mut pair);
    pair.cut();
    pair.drive(30_000);
    pair.assert_equal("all pages");
}

#[test]
fn the_first_page_is_tried_until_it_comes() {
    let mut pair = Pair::new(1, Faults::none());
    pair.add(Side::Customer);
    pair.server.answers.insert("transcript", status(500));
    pair.start(0);
    pair.drive(5_000);
    assert_eq!(pair.the_room(0).history(), HistoryState::Failed);
    pair.server.answers.clear();
    pair.drive(40_000);
    assert_eq!(pair.the_room(0).history(), HistoryState::Complete);
}

#[test]
fn pages_are_asked_for_as_the_service_wants_them() {
    let pair = long_chat(10);
    let (_, body) = pair.server.requests.iter().find(|(name, _)| name == "transcript").unwrap();
    assert_eq!(body, r#"{"MaxResults":50,"ScanDirection":"BACKWARD","SortOrder":"ASCENDING"}"#);
}
