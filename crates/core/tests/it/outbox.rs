//! Messages that do not get through at once.

use chirrup_core::StoreKey;
use chirrup_core::session::SendError;
use chirrup_core::timeline::{Delivery, FailReason};

use crate::pair::{Faults, Pair};
use crate::server::status;

const MINUTE: u64 = 60_000;

fn kept(pair: &Pair) -> usize {
    let keys = pair.clients[0].stored.keys();
    keys.filter(|key| matches!(key, StoreKey::Outbox(_))).count()
}

#[test]
fn what_is_written_offline_is_sent_later_in_order() {
    // Lesson 36.
    let mut pair = Pair::live();
    pair.set_offline(0, true);
    pair.drive(1_000);
    for text in ["one", "two", "three"] {
        pair.send(0, text).unwrap();
        pair.drive(1_000);
    }
    assert_eq!(pair.deliveries(0), [Delivery::Waiting; 3]);
    pair.set_offline(0, false);
    pair.drive(60_000);
    let arrived: Vec<_> = pair.server.messages().into_iter().map(|(_, text)| text).collect();
    assert_eq!(arrived, ["one", "two", "three"]);
    pair.assert_equal("written offline");
    assert_eq!(kept(&pair), 0);
}

#[test]
fn after_ten_minutes_the_person_decides() {
    let mut pair = Pair::live();
    pair.set_offline(0, true);
    let item = pair.send(0, "hello").unwrap();
    pair.drive(10 * MINUTE + 20_000);
    assert_eq!(pair.deliveries(0), [Delivery::Failed(FailReason::TimedOut)]);
    pair.set_offline(0, false);
    pair.drive(2 * MINUTE);
    assert!(pair.server.messages().is_empty(), "not by itself any more");
    let room = pair.room(0);
    pair.act(0, |session, now| session.retry(room, item, now));
    pair.drive(5_000);
    pair.assert_equal("retried");
    assert_eq!(pair.last_item(0).id, item);
}

#[test]
fn a_retry_uses_the_same_token() {
    let mut pair = Pair::live();
    pair.faults.answer_lost = 1000;
    pair.clients[0].deaf = true;
    let item = pair.send(0, "hello").unwrap();
    pair.drive(500);
    // The echo is lost with the socket, and so is every answer for ten minutes.
    pair.set_offline(0, true);
    pair.drive(11 * MINUTE);
    assert_eq!(pair.deliveries(0), [Delivery::Failed(FailReason::TimedOut)]);
    pair.faults = Faults::none();
    pair.clients[0].deaf = false;
    let room = pair.room(0);
    pair.act(0, |session, now| session.retry(room, item, now));
    pair.set_offline(0, false);
    pair.drive(2 * MINUTE);
    pair.assert_equal("it was there all along");
    assert_eq!(pair.texts(0), ["hello"]);
}

#[test]
fn a_refused_message_fails_and_does_not_hold_up_the_next() {
    let mut pair = Pair::live();
    pair.server.markdown = true;
    pair.server.answers.insert("message", status(409));
    pair.send(0, "refused").unwrap();
    pair.drive(3_000);
    assert_eq!(pair.deliveries(0), [Delivery::Failed(FailReason::Refused)]);
    pair.server.answers.clear();
    pair.send(0, "taken").unwrap();
    pair.drive(3_000);
    assert_eq!(pair.server.messages().len(), 1);
    assert_eq!(
        pair.deliveries(0),
        [Delivery::Sent, Delivery::Failed(FailReason::Refused)]
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
    );
}

#[test]
fn a_failed_message_survives_a_reload() {
    // Lesson 37: the failed message vanished after reopening.
    let mut pair = Pair::live();
    pair.server.answers.insert("message", status(409));
    pair.send(0, "refused").unwrap();
    pair.drive(3_000);
    pair.reload(0);
    pair.drive(3_000);
    assert_eq!(pair.texts(0), ["refused"]);
    assert_eq!(pair.deliveries(0), [Delivery::Failed(FailReason::Refused)]);
    pair.server.answers.clear();
    let (room, item) = (pair.room(0), pair.last_item(0).id);
    pair.act(0, |session, now| session.retry(room, item, now));
    pair.drive(3_000);
    pair.assert_equal("retried after a reload");
}

