//! Bounded memory, and stillness for who reads further up.

use super::*;
use crate::ids::ServerId;
use crate::session::random::Random;
use crate::time::Millis;
use crate::timeline::tests::{apply, check_from_scratch, message, says, timeline};
use crate::timeline::{Delivery, FailReason, Item, TimelineDiff};
use std::sync::Arc;

const MAX: usize = 50;

fn hear(timeline: &mut Timeline, ids: std::ops::Range<u64>) {
    for id in ids {
        timeline.merge(says(1_000 + id, &format!("{id:05}"), "ana"));
        timeline.prune(MAX);
    }
}

fn texts(mirror: &[Arc<Item>]) -> Vec<&str> {
    mirror.iter().filter_map(|item| item.message()).map(|message| &*message.source).collect()
}

#[test]
fn a_crowd_is_bounded_and_the_newest_are_kept() {
    let mut timeline = timeline();
    let mut mirror = Vec::new();
    hear(&mut timeline, 0..5_000);
    apply(&mut mirror, timeline.take_diffs());
    assert!(mirror.iter().eq(timeline.items()));
    assert!((MAX..=MAX + MAX / BLOCK_PART).contains(&timeline.len()), "{}", timeline.len());
    assert_eq!(texts(&mirror).last(), Some(&"04999"));
    assert!(matches!(mirror[0].kind, ItemKind::DayDivider(_)), "the day is still above its first");
    check_from_scratch(&timeline);
}

#[test]
fn what_is_known_of_a_crowd_is_bounded_too() {
    // The rows went, and what was known of them stayed: forty megabytes an hour.
    let mut timeline = timeline();
    hear(&mut timeline, 0..5_000);
    assert!(timeline.known.remembered() <= MAX * 2, "{}", timeline.known.remembered());
    assert!(timeline.find(&ServerId::from("04999")).is_some());
    assert!(timeline.find(&ServerId::from("00001")).is_none());
}

#[test]
fn what_was_let_go_of_comes_back_with_the_history() {
    let mut timeline = timeline();
    hear(&mut timeline, 0..200);
    assert!(timeline.take_is_shorter());
    assert!(!timeline.take_is_shorter(), "told once");
    let page = (100..130).map(|id| says(1_000 + id, &format!("{id:05}"), "ana"));
    assert_eq!(timeline.merge_page(page.collect()), 30);
    check_from_scratch(&timeline);
}

#[test]
fn what_a_person_wrote_and_nobody_has_is_not_let_go_of() {
    let mut timeline = timeline();
    let mine = timeline.push_local(message("me", "mine"), Millis(1_000));
    timeline.set_delivery(mine, Delivery::Failed(FailReason::TimedOut));
    hear(&mut timeline, 0..500);
    assert!(timeline.item(mine).is_some());
    assert_eq!(timeline.position(mine), Some(1), "below the day");
}

#[test]
fn while_it_is_held_nothing_is_told_and_everything_counted() {
    let mut timeline = timeline();
    hear(&mut timeline, 0..20);
    timeline.take_diffs();
    timeline.hold();
    hear(&mut timeline, 20..40);
    assert_eq!(timeline.missed(), Some(20));
    assert!(timeline.find(&ServerId::from("00030")).is_some(), "it is known all the same");
    let told_below: Vec<_> = timeline.take_diffs();
    // The last row is not the last of its group any more; that alone may be told.
    assert!(told_below.iter().all(|diff| matches!(diff, TimelineDiff::Update { .. })));
    timeline.release();
    assert_eq!(timeline.missed(), None);
    assert!(
        matches!(&timeline.take_diffs()[..], [TimelineDiff::Insert { items, .. }] if items.len() == 20)
    );
}

