//! Moderators of an event, and those who would like to be.

use chirrup_core::event::RoomChange;
use chirrup_core::moderation::{Change, Composing};
use chirrup_core::room::{EndReason, Role};
use chirrup_core::session::{Admission, SendError, SessionError, TicketRefusal};
use chirrup_core::timeline::Concealed;
use chirrup_core::{Event, Phase};
use chirrup_wire::conventions::Deed;

use crate::pair::{Faults, Pair};
use crate::stage::arn;

fn hide(id: &str) -> Deed {
    Deed::Hide { id: id.into() }
}

#[test]
fn a_moderator_hides_and_brings_back_for_everybody() {
    let mut pair = Pair::event(&["ulla", "mod"]);
    let now = pair.now;
    let id = pair.stage.says("bo", "something ugly", now);
    pair.drive(2_000);
    pair.in_room(1, |session, room, now| session.moderate(room, hide(&id), Some("ugly"), now));
    pair.drive(2_000);
    assert_eq!(pair.texts(0), [""], "the text is not there any more");
    assert_eq!(pair.concealed(0), [Concealed::Hidden]);
    assert_eq!(pair.texts(1), ["something ugly"], "a moderator can judge again");
    pair.in_room(1, |session, room, now| {
        session.moderate(room, Deed::Restore { id: id.clone() }, None, now);
    });
    pair.drive(2_000);
    assert_eq!(pair.texts(0), ["something ugly"]);
    pair.drive(30_000);
    assert_eq!(pair.stage.count("redact"), 0, "it was brought back in time");
}

#[test]
fn a_hidden_message_goes_for_good_when_the_time_for_undo_has_passed() {
    let mut pair = Pair::event(&["ulla", "mod"]);
    let now = pair.now;
    let id = pair.stage.says("bo", "something ugly", now);
    pair.drive(2_000);
    pair.in_room(1, |session, room, now| session.moderate(room, hide(&id), None, now));
    pair.drive(8_000);
    assert_eq!(pair.stage.count("redact"), 0);
    pair.drive(5_000);
    assert_eq!(pair.stage.count("redact"), 1);
    for client in [0, 1] {
        assert_eq!(pair.concealed(client), [Concealed::Redacted]);
        assert_eq!(pair.texts(client), [""]);
    }
}

#[test]
fn what_is_gone_for_good_is_not_taken_away_again() {
    let mut pair = Pair::event(&["mod"]);
    let now = pair.now;
    let id = pair.stage.says("bo", "something ugly", now);
    pair.drive(1_000);
    pair.in_room(0, |session, room, now| session.moderate(room, hide(&id), None, now));
    pair.in_room(0, |session, room, now| session.moderate(room, hide("nowhere"), None, now));
    pair.drive(15_000);
    assert_eq!(pair.stage.count("redact"), 1, "and nothing that is not here");
    pair.reload(0);
    pair.drive(15_000);
    assert_eq!(pair.concealed(0), [Concealed::Redacted]);
    assert_eq!(pair.stage.count("redact"), 1, "after a reload");
}

#[test]
fn who_comes_later_sees_what_was_decided() {
    let mut pair = Pair::event(&["mod"]);
    let now = pair.now;
    let id = pair.stage.says("bo", "something ugly", now);
    pair.stage.says("ulla", "something nice", now);
    pair.drive(1_000);
    pair.in_room(0, |session, room, now| session.moderate(room, hide(&id), None, now));
    pair.drive(1_000);
    let late = pair.add_guest();
    pair.sign_in(late, "ulla");
    pair.drive(5_000);
    assert_eq!(pair.texts(late), ["", "something nice"]);
}

