//! History of all parts of an elastic channel, which moderators read as one.

use chirrup_core::room::HistoryState;
use chirrup_core::{Phase, Session};
use chirrup_wire::conventions::Deed;

use crate::pair::{Faults, Pair};
use crate::stage::SECOND;

/// Ulla and Bo are in parts of their own, and the moderator, who has not come yet, is in both of them.
fn elastic(seed: u64, faults: Faults) -> Pair {
    let mut pair = Pair::new(seed, faults);
    pair.stage.parts = ["sub-1", "sub-2"].map(str::to_owned).to_vec();
    for (ticket, part) in [("ulla", "sub-1"), ("bo", "sub-2"), ("mod", "sub-1")] {
        pair.stage.guests.get_mut(ticket).unwrap().sub_channel = Some(part.into());
    }
    pair.stage.guests.get_mut("mod").unwrap().other_parts = vec!["sub-2".into()];
    pair
}

const MOD: usize = 0;

impl Pair {
    /// So many messages, each by the next of these.
    fn talk(&mut self, speakers: &[&str], count: usize) {
        let now = self.now;
        for (number, ticket) in speakers.iter().cycle().take(count).enumerate() {
            self.stage.says(ticket, &format!("{ticket} {number}"), now);
        }
    }

    fn moderator_comes(&mut self) {
        self.add_guest();
        self.sign_in(MOD, "mod");
        self.act(MOD, Session::read_parts);
        self.drive(30 * SECOND);
        assert_eq!(self.phase(MOD), Phase::Live);
    }

    /// What the moderator sees is the end of what was said, in all parts and without a hole.
    fn assert_merged(&self) {
        let (seen, said) = (self.shown(MOD), self.stage.shown());
        assert!(said.ends_with(&seen), "{} of {}", seen.len(), said.len());
    }

    /// Scrolls up as far as there is something, and looks at each page.
    fn read_to_the_beginning(&mut self) {
        let mut pages = 0;
        while self.the_room(MOD).history() != HistoryState::Complete {
            self.in_room(MOD, Session::load_older);
            self.drive(30 * SECOND);
            self.assert_merged();
            pages += 1;
            assert!(pages < 100, "there is an end to it");
        }
        assert_eq!(self.shown(MOD), self.stage.shown());
    }
}

#[test]
fn whoever_keeps_order_comes_into_what_was_said_in_all_parts() {
    // It was the history of one part, and what moderators had to look at was in all of them.
    let mut pair = elastic(1, Faults::none());
    pair.talk(&["ulla", "bo", "bo"], 30);
    pair.moderator_comes();
    assert_eq!(pair.shown(MOD), pair.stage.shown());
    assert_eq!(pair.texts(MOD).len(), 30);
}

#[test]
fn a_fan_reads_the_own_part_and_asks_for_no_other() {
    let mut pair = elastic(1, Faults::none());
    pair.talk(&["ulla", "bo"], 10);
    pair.add_guest();
    pair.sign_in(0, "ulla");
    pair.act(0, Session::read_parts);
    pair.drive(30 * SECOND);
    assert_eq!(pair.texts(0), ["ulla 0", "ulla 2", "ulla 4", "ulla 6", "ulla 8"]);
    assert!(pair.stage.count("list") <= 1);
}

#[test]
fn scrolling_up_grows_the_room_in_all_parts_alike() {
    for speakers in [
        &["ulla", "bo"][..],
        &["ulla", "ulla", "ulla", "ulla", "bo"],
        &["bo", "bo", "bo", "ulla", "bo", "bo", "bo", "bo", "bo", "bo"],
    ] {
        let mut pair = elastic(1, Faults::none());
        pair.talk(speakers, 400);
        pair.moderator_comes();
        pair.assert_merged();
        assert!(pair.shown(MOD).len() >= 50, "{}", pair.shown(MOD).len());
        pair.read_to_the_beginning();
    }
}

#[test]
fn a_part_in_which_nobody_speaks_hides_no_other() {
    for speakers in [["ulla"], ["bo"]] {
        let mut pair = elastic(1, Faults::none());
        pair.talk(&speakers, 120);
        pair.moderator_comes();
        pair.assert_merged();
        pair.read_to_the_beginning();
    }
}

