//! The timeline's invariants, one by one and under random entries.

use super::*;
use crate::ids::ParticipantId;
use crate::room::Role;
use crate::session::random::Random;
use crate::text::RichText;
use crate::time::Day;
use crate::timeline::receipt::Reach;

const DAY: u64 = 86_400_000;
const MINUTE: u64 = 60_000;

pub(in crate::timeline) fn timeline() -> Timeline {
    Timeline::new(RoomId(1), 0)
}

pub(in crate::timeline) fn message(author: &str, text: &str) -> Message {
    let own = author == "me";
    Message {
        author: Author { id: ParticipantId::from(author), name: author.into(), role: Role::Agent },
        origin: if own { Origin::Own } else { Origin::Other },
        text: Arc::new(RichText::plain(text)),
        source: text.into(),
        delivery: if own { Delivery::Sent } else { Delivery::Received },
        group: GroupPlace::Single,
        marks: Marks::default(),
    }
}

pub(in crate::timeline) fn says(at: u64, id: &str, author: &str) -> NewItem {
    NewItem {
        server_id: ServerId::from(id),
        at: Millis(at),
        kind: ItemKind::Message(message(author, id)),
    }
}

/// What a reader sees: ids of messages with their group place, marks for the rest.
pub(in crate::timeline) fn read(timeline: &Timeline) -> Vec<String> {
    timeline
        .items()
        .map(|item| match &item.kind {
            ItemKind::Message(message) => format!("{} {:?}", message.source, message.group),
            ItemKind::Notice(_) => "notice".into(),
            ItemKind::DayDivider(day) => format!("day {}", day.0),
            ItemKind::UnreadDivider => "unread".into(),
            ItemKind::Gap => "gap".into(),
        })
        .collect()
}

#[test]
fn an_author_who_goes_on_is_one_group() {
    let mut timeline = timeline();
    timeline.merge(says(1, "a", "ana"));
    timeline.merge(says(2, "b", "ana"));
    timeline.merge(says(3, "c", "ana"));
    timeline.merge(says(4, "d", "ben"));
    timeline.merge(says(5 + 3 * MINUTE, "e", "ben"));
    assert_eq!(read(&timeline), ["day 0", "a First", "b Middle", "c Last", "d Single", "e Single"]);
}

#[test]
fn a_message_between_two_of_a_group_parts_them() {
    let mut timeline = timeline();
    timeline.merge(says(1, "a", "ana"));
    timeline.merge(says(3, "c", "ana"));
    timeline.merge(says(2, "b", "ben"));
    assert_eq!(read(&timeline), ["day 0", "a Single", "b Single", "c Single"]);
}

#[test]
fn each_day_has_one_divider_whatever_the_order() {
    let mut timeline = timeline();
    timeline.merge(says(2 * DAY, "c", "ana"));
    timeline.merge(says(DAY - 1, "a", "ana"));
    timeline.merge(says(DAY, "b", "ana"));
    assert_eq!(read(&timeline), ["day 0", "a Single", "day 1", "b Single", "day 2", "c Single"]);
}

#[test]
fn zero_one_and_two_items_under_every_divider() {
    // Lesson 6: the first message of an empty room, with its separators.
    let mut timeline = timeline();
    assert!(timeline.is_empty() && timeline.get(0).is_none());
    let first = timeline.merge(says(1, "a", "ana"));
    timeline.set_unread_divider(first);
    timeline.set_gap(Some((Millis(1), ServerId::from("a"))));
    assert_eq!(read(&timeline), ["day 0", "unread", "a Single", "gap"]);
    timeline.merge(says(2, "b", "ana"));
    assert_eq!(read(&timeline), ["day 0", "unread", "a Single", "gap", "b Single"]);
    timeline.set_gap(None);
    timeline.set_unread_divider(None);
    assert_eq!(read(&timeline), ["day 0", "a First", "b Last"]);
}

#[test]
fn what_comes_twice_is_there_once() {
    // Lessons 21 and 22.
    let mut timeline = timeline();
    assert!(timeline.merge(says(1, "a", "ana")).is_some());
    assert_eq!(timeline.merge(says(1, "a", "ana")), None);
    assert_eq!(timeline.merge_page(vec![says(2, "b", "ana"), says(1, "a", "ana")]), 1);
    assert_eq!(read(&timeline), ["day 0", "a First", "b Last"]);
}

