//! An event over networks and services that misbehave: cuts, gaps, storms, close codes.

use chirrup_core::room::{EndReason, HistoryState};
use chirrup_core::session::Network;
use chirrup_core::{Millis, Phase, Response, Session};

use crate::pair::{Faults, Pair};
use crate::stage::SECOND;

/// Two guests and a moderator talk for a while, during which `disturb` is called once.
fn evening(seed: u64, faults: Faults, disturb_at: u64, disturb: impl Fn(&mut Pair)) -> Pair {
    let mut pair = Pair::new(seed, faults);
    for _ in 0..2 {
        pair.add_guest();
    }
    let tickets = ["ulla", "mod"];
    let mut said = 0;
    let mut disturbed = false;
    let end = pair.now + 60_000;
    loop {
        if !disturbed && pair.steps >= disturb_at {
            disturbed = true;
            disturb(&mut pair);
        }
        for (client, ticket) in tickets.iter().enumerate() {
            if pair.phase(client) == Phase::Idle {
                pair.sign_in(client, ticket);
            }
        }
        let wanted = pair.now.since(crate::pair::START) / 4_000;
        let is_in =
            |pair: &Pair, client: usize| pair.clients[client].session.rooms().next().is_some();
        if said < 6 && said < wanted && is_in(&pair, 0) && is_in(&pair, 1) {
            said += 1;
            match said % 3 {
                0 => {
                    let now = pair.now;
                    pair.stage.says("bo", &format!("from elsewhere {said}"), now);
                }
                client => {
                    let client = usize::try_from(client - 1).unwrap();
                    pair.send(client, &format!("said {said}")).unwrap();
                }
            }
        }
        let next = pair.now + 500;
        if !pair.step(next) {
            pair.now = next;
        }
        if pair.now >= end && said == 6 {
            return pair;
        }
    }
}

#[test]
fn a_cut_at_every_step_loses_and_repeats_nothing() {
    let steps = evening(1, Faults::none(), u64::MAX, |_| {}).steps;
    assert!(steps > 40);
    for step in 0..steps {
        let mut pair = evening(1, Faults::none(), step, Pair::cut);
        pair.drive(60_000);
        pair.assert_event(&format!("cut at {step}"));
        assert_eq!(pair.texts(0).len(), 6, "cut at {step}");
    }
}

#[test]
fn a_reload_at_every_step_loses_and_repeats_nothing() {
    let steps = evening(1, Faults::none(), u64::MAX, |_| {}).steps;
    for step in 0..steps {
        let mut pair = evening(1, Faults::none(), step, |pair| pair.reload(0));
        pair.drive(60_000);
        pair.assert_event(&format!("reload at {step}"));
        assert_eq!(pair.texts(0).len(), 6, "reload at {step}");
    }
}

#[test]
fn a_bad_network_loses_and_repeats_nothing() {
    for seed in 0..30 {
        let disturb_at = if seed % 2 == 0 { u64::MAX } else { 10 + seed };
        let mut pair = evening(seed, Faults::bad(), disturb_at, |pair| pair.reload(0));
        pair.faults = Faults::none();
        pair.cut();
        pair.drive(120_000);
        pair.assert_event(&format!("seed {seed}"));
        assert_eq!(pair.texts(0).len(), 6, "seed {seed}");
    }
}

#[test]
fn each_close_code_means_what_the_table_says() {
    for code in [1001, 1006, 1011, 1012, 1013, 1014, 4001, 4500] {
        let mut pair = Pair::event(&["ulla"]);
        pair.stage.close_with("ulla", code);
        pair.drive(100);
        assert!(matches!(pair.phase(0), Phase::Reconnecting { .. } | Phase::Live), "{code}");
        pair.drive(10_000);
        assert_eq!(pair.phase(0), Phase::Live, "{code}");
    }
    for (code, reason) in [
        (1000, EndReason::Remote),
        (1005, EndReason::Remote),
        (1008, EndReason::Remote),
        (4000, EndReason::Remote),
        (4002, EndReason::Replaced),
        (4003, EndReason::Removed),
    ] {
        let mut pair = Pair::event(&["ulla"]);
        pair.stage.close_with("ulla", code);
        pair.drive(10_000);
        assert_eq!(pair.phase(0), Phase::Ended { reason }, "{code}");
        let opened = pair.stage.count("endpoint");
        pair.drive(60_000);
        assert_eq!(pair.stage.count("endpoint"), opened, "{code}: nothing comes back by itself");
    }
}

#[test]
fn a_socket_that_is_not_authorised_gets_fresh_keys_and_at_last_an_end() {
    let mut pair = Pair::event(&["ulla"]);
    pair.stage.close_with("ulla", 4401);
    pair.drive(10_000);
    assert_eq!(pair.phase(0), Phase::Live);
    assert_eq!(pair.stage.count("renew"), 1);
    for _ in 0..10 {
        pair.stage.forget_keys_after_calls = true;
        pair.stage.close_with("ulla", 4401);
        pair.drive(20_000);
    }
    assert_eq!(pair.phase(0), Phase::Ended { reason: EndReason::Refused });
}

