//! The way into an event.

use chirrup_core::room::{EndReason, Role};
use chirrup_core::session::{Admission, NicknameProblem, TicketRefusal};
use chirrup_core::{Event, Millis, Phase, Session, StoreKey};
use chirrup_wire::conventions::login::Code;

use crate::pair::{Faults, Pair, START};

fn door(pair: &mut Pair, code: Code, more: &str) {
    let name = serde_json::to_value(code).unwrap();
    let body = format!(r#"{{"error":{{"code":{name},"message":"no"{more}}}}}"#);
    pair.stage.door = Some((code.status(), body));
}

#[test]
fn a_ticket_leads_into_the_room() {
    let pair = Pair::event(&["ulla"]);
    let admitted = Admission::Admitted { nickname: "Ulla".into(), role: Role::Fan };
    assert_eq!(pair.admission(0), admitted);
    let capabilities = pair.the_room(0).capabilities();
    assert!(capabilities.crowd && !capabilities.moderation && !capabilities.typing);
    assert_eq!(capabilities.message_chars_max, 500);
    assert_eq!(pair.stage.unsigned, 0, "every call was signed");
}

#[test]
fn each_refusal_is_a_reason() {
    let ticket = |refusal| Admission::Ticket { refusal: Some(refusal) };
    let opens_at = Some(START + 3_600_000);
    for (code, more, refusal) in [
        (Code::TicketUnknown, "", TicketRefusal::Unknown),
        (Code::TicketUsedElsewhere, "", TicketRefusal::UsedElsewhere { can_take_over: false }),
        (
            Code::TicketUsedElsewhere,
            r#","takeover":true"#,
            TicketRefusal::UsedElsewhere { can_take_over: true },
        ),
        (Code::TicketBanned, "", TicketRefusal::Banned),
        (
            Code::EventNotOpen,
            r#","opensAt":"2026-05-01T11:00:00.000Z""#,
            TicketRefusal::NotOpen { opens_at },
        ),
        (Code::EventEnded, "", TicketRefusal::Ended),
        (Code::EventUnknown, "", TicketRefusal::NoEvent),
    ] {
        let mut pair = Pair::new(1, Faults::none());
        pair.add_guest();
        door(&mut pair, code, more);
        pair.sign_in(0, "ulla");
        assert_eq!(pair.admission(0), Admission::Checking);
        pair.drive(2_000);
        assert_eq!(pair.admission(0), ticket(refusal), "{code:?}");
        assert_eq!(pair.phase(0), Phase::Idle);
        pair.stage.door = None;
        pair.sign_in(0, "ulla");
        pair.drive(5_000);
        assert_eq!(pair.phase(0), Phase::Live, "after {code:?}");
    }
}

#[test]
fn too_many_attempts_say_how_long() {
    let mut pair = Pair::new(1, Faults::none());
    pair.add_guest();
    door(&mut pair, Code::TooManyAttempts, r#","retryAfterSeconds":90"#);
    pair.sign_in(0, "guess");
    pair.drive(2_000);
    let Admission::Ticket { refusal: Some(TicketRefusal::TooManyAttempts { until }) } =
        pair.admission(0)
    else {
        panic!("{:?}", pair.admission(0));
    };
    assert!(until.since(START) >= 90_000 && until.since(START) < 92_000);
}

#[test]
fn a_login_that_cannot_be_reached_is_told_and_tried_again_by_the_person() {
    let mut pair = Pair::new(1, Faults::none());
    pair.add_guest();
    pair.stage.door = Some((502, "<html>".into()));
    pair.sign_in(0, "ulla");
    pair.drive(2_000);
    let refusal = Some(TicketRefusal::Unreachable);
    assert_eq!(pair.admission(0), Admission::Ticket { refusal });
}

#[test]
fn a_nickname_is_checked_while_it_is_typed_and_claimed_once() {
    let mut pair = Pair::new(1, Faults::none());
    pair.add_guest();
    pair.sign_in(0, "new");
    pair.drive(2_000);
    assert_eq!(pair.admission(0), Admission::Nickname { is_claiming: false, refusal: None });
    for (nickname, problem) in [
        ("Ulla", Some(NicknameProblem::Taken)),
        ("U11a", Some(NicknameProblem::TooSimilar { to: Some("Ulla".into()) })),
        ("admin", Some(NicknameProblem::Reserved)),
        ("x", Some(NicknameProblem::Invalid)),
        ("Nora", None),
    ] {
        pair.act(0, |session, now| session.check_nickname(nickname, now));
        pair.drive(1_000);
        let Some(Event::NicknameChecked { refusal, .. }) = pair.clients[0].events.last() else {
            panic!("no answer to {nickname}");
        };
        assert_eq!(refusal.as_ref().map(|refusal| refusal.problem.clone()), problem, "{nickname}");
        if let Some(refusal) = refusal {
            assert_eq!(refusal.suggestions.len(), 2);
        }
    }
    pair.act(0, |session, now| session.claim_nickname("Ulla", now));
    pair.drive(1_000);
    assert!(matches!(pair.admission(0), Admission::Nickname { refusal: Some(_), .. }));
    pair.act(0, |session, now| session.claim_nickname("Nora", now));
    pair.drive(5_000);
    assert_eq!(pair.phase(0), Phase::Live);
    pair.send(0, "hi").unwrap();
    pair.drive(2_000);
    pair.assert_event("Nora");
    assert_eq!(pair.last_item(0).message().unwrap().author.name.as_ref(), "Nora");
}

#[test]
fn a_place_that_is_being_made_is_waited_for() {
    let mut pair = Pair::new(1, Faults::none());
    pair.add_guest();
    pair.stage.guests.get_mut("ulla").unwrap().waits = 3;
    pair.sign_in(0, "ulla");
    pair.drive(1_000);
    assert_eq!(pair.admission(0), Admission::Waiting { position: Some(2) });
    pair.drive(10_000);
    assert_eq!(pair.phase(0), Phase::Live);
}

#[test]
fn a_second_device_takes_over_and_the_first_is_told() {
    let mut pair = Pair::event(&["ulla"]);
    let second = pair.add_guest();
    pair.sign_in(second, "ulla");
    pair.drive(2_000);
    let refusal = Some(TicketRefusal::UsedElsewhere { can_take_over: true });
    assert_eq!(pair.admission(second), Admission::Ticket { refusal });
    assert_eq!(pair.phase(0), Phase::Live, "asking takes nothing away");
    pair.act(second, Session::take_over);
    pair.drive(5_000);
    assert_eq!(pair.phase(second), Phase::Live);
    assert_eq!(pair.phase(0), Phase::Ended { reason: EndReason::Replaced });
    // And back.
    pair.act(0, Session::take_over);
    pair.drive(5_000);
    assert_eq!(pair.phase(0), Phase::Live);
    assert_eq!(pair.phase(second), Phase::Ended { reason: EndReason::Replaced });
}

/// Was told as being taken out, because the login had forgotten the device and the socket said no more.
#[test]
fn who_was_replaced_is_told_that_whatever_the_socket_says() {
    let mut pair = Pair::event(&["ulla"]);
    pair.stage.guests.get_mut("ulla").unwrap().device = Some("another".into());
    pair.stage.close_with("ulla", 4003);
    pair.drive(5_000);
    assert_eq!(pair.phase(0), Phase::Ended { reason: EndReason::Replaced });
}

#[test]
fn after_a_reload_the_device_comes_back_and_no_key_was_kept() {
    let mut pair = Pair::event(&["ulla"]);
    pair.send(0, "hi").unwrap();
    pair.drive(2_000);
    for (key, value) in &pair.clients[0].stored {
        let kept = value.reveal();
        for secret in ["AKID", "secret-", "token-", "ulla\""] {
            assert!(!kept.contains(secret), "{key:?} holds {secret}");
        }
    }
    pair.reload(0);
    assert_eq!(pair.admission(0), Admission::Checking);
    pair.drive(5_000);
    assert_eq!(pair.phase(0), Phase::Live);
    pair.assert_event("after a reload");
}

#[test]
fn a_reload_while_the_login_is_broken_tries_until_it_is_not() {
    let mut pair = Pair::event(&["ulla"]);
    pair.stage.door = Some((503, String::new()));
    pair.reload(0);
    pair.drive(60_000);
    assert_eq!(pair.admission(0), Admission::Checking);
    pair.stage.door = None;
    pair.drive(60_000);
    assert_eq!(pair.phase(0), Phase::Live);
}

#[test]
fn a_device_that_is_forgotten_is_asked_for_a_ticket() {
    let mut pair = Pair::event(&["ulla"]);
    pair.stage.guests.get_mut("ulla").unwrap().device = None;
    pair.reload(0);
    pair.drive(5_000);
    assert_eq!(pair.admission(0), Admission::Ticket { refusal: None });
    assert!(!pair.clients[0].stored.contains_key(&StoreKey::Resume));
    assert!(pair.clients[0].stored.contains_key(&StoreKey::Device));
}

#[test]
fn a_clock_ten_minutes_off_is_corrected() {
    for ahead in [-600_000, 600_000, 7_000_000_000] {
        let mut pair = Pair::new(1, Faults::none());
        pair.stage.ahead_millis = ahead;
        pair.add_guest();
        pair.sign_in(0, "ulla");
        pair.drive(5_000);
        assert_eq!(pair.phase(0), Phase::Live, "{ahead}");
        pair.send(0, "hi").unwrap();
        pair.drive(2_000);
        pair.assert_event("a skewed clock");
        // And when it jumps in the middle.
        pair.stage.ahead_millis = ahead + 900_000;
        pair.send(0, "still here").unwrap();
        pair.drive(10_000);
        pair.cut();
        pair.drive(30_000);
        assert_eq!(pair.phase(0), Phase::Live, "{ahead}");
        pair.assert_event("a clock that jumped");
    }
}

#[test]
fn keys_are_renewed_before_they_expire() {
    let mut pair = Pair::new(1, Faults::none());
    pair.stage.key_millis = 600_000;
    pair.add_guest();
    pair.sign_in(0, "ulla");
    pair.drive(5_000);
    for _ in 0..12 {
        pair.drive(300_000);
        pair.send(0, "still here").unwrap();
        pair.drive(5_000);
    }
    assert_eq!(pair.stage.unsigned, 0, "nothing was ever signed with old keys");
    assert!(pair.stage.count("renew") >= 6);
    pair.assert_event("an hour");
}

#[test]
fn keys_that_expired_while_the_page_slept_are_renewed_first() {
    let mut pair = Pair::event(&["ulla"]);
    pair.set_offline(0, true);
    pair.drive(1_000);
    pair.now = Millis(pair.now.0 + 3 * 3_600_000);
    pair.set_offline(0, false);
    pair.drive(60_000);
    assert_eq!(pair.phase(0), Phase::Live);
    pair.send(0, "awake").unwrap();
    pair.drive(5_000);
    pair.assert_event("after a sleep");
}

#[test]
fn keys_that_are_taken_away_are_asked_for_anew() {
    let mut pair = Pair::event(&["ulla"]);
    pair.stage.forget_keys();
    pair.send(0, "hi").unwrap();
    pair.drive(10_000);
    pair.assert_event("fresh keys");
    assert_eq!(pair.stage.count("renew"), 1);
}

#[test]
fn who_signs_out_leaves_nothing_but_the_name_of_the_device() {
    let mut pair = Pair::event(&["ulla"]);
    pair.in_room(0, |session, room, now| session.set_draft(room, "half a thought", now));
    pair.act(0, Session::reset);
    assert_eq!(pair.admission(0), Admission::Ticket { refusal: None });
    let kept: Vec<_> = pair.clients[0].stored.keys().cloned().collect();
    assert_eq!(kept, [StoreKey::Device]);
    pair.sign_in(0, "ulla");
    pair.drive(5_000);
    assert_eq!(pair.phase(0), Phase::Live, "the ticket is still this device's");
}
