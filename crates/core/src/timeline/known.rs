//! Which ids a timeline has seen, and where their rows stand.
//!
//! One look per entry, whatever the length. What is not there is not looked for among the items, which in a
//! long timeline are far from any cache.
//! Invariant: a server id is found exactly while an item bears it.

use super::order::{Edge, Key, Tie};
use crate::hash::{Index, hash};
use crate::ids::{ItemId, RoomId, ServerId};
use crate::time::Millis;

/// What is known of an item, by its number.
#[derive(Debug)]
struct Known {
    at: Millis,
    server_id: Option<ServerId>,
}

#[derive(Debug)]
pub(super) struct KnownItems {
    room: RoomId,
    items: Vec<Known>,
    /// Items that are gone stay in it, and are not found.
    index: Index,
}

impl KnownItems {
    pub(super) fn new(room: RoomId) -> Self {
        Self { room, items: Vec::new(), index: Index::default() }
    }

    /// A fresh item. Ids of different rooms of a session differ.
    pub(super) fn add(&mut self, at: Millis, server_id: Option<ServerId>) -> ItemId {
        let number = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        self.items.push(Known { at, server_id: None });
        if let Some(server_id) = server_id {
            self.name(number, server_id);
        }
        ItemId((self.room.0 << 32) | u64::from(number))
    }

    /// The item number of an id of this room.
    pub(super) fn number(&self, item: ItemId) -> Option<u32> {
        if item.0 >> 32 != self.room.0 {
            return None;
        }
        let number = u32::try_from(item.0 & u64::from(u32::MAX)).ok()?;
        ((number as usize) < self.items.len()).then_some(number)
    }

    /// The key of an item that is a message or notice.
    pub(super) fn key(&self, item: ItemId) -> Option<Key> {
        let number = self.number(item)?;
        let known = self.items.get(number as usize)?;
        let tie = match &known.server_id {
            Some(server_id) => Tie::Server(server_id.clone()),
            None => Tie::Local(number),
        };
        Some(Key { at: known.at, tie, edge: Edge::Itself })
    }

    /// The time of the item that bears this server id.
    pub(super) fn find(&self, server_id: &ServerId) -> Option<(ItemId, Millis)> {
        let known = |number: usize| self.items.get(number);
        let is_it = |number| known(number)?.server_id.as_ref().map(|known| known == server_id);
        let hash = hash(server_id.as_str());
        let number = self.index.find(hash, |number| is_it(number) == Some(true))?;
        Some((ItemId((self.room.0 << 32) | number as u64), known(number)?.at))
    }

    /// The backend named an item.
    pub(super) fn confirm(&mut self, item: ItemId, at: Millis, server_id: ServerId) {
        let Some(number) = self.number(item) else { return };
        if let Some(known) = self.items.get_mut(number as usize) {
            known.at = at;
        }
        self.name(number, server_id);
    }

    /// The item is gone; its server id may come back as another item.
    pub(super) fn remove(&mut self, item: ItemId) {
        let Some(number) = self.number(item) else { return };
        if let Some(known) = self.items.get_mut(number as usize) {
            known.server_id = None;
        }
    }

    fn name(&mut self, number: u32, server_id: ServerId) {
        self.index.add(hash(server_id.as_str()), number as usize);
        if let Some(known) = self.items.get_mut(number as usize) {
            known.server_id = Some(server_id);
        }
    }
}