#[test]
fn a_forged_action_does_nothing_and_is_counted() {
    let mut pair = Pair::event(&["ulla"]);
    let now = pair.now;
    let id = pair.stage.says("star", "my new song", now);
    pair.stage.acts("bo", &format!(r#"{{"action":"hide","id":"{id}"}}"#), now);
    pair.stage.acts("bo", r#"{"action":"mode","mode":"frozen"}"#, now);
    pair.stage.acts("bo", r#"{"action":"#, now);
    pair.drive(3_000);
    assert_eq!(pair.texts(0), ["my new song"]);
    let moderation = pair.the_room(0).moderation().unwrap();
    assert_eq!(moderation.ignored(), 2);
    assert_eq!(moderation.composing(pair.now), Composing::Free);
}

#[test]
fn who_becomes_a_moderator_is_one_when_acting() {
    let mut pair = Pair::event(&["ulla"]);
    pair.drive(60_000);
    pair.stage.moderators.insert("bo".into());
    let now = pair.now;
    pair.stage.acts("bo", r#"{"action":"announce","text":"Doors close at ten"}"#, now);
    pair.drive(3_000);
    assert!(pair.the_room(0).moderation().unwrap().announcement().is_some());
}

#[test]
fn where_the_login_lists_nobody_the_service_is_asked() {
    let mut pair = Pair::new(1, Faults::none());
    pair.stage.lists_in_login = false;
    pair.add_guest();
    pair.sign_in(0, "ulla");
    let now = pair.now;
    for ticket in ["mod", "boss"] {
        pair.stage.acts(ticket, &format!(r#"{{"action":"announce","text":"{ticket}"}}"#), now);
    }
    pair.drive(5_000);
    assert_eq!(pair.the_room(0).moderation().unwrap().log().count(), 2);
}

#[test]
fn moderators_bear_their_badge_and_nobody_else_does() {
    let mut pair = Pair::event(&["ulla"]);
    let now = pair.now;
    for ticket in ["mod", "boss", "bo"] {
        pair.stage.says(ticket, "hi", now);
    }
    pair.drive(3_000);
    let roles: Vec<_> = pair.clients[0]
        .mirror
        .iter()
        .filter_map(|item| Some(item.message()?.author.role))
        .collect();
    assert_eq!(roles, [Role::Moderator, Role::Moderator, Role::Fan]);
}

#[test]
fn a_ban_takes_the_person_out_and_keeps_them_out() {
    let mut pair = Pair::event(&["ulla", "bo", "mod"]);
    pair.send(1, "spam").unwrap();
    pair.drive(1_000);
    let user = arn("bo");
    pair.in_room(2, |session, room, now| {
        session.moderate(room, Deed::Ban { user: user.clone() }, Some("spam"), now);
    });
    pair.drive(5_000);
    assert_eq!(pair.phase(1), Phase::Ended { reason: EndReason::Banned });
    let standing = pair.the_room(2).moderation().unwrap().standing(&user.as_str().into(), pair.now);
    assert!(standing.is_banned);
    let now = pair.now;
    pair.stage.passes("bo", "E|🎉|3", now);
    pair.stage.passes("bo", r#"{"Typing":"Indicator"}"#, now);
    pair.drive(1_000);
    assert_eq!(pair.heard(0, |event| matches!(event, Event::Burst { .. })), 0);
    assert!(pair.typing(0).is_empty());
    pair.reload(1);
    pair.drive(5_000);
    let refusal = Some(TicketRefusal::Banned);
    assert_eq!(pair.admission(1), Admission::Ticket { refusal }, "after a reload");
}

#[test]
fn a_ban_that_the_login_has_not_heard_of_is_told_as_one() {
    let mut pair = Pair::event(&["bo", "mod"]);
    pair.in_room(1, |session, room, now| {
        session.moderate(room, Deed::Ban { user: arn("bo") }, None, now);
    });
    while !pair.stage.bans.contains("bo") {
        pair.drive(1);
    }
    pair.stage.guests.get_mut("bo").unwrap().is_banned = false;
    pair.drive(5_000);
    assert_eq!(pair.phase(0), Phase::Ended { reason: EndReason::Banned });
}

#[test]
fn who_is_taken_out_without_a_ban_is_told_that() {
    let mut pair = Pair::event(&["ulla"]);
    pair.stage.remove("ulla");
    pair.drive(5_000);
    assert_eq!(pair.phase(0), Phase::Ended { reason: EndReason::Removed });
}

#[test]
fn a_timeout_and_slow_mode_stand_in_the_composers_place() {
    let mut pair = Pair::event(&["ulla", "mod"]);
    let until = chirrup_wire::rfc3339::write(pair.now.0 + 60_000);
    pair.in_room(1, |session, room, now| {
        session.moderate(room, Deed::Timeout { user: arn("ulla"), until }, None, now);
    });
    pair.drive(2_000);
    assert_eq!(pair.send(0, "let me"), Err(SendError::NotNow));
    let told = |event: &Event| {
        let Event::Room { change: RoomChange::Moderation(change), .. } = event else {
            return false;
        };
        matches!(change, Change::Composing(Composing::Muted { .. } | Composing::Free))
    };
    assert_eq!(pair.heard(0, told), 1);
    pair.drive(60_000);
    assert_eq!(pair.heard(0, told), 2, "it is over by itself");
    pair.send(0, "back").unwrap();
    pair.in_room(1, |session, room, now| {
        session.moderate(room, Deed::SlowMode { seconds: 30 }, None, now);
    });
    pair.drive(2_000);
    assert_eq!(pair.send(0, "again"), Err(SendError::NotNow));
    pair.drive(30_000);
    pair.send(0, "again").unwrap();
    pair.drive(2_000);
    pair.assert_event("slowly");
}

#[test]
fn a_fan_cannot_moderate() {
    let mut pair = Pair::event(&["ulla"]);
    let now = pair.now;
    let id = pair.stage.says("bo", "hi", now);
    pair.drive(1_000);
    let before = pair.stage.count("send");
    pair.in_room(0, |session, room, now| session.moderate(room, hide(&id), None, now));
    pair.drive(1_000);
    assert_eq!(pair.stage.count("send"), before);
}

#[test]
fn a_command_that_fails_is_told() {
    let mut pair = Pair::event(&["mod"]);
    pair.stage.moderators.clear();
    pair.in_room(0, |session, room, now| {
        session.moderate(room, Deed::Ban { user: arn("bo") }, None, now);
    });
    pair.drive(3_000);
    let failed = |event: &Event| matches!(event, Event::Error(SessionError::CommandFailed { .. }));
    assert_eq!(pair.heard(0, failed), 1);
}

#[test]
fn what_an_admin_deletes_was_never_there() {
    let mut pair = Pair::event(&["ulla", "boss"]);
    let now = pair.now;
    pair.stage.says("bo", "a secret", now);
    pair.drive(2_000);
    assert!(pair.the_room(1).capabilities().moderation, "an admin has a say");
    let item = pair.last_item(1).id;
    pair.in_room(1, |session, room, now| session.erase(room, item, now));
    pair.drive(2_000);
    assert!(pair.texts(0).is_empty() && pair.texts(1).is_empty());
}

#[test]
fn a_timeout_is_counted_down_by_this_devices_clock() {
    let mut pair = Pair::new(1, Faults::none());
    pair.stage.ahead_millis = 600_000;
    pair.add_guest();
    pair.sign_in(0, "ulla");
    pair.drive(5_000);
    let until = chirrup_wire::rfc3339::write(pair.now.0 + 660_000);
    let (user, now) = (arn("ulla"), pair.now);
    let action = format!(r#"{{"action":"timeout","user":"{user}","until":"{until}"}}"#);
    pair.stage.acts("mod", &action, now);
    pair.drive(1_000);
    let told = pair.clients[0].events.iter().rev().find_map(|event| match event {
        Event::Room { change: RoomChange::Moderation(Change::Composing(told)), .. } => Some(told),
        _ => None,
    });
    let Some(Composing::Muted { until, .. }) = told else { panic!("{told:?}") };
    assert!(until.since(now) > 58_000 && until.since(now) < 63_000, "about a minute");
    pair.drive(65_000);
    pair.send(0, "back").unwrap();
}
