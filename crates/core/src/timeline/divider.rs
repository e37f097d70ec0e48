//! Dividers: days, the unread mark, and the gap.
//!
//! They are rows with keys of their own, so they stand right whatever arrives around them.

use super::order::{Edge, Key, Tie};
use super::{Item, ItemId, ItemKind, Timeline};
use crate::ids::ServerId;
use crate::time::{Day, Millis};

/// The divider of a day, and how many rows keep it there.
#[derive(Debug)]
pub(super) struct DayRows {
    day: Day,
    id: ItemId,
    rows: u32,
}

impl DayRows {
    /// Whether nothing is left of the day.
    pub(super) fn is_empty(&self) -> bool {
        self.rows == 0
    }
}

impl Timeline {
    /// One more row on the day of `at`; the first brings the divider.
    pub(super) fn count_day(&mut self, at: Millis) {
        let day = Day::of(at, self.utc_offset_minutes);
        let start = day.start(self.utc_offset_minutes);
        let index = self.days.partition_point(|rows| rows.day < day);
        if self.days.get(index).is_none_or(|rows| rows.day != day) {
            let id = self.known.add(start, None);
            self.days.insert(index, DayRows { day, id, rows: 0 });
        }
        let Some(entry) = self.days.get_mut(index) else { return };
        entry.rows += 1;
        if entry.rows == 1 {
            let id = entry.id;
            let key = Key { at: start, tie: Tie::Day, edge: Edge::Itself };
            self.insert_divider(key, id, ItemKind::DayDivider(day));
        }
    }

    /// One row less on the day of `at`; the last takes the divider with it.
    pub(super) fn uncount_day(&mut self, at: Millis) {
        let day = Day::of(at, self.utc_offset_minutes);
        let Some(entry) = self.days.iter_mut().rfind(|rows| rows.day == day) else { return };
        entry.rows = entry.rows.saturating_sub(1);
        if entry.rows == 0 {
            let start = day.start(self.utc_offset_minutes);
            self.remove_divider(&Key { at: start, tie: Tie::Day, edge: Edge::Itself });
        }
    }

    /// Puts the unread divider above a message, and takes it from where it was.
    pub(crate) fn set_unread_divider(&mut self, above: Option<ItemId>) {
        let key = above.and_then(|item| self.known.key(item));
        let key = key.map(|key| Key { edge: Edge::Above, ..key });
        if key == self.unread_at {
            return;
        }
        if let Some(old) = self.unread_at.take() {
            self.remove_divider(&old);
        }
        if let Some(key) = &key {
            let id = self.known.add(key.at, None);
            self.insert_divider(key.clone(), id, ItemKind::UnreadDivider);
        }
        self.unread_at = key;
    }

    /// Shows that messages are missing below the item of this time and id, or that none are.
    pub(crate) fn set_gap(&mut self, below: Option<(Millis, ServerId)>) {
        let key = below.map(|(at, id)| Key { at, tie: Tie::Server(id), edge: Edge::Below });
        if key == self.gap_at {
            return;
        }
        if let Some(old) = self.gap_at.take() {
            self.remove_divider(&old);
        }
        if let Some(key) = &key {
            let id = self.known.add(key.at, None);
            self.insert_divider(key.clone(), id, ItemKind::Gap);
        }
        self.gap_at = key;
    }

    /// Days begin at other moments from now on: all day dividers are placed anew.
    pub(crate) fn set_utc_offset(&mut self, utc_offset_minutes: i32) {
        if utc_offset_minutes == self.utc_offset_minutes {
            return;
        }
        let starts: Vec<_> =
            self.days.iter().map(|rows| rows.day.start(self.utc_offset_minutes)).collect();
        for at in starts {
            self.remove_divider(&Key { at, tie: Tie::Day, edge: Edge::Itself });
        }
        self.days.clear();
        self.utc_offset_minutes = utc_offset_minutes;
        let times: Vec<_> =
            self.items().filter(|item| item.is_content()).map(|item| item.at).collect();
        for at in times {
            self.count_day(at);
        }
    }

    fn insert_divider(&mut self, key: Key, id: ItemId, kind: ItemKind) {
        if let Err(index) = self.rows.search(&key) {
            let at = key.at;
            self.insert_row(index, key, Item { id, server_id: None, at, kind });
        }
    }

    fn remove_divider(&mut self, key: &Key) {
        if let Ok(index) = self.rows.search(key) {
            self.remove_row(index);
        }
    }
}
