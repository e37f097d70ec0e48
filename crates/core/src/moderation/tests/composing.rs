//! Who may write, as stories.

use chirrup_wire::conventions::RoomMode;

use super::{NOON, act, person, room, room_of};
use crate::moderation::{Change, Composing, Moderation, Setup};
use crate::time::Millis;

#[test]
fn a_silenced_person_may_write_again_when_it_is_over() {
    let mut room = room();
    let until = Millis::from_rfc3339("2026-05-01T10:01:00.000Z").expect("a time");
    let timeout =
        r#"{"action":"timeout","user":"mira","until":"2026-05-01T10:01:00.000Z","reason":"Calm"}"#;
    let muted = Composing::Muted { until, reason: Some("Calm".into()) };
    let changes = act(&mut room, "ana", 1, timeout);
    let standing = Change::Standing(person("mira"));
    assert_eq!(changes, [Change::Log, standing.clone(), Change::Composing(muted)]);
    assert_eq!(room.poll_timeout(), Some(until));
    assert!(!room.is_heard(&person("mira"), NOON + 1000));
    room.handle_timeout(until - 1);
    assert_eq!(room.take_changes(), []);
    room.handle_timeout(until);
    assert_eq!(room.take_changes(), [Change::Composing(Composing::Free)]);
    assert_eq!((room.poll_timeout(), room.is_heard(&person("mira"), until)), (None, true));

    act(
        &mut room,
        "ana",
        2,
        r#"{"action":"timeout","user":"mira","until":"2026-05-01T23:00:00Z"}"#,
    );
    let changes = act(&mut room, "bo", 3, r#"{"action":"end-timeout","user":"mira"}"#);
    assert_eq!(changes, [Change::Log, standing, Change::Composing(Composing::Free)]);
}

#[test]
fn slow_mode_counts_from_the_own_message() {
    let mut room = room();
    room.handle_own_message(NOON, NOON);
    act(&mut room, "ana", 1, r#"{"action":"slow-mode","seconds":10}"#);
    let slow = Composing::SlowMode { until: NOON + 10_000 };
    assert_eq!(room.composing(NOON + 1000), slow);
    assert_eq!(room.poll_timeout(), Some(NOON + 10_000));
    room.handle_timeout(NOON + 10_000);
    assert_eq!(room.composing(NOON + 10_000), Composing::Free);

    // The echo of a backend whose clock is an hour ahead.
    room.handle_own_message(NOON + 3_600_000, NOON + 20_000);
    assert_eq!(room.composing(NOON + 20_000), Composing::SlowMode { until: NOON + 30_000 });
    // An older message from the history changes nothing.
    room.handle_own_message(NOON - 5000, NOON + 21_000);
    assert_eq!(room.composing(NOON + 21_000), Composing::SlowMode { until: NOON + 30_000 });
    act(&mut room, "ana", 22, r#"{"action":"slow-mode","seconds":0}"#);
    assert_eq!(room.composing(NOON + 22_000), Composing::Free);
}

#[test]
fn the_event_may_begin_slow() {
    let setup = Setup { own: person("mira"), is_artist: false, slow_mode_seconds: 3 };
    let mut room = Moderation::new(setup.clone());
    room.handle_own_message(NOON, NOON);
    assert_eq!(room.composing(NOON), Composing::SlowMode { until: NOON + 3000 });
    let mut room = Moderation::new(Setup { is_artist: true, ..setup });
    room.handle_own_message(NOON, NOON);
    assert_eq!(room.composing(NOON), Composing::Free);
}

#[test]
fn moderators_are_free_whatever_the_mode() {
    let mut room = room_of("bo");
    room.handle_own_message(NOON, NOON);
    for content in [
        r#"{"action":"slow-mode","seconds":60}"#,
        r#"{"action":"mode","mode":"frozen"}"#,
        r#"{"action":"timeout","user":"bo","until":"2026-05-01T23:00:00Z"}"#,
        r#"{"action":"ban","user":"bo"}"#,
    ] {
        act(&mut room, "ana", 1, content);
        assert_eq!(room.composing(NOON), Composing::Free, "{content}");
    }
    assert!(room.is_heard(&person("bo"), NOON));
    // One who is no moderator any more is bound by all that.
    room.handle_moderators(vec![person("ana")], NOON);
    assert_eq!(room.composing(NOON), Composing::Banned { reason: None });
}

#[test]
fn a_frozen_room_is_for_nobody_and_an_approved_one_for_some() {
    let mut room = room();
    let changes = act(&mut room, "ana", 1, r#"{"action":"mode","mode":"frozen"}"#);
    let frozen = Change::Composing(Composing::Frozen);
    assert_eq!(changes, [Change::Log, Change::Mode(RoomMode::Frozen), frozen]);
    act(&mut room, "ana", 2, r#"{"action":"mode","mode":"approved"}"#);
    assert_eq!(room.composing(NOON), Composing::ReadOnly);
    act(&mut room, "ana", 3, r#"{"action":"approve-user","user":"mira"}"#);
    assert_eq!(room.composing(NOON), Composing::Free);
    act(&mut room, "ana", 4, r#"{"action":"unapprove-user","user":"mira"}"#);
    assert_eq!(room.composing(NOON), Composing::ReadOnly);
    act(&mut room, "ana", 5, r#"{"action":"mode","mode":"review"}"#);
    assert_eq!((room.composing(NOON), room.mode()), (Composing::Free, RoomMode::Review));
    room.handle_read_only(true, NOON);
    assert_eq!(room.composing(NOON), Composing::ReadOnly);
}

#[test]
fn the_newest_word_on_a_ban_counts() {
    let mut room = room();
    act(&mut room, "ana", 1, r#"{"action":"ban","user":"mira","reason":"Threats"}"#);
    let banned = Composing::Banned { reason: Some("Threats".into()) };
    assert_eq!(room.composing(NOON), banned);
    assert!(!room.is_heard(&person("mira"), NOON));
    act(&mut room, "bo", 2, r#"{"action":"unban","user":"mira"}"#);
    assert_eq!(room.composing(NOON), Composing::Free);

    // The backend knows of a ban without a note.
    room.handle_own_ban(NOON + 3000);
    assert_eq!(room.composing(NOON), Composing::Banned { reason: None });
    act(&mut room, "bo", 4, r#"{"action":"unban","user":"mira"}"#);
    assert_eq!(room.composing(NOON), Composing::Free);
}
