//! Groups and dividers as a conversation makes them.

use chirrup_core::ItemKind;
use chirrup_core::timeline::{Delivery, FailReason, GroupPlace};

use crate::pair::Pair;
use crate::server::{AGENT, status};

fn groups(pair: &Pair) -> Vec<GroupPlace> {
    let messages = pair.clients[0].mirror.iter().filter_map(|item| item.message());
    messages.map(|message| message.group).collect()
}

#[test]
fn a_message_on_its_way_is_in_its_group_from_the_first_moment() {
    let mut pair = Pair::live();
    pair.send(0, "one").unwrap();
    pair.drive(2_000);
    pair.send(0, "two").unwrap();
    let expected = [GroupPlace::First, GroupPlace::Last];
    let end = pair.now + 3_000;
    while pair.step(end) {
        assert_eq!(groups(&pair), expected, "no jump when it is confirmed");
    }
}

#[test]
fn a_failed_message_stands_alone() {
    let mut pair = Pair::live();
    pair.send(0, "one").unwrap();
    pair.drive(2_000);
    pair.server.answers.insert("message", status(409));
    pair.send(0, "two").unwrap();
    pair.drive(2_000);
    assert_eq!(pair.deliveries(0), [Delivery::Sent, Delivery::Failed(FailReason::Refused)]);
    assert_eq!(groups(&pair), [GroupPlace::Single, GroupPlace::Single]);
}

#[test]
fn three_minutes_and_other_authors_end_a_group() {
    use GroupPlace::{First, Last, Single};
    let mut pair = Pair::live();
    let now = pair.now;
    pair.server.says(AGENT, "a", now);
    pair.drive(180_000);
    let now = pair.now;
    pair.server.says(AGENT, "b", now);
    pair.drive(180_001);
    let now = pair.now;
    pair.server.says(AGENT, "c", now);
    pair.server.says("bot", "d", now);
    pair.drive(1_000);
    assert_eq!(groups(&pair), [First, Last, Single, Single]);
}

#[test]
fn a_conversation_over_midnight_has_two_days() {
    let mut pair = Pair::live();
    let now = pair.now;
    pair.server.says(AGENT, "good night", now);
    pair.drive(14 * 3_600_000);
    let now = pair.now;
    pair.server.says(AGENT, "good morning", now);
    pair.drive(1_000);
    let days = pair.kinds(0).into_iter().filter(|kind| matches!(kind, ItemKind::DayDivider(_)));
    assert_eq!(days.count(), 2);
}

#[test]
fn another_time_zone_moves_the_days_in_place() {
    let mut pair = Pair::live();
    for _ in 0..5 {
        let now = pair.now;
        pair.server.says(AGENT, "hour by hour", now);
        pair.drive(6 * 3_600_000);
    }
    for offset in [-600, 0, 330, 840, 0] {
        pair.act(0, |session, now| session.handle_utc_offset(offset, now));
        assert_eq!(pair.texts(0).len(), 5);
    }
}
