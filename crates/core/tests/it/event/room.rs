//! In the room of an event: saying things, reviews, edits, emoji, and parts of an elastic channel.

use chirrup_core::mention::Draft;
use chirrup_core::room::Role;
use chirrup_core::session::{Composed, SendError};
use chirrup_core::timeline::{Concealed, Delivery, FailReason};
use chirrup_core::{Event, ParticipantId};
use chirrup_wire::chime::message::MessageStatusValue;
use chirrup_wire::conventions::MentionRange;

use crate::pair::{Faults, Pair};
use crate::stage::{SECOND, arn};

#[test]
fn what_one_says_all_see_once() {
    let mut pair = Pair::event(&["ulla", "bo", "star"]);
    for (client, text) in [(0, "hi"), (1, "hello"), (2, "good evening")] {
        pair.send(client, text).unwrap();
    }
    pair.drive(3_000);
    pair.assert_event("three voices");
    assert_eq!(pair.deliveries(0), [Delivery::Sent]);
    let mut received = pair.received(0);
    received.sort();
    assert_eq!(received, ["good evening", "hello"]);
}

#[test]
fn an_item_keeps_its_id_when_the_time_of_the_backend_comes() {
    let mut pair = Pair::event(&["ulla", "bo"]);
    pair.stage.ahead_millis = 2_000;
    let item = pair.send(0, "first").unwrap();
    let end = pair.now + 3_000;
    while pair.step(end) {
        assert_eq!(pair.last_item(0).id, item, "the row never changes identity");
    }
    pair.assert_event("first");
}

#[test]
fn a_person_is_mentioned_by_what_the_room_knows() {
    let mut pair = Pair::event(&["ulla", "bo"]);
    pair.send(1, "hi").unwrap();
    pair.drive(2_000);
    let bo = pair.the_room(0).people()[0].clone();
    assert_eq!((bo.name.as_ref(), bo.role), ("Bo", Role::Fan));
    let mut draft = Draft::default();
    let query = draft.query("  🎉 hi @b", 10).unwrap();
    let edit = draft.insert("  🎉 hi @b", &query, &bo.id, &bo.name).unwrap();
    let outgoing = draft.outgoing(&edit.text).unwrap();
    pair.in_room(0, |session, room, now| {
        session.send_composed(room, Composed::from(&outgoing), now).unwrap();
    });
    pair.drive(2_000);
    for (client, is_own) in [(0, false), (1, true)] {
        let item = pair.last_item(client);
        let marks = &item.message().unwrap().marks;
        assert_eq!((marks.mentions[0].start, marks.mentions[0].length), (6, 3));
        assert_eq!(marks.mentions[0].who, ParticipantId::from(arn("bo").as_str()));
        assert_eq!(marks.mentions_own(), is_own);
    }
}

#[test]
fn whom_the_service_tells_of_can_be_mentioned_before_they_speak() {
    let mut pair = Pair::event(&["ulla", "bo"]);
    pair.send(1, "hi").unwrap();
    pair.drive(2_000);
    let people = pair.the_room(0).people();
    let names: Vec<_> = people.iter().map(|person| person.name.as_ref()).collect();
    assert_eq!(names[0], "Bo", "who spoke comes first");
    let star = people.iter().find(|person| *person.name == *"The Star").unwrap();
    assert_eq!(star.role, Role::Artist);
    assert!(!names.contains(&"Ulla"), "nobody mentions themselves");
    pair.stage.remove("bo");
    pair.drive(2_000);
    let people = pair.the_room(0).people();
    assert!(people.iter().all(|person| *person.name != *"Bo"), "nor who is gone");
}

#[test]
fn forged_metadata_spoils_nothing() {
    let mut pair = Pair::event(&["ulla"]);
    let now = pair.now;
    for metadata in [
        "{",
        r#"{"v":1,"m":[[0,9000,0]],"c":"x"}"#,
        r#"{"v":1,"m":[[4294967295,4294967295,4294967295]]}"#,
        &"x".repeat(5_000),
    ] {
        let message = chirrup_wire::chime::message::ChannelMessage {
            content: Some("hi".into()),
            metadata: Some(metadata.into()),
            ..pair.stage.blank("bo", now)
        };
        pair.stage.post(&message);
    }
    pair.drive(2_000);
    assert_eq!(pair.texts(0), ["hi"; 4]);
    pair.assert_event("forged");
}

