//! A room's items in order, and how they change.
//!
//! Entries come from history pages and live frames in any order and more than once; the timeline does not
//! know the difference. It is *not* the place for unread counts, receipts to send, or anything about time
//! passing.
//!
//! Invariants: a server id has at most one item; items are ordered by the backend's time, then id; every
//! day with an item has one divider above its first; grouping equals what a look at all rows would give.

pub mod diff;
pub mod item;

pub(crate) mod crowd;
mod divider;
mod echo;
mod group;
mod known;
mod order;
mod quote;
pub(crate) mod receipt;
mod revise;

use std::sync::Arc;

pub use diff::TimelineDiff;
pub use item::{
    Author, Concealed, Delivery, FailReason, GroupPlace, Item, ItemKind, Marks, Mention, Message,
    Notice, Origin,
};

use crate::ids::{ItemId, ParticipantId, RoomId, ServerId};
use crate::order::sort;
use crate::time::Millis;
use crowd::Held;
use diff::Changes;
use divider::DayRows;
use known::KnownItems;
use order::{Edge, Key, Row, Rows, Tie};

/// Something the backend says is in the room.
#[derive(Clone, Debug, PartialEq)]
pub struct NewItem {
    /// The backend's id.
    pub server_id: ServerId,
    /// The backend's time.
    pub at: Millis,
    /// A message or a notice.
    pub kind: ItemKind,
}

/// A room's items: merged by id, ordered by time, grouped and divided.
#[derive(Debug)]
pub struct Timeline {
    rows: Rows,
    known: KnownItems,
    /// In order.
    days: Vec<DayRows>,
    utc_offset_minutes: i32,
    /// Where the unread divider stands.
    unread_at: Option<Key>,
    /// Where the gap stands.
    gap_at: Option<Key>,
    /// While somebody reads further up in a room of thousands.
    held: Option<Held>,
    is_shorter: bool,
    /// Messages that were let go, and whose they were, until that is asked.
    forgotten: Vec<(ServerId, ParticipantId)>,
    /// Messages of which something else can be quoted than was told.
    requoted: Vec<ServerId>,
    changes: Changes,
}

impl Timeline {
    /// An empty timeline.
    pub fn new(room: RoomId, utc_offset_minutes: i32) -> Self {
        Self {
            rows: Rows::default(),
            known: KnownItems::new(room),
            days: Vec::new(),
            utc_offset_minutes,
            unread_at: None,
            gap_at: None,
            held: None,
            is_shorter: false,
            forgotten: Vec::new(),
            requoted: Vec::new(),
            changes: Changes::default(),
        }
    }

