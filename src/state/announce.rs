//! Which changes a screen reader hears, and how often. State decides what and when; ui finds the words.
//!
//! Invariant: one thing at a time, at least [`PAUSE_MILLIS`] apart; no message goes unmentioned, and history
//! is never read out.

use std::sync::Arc;

use chirrup_core::moderation::Composing;
use chirrup_core::{Item, ItemKind, Millis};

/// Between two sentences.
const PAUSE_MILLIS: u64 = 150;
/// Between two mentions of typing.
const TYPING_PAUSE_MILLIS: u64 = 10_000;
/// Between two numbers of messages in a room of thousands.
const CROWD_PAUSE_MILLIS: u64 = 10_000;
/// Longer queues are of no use to a listener: the messages in them are told as a number.
const QUEUE_MAX: usize = 5;

/// One thing to say.
#[derive(Clone, Debug, PartialEq)]
pub enum Announcement {
    /// A message or notice came in.
    Item(Arc<Item>),
    /// So many messages came in at once, or in a while.
    Messages(u32),
    /// Something is announced to everybody.
    Announced(Arc<str>),
    /// So many people can be picked.
    People(u32),
    /// This person cannot write any more.
    Closed(Composing),
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
    /// Messages of a crowd that were not told yet, and since when.
    crowd: u32,
    crowd_since: Option<Millis>,
}

/// What is said of a message that came in. In a room of thousands nobody can listen to all of them: they are
/// told as a number, except those that mean this person.
pub(super) fn of_message(item: &Arc<Item>, is_crowd: bool) -> Announcement {
    let is_for_me = item.message().is_some_and(|message| message.marks.is_for(message.origin));
    if is_crowd && !is_for_me {
        Announcement::Messages(1)
    } else {
        Announcement::Item(Arc::clone(item))
    }
}

impl Announcer {
    /// Takes something to say. Says whether it cannot wait for what is being waited for.
    pub(super) fn hear(&mut self, announcement: Announcement, now: Millis) -> bool {
        match &announcement {
            Announcement::Typing(_) => {
                if self.typing_at.is_some_and(|at| now.since(at) < TYPING_PAUSE_MILLIS) {
                    return false;
                }
                self.typing_at = Some(now);
            }
            // Who has spoken is not typing any more.
            Announcement::Item(_) => {
                self.queue.retain(|waiting| !matches!(waiting, Announcement::Typing(_)));
            }
            Announcement::Messages(count) => {
                self.crowd += count;
                self.crowd_since.get_or_insert(now);
                return false;
            }
            // A number that is not true any more is not said.
            Announcement::People(_) => {
                self.queue.retain(|waiting| !matches!(waiting, Announcement::People(_)));
            }
            Announcement::Announced(_) | Announcement::Closed(_) | Announcement::Failed(_) => {}
        }
        self.queue.push(announcement);
        let is_burst = self.queue.iter().any(|it| matches!(it, Announcement::Messages(_)));
        if is_burst || self.queue.len() > QUEUE_MAX {
            self.sum_up();
        }
        self.queue.len() == 1
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
        let is_due = self.crowd_since.is_some_and(|at| now.since(at) >= CROWD_PAUSE_MILLIS);
        if rested < PAUSE_MILLIS && (is_due || !self.queue.is_empty()) {
            return (None, Some(PAUSE_MILLIS - rested));
        }
        let said = if !self.queue.is_empty() {
            Some(self.queue.remove(0))
        } else if is_due {
            self.crowd_since = None;
            Some(Announcement::Messages(std::mem::take(&mut self.crowd)))
        } else {
            None
        };
        if said.is_some() {
            self.said_at = Some(now);
        }
        let crowd_wait =
            self.crowd_since.map(|since| CROWD_PAUSE_MILLIS.saturating_sub(now.since(since)));
        let wait = if self.queue.is_empty() { crowd_wait } else { Some(PAUSE_MILLIS) };
        (said, wait)
    }

    /// Forgets what was to be said.
    pub(super) fn hush(&mut self) {
        self.queue.clear();
        self.crowd = 0;
        self.crowd_since = None;
    }
}

fn messages_in(announcement: &Announcement) -> u32 {
    match announcement {
        Announcement::Item(item) => u32::from(matches!(item.kind, ItemKind::Message(_))),
        Announcement::Messages(count) => *count,
        Announcement::Typing(_)
        | Announcement::Announced(_)
        | Announcement::Closed(_)
        | Announcement::People(_)
        | Announcement::Failed(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use chirrup_core::room::Role;
    use chirrup_core::timeline::{Author, Delivery, GroupPlace, Marks, Mention, Message, Origin};
    use chirrup_core::{ItemId, Millis};

    use super::*;

    fn said(is_for_me: bool) -> Arc<Item> {
        let mut marks = Marks::default();
        if is_for_me {
            marks.mentions = vec![Mention { start: 0, length: 4, who: "me".into(), is_own: true }];
        }
        let message = Message {
            author: Author { id: "mira".into(), name: "Mira".into(), role: Role::Fan },
            origin: Origin::Other,
            text: Arc::default(),
            source: "@Mia".into(),
            delivery: Delivery::Received,
            group: GroupPlace::Single,
            marks,
        };
        let kind = ItemKind::Message(message);
        Arc::new(Item { id: ItemId(1), server_id: None, at: Millis(0), kind })
    }

    #[test]
    fn a_crowd_is_told_as_a_number_and_who_means_me_is_heard_at_once() {
        let mut announcer = Announcer::default();
        let mut said_when = Vec::new();
        let mut due = u64::MAX;
        // Ten messages a second for twenty-five seconds, one of them for this person.
        for now in (0..25_000_u64).step_by(100) {
            let item = said(now == 4_000);
            let is_due = announcer.hear(of_message(&item, true), Millis(now));
            if is_due || due == u64::MAX || due <= now {
                let (said, wait) = announcer.next(Millis(now));
                said_when.extend(said.map(|said| (now, said)));
                due = wait.map_or(u64::MAX, |wait| now + wait);
            }
        }
        let numbers: Vec<_> = said_when
            .iter()
            .map(|(now, said)| {
                (*now, if let Announcement::Messages(count) = said { *count } else { 0 })
            })
            .collect();
        assert_eq!(numbers, [(4_000, 0), (10_000, 100), (20_100, 101)]);
    }

    #[test]
    fn in_a_chat_of_few_everything_is_said() {
        let item = said(false);
        assert_eq!(of_message(&item, false), Announcement::Item(Arc::clone(&item)));
    }
}
