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
    /// By number, beginning with this one.
    first: u32,
    items: Vec<Known>,
    /// The few of lower numbers that are still there.
    older: Vec<(u32, Known)>,
    /// Items that are gone stay in it, and are not found.
    index: Index,
}

impl KnownItems {
    pub(super) fn new(room: RoomId) -> Self {
        Self { room, first: 0, items: Vec::new(), older: Vec::new(), index: Index::default() }
    }

    /// A fresh item. Ids of different rooms of a session differ.
    pub(super) fn add(&mut self, at: Millis, server_id: Option<ServerId>) -> ItemId {
        let count = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        let number = self.first.saturating_add(count);
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
        self.known(number as usize).map(|_| number)
    }

    fn known(&self, number: usize) -> Option<&Known> {
        match number.checked_sub(self.first as usize) {
            Some(offset) => self.items.get(offset),
            None => {
                self.older.iter().find(|(of, _)| *of as usize == number).map(|(_, known)| known)
            }
        }
    }

    fn known_mut(&mut self, number: u32) -> Option<&mut Known> {
        match number.checked_sub(self.first) {
            Some(offset) => self.items.get_mut(offset as usize),
            None => self.older.iter_mut().find(|(of, _)| *of == number).map(|(_, known)| known),
        }
    }

    /// How many items something is known of.
    #[cfg(test)]
    pub(super) fn remembered(&self) -> usize {
        self.items.len() + self.older.len()
    }

    /// Of the numbers below this one, these alone are still there.
    pub(super) fn forget_below(&mut self, number: u32, still_there: &[ItemId]) {
        let mut older = Vec::new();
        for item in still_there {
            let Some(of) = self.number(*item).filter(|of| *of < number) else { continue };
            if let Some(Known { at, server_id }) = self.known_mut(of) {
                older.push((of, Known { at: *at, server_id: server_id.take() }));
            }
        }
        let count = number.saturating_sub(self.first) as usize;
        self.items.drain(..count.min(self.items.len()));
        self.first = self.first.max(number);
        self.older = older;
        self.index = Index::default();
        let numbered = self.items.iter().enumerate();
        let items = numbered.map(|(offset, known)| (self.first as usize + offset, known));
        let older = self.older.iter().map(|(number, known)| (*number as usize, known));
        for (number, known) in older.chain(items) {
            if let Some(server_id) = &known.server_id {
                self.index.add(hash(server_id.as_str()), number);
            }
        }
    }

    /// The key of an item that is a message or notice.
    pub(super) fn key(&self, item: ItemId) -> Option<Key> {
        let number = self.number(item)?;
        let known = self.known(number as usize)?;
        let tie = match &known.server_id {
            Some(server_id) => Tie::Server(server_id.clone()),
            None => Tie::Local(number),
        };
        Some(Key { at: known.at, tie, edge: Edge::Itself })
    }

    /// The time of the item that bears this server id.
    pub(super) fn find(&self, server_id: &ServerId) -> Option<(ItemId, Millis)> {
        let is_it = |number| self.known(number)?.server_id.as_ref().map(|known| known == server_id);
        let hash = hash(server_id.as_str());
        let number = self.index.find(hash, |number| is_it(number) == Some(true))?;
        Some((ItemId((self.room.0 << 32) | number as u64), self.known(number)?.at))
    }

    /// The backend named an item.
    pub(super) fn confirm(&mut self, item: ItemId, at: Millis, server_id: ServerId) {
        let Some(number) = self.number(item) else { return };
        if let Some(known) = self.known_mut(number) {
            known.at = at;
        }
        self.name(number, server_id);
    }

    /// An item that the backend named stands at another time.
    pub(super) fn confirm_again(&mut self, item: ItemId, at: Millis) {
        let Some(number) = self.number(item) else { return };
        if let Some(known) = self.known_mut(number) {
            known.at = at;
        }
    }

    /// The item is gone; its server id may come back as another item.
    pub(super) fn remove(&mut self, item: ItemId) {
        let Some(number) = self.number(item) else { return };
        if let Some(known) = self.known_mut(number) {
            known.server_id = None;
        }
    }

    fn name(&mut self, number: u32, server_id: ServerId) {
        self.index.add(hash(server_id.as_str()), number as usize);
        if let Some(known) = self.known_mut(number) {
            known.server_id = Some(server_id);
        }
    }
}