#[test]
fn no_more_is_read_than_a_room_holds() {
    let mut pair = elastic(1, Faults::none());
    pair.talk(&["bo"], 4_000);
    pair.moderator_comes();
    pair.assert_merged();
    assert!(pair.shown(MOD).len() >= 1_000);
    let asked = pair.stage.count("list");
    assert!(asked <= 30, "{asked} pages");
    pair.drive(600 * SECOND);
    let more = pair.stage.count("list") - asked;
    assert!(more <= 10, "and what is here is not read again: {more} pages");
}

#[test]
fn what_was_said_in_other_parts_during_a_gap_is_read_after_it() {
    let mut pair = elastic(1, Faults::none());
    pair.talk(&["ulla", "bo"], 200);
    pair.moderator_comes();
    pair.set_offline(MOD, true);
    pair.drive(10 * SECOND);
    pair.talk(&["bo", "bo", "bo", "ulla"], 90);
    pair.drive(10 * SECOND);
    pair.set_offline(MOD, false);
    pair.drive(60 * SECOND);
    pair.assert_merged();
    assert!(pair.shown(MOD).len() >= 90 + 50, "{}", pair.shown(MOD).len());
    pair.read_to_the_beginning();
}

#[test]
fn a_cut_at_every_step_of_a_gap_loses_nothing_of_any_part() {
    let away = || {
        let mut pair = elastic(1, Faults::none());
        pair.talk(&["ulla", "bo"], 20);
        pair.moderator_comes();
        pair.set_offline(MOD, true);
        pair.drive(10 * SECOND);
        pair.talk(&["ulla", "ulla", "bo"], 120);
        pair.set_offline(MOD, false);
        pair
    };
    let count = |mut pair: Pair| {
        let (begun, end) = (pair.steps, pair.now + 60 * SECOND);
        while pair.texts(MOD).len() < 140 && pair.step(end) {}
        pair.steps - begun
    };
    let steps = count(away());
    assert!(steps > 10, "{steps}");
    for step in 0..steps {
        let mut pair = away();
        let end = pair.now + 60 * SECOND;
        for _ in 0..step {
            pair.step(end);
        }
        pair.cut_client(MOD);
        pair.talk(&["bo"], 3);
        pair.drive(60 * SECOND);
        assert_eq!(pair.shown(MOD), pair.stage.shown(), "cut at {step}");
    }
}

#[test]
fn what_is_done_about_old_messages_goes_to_the_part_they_came_from() {
    let mut pair = elastic(1, Faults::none());
    let now = pair.now;
    let id = pair.stage.says("bo", "something ugly", now);
    pair.talk(&["ulla", "bo"], 20);
    pair.moderator_comes();
    let hide = Deed::Hide { id };
    pair.in_room(MOD, |session, room, now| session.moderate(room, hide, None, now));
    pair.drive(30 * SECOND);
    let action = pair.stage.messages.iter().find(|message| message.content_type.is_some());
    assert_eq!(action.unwrap().sub_channel_id.as_deref(), Some("sub-2"));
    assert_eq!(pair.stage.count("redact"), 1);
    assert_eq!(pair.concealed(MOD).len(), 1);
}

#[test]
fn what_concerned_the_room_is_noted_once_by_whoever_comes_later() {
    let mut pair = elastic(1, Faults::none());
    pair.talk(&["ulla", "bo"], 20);
    pair.moderator_comes();
    let slow = Deed::SlowMode { seconds: 30 };
    pair.in_room(MOD, |session, room, now| session.moderate(room, slow, None, now));
    pair.drive(5 * SECOND);
    pair.reload(MOD);
    pair.act(MOD, |session, now| {
        session.resume(now);
        session.read_parts(now);
    });
    pair.drive(30 * SECOND);
    assert_eq!(pair.shown(MOD), pair.stage.shown());
    assert_eq!(pair.the_room(MOD).moderation().unwrap().log().count(), 1);
}

#[test]
fn over_a_bad_network_nothing_is_missing_in_the_end() {
    for seed in 1..15 {
        let mut pair = elastic(seed, Faults::bad());
        pair.talk(&["ulla", "bo", "bo"], 180);
        pair.add_guest();
        pair.act(MOD, Session::read_parts);
        for _ in 0..10 {
            if pair.phase(MOD) == Phase::Idle {
                pair.sign_in(MOD, "mod");
            }
            pair.drive(10 * SECOND);
            pair.talk(&["bo", "ulla"], 3);
        }
        pair.drive(120 * SECOND);
        pair.assert_merged();
        pair.read_to_the_beginning();
    }
}
