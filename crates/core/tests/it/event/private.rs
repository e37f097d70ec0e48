//! Targeted messages: one person alone sees them beside whoever wrote them.

use chirrup_core::ParticipantId;
use chirrup_core::session::{Composed, SendError};
use chirrup_core::timeline::{Delivery, Origin};

use crate::pair::{Faults, Pair};
use crate::stage::arn;

impl Pair {
    /// Says something to one person alone.
    fn whisper(&mut self, client: usize, whom: &str, text: &str) {
        let person = ParticipantId::from(arn(whom).as_str());
        let composed = Composed { text, target: Some(&person), ..Composed::default() };
        self.in_room(client, |session, room, now| {
            session.send_composed(room, composed, now).unwrap();
        });
    }

    /// Whom the last message is for alone, and whether it means this person.
    fn last_target(&self, client: usize) -> (Option<String>, bool) {
        let item = self.last_item(client);
        let message = item.message().unwrap();
        let target = message.marks.target.as_ref().map(|person| person.as_str().to_owned());
        (target, message.marks.is_for(message.origin))
    }
}

#[test]
fn only_the_two_see_it_and_both_see_for_whom_it_is() {
    let mut pair = Pair::event(&["ulla", "bo", "mod"]);
    pair.whisper(2, "ulla", "please stop that");
    assert_eq!(pair.last_target(2), (Some(arn("ulla")), false), "also before the service has it");
    pair.drive(2_000);
    assert_eq!(pair.texts(0), ["please stop that"]);
    assert!(pair.texts(1).is_empty());
    assert_eq!(pair.deliveries(2), [Delivery::Sent]);
    assert_eq!(pair.last_target(0), (Some(arn("ulla")), true));
    assert_eq!(pair.last_target(2), (Some(arn("ulla")), false));
    assert_eq!(pair.last_item(0).message().unwrap().origin, Origin::Other);
}

#[test]
fn it_is_for_the_same_person_after_a_reload_without_a_network() {
    let mut pair = Pair::event(&["ulla", "bo", "mod"]);
    pair.set_offline(2, true);
    pair.drive(2_000);
    pair.whisper(2, "ulla", "between us");
    pair.drive(2_000);
    pair.reload(2);
    pair.set_offline(2, false);
    pair.drive(60_000);
    assert_eq!(pair.texts(0), ["between us"]);
    assert!(pair.texts(1).is_empty(), "and never for all");
    assert_eq!(pair.deliveries(2), [Delivery::Sent]);
}

#[test]
fn an_answer_to_it_is_private_too() {
    let mut pair = Pair::event(&["ulla", "bo", "mod"]);
    pair.whisper(2, "ulla", "please stop that");
    pair.drive(2_000);
    for (client, text) in [(0, "sorry"), (2, "thank you")] {
        let answered = pair.last_item(client).id;
        let composed = Composed { text, reply_to: Some(answered), ..Composed::default() };
        pair.in_room(client, |session, room, now| {
            session.send_composed(room, composed, now).unwrap();
        });
        pair.drive(2_000);
    }
    let answered = pair.last_item(2).id;
    let composed = Composed { text: "bye", reply_to: Some(answered), ..Composed::default() };
    pair.in_room(2, |session, room, now| {
        session.send_composed(room, composed, now).unwrap();
    });
    pair.drive(2_000);
    assert_eq!(pair.texts(0), ["please stop that", "sorry", "thank you", "bye"]);
    assert_eq!(pair.last_target(2), (Some(arn("ulla")), false), "also an answer to an own one");
    assert!(pair.texts(1).is_empty());
}

#[test]
fn it_leaves_the_draft_alone_that_says_the_same() {
    let mut pair = Pair::event(&["ulla", "mod"]);
    pair.in_room(1, |session, room, now| session.set_draft(room, "hello", now));
    pair.whisper(1, "ulla", "hello");
    pair.drive(2_000);
    assert_eq!(pair.the_room(1).draft(), "hello");
}

#[test]
fn a_room_without_mentions_takes_nothing_for_one_person() {
    let mut pair = Pair::live();
    let person = ParticipantId::from("agent");
    let composed = Composed { text: "psst", target: Some(&person), ..Composed::default() };
    pair.in_room(0, |session, room, now| {
        assert_eq!(session.send_composed(room, composed, now), Err(SendError::NotNow));
    });
    assert!(pair.texts(0).is_empty());
}

#[test]
fn in_an_elastic_channel_it_goes_to_the_part_in_which_the_person_spoke() {
    let mut pair = Pair::new(1, Faults::none());
    pair.stage.parts = ["sub-1", "sub-2"].map(str::to_owned).to_vec();
    for (ticket, part) in [("bo", "sub-2"), ("mod", "sub-1")] {
        pair.stage.guests.get_mut(ticket).unwrap().sub_channel = Some(part.into());
    }
    pair.stage.guests.get_mut("mod").unwrap().other_parts = vec!["sub-2".into()];
    for (client, ticket) in ["bo", "mod"].into_iter().enumerate() {
        pair.add_guest();
        pair.sign_in(client, ticket);
    }
    pair.drive(5_000);
    pair.send(0, "hello").unwrap();
    pair.drive(2_000);
    pair.whisper(1, "bo", "mind the rules");
    pair.drive(2_000);
    let part = pair.stage.messages.last().unwrap().sub_channel_id.clone();
    assert_eq!(part.as_deref(), Some("sub-2"));
    assert_eq!(pair.texts(0), ["hello", "mind the rules"]);
}
