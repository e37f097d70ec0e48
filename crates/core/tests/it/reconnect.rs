//! Connections that break, fall silent, or never come up.

use chirrup_core::room::EndReason;
use chirrup_core::session::{Network, Side, Visibility};
use chirrup_core::{Event, ItemKind, Millis, Phase, Response, Session};

use crate::pair::{Faults, Pair};
use crate::server::{AGENT, status};

/// A conversation with three messages of each side, during which `disturb` is called once.
fn conversation(seed: u64, faults: Faults, disturb_at: u64, disturb: impl Fn(&mut Pair)) -> Pair {
    let mut pair = Pair::new(seed, faults);
    pair.add(Side::Customer);
    pair.start(0);
    let mut said = 0;
    let mut disturbed = false;
    let end = pair.now + 60_000;
    loop {
        if !disturbed && pair.steps >= disturb_at {
            disturbed = true;
            disturb(&mut pair);
        }
        if pair.phase(0) == Phase::Idle {
            pair.start(0);
        }
        let wanted = pair.now.since(crate::pair::START) / 4_000;
        if said < 6 && said < wanted && pair.clients[0].session.rooms().next().is_some() {
            said += 1;
            if said % 2 == 1 {
                pair.send(0, &format!("question {said}")).unwrap();
            } else {
                let now = pair.now;
                pair.server.says(AGENT, &format!("answer {said}"), now);
            }
        }
        let next = pair.now + 500;
        if !pair.step(next) {
            pair.now = next;
        }
        if pair.now >= end && said == 6 {
            break;
        }
    }
    pair
}

/// The network becomes good, everything is cut once, and all must be well.
fn heal(pair: &mut Pair) {
    pair.faults = Faults::none();
    pair.cut();
    pair.drive(120_000);
}

#[test]
fn a_cut_at_every_step_loses_and_repeats_nothing() {
    let steps = conversation(1, Faults::none(), u64::MAX, |_| {}).steps;
    assert!(steps > 40);
    for step in 0..steps {
        let mut pair = conversation(1, Faults::none(), step, Pair::cut);
        pair.drive(60_000);
        pair.assert_equal(&format!("cut at {step}"));
        assert_eq!(pair.texts(0).len(), 6, "cut at {step}");
    }
}

#[test]
fn a_reload_at_every_step_loses_and_repeats_nothing() {
    let steps = conversation(1, Faults::none(), u64::MAX, |_| {}).steps;
    for step in 0..steps {
        let mut pair = conversation(1, Faults::none(), step, |pair| pair.reload(0));
        pair.drive(60_000);
        pair.assert_equal(&format!("reload at {step}"));
        assert_eq!(pair.texts(0).len(), 6, "reload at {step}");
    }
}

#[test]
fn a_bad_network_loses_and_repeats_nothing() {
    for seed in 0..150 {
        let mut pair = conversation(seed, Faults::bad(), u64::MAX, |_| {});
        heal(&mut pair);
        pair.assert_equal(&format!("seed {seed}"));
        assert_eq!(pair.texts(0).len(), 6, "seed {seed}");
    }
}

#[test]
fn a_bad_network_with_reloads_loses_and_repeats_nothing() {
    for seed in 200..300 {
        let mut pair = conversation(seed, Faults::bad(), 10 + seed % 40, |pair| pair.reload(0));
        heal(&mut pair);
        pair.assert_equal(&format!("seed {seed}"));
        assert_eq!(pair.texts(0).len(), 6, "seed {seed}");
    }
}

fn frames_up(pair: &Pair, operation: &str) -> usize {
    pair.server.count(operation)
}

#[test]
fn the_phase_tells_the_story_on_edges_only() {
    // Lesson 30: "connected" fired twice.
    let mut pair = Pair::live();
    pair.cut();
    pair.drive(5_000);
    let phases: Vec<_> = pair.clients[0]
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Phase(phase) => Some(*phase),
            _ => None,
        })
        .collect();
    let since = match phases[3] {
        Phase::Reconnecting { since, .. } => since,
        other => panic!("{other:?}"),
    };
    let expected = [
        Phase::Starting,
        Phase::Connecting { attempt: 1 },
        Phase::Live,
        Phase::Reconnecting { since, attempt: 1 },
        Phase::Live,
    ];
    assert_eq!(phases, expected);
}

#[test]
fn starting_makes_one_connection_call() {
    // Lesson 29: up to three connection calls at start.
    let mut pair = Pair::live();
    let room = pair.room(0);
    pair.act(0, |session, now| {
        session.handle_visibility(Visibility::Visible, now);
        session.handle_network(Network::Online, now);
        session.visit(room, now);
    });
    pair.drive(30_000);
    assert_eq!(frames_up(&pair, "connection"), 1);
}

