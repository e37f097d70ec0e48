//! What a room of thousands has beside its rows, as signals, and how they follow from what core tells.
//!
//! What moderators need for their tools is *not* here. Times are the device's: core has turned them already.

use std::sync::Arc;

use chirrup_core::mention::Outgoing;
use chirrup_core::moderation::{Change, Composing};
use chirrup_core::room::Participant;
use chirrup_core::session::{Composed, SendError};
use chirrup_core::{Item, ItemId, ParticipantId, Room, ServerId, TimelineDiff};
use chirrup_wire::conventions::Deed;
use chirrup_wire::conventions::audience::Counts;
use leptos::prelude::*;

use super::works::Works;
use super::{Announcement, Chat, RoomState, Row, apply};

/// More batches of emoji than this are not drawn at once.
const THROWN_MAX: usize = 40;

/// A live room's signals. Written by `apply` and this module only.
#[derive(Clone, Copy)]
pub struct LiveState {
    /// What stands in the composer's place.
    pub composing: RwSignal<Composing>,
    /// How long this person has to wait before they may send again, while there is an end to it.
    pub wait: RwSignal<Option<Wait>>,
    /// The announcement.
    pub announcement: RwSignal<Option<Arc<str>>>,
    /// The pinned message, while it is here and can be seen.
    pub pinned: RwSignal<Option<Row>>,
    /// The message that this person is about to answer.
    pub answering: RwSignal<Option<Row>>,
    /// Who could be mentioned when that was last asked, the last who spoke first.
    pub people: RwSignal<Vec<Participant>>,
    /// How many there are, while that is known.
    pub counts: RwSignal<Option<Counts>>,
    /// The newest emoji that were thrown, oldest first.
    pub thrown: RwSignal<Vec<Thrown>>,
    pin: StoredValue<Option<ServerId>>,
}

/// How long this person has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Seconds that are left.
    pub left: u32,
    /// Seconds that it was at first.
    pub of: u32,
}

/// Emoji that somebody threw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thrown {
    /// Its number: the newest has the highest.
    pub number: u32,
    /// Which.
    pub emoji: Arc<str>,
    /// How many.
    pub count: u32,
}

impl LiveState {
    /// Of a room in which nothing has happened. Its signals belong to the owner that is current.
    #[must_use]
    pub fn new() -> Self {
        Self {
            composing: RwSignal::new(Composing::Free),
            wait: RwSignal::new(None),
            announcement: RwSignal::new(None),
            pinned: RwSignal::new(None),
            answering: RwSignal::new(None),
            people: RwSignal::new(Vec::new()),
            counts: RwSignal::new(None),
            thrown: RwSignal::new(Vec::new()),
            pin: StoredValue::new(None),
        }
    }
}

impl Default for LiveState {
    fn default() -> Self {
        Self::new()
    }
}

impl Chat {
    /// Sends a text that may name people, as an answer where one was begun, and follows it. The composer clears
    /// itself on `Ok` only.
    ///
    /// # Errors
    /// The text was not taken.
    pub fn send_naming(self, outgoing: &Outgoing) -> Result<ItemId, SendError> {
        let room = self.room().try_get_untracked().flatten();
        let row = room.and_then(|room| room.live.answering.get_untracked());
        let item = row.map(|row| row.item.get_untracked());
        let reply_to = item.filter(|item| item.seen().is_some()).map(|item| item.id);
        let composed = Composed { reply_to, ..outgoing.into() };
        let sent = self
            .room_command(|session, room, now| session.send_composed(room, composed, now))
            .unwrap_or(Err(SendError::Ended));
        if sent.is_ok() {
            self.stop_answering();
        }
        sent
    }

    /// The next message answers that of a row. Says whether it can be answered: that takes a text to be seen, which
    /// the backend has.
    pub fn answer(self, row: Row) -> bool {
        let item = row.item.get_untracked();
        let can = item.server_id.is_some() && item.seen().is_some();
        if let Some(room) = self.room().try_get_untracked().flatten().filter(|_| can) {
            room.live.answering.set(Some(row));
        }
        can
    }

    /// The next message answers none.
    pub fn stop_answering(self) {
        if let Some(room) = self.room().try_get_untracked().flatten()
            && room.live.answering.with_untracked(Option::is_some)
        {
            room.live.answering.set(None);
        }
    }

    /// The message that others answer, while it is here and can be seen.
    pub fn quoted(self, id: &ServerId) -> Option<Arc<Item>> {
        self.look(|room| room.quoted(id).cloned())?.1
    }

    /// What somebody is called here; nothing while that is not known.
    pub fn name_of(self, person: &ParticipantId) -> Option<Arc<str>> {
        self.look(|room| room.name_of(person))?.1
    }

    /// Throws an emoji: it is drawn at once, and goes out with others of the same second.
    pub fn throw(self, emoji: &str) {
        if let Some(room) = self.room().try_get_untracked().flatten() {
            note_thrown(room, emoji, 1);
        }
        self.room_command(|session, room, now| session.burst(room, emoji, now));
    }

    /// Asks who can be mentioned; `LiveState::people` has the answer.
    pub fn look_for_people(self) {
        if let Some((room, people)) = self.look(Room::people) {
            room.live.people.set(people);
        }
    }

