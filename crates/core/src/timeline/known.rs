//! Which ids a timeline has seen, and where their rows stand.
//!
//! A small open-addressing table: one look per entry, whatever the length, and deterministic. A slot holds
//! the hash too, so that what is not there is not looked for among the items, which in a long timeline are
//! far from any cache.
//! Invariant: a server id is found exactly while an item bears it.

use super::order::{Edge, Key, Tie};
use crate::ids::{ItemId, RoomId, ServerId};
use crate::time::Millis;

/// What is known of an item, by its number.
#[derive(Debug)]
struct Known {
    at: Millis,
    server_id: Option<ServerId>,
}

/// A place of the table.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    hash: u32,
    /// Item number plus one, or zero for free.
    item: u32,
}

#[derive(Debug)]
pub(super) struct KnownItems {
    room: RoomId,
    items: Vec<Known>,
    /// The length is a power of two. Slots of items that are gone stay, and find nothing.
    slots: Vec<Slot>,
    used: usize,
}

impl KnownItems {
    pub(super) fn new(room: RoomId) -> Self {
        Self { room, items: Vec::new(), slots: vec![Slot::default(); 64], used: 0 }
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
        let hash = hash(server_id.as_str());
        for slot in self.probe(hash) {
            let slot = self.slots.get(slot)?;
            let number = slot.item.checked_sub(1)?;
            if slot.hash != hash {
                continue;
            }
            let known = self.items.get(number as usize)?;
            if known.server_id.as_ref() == Some(server_id) {
                return Some((ItemId((self.room.0 << 32) | u64::from(number)), known.at));
            }
        }
        None
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
        if (self.used + 1) * 2 > self.slots.len() {
            self.grow();
        }
        self.place(Slot { hash: hash(server_id.as_str()), item: number + 1 });
        if let Some(known) = self.items.get_mut(number as usize) {
            known.server_id = Some(server_id);
        }
    }

    fn place(&mut self, new: Slot) {
        let is_free = |slot: &usize| self.slots.get(*slot).is_some_and(|slot| slot.item == 0);
        let free = self.probe(new.hash).find(is_free);
        if let Some(slot) = free.and_then(|slot| self.slots.get_mut(slot)) {
            *slot = new;
            self.used += 1;
        }
    }

    fn grow(&mut self) {
        let wider = vec![Slot::default(); self.slots.len() * 2];
        self.used = 0;
        for slot in std::mem::replace(&mut self.slots, wider) {
            if slot.item > 0 {
                self.place(slot);
            }
        }
    }

    /// Every slot once, beginning at the hash's own.
    fn probe(&self, hash: u32) -> impl Iterator<Item = usize> + use<> {
        let mask = self.slots.len() - 1;
        (0..=mask).map(move |step| (hash as usize).wrapping_add(step) & mask)
    }
}

/// Eight bytes at a time; well mixed in the low bits, which choose the slot.
fn hash(text: &str) -> u32 {
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut state = text.len() as u64;
    let mut chunks = text.as_bytes().chunks_exact(8);
    for chunk in chunks.by_ref() {
        let word = chunk.try_into().map_or(0, u64::from_le_bytes);
        state = (state.rotate_left(23) ^ word).wrapping_mul(MIX);
    }
    for byte in chunks.remainder() {
        state = (state.rotate_left(23) ^ u64::from(*byte)).wrapping_mul(MIX);
    }
    state ^= state >> 32;
    u32::try_from(state.wrapping_mul(MIX) >> 32).unwrap_or(0)
}