    /// How many items there are, dividers included.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.rows.len() == 0
    }

    /// The item at a position.
    pub fn get(&self, index: usize) -> Option<&Arc<Item>> {
        self.rows.get(index).map(|row| &row.item)
    }

    /// All items, oldest first.
    pub fn items(&self) -> impl DoubleEndedIterator<Item = &Arc<Item>> {
        self.rows.iter().map(|row| &row.item)
    }

    /// The item of an id.
    pub fn item(&self, item: ItemId) -> Option<&Arc<Item>> {
        self.get(self.position(item)?)
    }

    /// The position of a message or notice; dividers have none that lasts.
    pub fn position(&self, item: ItemId) -> Option<usize> {
        let index = self.rows.search(&self.known.key(item)?).ok()?;
        (self.get(index)?.id == item).then_some(index)
    }

    /// The item of a backend's id.
    pub fn find(&self, server_id: &ServerId) -> Option<&Arc<Item>> {
        let (item, _) = self.known.find(server_id)?;
        self.item(item)
    }

    /// The newest item that the backend knows.
    pub fn newest_confirmed(&self) -> Option<&Arc<Item>> {
        self.items().rev().find(|item| item.server_id.is_some())
    }

    /// The oldest item that the backend knows.
    pub fn oldest_confirmed(&self) -> Option<&Arc<Item>> {
        self.items().find(|item| item.server_id.is_some())
    }

    /// Adds what is not there yet. `None` when the id is known.
    pub fn merge(&mut self, new: NewItem) -> Option<ItemId> {
        if self.known.find(&new.server_id).is_some() {
            return None;
        }
        let NewItem { server_id, at, kind } = new;
        let id = self.known.add(at, Some(server_id.clone()));
        let key = Key { at, tie: Tie::Server(server_id.clone()), edge: Edge::Itself };
        self.insert_content(key, Item { id, server_id: Some(server_id), at, kind });
        Some(id)
    }

    /// Adds many at once: sorted first, so that a page becomes one diff. Answers how many were added.
    pub fn merge_page(&mut self, mut page: Vec<NewItem>) -> usize {
        sort(&mut page, |a, b| (a.at, &a.server_id) < (b.at, &b.server_id));
        page.into_iter().filter_map(|new| self.merge(new)).count()
    }

    /// Changes the text of a message, as a streamed answer grows.
    pub(crate) fn rewrite(&mut self, item: ItemId, text: crate::text::RichText, source: &str) {
        let Some(index) = self.position(item) else { return };
        self.change(index, |item| {
            if let ItemKind::Message(message) = &mut item.kind {
                message.text = Arc::new(text);
                message.source = source.into();
            }
        });
    }

    /// What changed since the last call.
    pub fn take_diffs(&mut self) -> Vec<TimelineDiff> {
        self.change_answers();
        self.changes.take()
    }

    /// Adds a message or notice, its day's divider, and its links to the neighbours.
    fn insert_content(&mut self, key: Key, item: Item) {
        self.count_day(item.at);
        let Err(index) = self.rows.search(&key) else { return };
        self.insert_row(index, key, item);
    }

    fn insert_row(&mut self, index: usize, key: Key, mut item: Item) {
        let above = index.checked_sub(1).and_then(|above| self.rows.get(above));
        let joins_above = above.is_some_and(|row| group::joins(&row.item, &item));
        let below = self.rows.get(index);
        let joins_below = below.is_some_and(|row| group::joins(&item, &row.item));
        if let ItemKind::Message(message) = &mut item.kind {
            message.group = GroupPlace::from_joins((joins_above, joins_below));
        }
        if index > 0 {
            self.place_below(index - 1, joins_above);
        }
        self.place_above(index, joins_below);
        let item = Arc::new(item);
        self.rows.insert(index, Row { key, item: item.clone() });
        if self.tells_insert(index, &item.kind) {
            self.changes.insert(index, item);
        }
    }

    fn remove_row(&mut self, index: usize) -> Option<Row> {
        let row = self.rows.remove(index)?;
        if self.tells_remove(index) {
            self.changes.remove(index);
        }
        if index > 0 {
            self.regroup(index - 1);
        } else {
            self.place_above(0, false);
        }
        Some(row)
    }

    /// Recomputes whether the row at `index` and the one below it are of one group.
    fn regroup(&mut self, index: usize) {
        let (Some(above), below) = (self.rows.get(index), self.rows.get(index + 1)) else { return };
        let joined = below.is_some_and(|below| group::joins(&above.item, &below.item));
        self.place_below(index, joined);
        self.place_above(index + 1, joined);
    }

    fn place_below(&mut self, index: usize, joined: bool) {
        let place = self.get(index).and_then(|item| item.message()?.place_with_below(joined));
        self.set_place(index, place);
    }

    fn place_above(&mut self, index: usize, joined: bool) {
        let place = self.get(index).and_then(|item| item.message()?.place_with_above(joined));
        self.set_place(index, place);
    }

    fn set_place(&mut self, index: usize, place: Option<GroupPlace>) {
        let Some(place) = place else { return };
        self.change(index, |item| {
            if let ItemKind::Message(message) = &mut item.kind {
                message.group = place;
            }
        });
    }

    /// Changes the item at a position and tells.
    fn change(&mut self, index: usize, how: impl FnOnce(&mut Item)) {
        let Some(row) = self.rows.get_mut(index) else { return };
        how(Arc::make_mut(&mut row.item));
        let item = row.item.clone();
        if self.tells_update(index) {
            self.changes.update(index, item);
        }
    }
}

#[cfg(test)]
mod tests;
