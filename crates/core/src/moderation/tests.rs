//! The rules of a room, as stories.

mod composing;
mod cost;
mod order;

use chirrup_wire::conventions::{Action, Deed, RoomMode};

use super::{Change, Composing, Moderation, Ruling, Setup, UNDO_MILLIS};
use crate::ids::{ParticipantId, ServerId};
use crate::time::Millis;

/// 2026-05-01T10:00:00Z.
const NOON: Millis = Millis(1_777_629_600_000);

fn person(name: &str) -> ParticipantId {
    ParticipantId::from(name)
}

fn message(id: &str) -> ServerId {
    ServerId::from(id)
}

/// The room of Mira, a fan, with Ana and Bo as its moderators.
fn room() -> Moderation {
    room_of("mira")
}

fn room_of(own: &str) -> Moderation {
    let mut room = unlisted(own);
    room.handle_moderators(vec![person("bo"), person("ana")], NOON);
    room.handle_timeout(NOON);
    room.take_changes();
    room
}

/// A room whose lists are not here yet.
fn unlisted(own: &str) -> Moderation {
    Moderation::new(Setup { own: person(own), is_artist: false, slow_mode_seconds: 0 })
}

/// A ruling, so many seconds after noon. Its id comes of its time and content.
fn ruling(by: &str, seconds: u64, content: &str) -> Ruling {
    let action = Action::read(content).expect("an action");
    let id = format!("{by}-{seconds}-{}", action.deed.name());
    let at = NOON + seconds * 1000;
    Ruling::new(message(&id), at, person(by), by.into(), action).expect("a known action")
}

/// What changes when somebody does something.
fn act(room: &mut Moderation, by: &str, seconds: u64, content: &str) -> Vec<Change> {
    let ruling = ruling(by, seconds, content);
    let now = ruling.at;
    room.handle_ruling(ruling, now);
    room.take_changes()
}

/// Who hides a message of a person, which was sent at noon.
fn hider(room: &Moderation, id: &str, author: &str) -> Option<ParticipantId> {
    room.hidden(&message(id), &person(author), NOON).map(|ruling| ruling.by.clone())
}

