//! Own messages, from the composer to the backend's confirmation, under one item id.

use std::sync::Arc;

use super::order::{Edge, Key, Tie};
use super::{Delivery, GroupPlace, Item, ItemId, ItemKind, Message, Timeline};
use crate::ids::ServerId;
use crate::time::Millis;

impl Timeline {
    /// Adds a message that only this device knows. It stands below everything there is.
    pub(crate) fn push_local(&mut self, message: Message, now: Millis) -> ItemId {
        // Who writes is at the end.
        self.release();
        let at = self.rows.last().map_or(now, |row| row.key.at.max(now));
        let id = self.known.add(at, None);
        let number = self.known.number(id).unwrap_or_default();
        let key = Key { at, tie: Tie::Local(number), edge: Edge::Itself };
        let message = Message { group: GroupPlace::Single, ..message };
        let kind = ItemKind::Message(message);
        self.insert_content(key, Item { id, server_id: None, at, kind });
        id
    }

    /// The backend has the message: it takes the backend's place in the order, once.
    pub(crate) fn confirm(&mut self, item: ItemId, server_id: &ServerId, at: Millis) {
        let Some(index) = self.position(item) else { return };
        if self.get(index).is_some_and(|item| item.server_id.is_some()) {
            return;
        }
        // The echo may stand there as an item of its own; the one on screen since the key press stays.
        if let Some((other, _)) = self.known.find(server_id) {
            self.remove(other);
        }
        let Some(index) = self.position(item) else { return };
        let key = Key { at, tie: Tie::Server(server_id.clone()), edge: Edge::Itself };
        let confirm = |item: &mut Item| {
            item.server_id = Some(server_id.clone());
            item.at = at;
            if let ItemKind::Message(message) = &mut item.kind {
                message.delivery = Delivery::Sent;
            }
        };
        let fits = self.fits(index, &key);
        self.known.confirm(item, at, server_id.clone());
        if fits {
            if let Some(row) = self.rows.get_mut(index) {
                row.key = key;
            }
            self.change(index, confirm);
            self.regroup_around(index);
        } else if let Some(row) = self.remove_row(index) {
            self.uncount_day(row.key.at);
            let mut item = Arc::unwrap_or_clone(row.item);
            confirm(&mut item);
            self.insert_content(key, item);
        }
    }

    /// Changes how far a message got.
    pub(crate) fn set_delivery(&mut self, item: ItemId, delivery: Delivery) {
        let Some(index) = self.position(item) else { return };
        self.set_delivery_at(index, delivery);
    }

    pub(super) fn set_delivery_at(&mut self, index: usize, delivery: Delivery) {
        self.change(index, |item| {
            if let ItemKind::Message(message) = &mut item.kind {
                message.delivery = delivery;
            }
        });
        self.regroup_around(index);
    }

    /// Takes a message or notice away.
    pub(crate) fn remove(&mut self, item: ItemId) {
        let Some(index) = self.position(item) else { return };
        self.requote(index);
        self.remove_at(index);
    }

    pub(super) fn remove_at(&mut self, index: usize) {
        if let Some(row) = self.remove_row(index) {
            self.known.remove(row.item.id);
            self.uncount_day(row.key.at);
        }
    }

    /// Whether a row may take a key without moving to another place or day.
    fn fits(&self, index: usize, key: &Key) -> bool {
        let above = index.checked_sub(1).and_then(|above| self.rows.get(above));
        let below = self.rows.get(index + 1);
        // A divider above would stay behind if the row moved to an earlier day, so its key counts too.
        let same_day = self.rows.get(index).is_some_and(|row| {
            let day = |at| crate::time::Day::of(at, self.utc_offset_minutes);
            day(row.key.at) == day(key.at)
        });
        same_day && above.is_none_or(|row| row.key < *key) && below.is_none_or(|row| *key < row.key)
    }

    fn regroup_around(&mut self, index: usize) {
        if let Some(above) = index.checked_sub(1) {
            self.regroup(above);
        }
        self.regroup(index);
    }
}