#[test]
fn an_unsent_message_survives_a_reload() {
    let mut pair = Pair::live();
    pair.set_offline(0, true);
    pair.send(0, "one").unwrap();
    pair.send(0, "two\nlines").unwrap();
    pair.drive(5_000);
    pair.reload(0);
    pair.drive(5_000);
    assert_eq!(pair.texts(0), ["one", "two\nlines"]);
    pair.set_offline(0, false);
    pair.drive(60_000);
    pair.assert_equal("after a reload");
    assert_eq!(pair.server.messages().len(), 2);
}

#[test]
fn a_discarded_message_is_gone_for_good() {
    let mut pair = Pair::live();
    pair.set_offline(0, true);
    pair.drive(100);
    let item = pair.send(0, "oops").unwrap();
    let room = pair.room(0);
    pair.act(0, |session, now| session.discard(room, item, now));
    assert!(pair.texts(0).is_empty());
    assert_eq!(kept(&pair), 0);
    pair.set_offline(0, false);
    pair.drive(60_000);
    assert!(pair.server.messages().is_empty());
}

#[test]
fn a_sent_message_cannot_be_discarded() {
    let mut pair = Pair::live();
    let item = pair.send(0, "hello").unwrap();
    pair.drive(3_000);
    let room = pair.room(0);
    pair.act(0, |session, now| {
        session.discard(room, item, now);
        session.retry(room, item, now);
    });
    pair.drive(3_000);
    pair.assert_equal("still there");
}

#[test]
fn empty_and_too_long_messages_stay_in_the_composer() {
    let mut pair = Pair::live();
    assert_eq!(pair.send(0, " \n "), Err(SendError::Empty));
    let long = "ü".repeat(8_193);
    assert_eq!(pair.send(0, &long), Err(SendError::TooLong { bytes: 16_386, max: 16_384 }));
    assert!(pair.send(0, &"ü".repeat(8_192)).is_ok());
}

#[test]
fn a_chat_without_markdown_gets_plain_text() {
    let mut pair = Pair::live_with_agent();
    pair.server.markdown = false;
    pair.send(1, "*hello*").unwrap();
    pair.drive(5_000);
    pair.assert_equal("plain after a refusal");
    assert!(!pair.the_room(1).capabilities().markdown);
}

#[test]
fn a_message_whose_token_is_refused_waits_for_a_fresh_one() {
    let mut pair = Pair::live();
    pair.server.answers.insert("message", status(403));
    pair.send(0, "hello").unwrap();
    pair.drive(30);
    pair.server.answers.clear();
    pair.drive(10_000);
    pair.assert_equal("with a fresh token");
    assert_eq!(pair.server.count("connection"), 2);
}

#[test]
fn sending_keeps_to_the_services_rate() {
    let mut pair = Pair::live();
    for number in 0..60 {
        pair.send(0, &format!("{number}")).unwrap();
    }
    pair.drive(1_000);
    assert!(pair.server.messages().len() <= 16, "{}", pair.server.messages().len());
    pair.drive(20_000);
    pair.assert_equal("all of them");
}

#[test]
fn nothing_unsent_is_left_sending_when_the_chat_ends() {
    let mut pair = Pair::live();
    pair.faults.request_lost = 1000;
    pair.send(0, "too late").unwrap();
    pair.drive(100);
    let now = pair.now;
    pair.server.end(now);
    pair.drive(5_000);
    assert_eq!(pair.deliveries(0), [Delivery::Failed(FailReason::Ended)]);
    let room = pair.room(0);
    let answer = pair.act(0, |session, now| session.send(room, "more", now));
    assert_eq!(answer, Err(SendError::Ended));
}
