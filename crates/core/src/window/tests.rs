//! Heights against a list that adds up everything each time, and the windows that follow from them.

#![allow(clippy::cast_possible_truncation, reason = "random numbers may lose what they like")]

use super::*;
use crate::session::random::Random;

fn heights(ids: &[u64]) -> Heights {
    let mut heights = Heights::default();
    sync(&mut heights, ids);
    heights
}

fn sync(heights: &mut Heights, ids: &[u64]) {
    heights.sync(ids.len(), &|index| ids.get(index).copied().map(ItemId));
}

fn measure_all(heights: &mut Heights, px: f64) {
    for index in 0..heights.len() {
        heights.measure(index, px);
    }
}

fn long(rows: u64) -> Heights {
    let mut heights = heights(&(0..rows).collect::<Vec<_>>());
    measure_all(&mut heights, 20.0);
    heights
}

#[test]
fn a_short_list_is_drawn_whole() {
    let ids: Vec<_> = (0..ROWS_WHOLE as u64).collect();
    assert_eq!(heights(&ids).window(Sight::End, 500.0, 500.0), 0..ROWS_WHOLE);
    assert_eq!(heights(&[]).window(Sight::End, 500.0, 500.0), 0..0);
}

#[test]
fn at_the_end_everything_drawn_is_above_it() {
    assert_eq!(long(5_000).window(Sight::End, 500.0, 500.0), 4_925..5_000);
}

#[test]
fn around_a_row_there_is_as_much_above_as_below() {
    let sight = Sight::Row { id: ItemId(1_000), from_view_px: -5.0 };
    assert_eq!(long(5_000).window(sight, 500.0, 500.0), 975..1_051);
}

#[test]
fn a_row_that_is_gone_gives_the_end() {
    let sight = Sight::Row { id: ItemId(9_999), from_view_px: 0.0 };
    assert_eq!(long(5_000).window(sight, 500.0, 500.0), 4_925..5_000);
}

#[test]
fn a_high_view_of_low_rows_has_its_limit_and_shows_what_is_in_view() {
    let heights = long(5_000);
    for from_view_px in [0.0, 1_000.0, -19.0] {
        let sight = Sight::Row { id: ItemId(2_500), from_view_px };
        let window = heights.window(sight, 3_000.0, 3_000.0);
        assert!(window.len() <= ROWS_MAX);
        let view_top = heights.top(2_500) - from_view_px;
        assert!(heights.top(window.start) <= view_top);
        assert!(heights.top(window.end) >= view_top + 3_000.0);
    }
    assert_eq!(heights.window(Sight::End, 30_000.0, 30_000.0).len(), ROWS_MAX);
}

#[test]
fn the_row_that_is_looked_at_stays_where_it_is_whatever_comes_above_it() {
    let mut ids: Vec<u64> = (1_000..6_000).collect();
    let mut heights = heights(&ids);
    measure_all(&mut heights, 20.0);
    let sight = Sight::Row { id: ItemId(1_500), from_view_px: 7.0 };
    let before = heights.window(sight, 500.0, 500.0);
    ids.splice(0..0, 0..50);
    sync(&mut heights, &ids);
    for index in 0..50 {
        heights.measure(index, 31.5);
    }
    let after = heights.window(sight, 500.0, 500.0);
    assert_eq!(after, before.start + 50..before.end + 50);
    assert!((heights.top(550) - (50.0 * 31.5 + 500.0 * 20.0)).abs() < 0.01);
}

#[test]
fn a_row_nobody_has_seen_is_as_high_as_those_seen_are_on_average() {
    let mut heights = heights(&[1, 2]);
    heights.measure(0, 10.0);
    heights.measure(1, 30.0);
    sync(&mut heights, &[1, 2, 3]);
    assert!((heights.top(3) - 60.0).abs() < 0.01);
    assert!(!heights.is_measured(2));
}

#[test]
fn a_row_that_moves_keeps_its_height() {
    let mut heights = heights(&[1, 2, 3, 4]);
    heights.measure(1, 99.0);
    sync(&mut heights, &[1, 3, 2, 4]);
    assert!(heights.is_measured(2));
    assert!((heights.top(3) - heights.top(2) - 99.0).abs() < 0.01);
}