#[test]
fn what_is_too_long_stays_in_the_composer() {
    let mut pair = Pair::event(&["ulla"]);
    let error = pair.send(0, &"ä".repeat(501));
    assert_eq!(error, Err(SendError::TooManyCharacters { characters: 501, max: 500 }));
    let ranges = vec![MentionRange { start: 0, length: 100, index: 0 }; 100];
    pair.in_room(0, |session, room, now| {
        let composed = Composed { text: "@", ranges: &ranges, ..Composed::default() };
        let error = session.send_composed(room, composed, now);
        assert_eq!(error, Err(SendError::TooManyMentions));
    });
}

#[test]
fn a_message_in_review_says_so_until_it_is_through() {
    for (value, delivery) in [
        (MessageStatusValue::Sent, Delivery::Sent),
        (MessageStatusValue::Denied, Delivery::Failed(FailReason::Denied)),
        (MessageStatusValue::Failed, Delivery::Failed(FailReason::Unreviewed)),
    ] {
        let mut pair = Pair::event(&["ulla", "bo"]);
        pair.stage.review = MessageStatusValue::Pending;
        let item = pair.send(0, "https://a.example").unwrap();
        pair.drive(2_000);
        assert_eq!(pair.deliveries(0), [Delivery::InReview]);
        assert!(pair.texts(1).is_empty(), "nobody else sees it");
        let id = pair.last_item(0).server_id.clone().unwrap();
        pair.stage.reviewed(id.as_str(), value);
        pair.drive(2_000);
        assert_eq!(pair.deliveries(0), [delivery]);
        assert_eq!(pair.last_item(0).id, item);
        let seen = pair.texts(1).len();
        assert_eq!(seen, usize::from(value == MessageStatusValue::Sent));
        if value != MessageStatusValue::Sent {
            let detail = pair.last_item(0).message().unwrap().marks.detail.clone();
            assert_eq!(detail.as_deref(), Some("house rules"));
            pair.in_room(0, |session, room, now| session.discard(room, item, now));
            assert!(pair.texts(0).is_empty());
        }
    }
}

#[test]
fn what_nobody_could_review_can_be_sent_again_and_what_was_denied_cannot() {
    for (value, delivery, sent) in [
        (MessageStatusValue::Failed, Delivery::Sent, 1),
        (MessageStatusValue::Denied, Delivery::Failed(FailReason::Denied), 0),
    ] {
        let mut pair = Pair::event(&["ulla", "bo"]);
        pair.stage.review = MessageStatusValue::Pending;
        let ranges = [MentionRange { start: 0, length: 3, index: 0 }];
        let people = ["bo".to_owned()];
        let composed =
            Composed { text: "@bo hello", ranges: &ranges, people: &people, ..Composed::default() };
        pair.in_room(0, |session, room, now| {
            session.send_composed(room, composed, now).unwrap();
        });
        let item = pair.last_item(0).id;
        pair.drive(2_000);
        let id = pair.last_item(0).server_id.clone().unwrap();
        pair.stage.reviewed(id.as_str(), value);
        pair.drive(2_000);
        pair.stage.review = MessageStatusValue::Sent;
        pair.in_room(0, |session, room, now| session.retry(room, item, now));
        pair.drive(2_000);
        assert_eq!(pair.deliveries(0), [delivery]);
        assert_eq!(pair.texts(0), ["@bo hello"]);
        assert_eq!(pair.texts(1).len(), sent);
        let names = pair.last_item(0).message().unwrap().marks.mentions.len();
        assert_eq!(names, 1, "it names whom it named");
    }
}

#[test]
fn an_edit_changes_the_row_and_a_message_can_be_taken_back() {
    let mut pair = Pair::event(&["ulla", "bo"]);
    let item = pair.send(0, "helo").unwrap();
    pair.drive(2_000);
    pair.in_room(0, |session, room, now| session.edit(room, item, "hello", now).unwrap());
    pair.drive(2_000);
    for client in [0, 1] {
        let last = pair.last_item(client);
        let message = last.message().unwrap();
        assert_eq!((message.source.as_ref(), message.marks.is_edited), ("hello", true));
    }
    assert_eq!(pair.last_item(0).id, item);
    pair.in_room(0, |session, room, now| session.delete(room, item, now));
    pair.drive(2_000);
    for client in [0, 1] {
        assert_eq!(pair.concealed(client), [Concealed::Redacted]);
        assert_eq!(pair.texts(client), [""]);
    }
}