#[test]
fn the_slice_that_is_read_is_kept_however_much_comes() {
    let mut timeline = timeline();
    let mut mirror = Vec::new();
    hear(&mut timeline, 0..MAX as u64);
    apply(&mut mirror, timeline.take_diffs());
    let slice: Vec<_> = mirror.iter().map(|item| item.id).collect();
    timeline.hold();
    hear(&mut timeline, 100..5_000);
    apply(&mut mirror, timeline.take_diffs());
    assert_eq!(mirror.iter().map(|item| item.id).collect::<Vec<_>>(), slice);
    assert_eq!(timeline.missed(), Some(4_900));
    assert!(timeline.len() <= 3 * MAX, "{}", timeline.len());

    // Back at the end: what is new, and nothing of what it does not follow on.
    timeline.release();
    timeline.prune(MAX);
    apply(&mut mirror, timeline.take_diffs());
    assert!(mirror.iter().eq(timeline.items()));
    let texts = texts(&mirror);
    assert_eq!(texts.last(), Some(&"04999"));
    let numbers: Vec<u64> = texts.iter().map(|text| text.parse().unwrap()).collect();
    assert!(numbers.windows(2).all(|pair| pair[1] == pair[0] + 1), "without a hole: {numbers:?}");
    assert!(timeline.take_is_shorter());
    check_from_scratch(&timeline);
}

#[test]
fn older_pages_are_told_while_it_is_held() {
    let mut timeline = timeline();
    let mut mirror = Vec::new();
    hear(&mut timeline, 100..120);
    timeline.hold();
    hear(&mut timeline, 120..130);
    timeline.merge_page((50..100).map(|id| says(1_000 + id, &format!("{id:05}"), "ben")).collect());
    apply(&mut mirror, timeline.take_diffs());
    assert_eq!(texts(&mirror).first(), Some(&"00050"));
    assert_eq!(texts(&mirror).last(), Some(&"00119"));
}

#[test]
fn who_writes_is_back_at_the_end() {
    let mut timeline = timeline();
    let mut mirror = Vec::new();
    hear(&mut timeline, 0..10);
    timeline.hold();
    hear(&mut timeline, 10..20);
    timeline.push_local(message("me", "mine"), Millis(2_000));
    assert_eq!(timeline.missed(), None);
    apply(&mut mirror, timeline.take_diffs());
    assert_eq!(texts(&mirror).len(), 21);
}

#[test]
fn a_row_that_waits_can_go_before_it_is_told() {
    let mut timeline = timeline();
    let mut mirror = Vec::new();
    hear(&mut timeline, 0..3);
    timeline.hold();
    hear(&mut timeline, 3..6);
    let gone = timeline.find(&ServerId::from("00004")).map(|item| item.id).unwrap();
    timeline.remove(gone);
    timeline.release();
    apply(&mut mirror, timeline.take_diffs());
    assert_eq!(texts(&mirror), ["00000", "00001", "00002", "00003", "00005"]);
}

#[test]
fn whatever_happens_in_a_crowd_the_diffs_lead_to_it() {
    for seed in 0..40 {
        let mut random = Random::new(seed);
        let mut timeline = timeline();
        let mut mirror = Vec::new();
        let mut next = 50_000_000;
        for step in 0..400 {
            match random.between(0, 9) {
                0..=5 => {
                    for _ in 0..random.between(1, 8) {
                        next += random.between(1, 4_000_000);
                        timeline.merge(says(
                            next,
                            &format!("{next:012}"),
                            ["ana", "ben"][step % 2],
                        ));
                    }
                }
                6 => timeline.hold(),
                7 => timeline.release(),
                8 => {
                    let at = random.between(0, next);
                    timeline.merge(says(at, &format!("{at:012}"), "ana"));
                }
                _ => {
                    timeline.push_local(message("me", "mine"), Millis(next));
                }
            }
            timeline.prune(MAX);
            apply(&mut mirror, timeline.take_diffs());
            let told = timeline.held.map_or(timeline.len(), |held| held.told);
            assert_eq!(mirror.len(), told, "seed {seed}, step {step}");
            assert!(mirror.iter().eq(timeline.items().take(told)), "seed {seed}, step {step}");
        }
        check_from_scratch(&timeline);
    }
}