#[test]
fn what_the_person_does_leaves_the_connection_alone() {
    // Lesson 25: sending a reply made a socket anew.
    let mut pair = Pair::live();
    for number in 0..20 {
        pair.send(0, &format!("message {number}")).unwrap();
        pair.drive(1_000);
    }
    assert_eq!(frames_up(&pair, "connection"), 1);
    pair.assert_equal("twenty messages");
}

#[test]
fn network_errors_and_busy_services_are_tried_for_ever() {
    for answer in [status(500), status(503), status(429), status(404), Response::default()] {
        let mut pair = Pair::live();
        pair.server.answers.insert("connection", answer.clone());
        pair.cut();
        pair.drive(3_600_000);
        let tries = frames_up(&pair, "connection");
        assert!((100..1_000).contains(&tries), "{tries} tries in an hour for {answer:?}");
        pair.server.answers.clear();
        pair.drive(31_000);
        assert_eq!(pair.phase(0), Phase::Live, "{answer:?}");
    }
}

#[test]
fn a_retry_after_is_honoured() {
    let mut pair = Pair::live();
    let mut busy = status(429);
    busy.headers.push(("retry-after".into(), "120".into()));
    pair.server.answers.insert("connection", busy);
    pair.cut();
    pair.drive(100_000);
    assert_eq!(frames_up(&pair, "connection"), 2, "the first, and one after the cut");
}

#[test]
fn a_refused_connection_is_the_end() {
    for code in [400, 403] {
        let mut pair = Pair::live();
        pair.server.answers.insert("connection", status(code));
        pair.cut();
        pair.drive(60_000);
        assert_eq!(pair.phase(0), Phase::Ended { reason: EndReason::Expired });
        assert_eq!(frames_up(&pair, "connection"), 2);
    }
}

#[test]
fn a_silent_socket_is_replaced_with_overlap() {
    // Lesson 27: half-open sockets.
    let mut pair = Pair::live();
    pair.clients[0].deaf = true;
    let now = pair.now;
    pair.server.says(AGENT, "into the void", now);
    pair.drive(15_000);
    pair.clients[0].deaf = false;
    pair.drive(15_000);
    assert_eq!(pair.phase(0), Phase::Live);
    assert_eq!(pair.server.open_sockets(), 1);
    pair.assert_equal("after silence");
}

#[test]
fn a_socket_that_answers_nothing_deep_is_replaced_too() {
    let mut pair = Pair::live();
    pair.server.answers_heartbeats = false;
    pair.drive(45_000);
    assert!(frames_up(&pair, "connection") >= 2);
    pair.server.answers_heartbeats = true;
    pair.drive(30_000);
    assert_eq!(pair.phase(0), Phase::Live);
    assert_eq!(pair.server.open_sockets(), 1);
}

#[test]
fn coming_back_to_the_tab_finds_out_at_once() {
    // Lesson 27: the phone was locked for two minutes.
    let mut pair = Pair::live();
    pair.drive(1_000);
    for client in &mut pair.clients {
        client.deaf = true;
    }
    let now = pair.now;
    pair.server.says(AGENT, "while locked", now);
    pair.drive(500);
    pair.act(0, |session, now| session.handle_visibility(Visibility::Visible, now));
    pair.drive(2_000);
    assert_eq!(pair.texts(0), ["while locked"], "the gap is filled without waiting for the socket");
    pair.drive(3_000);
    assert!(frames_up(&pair, "connection") >= 2, "and the socket is being replaced");
}

#[test]
fn the_network_coming_back_is_not_waited_for() {
    let mut pair = Pair::live();
    pair.set_offline(0, true);
    pair.drive(600_000);
    assert!(matches!(pair.phase(0), Phase::Reconnecting { .. }));
    pair.set_offline(0, false);
    pair.act(0, |session, now| session.handle_network(Network::Online, now));
    pair.drive(1_000);
    assert_eq!(pair.phase(0), Phase::Live);
}

#[test]
fn offline_for_long_leaves_the_heartbeat_running() {
    // Lesson 28: heartbeats stopped for good after ten seconds offline.
    let mut pair = Pair::live();
    pair.set_offline(0, true);
    pair.drive(60_000);
    pair.set_offline(0, false);
    pair.drive(60_000);
    assert_eq!(pair.phase(0), Phase::Live);
    let calls = frames_up(&pair, "connection");
    pair.clients[0].deaf = true;
    pair.drive(25_000);
    assert!(frames_up(&pair, "connection") > calls, "silence is noticed again");
}

