//! The order on screen is the order of the server, whatever the order of arrival.

use chirrup_core::session::Side;

use chirrup_wire::connect::item::ItemType;

use crate::pair::{Faults, Pair};
use crate::server::{AGENT, CUSTOMER, chat_frame};

#[test]
fn frames_out_of_order_and_twice_are_put_in_order() {
    // Lesson 39: integrators had to sort messages themselves.
    for seed in 0..30 {
        let mut pair = Pair::new(seed, Faults::none());
        pair.add(Side::Customer);
        pair.start(0);
        pair.drive(2_000);
        let mut frames = Vec::new();
        for number in 0..20 {
            let now = pair.now + number;
            pair.server.says(AGENT, &format!("{number}"), now);
            frames.extend(pair.server.outbound.drain(..));
        }
        let turn = usize::try_from(seed).unwrap() % 20;
        frames.rotate_left(turn);
        frames.extend(frames.clone());
        frames.reverse();
        pair.server.outbound.extend(frames);
        pair.drive(1_000);
        pair.assert_equal(&format!("seed {seed}"));
        assert_eq!(pair.received(0).len(), 20, "each is told once");
    }
}

#[test]
fn two_people_who_write_at_once_see_the_same() {
    for seed in 0..40 {
        let mut pair = Pair::new(seed, Faults::none());
        pair.add(Side::Customer);
        pair.start(0);
        pair.drive(2_000);
        let agent = pair.add(Side::Agent);
        pair.join(agent);
        pair.drive(2_000);
        pair.faults = Faults { delay_max: 400, frame_twice: 200, ..Faults::none() };
        for number in 0..15 {
            pair.send(0, &format!("customer {number}")).unwrap();
            pair.send(agent, &format!("agent {number}")).unwrap();
            pair.drive(seed * 10);
        }
        pair.drive(60_000);
        pair.assert_equal(&format!("seed {seed}"));
        assert_eq!(pair.shown(0), pair.shown(agent));
        assert_eq!(pair.shown(0).len(), 30);
    }
}

#[test]
fn own_messages_arrive_in_the_order_they_were_written() {
    for seed in 0..20 {
        let mut pair = Pair::live();
        pair.faults = Faults { delay_max: 500, request_lost: 200, ..Faults::none() };
        let texts: Vec<_> = (0..10).map(|number| format!("{seed}/{number}")).collect();
        for text in &texts {
            pair.send(0, text).unwrap();
        }
        pair.drive(300_000);
        let arrived: Vec<_> = pair.server.messages().into_iter().map(|(_, text)| text).collect();
        assert_eq!(arrived, texts);
    }
}

#[test]
fn an_item_of_another_contact_is_not_shown() {
    let mut pair = Pair::live();
    let mut item = pair.server.item(AGENT, ItemType::Message, "text/plain", "not for you");
    item.id = "x".into();
    item.contact_id = Some("c-other".into());
    item.initial_contact_id = Some("c-other".into());
    item.absolute_time = crate::server::rfc3339(pair.now);
    pair.server.push_all(&item);
    pair.drive(1_000);
    assert!(pair.texts(0).is_empty());
    assert_eq!(pair.clients[0].session.unknown_frames(), 1);
    item.initial_contact_id = Some(pair.server.contact_id());
    pair.server.push_all(&item);
    pair.drive(1_000);
    assert_eq!(pair.texts(0), ["not for you"], "a later segment of this chat is");
}

#[test]
fn nonsense_on_the_socket_is_skipped() {
    let mut pair = Pair::live();
    let wire = (0, 1);
    for text in ["", "{", "null", "[]", "{\"topic\":\"aws/new\"}", "{\"message\":\"Forbidden\"}"] {
        pair.server.outbound.push_back((wire, text.into()));
    }
    let item = pair.server.item(CUSTOMER, ItemType::Message, "application/vnd.new", "?");
    pair.server.outbound.push_back((wire, chat_frame(&item).replace("application", "\u{0}")));
    pair.drive(1_000);
    let now = pair.now;
    pair.server.says(AGENT, "still here", now);
    pair.drive(1_000);
    assert!(pair.texts(0).contains(&"still here".to_owned()));
}