#[test]
fn an_own_message_keeps_its_id_and_moves_at_most_once() {
    // Lesson 34.
    let mut timeline = timeline();
    timeline.merge(says(10, "a", "ana"));
    let mine = timeline.push_local(message("me", "mine"), Millis(5));
    assert_eq!(timeline.position(mine), Some(2), "below everything there is");
    timeline.merge(says(12, "b", "ana"));
    timeline.take_diffs();
    timeline.confirm(mine, &ServerId::from("m"), Millis(14));
    assert_eq!(timeline.position(mine), Some(3));
    timeline.confirm(mine, &ServerId::from("m"), Millis(11));
    assert_eq!(timeline.position(mine), Some(3), "confirmed once");
    assert_eq!(timeline.merge(says(14, "m", "me")), None);
}

#[test]
fn a_confirmation_in_place_is_one_update() {
    let mut timeline = timeline();
    timeline.merge(says(10, "a", "ana"));
    let mine = timeline.push_local(message("me", "mine"), Millis(20));
    timeline.take_diffs();
    timeline.confirm(mine, &ServerId::from("m"), Millis(21));
    let diffs = timeline.take_diffs();
    assert!(matches!(diffs.as_slice(), [TimelineDiff::Update { index: 2, .. }]), "{diffs:?}");
}

#[test]
fn a_page_is_one_insert() {
    let mut timeline = timeline();
    timeline.merge_page((100..150).map(|at| says(at, &format!("n{at}"), "ana")).collect());
    assert_eq!(timeline.take_diffs().len(), 1);
    timeline.merge_page((50..100).map(|at| says(at, &format!("n{at:03}"), "ana")).collect());
    let diffs = timeline.take_diffs();
    assert!(diffs.len() <= 3, "{}", diffs.len());
}

#[test]
fn receipts_raise_everything_above_and_never_lower() {
    use Delivery::{Delivered, Read, Sent};
    let mut timeline = timeline();
    for at in 1..=4 {
        timeline.merge(says(at, &format!("m{at}"), "me"));
    }
    let deliveries = |timeline: &Timeline| -> Vec<Delivery> {
        timeline.items().filter_map(|item| Some(item.message()?.delivery)).collect()
    };
    timeline.raise(&ServerId::from("m3"), Reach::Delivered);
    assert_eq!(deliveries(&timeline), [Delivered, Delivered, Delivered, Sent]);
    timeline.raise(&ServerId::from("m2"), Reach::Read);
    timeline.raise(&ServerId::from("m2"), Reach::Delivered);
    assert_eq!(deliveries(&timeline), [Read, Read, Delivered, Sent]);
    assert!(!timeline.raise(&ServerId::from("unknown"), Reach::Read));
}

#[test]
fn another_time_zone_has_other_days() {
    let mut timeline = timeline();
    timeline.merge(says(DAY - 1, "a", "ana"));
    timeline.merge(says(DAY, "b", "ana"));
    timeline.set_utc_offset(60);
    assert_eq!(read(&timeline), ["day 1", "a First", "b Last"]);
    timeline.set_utc_offset(0);
    assert_eq!(read(&timeline), ["day 0", "a Single", "day 1", "b Single"]);
}

/// An index from 0 to `high`, both included.
fn pick(random: &mut Random, high: usize) -> usize {
    usize::try_from(random.between(0, high as u64)).unwrap()
}

/// Applies diffs as a UI does.
pub(in crate::timeline) fn apply(mirror: &mut Vec<Arc<Item>>, diffs: Vec<TimelineDiff>) {
    for diff in diffs {
        match diff {
            TimelineDiff::Insert { index, items } => {
                mirror.splice(index..index, items);
            }
            TimelineDiff::Update { index, item } => {
                assert_eq!(mirror[index].id, item.id, "an update keeps the id");
                mirror[index] = item;
            }
            TimelineDiff::Remove { index, count } => {
                mirror.drain(index..index + count);
            }
            TimelineDiff::Clear => mirror.clear(),
        }
    }
}