#[test]
fn a_throttled_timer_is_no_silence() {
    // Lesson 33: a hidden tab's timers come a minute late.
    let mut pair = Pair::live();
    for _ in 0..10 {
        pair.now = pair.now + 70_000;
        pair.act(0, Session::handle_timeout);
        while pair.step(pair.now + 60) {}
    }
    assert_eq!(frames_up(&pair, "connection"), 1);
    assert_eq!(pair.phase(0), Phase::Live);
}

#[test]
fn a_socket_is_renewed_before_its_hour_is_over() {
    let mut pair = Pair::live();
    pair.drive(59 * 60_000);
    assert_eq!(frames_up(&pair, "connection"), 2);
    assert_eq!(pair.server.open_sockets(), 1);
    let lost = |event: &Event| matches!(event, Event::Phase(Phase::Reconnecting { .. }));
    assert!(!pair.clients[0].events.iter().any(lost), "nobody notices");
}

#[test]
fn an_unanswered_subscription_is_asked_for_again_and_then_on_another_socket() {
    let mut pair = Pair::new(3, Faults::none());
    pair.add(Side::Customer);
    pair.server.answers_subscribes = false;
    pair.start(0);
    pair.drive(4_000);
    assert!(matches!(pair.phase(0), Phase::Connecting { .. }));
    assert_eq!(frames_up(&pair, "connection"), 1);
    pair.drive(4_000);
    assert_eq!(frames_up(&pair, "connection"), 2);
    pair.server.answers_subscribes = true;
    pair.drive(5_000);
    assert_eq!(pair.phase(0), Phase::Live);
}

#[test]
fn a_refused_subscription_is_asked_for_again() {
    let mut pair = Pair::new(3, Faults::none());
    pair.add(Side::Customer);
    pair.server.refuses_subscribes = true;
    pair.start(0);
    pair.drive(1_000);
    pair.server.refuses_subscribes = false;
    pair.drive(1_000);
    assert_eq!(pair.phase(0), Phase::Live);
    assert_eq!(frames_up(&pair, "connection"), 1);
}

#[test]
fn a_gap_is_shown_while_more_than_a_page_is_missing() {
    // Lesson 23: a window of seconds was refetched, and a reply was missed.
    let mut pair = Pair::live();
    let now = pair.now;
    pair.server.says(AGENT, "before", now);
    pair.drive(1_000);
    pair.set_offline(0, true);
    for number in 0..180 {
        let now = pair.now + number;
        pair.server.says(AGENT, &format!("missed {number}"), now);
    }
    pair.set_offline(0, false);
    let mut gap_seen = false;
    let end = pair.now + 60_000;
    while pair.step(end) {
        let kinds = pair.kinds(0);
        if let Some(gap) = kinds.iter().position(|kind| *kind == ItemKind::Gap) {
            gap_seen = true;
            assert!(gap > 0 && gap + 1 < kinds.len(), "between what was there and what is new");
        }
        if pair.phase(0) == Phase::Live && pair.texts(0).len() == 181 {
            break;
        }
    }
    assert!(gap_seen);
    pair.drive(1_000);
    pair.assert_equal("after the gap");
    assert_eq!(pair.received(0).len(), 181, "each is told once");
}

#[test]
fn a_short_absence_shows_no_gap() {
    let mut pair = Pair::live();
    pair.set_offline(0, true);
    let now = pair.now;
    pair.server.says(AGENT, "missed", now);
    pair.set_offline(0, false);
    let end = pair.now + 10_000;
    while pair.step(end) {
        assert!(!pair.kinds(0).contains(&ItemKind::Gap));
    }
    assert_eq!(pair.texts(0), ["missed"]);
}

#[test]
fn a_chat_that_ended_meanwhile_is_over() {
    // Lesson 24: messages were refreshed after a reconnect, but not that the chat was closed.
    let mut pair = Pair::live();
    pair.set_offline(0, true);
    let now = pair.now;
    pair.server.says(AGENT, "bye", now);
    pair.server.end(now);
    pair.set_offline(0, false);
    pair.drive(30_000);
    assert!(matches!(pair.phase(0), Phase::Ended { .. }));
    assert_eq!(pair.texts(0), ["bye"], "and what was said is still readable");
}

#[test]
fn the_timer_is_never_in_the_distant_past() {
    let mut pair = Pair::live();
    for _ in 0..500 {
        let now = pair.now;
        let due = pair.clients[0].session.poll_timeout();
        assert!(due.is_some_and(|due| due > Millis(now.0 - 1)), "no busy loop");
        pair.drive(100);
    }
}