#[test]
fn a_moderator_hides_a_message_and_takes_that_back() {
    let mut room = room();
    room.handle_message(&message("m-1"), &person("leo"));
    let changes = act(&mut room, "ana", 1, r#"{"action":"hide","id":"m-1","reason":"Spam"}"#);
    assert_eq!(changes, [Change::Log, Change::Message(message("m-1"))]);
    let by = room.hidden(&message("m-1"), &person("leo"), NOON).expect("hidden");
    assert_eq!((&*by.by_name, by.reason.as_deref()), ("ana", Some("Spam")));
    assert_eq!(by.undo_until(), NOON + 1000 + UNDO_MILLIS);
    assert_eq!(hider(&room, "m-2", "leo"), None);

    let changes = act(&mut room, "bo", 2, r#"{"action":"restore","id":"m-1"}"#);
    assert_eq!(changes, [Change::Log, Change::Message(message("m-1"))]);
    assert_eq!(hider(&room, "m-1", "leo"), None);
}

#[test]
fn who_only_says_to_be_a_moderator_changes_nothing() {
    let mut room = room();
    for content in [
        r#"{"action":"hide","id":"m-1"}"#,
        r#"{"action":"hide-user","user":"ana"}"#,
        r#"{"action":"ban","user":"mira","by":"ana","moderator":true}"#,
        r#"{"action":"clear"}"#,
        r#"{"action":"mode","mode":"frozen"}"#,
        r#"{"action":"announce","text":"free tickets"}"#,
    ] {
        assert_eq!(act(&mut room, "leo", 1, content), [], "{content}");
    }
    assert_eq!(hider(&room, "m-1", "ana"), None);
    assert_eq!(room.composing(NOON), Composing::Free);
    assert_eq!((room.ignored(), room.log().count()), (6, 0));
    assert!(room.announcement().is_none());
}

#[test]
fn rulings_wait_for_the_lists() {
    let mut room = unlisted("mira");
    let hide = r#"{"action":"hide","id":"m-1"}"#;
    assert_eq!(act(&mut room, "ana", 1, hide), []);
    assert_eq!(act(&mut room, "leo", 2, r#"{"action":"restore","id":"m-1"}"#), []);
    assert_eq!(act(&mut room, "root", 3, r#"{"action":"pin","id":"m-2"}"#), []);
    assert_eq!((hider(&room, "m-1", "leo"), room.ignored()), (None, 0));

    room.handle_moderators(vec![person("ana")], NOON);
    let changes = room.take_changes();
    assert_eq!(changes, [Change::Authorities, Change::Log, Change::Message(message("m-1"))]);
    assert_eq!((hider(&room, "m-1", "leo"), room.ignored()), (Some(person("ana")), 2));

    // An admin is one by another list.
    room.handle_admins(vec![person("root")], NOON);
    assert_eq!((room.pin(), room.ignored()), (Some(message("m-2")), 1));
    assert!(room.is_authority(&person("root")) && !room.is_authority(&person("leo")));
}

#[test]
fn when_a_moderator_falls_the_word_of_another_counts_again() {
    let mut room = room();
    act(&mut room, "ana", 1, r#"{"action":"slow-mode","seconds":5}"#);
    act(&mut room, "bo", 2, r#"{"action":"slow-mode","seconds":60}"#);
    room.handle_moderators(vec![person("ana")], NOON);
    assert_eq!(room.take_changes(), [Change::Authorities, Change::Log, Change::SlowMode(5)]);
    assert_eq!((room.slow_mode_seconds(), room.log().count(), room.ignored()), (5, 1, 1));

    room.handle_moderators(vec![person("bo"), person("ana")], NOON);
    assert_eq!((room.slow_mode_seconds(), room.log().count(), room.ignored()), (60, 2, 0));
}

#[test]
fn a_person_is_hidden_with_everything_and_one_message_is_brought_back() {
    let mut room = room();
    for id in ["m-1", "m-2"] {
        room.handle_message(&message(id), &person("leo"));
    }
    room.handle_message(&message("m-3"), &person("mira"));
    act(&mut room, "bo", 1, r#"{"action":"hide","id":"m-2"}"#);
    let changes = act(&mut room, "ana", 2, r#"{"action":"hide-user","user":"leo"}"#);
    assert_eq!(changes, [Change::Log, Change::Person(person("leo")), Change::Pin]);
    assert_eq!(room.messages_of(&person("leo")), [message("m-1"), message("m-2")]);
    assert_eq!(hider(&room, "m-1", "leo"), Some(person("ana")));
    assert_eq!(hider(&room, "m-2", "leo"), Some(person("bo")));
    assert_eq!(hider(&room, "m-3", "mira"), None);
    assert!(!room.is_heard(&person("leo"), NOON));
    // What comes later is hidden as well.
    assert!(room.hidden(&message("m-9"), &person("leo"), NOON + 60_000).is_some());

    act(&mut room, "ana", 3, r#"{"action":"restore","id":"m-1"}"#);
    assert_eq!(hider(&room, "m-1", "leo"), None);
    act(&mut room, "ana", 4, r#"{"action":"restore-user","user":"leo"}"#);
    assert_eq!(hider(&room, "m-2", "leo"), Some(person("bo")), "this one was hidden by itself");
    assert!(room.is_heard(&person("leo"), NOON));

    room.handle_forgotten(&message("m-1"), &person("leo"));
    assert_eq!(room.messages_of(&person("leo")), [message("m-2")]);
}

#[test]
fn a_cleared_room_shows_only_what_comes_after() {
    let mut room = room();
    let changes = act(&mut room, "ana", 5, r#"{"action":"clear"}"#);
    assert_eq!(changes, [Change::Log, Change::Messages, Change::Pin]);
    assert_eq!(hider(&room, "m-1", "leo"), Some(person("ana")));
    assert!(room.hidden(&message("m-2"), &person("leo"), NOON + 5001).is_none());
    act(&mut room, "ana", 6, r#"{"action":"unclear"}"#);
    assert_eq!(hider(&room, "m-1", "leo"), None);
}

#[test]
fn a_timeout_without_a_time_is_no_ruling() {
    let action = Action::read(r#"{"action":"timeout","user":"mira","until":"soon"}"#);
    let id = message("r-1");
    assert_eq!(Ruling::new(id, NOON, person("ana"), "Ana".into(), action.expect("read")), None);
    for deed in [Deed::Mode(RoomMode::Unknown), Deed::Unknown { name: "confetti".into() }] {
        let action = Action { deed, reason: None };
        assert_eq!(Ruling::new(message("r-1"), NOON, person("ana"), "".into(), action), None);
    }
}

#[test]
fn a_moderator_has_the_list_of_bans() {
    let mut room = room_of("ana");
    act(&mut room, "bo", 1, r#"{"action":"ban","user":"leo"}"#);
    room.handle_bans(vec![person("tom"), person("kim"), person("tom")], NOON + 2000);
    assert_eq!(room.take_changes(), [Change::Bans]);
    let is_banned = |room: &Moderation, name| room.standing(&person(name), NOON).is_banned;
    assert!(is_banned(&room, "kim") && is_banned(&room, "tom"));
    assert!(!is_banned(&room, "leo"), "the list is newer than the note");
    assert!(room.standing(&person("leo"), NOON).ban_note.is_some());
    act(&mut room, "bo", 3, r#"{"action":"ban","user":"leo"}"#);
    act(&mut room, "bo", 4, r#"{"action":"unban","user":"kim"}"#);
    assert!(is_banned(&room, "leo") && !is_banned(&room, "kim"));
}

#[test]
fn the_pin_changes_with_the_message_that_is_pinned() {
    let mut room = room();
    let changes = act(&mut room, "ana", 1, r#"{"action":"pin","id":"m-1"}"#);
    assert_eq!((changes, room.pin()), (vec![Change::Log, Change::Pin], Some(message("m-1"))));
    let changes = act(&mut room, "ana", 2, r#"{"action":"hide","id":"m-1"}"#);
    assert_eq!(changes, [Change::Log, Change::Message(message("m-1")), Change::Pin]);
    act(&mut room, "ana", 3, r#"{"action":"unpin"}"#);
    assert_eq!(room.pin(), None);
}

#[test]
fn an_announcement_stands_until_it_is_taken_away() {
    let mut room = room();
    act(&mut room, "ana", 1, r#"{"action":"announce","text":"Doors close at ten."}"#);
    let deed = room.announcement().map(|ruling| ruling.deed.clone());
    assert_eq!(deed, Some(Deed::Announce { text: "Doors close at ten.".into() }));
    let changes = act(&mut room, "bo", 2, r#"{"action":"unannounce"}"#);
    assert_eq!(changes, [Change::Log, Change::Announcement]);
    assert!(room.announcement().is_none());
}

#[test]
fn held_messages_wait_in_order_until_somebody_decides() {
    let mut room = room_of("ana");
    room.handle_admins(vec![person("flow")], NOON);
    room.take_changes();
    act(&mut room, "flow", 2, r#"{"action":"held","id":"m-2","user":"leo","text":"two"}"#);
    // The approval is here before what it approves.
    act(&mut room, "bo", 9, r#"{"action":"approve","id":"m-3"}"#);
    act(&mut room, "flow", 3, r#"{"action":"held","id":"m-3","user":"leo","text":"three"}"#);
    let changes =
        act(&mut room, "flow", 1, r#"{"action":"held","id":"m-1","user":"leo","text":"one"}"#);
    assert_eq!(changes, [Change::Log, Change::Held]);
    let ids = |room: &Moderation| -> Vec<u64> {
        room.held().iter().map(|held| held.at.since(NOON) / 1000).collect()
    };
    assert_eq!(ids(&room), [1, 2]);
    act(&mut room, "ana", 10, r#"{"action":"reject","id":"m-1","reason":"Advertising"}"#);
    assert_eq!(ids(&room), [2]);
    act(&mut room, "ana", 11, r#"{"action":"approve","id":"m-2"}"#);
    assert!(room.held().is_empty());
}

#[test]
fn an_own_hiding_is_made_final_after_the_undo_window() {
    let mut room = room_of("ana");
    act(&mut room, "ana", 1, r#"{"action":"hide","id":"m-1"}"#);
    act(&mut room, "bo", 1, r#"{"action":"hide","id":"m-2"}"#);
    act(&mut room, "ana", 2, r#"{"action":"hide","id":"m-3"}"#);
    act(&mut room, "ana", 3, r#"{"action":"restore","id":"m-3"}"#);
    let due = NOON + 1000 + UNDO_MILLIS;
    assert_eq!((room.poll_timeout(), room.poll_redaction(due - 1)), (Some(due), None));
    assert_eq!(room.poll_redaction(due), Some(message("m-1")));
    assert_eq!((room.poll_redaction(due + 60_000), room.poll_timeout()), (None, None));
    // A page brings the message, and its text is still there.
    room.handle_message(&message("m-1"), &person("leo"));
    room.handle_message(&message("m-2"), &person("leo"));
    assert_eq!(room.poll_redaction(due), Some(message("m-1")));
    assert_eq!(room.poll_redaction(due), None);
}

#[test]
fn what_comes_twice_comes_once() {
    let mut room = room();
    let hide = r#"{"action":"hide","id":"m-1"}"#;
    assert_eq!(act(&mut room, "ana", 1, hide).len(), 2);
    assert_eq!(act(&mut room, "ana", 1, hide), []);
    act(&mut room, "leo", 1, hide);
    act(&mut room, "leo", 1, hide);
    assert_eq!((room.log().count(), room.ignored()), (1, 1));
}

#[test]
fn the_log_keeps_the_newest() {
    let mut room = room();
    for seconds in (1..=600).rev() {
        act(&mut room, "ana", seconds, r#"{"action":"slow-mode","seconds":7}"#);
    }
    act(&mut room, "ana", 601, r#"{"action":"unpin","reason":"old"}"#);
    let log: Vec<_> = room.log().map(|ruling| ruling.at.since(NOON) / 1000).collect();
    assert_eq!(log, (102..=601).collect::<Vec<_>>());
    let newest = room.log().next_back().expect("a log");
    assert_eq!((&*newest.by_name, newest.reason.as_deref()), ("ana", Some("old")));
}

#[test]
fn undo_brings_back_what_was() {
    let mut room = room();
    let mut undo = |by: &str, seconds, content: &str| {
        act(&mut room, by, seconds, content);
        let id = ruling(by, seconds, content).id;
        room.undo(&id).map(|deed| Action { deed, reason: None }.to_text())
    };
    let says = |content: &str| Some(content.to_owned());
    let hide = r#"{"action":"hide","id":"m-1"}"#;
    assert_eq!(undo("ana", 1, hide), says(r#"{"action":"restore","id":"m-1"}"#));
    assert_eq!(undo("bo", 2, hide), says(r#"{"action":"restore","id":"m-1"}"#));
    let pin = r#"{"action":"pin","id":"m-1"}"#;
    assert_eq!(undo("ana", 3, pin), says(r#"{"action":"unpin"}"#));
    assert_eq!(undo("bo", 4, r#"{"action":"pin","id":"m-2"}"#), says(pin));
    let frozen = r#"{"action":"mode","mode":"frozen"}"#;
    assert_eq!(undo("ana", 5, frozen), says(r#"{"action":"mode","mode":"open"}"#));
    assert_eq!(undo("ana", 6, r#"{"action":"mode","mode":"open"}"#), says(frozen));
    let slow = r#"{"action":"slow-mode","seconds":9}"#;
    assert_eq!(undo("ana", 7, slow), says(r#"{"action":"slow-mode","seconds":0}"#));
    assert_eq!(undo("ana", 8, r#"{"action":"approve","id":"m-7"}"#), None);
    assert_eq!(undo("leo", 9, hide), None, "it never counted");
}