/// Dividers and grouping as a look at all rows gives them.
pub(in crate::timeline) fn check_from_scratch(timeline: &Timeline) {
    let items: Vec<_> = timeline.items().cloned().collect();
    let joined = |index: usize| {
        let pair = (items.get(index), items.get(index + 1));
        matches!(pair, (Some(above), Some(below)) if group::joins(above, below))
    };
    let mut day = None;
    let mut ids = std::collections::BTreeSet::new();
    for (index, item) in items.iter().enumerate() {
        assert!(ids.insert(item.id), "ids are unique");
        assert_eq!(timeline.get(index), Some(item));
        if let ItemKind::DayDivider(next) = item.kind {
            assert!(day < Some(next), "days rise");
            assert!(items.get(index + 1).is_some_and(|below| below.at >= item.at));
            day = Some(next);
        } else {
            assert_eq!(day, Some(Day::of(item.at, timeline.utc_offset_minutes)));
        }
        if let ItemKind::Message(message) = &item.kind {
            assert_eq!(timeline.position(item.id), Some(index));
            let above = index > 0 && joined(index - 1);
            assert_eq!(message.group, GroupPlace::from_joins((above, joined(index))));
        }
        if let Some(server_id) = &item.server_id {
            assert_eq!(timeline.find(server_id), Some(item));
        }
    }
    let keys: Vec<_> = timeline.rows.iter().map(|row| row.key.clone()).collect();
    assert!(keys.is_sorted_by(|a, b| a < b), "keys rise");
}

#[test]
fn diffs_always_lead_to_the_timeline_and_grouping_is_as_from_scratch() {
    for seed in 0..60 {
        let mut random = Random::new(seed);
        let mut timeline = timeline();
        let mut mirror = Vec::new();
        let mut local = Vec::new();
        for step in 0..300 {
            let at = random.between(0, 3 * DAY);
            let author = ["me", "ana", "ben"][pick(&mut random, 2)];
            match random.between(0, 11) {
                0..=4 => {
                    let id = format!("s{}", random.between(0, 400));
                    timeline.merge(says(at, &id, author));
                }
                5 => {
                    let from = random.between(0, 300);
                    let page = (from..from + 20)
                        .map(|n| says(n * DAY / 100 + at % 1000, &format!("p{n}"), author));
                    timeline.merge_page(page.collect());
                }
                6 => local.push(timeline.push_local(message("me", "local"), Millis(at))),
                7 => {
                    if let Some(item) = local.pop() {
                        timeline.confirm(item, &ServerId::from(&*format!("c{step}")), Millis(at));
                    }
                }
                8 => {
                    if let Some(item) = local.pop() {
                        timeline.remove(item);
                    }
                }
                9 => {
                    if let Some(item) = local.last() {
                        timeline.set_delivery(*item, Delivery::Failed(FailReason::TimedOut));
                    }
                }
                10 => {
                    let pick = pick(&mut random, timeline.len());
                    let content = timeline.get(pick).filter(|item| item.is_content());
                    timeline.set_unread_divider(content.map(|item| item.id));
                }
                _ => {
                    let newest = timeline.newest_confirmed();
                    let below = newest.map(|item| (item.at, item.server_id.clone().unwrap()));
                    timeline.set_gap(below.filter(|_| random.between(0, 1) == 0));
                    timeline.set_utc_offset([0, 60, 120][pick(&mut random, 2)]);
                }
            }
            if random.between(0, 3) == 0 {
                apply(&mut mirror, timeline.take_diffs());
                assert!(mirror.iter().eq(timeline.items()), "seed {seed}, step {step}");
            }
        }
        apply(&mut mirror, timeline.take_diffs());
        assert!(mirror.iter().eq(timeline.items()), "seed {seed}");
        check_from_scratch(&timeline);
    }
}

#[test]
fn a_long_shuffled_history_is_in_order() {
    let mut random = Random::new(5);
    let mut order: Vec<u64> = (0..5000).collect();
    for index in (1..order.len()).rev() {
        order.swap(index, pick(&mut random, index));
    }
    let mut timeline = timeline();
    for n in order {
        timeline.merge(says(n * 1000, &format!("m{n}"), "ana"));
    }
    let times: Vec<_> = timeline.items().map(|item| item.at).collect();
    assert!(times.is_sorted());
    check_from_scratch(&timeline);
}
