//! The one queue of all calls: order, rate, and storms of refusals.

use chirrup_core::session::Network;
use chirrup_core::timeline::Delivery;
use chirrup_wire::conventions::Deed;

use crate::pair::Pair;

/// Not more than ten calls at once, and not more than ten a second.
fn assert_paced(pair: &Pair) {
    let times: Vec<_> = pair
        .stage
        .requests
        .iter()
        .filter(|(_, who, _)| !who.is_empty())
        .map(|(_, _, at)| *at)
        .collect();
    for (index, from) in times.iter().enumerate() {
        for (count, to) in times.iter().skip(index).enumerate() {
            // What is on its way may bunch up by the network's delay.
            let most = 11 + (to.since(*from) + 40) / 100;
            assert!(count as u64 <= most, "{count} calls in {} ms", to.since(*from));
        }
    }
}

#[test]
fn every_call_keeps_to_ten_a_second() {
    let mut pair = Pair::event(&["mod"]);
    for number in 0..60 {
        pair.in_room(0, |session, room, now| {
            let id = format!("m{number}");
            session.moderate(room, Deed::Restore { id }, None, now);
        });
    }
    pair.send(0, "and a message").unwrap();
    pair.drive(10_000);
    assert_eq!(pair.stage.count("send"), 61);
    assert_paced(&pair);
}

#[test]
fn a_persons_message_overtakes_history_and_lists() {
    let mut pair = Pair::event(&["mod"]);
    pair.drive(5_000);
    // The burst is used up, then everything wants to go at once.
    for number in 0..10 {
        pair.in_room(0, |session, room, now| {
            let id = format!("m{number}");
            session.moderate(room, Deed::Restore { id }, None, now);
        });
    }
    let start = pair.stage.requests.len();
    pair.act(0, |session, now| session.handle_network(Network::Online, now));
    pair.in_room(0, |session, room, now| session.set_draft(room, "typing", now));
    pair.send(0, "urgent").unwrap();
    pair.drive(3_000);
    let order: Vec<_> =
        pair.stage.requests[start..].iter().map(|(name, ..)| name.as_str()).collect();
    let sends = order.iter().filter(|name| **name == "send").count();
    let list = order.iter().position(|name| *name == "list").unwrap();
    assert!(sends >= 11 && list >= 11, "{order:?}");
}

#[test]
fn a_storm_of_429_is_waited_out_and_retry_after_is_kept() {
    let mut pair = Pair::event(&["ulla", "bo"]);
    let mut storm = crate::stage::refusal(429, "ThrottledClient");
    storm.headers.push(("retry-after".into(), "7".into()));
    for operation in ["send", "list", "standing", "endpoint", "moderators", "admins"] {
        pair.stage.answers.insert(operation, storm.clone());
    }
    for number in 0..5 {
        pair.send(0, &format!("patience {number}")).unwrap();
    }
    pair.drive(1_000);
    let first = pair.stage.count("send");
    pair.drive(5_000);
    assert_eq!(pair.stage.count("send"), first, "seven seconds are seven seconds");
    pair.drive(60_000);
    assert!(pair.stage.count("send") < 15, "no storm of our own: {}", pair.stage.count("send"));
    pair.stage.answers.clear();
    pair.drive(60_000);
    pair.assert_event("after the storm");
    assert_eq!(pair.deliveries(0), [Delivery::Sent; 5]);
}
