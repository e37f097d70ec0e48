//! Which changes a screen reader hears, and how often. State decides what and when; ui finds the words.
//!
//! Invariant: one thing at a time, at least [`PAUSE_MILLIS`] apart; no message goes unmentioned, and history
//! is never read out.

use std::sync::Arc;

use chirrup_core::{Item, ItemKind, Millis};

/// Between two sentences.
const PAUSE_MILLIS: u64 = 150;
/// Between two mentions of typing.
const TYPING_PAUSE_MILLIS: u64 = 10_000;
/// Longer queues are of no use to a listener: the messages in them are told as a number.
const QUEUE_MAX: usize = 5;

/// One thing to say.
#[derive(Clone, Debug, PartialEq)]
pub enum Announcement {
    /// A message or notice came in.
    Item(Arc<Item>),
    /// So many messages came in at once.
    Messages(u32),
    /// Somebody is typing: the name.
    Typing(Arc<str>),
    /// A message of this person failed.
    Failed(Arc<Item>),
}

/// Keeps the pace.
#[derive(Debug, Default)]
pub(super) struct Announcer {
    queue: Vec<Announcement>,
    said_at: Option<Millis>,
    typing_at: Option<Millis>,
}

impl Announcer {
    /// Takes something to say.
    pub(super) fn hear(&mut self, announcement: Announcement, now: Millis) {
        match &announcement {
            Announcement::Typing(_) => {
                if self.typing_at.is_some_and(|at| now.since(at) < TYPING_PAUSE_MILLIS) {
                    return;
                }
                self.typing_at = Some(now);
            }
            // Who has spoken is not typing any more.
            Announcement::Item(_) => {
                self.queue.retain(|waiting| !matches!(waiting, Announcement::Typing(_)));
            }
            Announcement::Messages(_) | Announcement::Failed(_) => {}
        }
        self.queue.push(announcement);
        let is_burst = self.queue.iter().any(|it| matches!(it, Announcement::Messages(_)));
        if is_burst || self.queue.len() > QUEUE_MAX {
            self.sum_up();
        }
    }

    /// Makes room: one sentence for all messages, or the oldest goes.
    fn sum_up(&mut self) {
        let count = self.queue.iter().map(messages_in).sum();
        if count > 1 {
            self.queue.retain(|it| messages_in(it) == 0);
            self.queue.push(Announcement::Messages(count));
        } else {
            self.queue.remove(0);
        }
    }

    /// What to say now, and after how long to ask again.
    pub(super) fn next(&mut self, now: Millis) -> (Option<Announcement>, Option<u64>) {
        let rested = self.said_at.map_or(PAUSE_MILLIS, |at| now.since(at));
        if rested < PAUSE_MILLIS && !self.queue.is_empty() {
            return (None, Some(PAUSE_MILLIS - rested));
        }
        let said = (!self.queue.is_empty()).then(|| self.queue.remove(0));
        if said.is_some() {
            self.said_at = Some(now);
        }
        let is_more = !self.queue.is_empty();
        (said, is_more.then_some(PAUSE_MILLIS))
    }

    /// Forgets what was to be said.
    pub(super) fn hush(&mut self) {
        self.queue.clear();
    }
}

fn messages_in(announcement: &Announcement) -> u32 {
    match announcement {
        Announcement::Item(item) => u32::from(matches!(item.kind, ItemKind::Message(_))),
        Announcement::Messages(count) => *count,
        Announcement::Typing(_) | Announcement::Failed(_) => 0,
    }
}