#[test]
fn emoji_go_together_once_a_second() {
    let mut pair = Pair::event(&["ulla", "bo"]);
    let end = pair.now + 10_000;
    while pair.now < end {
        pair.in_room(0, |session, room, now| session.burst(room, "🎉", now));
        pair.drive(50);
    }
    pair.drive(3_000);
    let frames = pair.heard(1, |event| matches!(event, Event::Burst { .. }));
    assert!((10..=12).contains(&frames), "{frames}");
    let thrown: u32 = pair.clients[1]
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Burst { emoji, count, .. } if emoji == "🎉" => Some(*count),
            _ => None,
        })
        .sum();
    assert_eq!(thrown, 200);
    pair.in_room(0, |session, room, now| session.burst(room, "not an emoji", now));
    pair.drive(2_000);
    assert_eq!(pair.heard(1, |event| matches!(event, Event::Burst { .. })), frames);
}

#[test]
fn only_those_who_are_few_tell_that_they_type() {
    let mut pair = Pair::event(&["ulla", "star"]);
    for client in [0, 1] {
        pair.in_room(client, |session, room, now| session.set_draft(room, "so", now));
    }
    pair.drive(1_000);
    assert_eq!(pair.typing(0), ["The Star"]);
    assert!(pair.typing(1).is_empty());
}

#[test]
fn in_an_elastic_channel_every_call_names_the_part_also_after_a_move() {
    let mut pair = Pair::new(1, Faults::none());
    pair.stage.guests.get_mut("ulla").unwrap().sub_channel = Some("sub-1".into());
    pair.add_guest();
    pair.sign_in(0, "ulla");
    pair.drive(5_000);
    let item = pair.send(0, "here").unwrap();
    pair.drive(2_000);
    assert_eq!(pair.deliveries(0), [Delivery::Sent]);
    pair.stage.move_to("ulla", "sub-2");
    pair.drive(5_000);
    pair.send(0, "and there").unwrap();
    pair.drive(2 * SECOND);
    assert_eq!(pair.deliveries(0), [Delivery::Sent; 2]);
    assert_eq!(pair.stage.messages[1].sub_channel_id.as_deref(), Some("sub-2"));
    assert_eq!(pair.clients[0].mirror.iter().find(|row| row.id == item).unwrap().id, item);
}

#[test]
fn who_may_only_watch_is_told_before_writing() {
    let mut pair = Pair::new(1, Faults::none());
    pair.stage.guests.get_mut("ulla").unwrap().is_hidden = true;
    pair.add_guest();
    pair.sign_in(0, "ulla");
    pair.drive(5_000);
    assert_eq!(pair.send(0, "hi"), Err(SendError::NotNow));
}

#[test]
fn of_unknown_kinds_only_text_is_shown() {
    let mut pair = Pair::event(&["ulla"]);
    let now = pair.now;
    for content_type in ["text/csv", "application/x-poll", "application/amz-chime-lex-msgs"] {
        let message = chirrup_wire::chime::message::ChannelMessage {
            content: Some("a,b".into()),
            content_type: Some(content_type.into()),
            ..pair.stage.blank("bo", now)
        };
        pair.stage.post(&message);
    }
    pair.drive(2_000);
    assert_eq!(pair.texts(0), ["a,b"]);
    let rows = pair.kinds(0).len();
    assert_eq!(rows, 2, "the day and the text");
}

#[test]
fn how_far_was_read_is_kept_by_the_room_and_told_now_and_then() {
    let mut pair = Pair::event(&["ulla"]);
    for number in 0..10 {
        let now = pair.now;
        pair.stage.says("bo", &format!("message {number}"), now);
        pair.drive(1_000);
        let last = pair.last_item(0).id;
        pair.in_room(0, |session, room, now| session.mark_read(room, last, now));
    }
    pair.drive(60_000);
    assert_eq!(pair.the_room(0).unread(), 0);
    let told = pair.stage.count("mark");
    assert!((1..=3).contains(&told), "{told}");
    let now = pair.now;
    pair.stage.says("bo", "one more", now);
    // Another device of the same person, later.
    let device = pair.stage.guests["ulla"].device.clone();
    pair.clients[0].stored.retain(|key, _| *key != chirrup_core::StoreKey::Seen);
    pair.reload(0);
    pair.drive(5_000);
    assert_eq!(pair.stage.guests["ulla"].device, device);
    assert_eq!(pair.the_room(0).unread(), 1, "what came after the marker");
}