    /// Tells those who listen how many people can be picked.
    pub fn tell_people(self, count: u32) {
        if let Some(works) = self.works() {
            apply::announce(self, &works, vec![Announcement::People(count)]);
        }
    }

    /// Tells those who listen that they cannot write any more, and why.
    pub fn tell_closed(self, composing: Composing) {
        if let Some(works) = self.works() {
            apply::announce(self, &works, vec![Announcement::Closed(composing)]);
        }
    }

    /// Looks at the room in core.
    fn look<R>(self, look: impl FnOnce(&Room) -> R) -> Option<(RoomState, R)> {
        let room = self.room().try_get_untracked().flatten()?;
        let seen = self.works()?.driver.read(|session| session.room(room.id).map(look));
        Some((room, seen?))
    }
}

impl RoomState {
    /// The message that this person is about to answer, while it can be seen.
    pub fn answered(self) -> Option<Arc<Item>> {
        let item = self.live.answering.get()?.item.get();
        item.seen().is_some().then_some(item)
    }
}

/// Somebody threw emoji.
pub(super) fn note_thrown(room: RoomState, emoji: &str, count: u32) {
    room.live.thrown.update(|thrown| {
        let number = thrown.last().map_or(1, |last| last.number.wrapping_add(1));
        if thrown.len() >= THROWN_MAX {
            thrown.remove(0);
        }
        thrown.push(Thrown { number, emoji: emoji.into(), count });
    });
}

/// Something about the room's rules changed.
pub(super) fn change(chat: Chat, works: &Works, room: RoomState, change: Change) {
    match change {
        Change::Composing(composing) => {
            room.live.composing.set(composing);
            // Another wait begins anew.
            room.live.wait.set(None);
            count_down(chat, room);
        }
        Change::Announcement => {
            let text = chat.look(announced).and_then(|(_, text)| text);
            if let Some(text) = text.clone() {
                apply::announce(chat, works, vec![Announcement::Announced(text)]);
            }
            room.live.announcement.set(text);
        }
        Change::Pin => find_pin(chat, room),
        Change::Message(_)
        | Change::Person(_)
        | Change::Messages
        | Change::Standing(_)
        | Change::Mode(_)
        | Change::SlowMode(_)
        | Change::Held
        | Change::Authorities
        | Change::Bans
        | Change::Log => {}
    }
}

fn announced(room: &Room) -> Option<Arc<str>> {
    let Deed::Announce { text } = &room.moderation()?.announcement()?.deed else { return None };
    Some(text.as_str().into())
}

/// Whether the pinned message is among rows that come.
pub(super) fn has_pin(room: RoomState, diffs: &[TimelineDiff]) -> bool {
    let Some(pin) = room.live.pin.get_value() else { return false };
    let is_pin = |item: &Arc<Item>| item.server_id.as_ref() == Some(&pin);
    diffs.iter().any(|diff| match diff {
        TimelineDiff::Insert { items, .. } => items.iter().any(is_pin),
        TimelineDiff::Update { .. } | TimelineDiff::Remove { .. } | TimelineDiff::Clear => false,
    })
}

/// Finds the row of the pinned message. One that is here no more stays as it was, unless it was hidden.
pub(super) fn find_pin(chat: Chat, room: RoomState) {
    let known = room.live.pinned.get_untracked();
    let found = chat.look(|core| {
        let rules = core.moderation()?;
        let pin = rules.pin()?;
        let is_seen = known.as_ref().is_none_or(|row| {
            let item = row.item.get_untracked();
            let author = item.message().map(|message| &message.author.id);
            author.is_none_or(|author| rules.hidden(&pin, author, item.at).is_none())
        });
        Some((pin, is_seen))
    });
    let Some((pin, is_seen)) = found.and_then(|(_, found)| found) else {
        room.live.pin.set_value(None);
        room.live.pinned.set(None);
        return;
    };
    let is_it = |row: &Row| row.item.get_untracked().server_id.as_ref() == Some(&pin);
    let row = room.rows.with_untracked(|rows| rows.iter().find(|row| is_it(row)).cloned());
    let row = row.or_else(|| known.filter(|row| is_seen && is_it(row)));
    room.live.pin.set_value(Some(pin));
    room.live.pinned.set(row);
}

/// Tells each second how long this person has to wait.
fn count_down(chat: Chat, room: RoomState) {
    let Some(works) = chat.works() else { return };
    let until = match room.live.composing.try_get_untracked() {
        Some(Composing::SlowMode { until } | Composing::Muted { until, .. }) => Some(until),
        _ => None,
    };
    let left_millis = until.map(|until| until.since(works.driver.outside().now()));
    let left = left_millis.filter(|left| *left > 0).map(seconds);
    let before = room.live.wait.try_get_untracked().flatten();
    let wait = left.map(|left| Wait { left, of: before.map_or(left, |wait| wait.of.max(left)) });
    if before != wait {
        room.live.wait.set(wait);
    }
    // On the second, as people count.
    let again = left_millis.filter(|left| *left > 0).map(|left| (left - 1) % 1_000 + 1);
    works.set_timer(&works.wait_timer, again, move || count_down(chat, room));
}

fn seconds(millis: u64) -> u32 {
    u32::try_from(millis.div_ceil(1_000)).unwrap_or(u32::MAX)
}