#[test]
fn it_never_gives_up_while_the_event_lasts() {
    let mut pair = Pair::event(&["ulla"]);
    pair.set_offline(0, true);
    pair.drive(40 * 60 * SECOND);
    assert!(matches!(pair.phase(0), Phase::Reconnecting { .. }));
    let now = pair.now;
    pair.stage.says("bo", "missed", now);
    pair.set_offline(0, false);
    pair.drive(60_000);
    assert_eq!(pair.phase(0), Phase::Live);
    pair.assert_event("after forty minutes");
}

#[test]
fn a_gap_of_many_pages_is_filled_from_below() {
    let mut pair = Pair::event(&["ulla"]);
    let now = pair.now;
    pair.stage.says("bo", "before", now);
    pair.drive(1_000);
    pair.set_offline(0, true);
    for number in 0..180 {
        let now = pair.now + number * 1_000;
        pair.stage.says("bo", &format!("missed {number}"), now);
    }
    pair.now = pair.now + 180_000;
    let before = pair.stage.count("list");
    pair.set_offline(0, false);
    pair.drive(60_000);
    pair.assert_event("a long gap");
    // What was confirmed last, and 180 more.
    assert_eq!(pair.stage.count("list") - before, 4);
}

#[test]
fn a_short_gap_needs_no_page_at_all() {
    let mut pair = Pair::event(&["ulla"]);
    let now = pair.now;
    pair.stage.says("bo", "before", now);
    pair.drive(1_000);
    pair.set_offline(0, true);
    let now = pair.now;
    pair.stage.says("bo", "missed", now);
    let before = pair.stage.count("list");
    pair.set_offline(0, false);
    pair.drive(60_000);
    pair.assert_event("a short gap");
    assert_eq!(pair.stage.count("list"), before, "the socket told of it by itself");
}

#[test]
fn a_cut_in_the_middle_of_a_gap_loses_nothing() {
    for cut in 0..30 {
        let mut pair = Pair::event(&["ulla"]);
        pair.stage.prefetches = cut % 2 == 0;
        pair.set_offline(0, true);
        for number in 0..120 {
            let now = pair.now + number * 10;
            pair.stage.says("bo", &format!("missed {number}"), now);
        }
        pair.now = pair.now + 2_000;
        pair.set_offline(0, false);
        let target = pair.steps + cut;
        let end = pair.now + 30_000;
        while pair.steps < target && pair.step(end) {}
        pair.cut();
        pair.drive(60_000);
        pair.assert_event(&format!("cut after {cut}"));
    }
}

#[test]
fn history_comes_fifty_at_a_time_one_page_in_flight() {
    let mut pair = Pair::new(1, Faults::none());
    for number in 0..220 {
        let now = Millis(pair.now.0 - 1_000_000 + number * 1_000);
        pair.stage.says("bo", &format!("old {number}"), now);
    }
    pair.stage.prefetches = false;
    pair.add_guest();
    pair.sign_in(0, "ulla");
    pair.drive(5_000);
    assert_eq!(pair.texts(0).len(), 50);
    let before = pair.stage.count("list");
    for _ in 0..5 {
        pair.in_room(0, Session::load_older);
    }
    assert_eq!(pair.the_room(0).history(), HistoryState::Loading);
    pair.drive(3_000);
    assert_eq!(pair.stage.count("list"), before + 1);
    assert_eq!(pair.texts(0).len(), 100);
    pair.assert_event("all of it");
    assert_eq!(pair.the_room(0).history(), HistoryState::Complete);
}

#[test]
fn a_place_that_is_forgotten_is_found_by_the_oldest_message() {
    let mut pair = Pair::new(1, Faults::none());
    for number in 0..120 {
        let now = Millis(pair.now.0 - 1_000_000 + number * 1_000);
        pair.stage.says("bo", &format!("old {number}"), now);
    }
    pair.add_guest();
    pair.sign_in(0, "ulla");
    pair.drive(5_000);
    pair.stage.answers.insert("list", crate::stage::refusal(400, "BadRequest"));
    pair.in_room(0, Session::load_older);
    pair.drive(200);
    pair.stage.answers.clear();
    pair.drive(30_000);
    pair.assert_event("all of it");
}

#[test]
fn a_broken_service_is_waited_out() {
    let mut pair = Pair::event(&["ulla"]);
    let broken = Response { status: 503, ..Response::default() };
    for operation in ["send", "list", "endpoint"] {
        pair.stage.answers.insert(operation, broken.clone());
    }
    pair.cut();
    pair.send(0, "patience").unwrap();
    pair.drive(120_000);
    pair.stage.answers.clear();
    pair.drive(60_000);
    pair.assert_event("after it was mended");
}

