//! Delivered and read marks, both ways.

use chirrup_core::timeline::Delivery;
use chirrup_core::{Event, Millis};
use chirrup_wire::connect::content_type as ct;

use crate::pair::Pair;
use crate::server::{AGENT, CUSTOMER};

/// The receipts that clients sent: content type and message.
fn sent(pair: &Pair) -> Vec<(&'static str, String)> {
    let events = pair.server.requests.iter().filter(|(operation, _)| operation == "event");
    events
        .filter_map(|(_, body)| {
            let kind = [(ct::MESSAGE_READ, "read"), (ct::MESSAGE_DELIVERED, "delivered")];
            let (_, kind) = kind.into_iter().find(|(name, _)| body.contains(name))?;
            let id = body.split("messageId").nth(1)?.split('"').nth(2)?;
            Some((kind, id.trim_end_matches('\\').to_owned()))
        })
        .collect()
}

#[test]
fn receipts_move_the_other_sides_marks() {
    let mut pair = Pair::live_with_agent();
    pair.send(0, "hello").unwrap();
    pair.drive(3_000);
    assert_eq!(pair.deliveries(0), [Delivery::Delivered]);
    let (room, item) = (pair.room(1), pair.last_item(1).id);
    pair.act(1, |session, now| session.mark_read(room, item, now));
    pair.drive(3_000);
    assert_eq!(pair.deliveries(0), [Delivery::Read]);
}

#[test]
fn a_read_replaces_a_delivered_that_waits() {
    let mut pair = Pair::live();
    let now = pair.now;
    let id = pair.server.says(AGENT, "hello", now);
    pair.drive(100);
    let (room, item) = (pair.room(0), pair.last_item(0).id);
    pair.act(0, |session, now| session.mark_read(room, item, now));
    pair.drive(5_000);
    assert_eq!(sent(&pair), [("read", id)]);
}

#[test]
fn the_newest_message_speaks_for_those_above() {
    let mut pair = Pair::live();
    let mut last = String::new();
    for number in 0..30 {
        let now = pair.now;
        last = pair.server.says(AGENT, &format!("{number}"), now);
    }
    pair.drive(5_000);
    assert_eq!(sent(&pair), [("delivered", last.clone())]);
    let (room, item) = (pair.room(0), pair.last_item(0).id);
    for _ in 0..3 {
        pair.act(0, |session, now| session.mark_read(room, item, now));
    }
    pair.drive(5_000);
    assert_eq!(sent(&pair), [("delivered", last.clone()), ("read", last)]);
}

#[test]
fn bots_get_no_receipts() {
    let mut pair = Pair::live();
    let now = pair.now;
    pair.server.says("bot", "Welcome", now);
    pair.drive(5_000);
    assert_eq!(sent(&pair), []);
}

#[test]
fn a_receipt_before_its_message_is_not_lost() {
    let mut pair = Pair::live();
    pair.faults.answer_lost = 1000;
    pair.send(0, "hello").unwrap();
    pair.drive(500);
    let (id, _) = pair.server.messages().remove(0);
    let now = pair.now;
    pair.server.receipt(&id, AGENT, true, now);
    pair.drive(500);
    pair.faults.answer_lost = 0;
    pair.drive(30_000);
    assert_eq!(pair.deliveries(0), [Delivery::Read]);
}

#[test]
fn receipts_are_read_from_history() {
    let mut pair = Pair::live();
    pair.send(0, "hello").unwrap();
    pair.drive(3_000);
    let (id, _) = pair.server.messages().remove(0);
    let now = pair.now;
    pair.server.receipt(&id, AGENT, true, now);
    pair.reload(0);
    pair.drive(3_000);
    assert_eq!(pair.deliveries(0), [Delivery::Read]);
}

#[test]
fn own_receipts_raise_no_own_marks() {
    let mut pair = Pair::live();
    pair.send(0, "hello").unwrap();
    pair.drive(3_000);
    let (id, _) = pair.server.messages().remove(0);
    let now = pair.now;
    pair.server.receipt(&id, CUSTOMER, true, now);
    pair.drive(3_000);
    assert_eq!(pair.deliveries(0), [Delivery::Sent]);
}

#[test]
fn with_more_than_two_people_nobody_hears_of_the_conflict() {
    let mut pair = Pair::live();
    pair.server.add_agent("p-third", "Ben");
    let now = pair.now;
    pair.server.says(AGENT, "hello", now);
    pair.drive(60_000);
    assert_eq!(sent(&pair).len(), 1, "tried once, refused");
    assert!(!pair.clients[0].events.iter().any(|event| matches!(event, Event::Error(_))));
    let now = pair.now;
    pair.server.says("p-third", "me too", now);
    pair.drive(60_000);
    assert_eq!(sent(&pair).len(), 1, "three people are known by then");
}

#[test]
fn reading_here_clears_the_badge_in_every_tab() {
    // Lessons 50 and 106: one cursor.
    let mut pair = Pair::live();
    for number in 0..3 {
        let now = pair.now;
        pair.server.says(AGENT, &format!("{number}"), now);
    }
    pair.drive(1_000);
    assert_eq!(pair.the_room(0).unread(), 3);
    let (room, item) = (pair.room(0), pair.last_item(0).id);
    pair.act(0, |session, now| session.mark_read(room, item, now));
    assert_eq!(pair.the_room(0).unread(), 0);
    pair.reload(0);
    pair.drive(3_000);
    assert_eq!(pair.the_room(0).unread(), 0, "nor after a reload");
    let now = pair.now;
    pair.server.says(AGENT, "more", now);
    pair.drive(1_000);
    assert_eq!(pair.the_room(0).unread(), 1);
    let later = chirrup_wire::Secret::new(format!("{} zzz", pair.now.0 + 1));
    let key = chirrup_core::StoreKey::Seen;
    pair.act(0, |session, now| session.handle_stored(&key, Some(later), now));
    assert_eq!(pair.the_room(0).unread(), 0, "read in another tab");
}

#[test]
fn the_cursor_never_goes_back() {
    let mut pair = Pair::live();
    for number in 0..3 {
        let now = pair.now;
        pair.server.says(AGENT, &format!("{number}"), now);
    }
    pair.drive(1_000);
    let (room, last) = (pair.room(0), pair.last_item(0).id);
    let first = pair.clients[0].mirror.iter().find(|item| item.message().is_some()).unwrap().id;
    pair.act(0, |session, now| session.mark_read(room, last, now));
    pair.act(0, |session, now| session.mark_read(room, first, now));
    assert_eq!(pair.the_room(0).unread(), 0);
}

#[test]
fn messages_go_before_receipts() {
    let mut pair = Pair::live();
    for _ in 0..12 {
        pair.send(0, "a").unwrap();
    }
    let now = pair.now;
    pair.server.says(AGENT, "b", now);
    let from = pair.now;
    let end = pair.now + 20_000;
    while pair.step(end) && pair.server.messages().len() < 13 {}
    assert!(pair.now < Millis(from.0 + 6_000));
    pair.drive(5_000);
    assert_eq!(sent(&pair).len(), 1);
}
