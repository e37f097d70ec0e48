//! A moderator in several parts of an elastic channel: what they hear, and where what they do goes.

use std::collections::BTreeSet;

use chirrup_core::Event;
use chirrup_core::Phase;
use chirrup_core::session::SessionError;
use chirrup_core::timeline::Concealed;
use chirrup_wire::conventions::{Deed, Metadata, RoomMode};

use crate::pair::{Faults, Pair};
use crate::stage::arn;

/// Ulla is in the first part and Bo in the second; the moderator is in both of them, and not in the third.
fn elastic() -> Pair {
    let mut pair = Pair::new(1, Faults::none());
    pair.stage.parts = ["sub-1", "sub-2", "sub-3"].map(str::to_owned).to_vec();
    for (ticket, part) in [("ulla", "sub-1"), ("bo", "sub-2"), ("mod", "sub-1")] {
        pair.stage.guests.get_mut(ticket).unwrap().sub_channel = Some(part.into());
    }
    pair.stage.guests.get_mut("mod").unwrap().other_parts = vec!["sub-2".into()];
    for (client, ticket) in ["ulla", "bo", "mod"].into_iter().enumerate() {
        pair.add_guest();
        pair.sign_in(client, ticket);
    }
    pair.drive(5_000);
    pair
}

/// Who does it.
const MOD: usize = 2;

impl Pair {
    fn does(&mut self, deed: &Deed) {
        self.in_room(MOD, |session, room, now| session.moderate(room, deed.clone(), None, now));
        self.drive(2_000);
    }

    /// The parts to which actions of this name went.
    fn parts_with(&self, action: &str) -> Vec<&str> {
        let name = format!(r#""action":"{action}""#);
        let messages = self.stage.messages.iter();
        let of = messages.filter(|it| it.content.as_ref().is_some_and(|it| it.contains(&name)));
        of.map(|it| it.sub_channel_id.as_deref().unwrap()).collect()
    }
}

#[test]
fn what_is_done_about_a_message_goes_to_the_part_it_came_from() {
    // Everything went to the moderator's own part, where nobody had that message, and the service refused
    // to redact it there.
    let mut pair = elastic();
    let now = pair.now;
    let id = pair.stage.says("bo", "something ugly", now);
    pair.drive(2_000);
    assert_eq!(pair.texts(MOD), ["something ugly"]);
    assert!(pair.texts(0).is_empty(), "and fans hear their own part only");
    pair.does(&Deed::Hide { id });
    assert_eq!(pair.parts_with("hide"), ["sub-2"]);
    assert_eq!(pair.concealed(1), [Concealed::Hidden]);
    pair.drive(15_000);
    assert_eq!(pair.concealed(1), [Concealed::Redacted]);
    assert_eq!(pair.stage.count("redact"), 1);
}

#[test]
fn what_is_done_about_a_person_goes_to_the_part_they_spoke_in_last() {
    let mut pair = elastic();
    let now = pair.now;
    pair.stage.says("bo", "hello", now);
    pair.drive(2_000);
    pair.does(&Deed::HideUser { user: arn("bo") });
    pair.stage.move_to("bo", "sub-1");
    pair.drive(2_000);
    pair.stage.says("bo", "again", pair.now);
    pair.drive(2_000);
    pair.does(&Deed::HideUser { user: arn("bo") });
    pair.does(&Deed::HideUser { user: arn("ulla") });
    assert_eq!(pair.parts_with("hide-user"), ["sub-2", "sub-1", "sub-1"]);
}

#[test]
fn what_concerns_the_room_goes_to_every_part_and_is_noted_once() {
    let mut pair = elastic();
    pair.does(&Deed::Mode(RoomMode::Frozen));
    assert_eq!(pair.parts_with("mode"), ["sub-1", "sub-2"]);
    let said = pair.stage.messages.iter().filter(|message| message.content_type.is_some());
    let client_ids = said.map(|message| Metadata::read(message.metadata.as_ref().unwrap()));
    let client_ids: BTreeSet<_> = client_ids.map(|it| it.client_token.unwrap()).collect();
    assert_eq!(client_ids.len(), 1, "whoever reads both parts sees that it was done once");
    for client in [0, 1] {
        assert!(pair.send(client, "hello?").is_err(), "{client} may not write");
    }
    assert_eq!(pair.the_room(MOD).moderation().unwrap().log().count(), 1);
    let failed = |event: &Event| matches!(event, Event::Error(SessionError::CommandFailed { .. }));
    assert_eq!(pair.heard(MOD, failed), 0, "that there is no way into the third is no failure");
}

#[test]
fn whoever_is_taken_out_of_one_part_stays_in_the_others() {
    let mut pair = elastic();
    pair.stage.remove_from("mod", "sub-2");
    pair.drive(2_000);
    assert_eq!(pair.phase(MOD), Phase::Live);
    pair.does(&Deed::SlowMode { seconds: 30 });
    assert_eq!(pair.parts_with("slow-mode"), ["sub-1"]);
}