#[test]
fn a_socket_that_fell_silent_is_replaced() {
    let mut pair = Pair::event(&["ulla"]);
    pair.clients[0].deaf = true;
    let now = pair.now;
    pair.stage.says("bo", "into the void", now);
    pair.drive(30_000);
    let before = pair.stage.count("endpoint");
    pair.clients[0].deaf = false;
    pair.act(0, |session, now| session.handle_network(Network::Online, now));
    pair.drive(10_000);
    assert_eq!(pair.stage.count("endpoint"), before + 1);
    assert_eq!(pair.phase(0), Phase::Live);
    pair.assert_event("after a silence");
    // And nobody has to come back for that.
    pair.drive(200_000);
    assert_eq!(pair.stage.count("endpoint"), before + 2);
}

#[test]
fn a_crowd_is_bounded_and_own_messages_stand_right_in_it() {
    let mut pair = Pair::event(&["ulla"]);
    for number in 0..2_500 {
        let now = pair.now;
        pair.stage.says("bo", &format!("message {number}"), now);
        pair.drive(20);
        if number % 500 == 499 {
            pair.send(0, &format!("own {number}")).unwrap();
        }
    }
    pair.drive(5_000);
    let rows = pair.clients[0].mirror.len();
    assert!(rows < 1_300, "{rows}");
    let expected = pair.stage.shown();
    let shown = pair.shown(0);
    assert_eq!(shown, expected[expected.len() - shown.len()..]);
    let moderation = pair.the_room(0).moderation().unwrap();
    assert!(moderation.messages_of(&crate::stage::arn("bo").as_str().into()).len() < 1_300);
}

#[test]
fn frames_of_nonsense_are_counted_and_skipped() {
    let mut pair = Pair::event(&["ulla"]);
    let wire = pair.stage.outbound_to("ulla");
    for text in [
        "",
        "{",
        "[]",
        r#"{"Headers":{"x-amz-chime-event-type":"CREATE_CHANNEL_MESSAGE"}}"#,
        r#"{"Headers":{"x-amz-chime-event-type":"CREATE_CHANNEL_MESSAGE"},"Payload":"{}"}"#,
        r#"{"Headers":{"x-amz-chime-event-type":"CREATE_CHANNEL_MESSAGE"},
            "Payload":"{\"ChannelArn\":\"another\",\"MessageId\":\"x\",\"Content\":\"hi\"}"}"#,
        r#"{"Headers":{"x-amz-chime-event-type":"BRAND_NEW"},"Payload":"{}"}"#,
        r#"{"Headers":{"x-amz-chime-event-type":"DELETE_CHANNEL"},"Payload":"{\"ChannelArn\":\"x\"}"}"#,
    ] {
        pair.stage.outbound.push_back((wire, text.into()));
    }
    pair.drive(2_000);
    assert_eq!(pair.phase(0), Phase::Live);
    assert_eq!(pair.clients[0].session.unknown_frames(), 8);
    assert!(pair.texts(0).is_empty());
}

#[test]
fn a_suspended_page_comes_back_to_the_room() {
    let mut pair = Pair::event(&["ulla"]);
    pair.act(0, Session::suspend);
    let now = pair.now;
    pair.stage.says("bo", "missed", now);
    pair.drive(60_000);
    pair.act(0, Session::resume);
    pair.drive(10_000);
    assert_eq!(pair.phase(0), Phase::Live);
    pair.assert_event("after it was suspended");
}

#[test]
fn what_changed_in_rows_while_away_is_seen_on_coming_back() {
    let mut pair = Pair::event(&["ulla", "bo"]);
    let item = pair.send(1, "helo").unwrap();
    let now = pair.now;
    let gone = pair.stage.says("star", "a mistake", now);
    pair.drive(2_000);
    pair.set_offline(0, true);
    pair.in_room(1, |session, room, now| session.edit(room, item, "hello", now).unwrap());
    pair.stage.redact(&gone);
    pair.drive(2_000);
    pair.set_offline(0, false);
    pair.drive(30_000);
    pair.assert_event("changes while away");
    let mut texts = pair.texts(0);
    texts.sort();
    assert_eq!(texts, ["", "hello"]);
}

#[test]
fn whoever_was_put_out_while_away_learns_it_on_coming_back() {
    let mut pair = Pair::event(&["ulla"]);
    pair.set_offline(0, true);
    pair.stage.guests.get_mut("ulla").unwrap().is_member = false;
    pair.stage.guests.get_mut("ulla").unwrap().is_banned = true;
    pair.drive(5_000);
    pair.set_offline(0, false);
    pair.drive(60_000);
    assert_eq!(pair.phase(0), Phase::Ended { reason: EndReason::Banned });
}