#[test]
fn no_block_is_empty_and_none_is_long_after_pages_from_both_ends() {
    let mut ids: Vec<u64> = Vec::new();
    let mut heights = Heights::default();
    for page in 0..100 {
        ids.splice(0..0, page * 100..page * 100 + 50);
        ids.extend(page * 100 + 50..page * 100 + 67);
        sync(&mut heights, &ids);
        ids.drain(..usize::from(page % 3 == 0));
        sync(&mut heights, &ids);
    }
    assert_eq!(heights.len(), ids.len());
    assert!(heights.blocks.iter().all(|block| (1..=BLOCK_ROWS_MAX).contains(&block.slots.len())));
    assert!(heights.blocks.len() < 120, "{}", heights.blocks.len());
}

/// The same, added up each time.
#[derive(Default)]
struct Naive(Vec<(u64, Option<f64>)>);

impl Naive {
    fn sync(&mut self, ids: &[u64]) {
        let old = std::mem::take(&mut self.0);
        let px = |id: u64| old.iter().find(|(of, _)| *of == id).and_then(|(_, px)| *px);
        self.0 = ids.iter().map(|id| (*id, px(*id))).collect();
    }

    /// Only of measured rows, because what a guess is depends on when it was made.
    fn top(&self, index: usize) -> Option<f64> {
        self.0.iter().take(index).map(|(_, px)| *px).sum()
    }
}

#[test]
fn random_lists_agree_with_adding_up() {
    for seed in 0..10_u128 {
        let mut random = Random::new(seed);
        let mut below = |limit: usize| random.next() as usize % limit.max(1);
        let (mut heights, mut naive) = (Heights::default(), Naive::default());
        let (mut ids, mut next): (Vec<u64>, u64) = (Vec::new(), 0);
        for _ in 0..120 {
            let at = below(ids.len() + 1);
            let count = below(90);
            let page = next..next + count as u64;
            next = page.end;
            match below(6) {
                0 => drop(ids.splice(0..0, page)),
                1 => ids.extend(page),
                2 => drop(ids.splice(at..at, page)),
                3 => drop(ids.drain(at..(at + count).min(ids.len()))),
                4 if at < ids.len() => {
                    let moved = ids.remove(at);
                    ids.push(moved);
                }
                _ => {}
            }
            sync(&mut heights, &ids);
            naive.sync(&ids);
            for _ in 0..below(40) {
                let index = below(ids.len());
                let px = f64::from(below(8_000) as u32) / 64.0 + 1.0;
                heights.measure(index, px);
                if let Some(slot) = naive.0.get_mut(index) {
                    slot.1 = Some(px);
                }
            }
            agree(&heights, &naive, &ids);
        }
    }
}

fn agree(heights: &Heights, naive: &Naive, ids: &[u64]) {
    assert_eq!(heights.len(), ids.len());
    let listed: Vec<_> =
        heights.blocks.iter().flat_map(|block| &block.slots).map(|slot| slot.id.0).collect();
    assert_eq!(listed, ids);
    for (index, id) in ids.iter().enumerate().step_by(17) {
        assert_eq!(heights.position(ItemId(*id)), Some(index));
        assert_eq!(heights.id(index), Some(ItemId(*id)));
        assert_eq!(heights.is_measured(index), naive.0[index].1.is_some());
        let (top, end) = (heights.top(index), heights.top(index + 1));
        if let Some(px) = naive.0[index].1 {
            assert!((end - top - px).abs() < 0.1, "a measured row has its height");
        }
        if let Some(expected) = naive.top(index) {
            assert!((top - expected).abs() < 0.1 + 0.01 * expected);
        }
        assert_eq!(heights.row_at(f64::midpoint(top, end)), index);
    }
    let window = heights.window(Sight::End, 400.0, 400.0);
    assert!(window.end == ids.len() && window.len() <= ROWS_MAX.max(ROWS_WHOLE));
}
