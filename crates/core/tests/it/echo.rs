//! Own messages, from the key press to the echo.

use chirrup_core::timeline::{Delivery, Origin};
use chirrup_core::{Event, ServerId};

use crate::pair::{Faults, Pair};
use crate::server::CUSTOMER;

#[test]
fn a_message_keeps_its_id_from_key_press_to_echo() {
    let mut pair = Pair::live();
    let item = pair.send(0, "hello").unwrap();
    assert!(matches!(pair.deliveries(0)[..], [Delivery::Sending { .. }]), "on screen at once");
    let end = pair.now + 5_000;
    while pair.step(end) {
        assert_eq!(pair.last_item(0).id, item, "the row never changes identity");
    }
    assert_eq!(pair.deliveries(0), [Delivery::Sent]);
    pair.assert_equal("hello");
}

#[test]
fn nothing_looks_sent_before_the_server_said_so() {
    // Lesson 38.
    let mut pair = Pair::live();
    pair.faults.request_lost = 1000;
    pair.send(0, "hello").unwrap();
    let end = pair.now + 60_000;
    while pair.step(end) {
        let shown = pair.deliveries(0);
        assert!(matches!(shown[..], [Delivery::Sending { .. } | Delivery::Waiting]), "{shown:?}");
    }
    pair.faults = Faults::none();
    pair.drive(60_000);
    pair.assert_equal("hello");
}

#[test]
fn an_echo_before_its_answer_is_the_same_message() {
    let mut pair = Pair::live();
    pair.send(0, "hello").unwrap();
    // The request arrives and its echo comes back, but the answer is lost for a while.
    pair.faults.answer_lost = 1000;
    pair.drive(2_000);
    assert_eq!(pair.server.messages().len(), 1);
    assert_eq!(pair.texts(0), ["hello"], "once");
    pair.faults = Faults::none();
    pair.drive(30_000);
    assert_eq!(pair.server.messages().len(), 1, "the repeat is the same message");
    pair.assert_equal("hello");
}

#[test]
fn the_same_words_from_another_tab_are_another_message() {
    let mut pair = Pair::live();
    pair.faults.delay_max = 300;
    for _ in 0..10 {
        let now = pair.now;
        pair.send(0, "ok").unwrap();
        pair.server.says(CUSTOMER, "ok", now);
        pair.drive(1_500);
    }
    pair.assert_equal("twenty times ok");
    assert_eq!(pair.texts(0).len(), 20);
}

#[test]
fn a_message_of_another_tab_is_own() {
    let mut pair = Pair::live();
    let now = pair.now;
    pair.server.says(CUSTOMER, "from the other tab", now);
    pair.drive(1_000);
    let item = pair.last_item(0);
    assert_eq!(item.message().unwrap().origin, Origin::Own);
    assert_eq!(pair.the_room(0).unread(), 0, "own messages are never unread");
    assert!(pair.received(0).is_empty());
}

#[test]
fn sending_is_told_once() {
    let mut pair = Pair::live();
    pair.send(0, "hello").unwrap();
    pair.drive(5_000);
    pair.cut();
    pair.drive(5_000);
    let sent = |event: &&Event| matches!(event, Event::MessageSent { .. });
    assert_eq!(pair.clients[0].events.iter().filter(sent).count(), 1);
}

#[test]
fn a_confirmed_message_is_found_by_its_server_id() {
    let mut pair = Pair::live();
    let item = pair.send(0, "hello").unwrap();
    pair.drive(5_000);
    let (id, _) = pair.server.messages().remove(0);
    let found = pair.the_room(0).timeline().find(&ServerId::from(id.as_str()));
    assert_eq!(found.map(|found| found.id), Some(item));
}
