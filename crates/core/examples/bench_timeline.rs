//! What a timeline costs: entries merged per second into 100,000 items, and how the cost of one append grows
//! with the length.
//!
//! `cargo run --profile server -p chirrup-core --example bench_timeline`
//!
//! Nanoseconds are of a machine: longer timelines lie further from its caches. What is not: the allocations
//! printed beside them, and the instructions, which valgrind counts at the length that is given:
//!
//! `valgrind --tool=callgrind --toggle-collect='*append_all*' target/server/examples/bench_timeline 100000`

#![allow(clippy::print_stdout, reason = "a table is what this is for")]
#![allow(unsafe_code, reason = "an allocator that counts")]
#![allow(clippy::disallowed_types, reason = "it measures real time, on a machine that has a clock")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use chirrup_core::room::Role;
use chirrup_core::text::RichText;
use chirrup_core::timeline::{
    Author, Delivery, GroupPlace, ItemKind, Marks, Message, NewItem, Origin, Timeline,
};
use chirrup_core::{Millis, ParticipantId, RoomId, ServerId};

const ITEMS: u64 = 100_000;
const PAGE: usize = 50;
const ROUNDS: usize = 7;
const START: u64 = 1_777_629_600_000;
const APPENDS: u64 = 2_000;

/// The system's allocator, and how often it was asked.
struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

fn main() {
    let (ana, mira) = (author("Ana"), author("Mira"));
    let text = Arc::new(RichText::markdown("Thanks, **that** helps.\nSee https://a.example"));
    let entry = |number: u64| NewItem {
        server_id: ServerId::from(format!("{:08x}-{number:012}", scatter(number)).as_str()),
        at: Millis(START + number * 20_000),
        kind: ItemKind::Message(Message {
            author: if number % 5 < 2 { ana.clone() } else { mira.clone() },
            origin: Origin::Other,
            text: text.clone(),
            source: "Thanks, that helps.".into(),
            delivery: Delivery::Received,
            group: GroupPlace::Single,
            marks: Marks::default(),
        }),
    };
    let in_order: Vec<_> = (0..ITEMS).map(entry).collect();
    let length = std::env::args().nth(1).and_then(|length| length.parse().ok());
    if let Some(length) = length {
        append_all(&mut timeline_of(length, &in_order), appended(entry));
        return;
    }
    let mut shuffled = in_order.clone();
    shuffle(&mut shuffled);
    let full = || {
        let mut timeline = Timeline::new(RoomId(1), 0);
        for entry in in_order.clone() {
            timeline.merge(entry);
        }
        timeline.take_diffs();
        timeline
    };

    println!("| entries merged into a timeline of {ITEMS} items | entries/s |");
    println!("|---|---:|");
    let empty = || Timeline::new(RoomId(1), 0);
    row("in order, one by one", &one_by_one(&in_order, empty));
    row("in order, pages of 50", &pages(&in_order.chunks(PAGE), empty));
    row("shuffled, one by one", &one_by_one(&shuffled, empty));
    row("shuffled, pages of 50", &pages(&shuffled.chunks(PAGE), empty));
    row("newest page first, pages of 50", &pages(&in_order.chunks(PAGE).rev(), empty));
    row("all duplicates, one by one", &one_by_one(&shuffled, full));

    println!("\n| length | ns per append | to 1,000 | allocations per append |");
    println!("|---:|---:|---:|---:|");
    let mut first = None;
    for length in [1_000, 10_000, 100_000] {
        let (nanos, allocations) = append_cost(length, &in_order, entry);
        let first = *first.get_or_insert(nanos);
        let ratio = format!("{}.{:02}", nanos / first, nanos * 100 / first % 100);
        let each = format!("{}.{:02}", allocations / APPENDS, allocations * 100 / APPENDS % 100);
        println!("| {length} | {nanos} | {ratio} | {each} |");
    }
}

/// The nanoseconds of one append and the allocations of all, the diffs taken, at a length: the best of
/// several rounds.
fn append_cost(length: u64, history: &[NewItem], entry: impl Fn(u64) -> NewItem) -> (u128, u64) {
    let round = || {
        let mut timeline = timeline_of(length, history);
        // Memory that the system has yet to give is as dear at any length: let there be some.
        append_all(&mut timeline_of(0, history), appended(&entry));
        let appended = appended(&entry);
        let (begin, allocations) = (Instant::now(), ALLOCATIONS.load(Relaxed));
        append_all(&mut timeline, appended);
        let allocations = ALLOCATIONS.load(Relaxed) - allocations;
        (begin.elapsed().as_nanos() / u128::from(APPENDS), allocations)
    };
    (0..ROUNDS).map(|_| round()).min().unwrap_or((1, 0))
}

fn timeline_of(length: u64, history: &[NewItem]) -> Timeline {
    let mut timeline = Timeline::new(RoomId(1), 0);
    for entry in history.iter().take(usize::try_from(length).unwrap_or(0)).cloned() {
        timeline.merge(entry);
    }
    timeline.take_diffs();
    timeline
}

/// Entries after the longest history.
fn appended(entry: impl Fn(u64) -> NewItem) -> Vec<NewItem> {
    (ITEMS..ITEMS + APPENDS).map(entry).collect()
}

/// A function of its own, so that a tool can tell it from the rest.
#[inline(never)]
fn append_all(timeline: &mut Timeline, entries: Vec<NewItem>) {
    for entry in entries {
        timeline.merge(entry);
        black_box(timeline.take_diffs());
    }
}

/// Every entry on its own, the diff taken each time, as frames come.
fn one_by_one(entries: &[NewItem], timeline: impl Fn() -> Timeline) -> Rate {
    best(|| {
        let (entries, mut timeline) = (entries.to_vec(), timeline());
        let count = entries.len();
        let begin = Instant::now();
        for entry in entries {
            timeline.merge(entry);
            black_box(timeline.take_diffs());
        }
        Rate { count, time: begin.elapsed() }
    })
}

fn pages<'a>(
    pages: &(impl Iterator<Item = &'a [NewItem]> + Clone),
    timeline: impl Fn() -> Timeline,
) -> Rate {
    best(|| {
        let pages: Vec<_> = pages.clone().map(<[NewItem]>::to_vec).collect();
        let (count, mut timeline) = (pages.iter().map(Vec::len).sum(), timeline());
        let begin = Instant::now();
        for page in pages {
            timeline.merge_page(page);
            black_box(timeline.take_diffs());
        }
        Rate { count, time: begin.elapsed() }
    })
}

struct Rate {
    count: usize,
    time: Duration,
}

/// Of several rounds the one that other work on the machine disturbed least.
fn best(round: impl Fn() -> Rate) -> Rate {
    let mut best = round();
    for _ in 1..ROUNDS {
        let next = round();
        if next.time < best.time {
            best = next;
        }
    }
    best
}

fn row(name: &str, rate: &Rate) {
    let per_second = rate.count as u128 * 1_000_000_000 / rate.time.as_nanos().max(1);
    println!("| {name} | {per_second} |");
}

fn author(name: &str) -> Author {
    Author { id: ParticipantId::from(name), name: name.into(), role: Role::Agent }
}

fn scatter(number: u64) -> u64 {
    (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32
}

fn shuffle(entries: &mut [NewItem]) {
    for index in (1..entries.len()).rev() {
        let other = scatter(index as u64) % (index as u64 + 1);
        entries.swap(index, usize::try_from(other).unwrap_or(0));
    }
}
