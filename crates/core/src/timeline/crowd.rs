//! A timeline in a room of thousands: bounded, and still while somebody reads further up.
//!
//! While it is *held*, the rows that stood there stay as they are and those that come in below wait: they are
//! in the timeline like any other, but nobody is told of them. When too many wait, the oldest of those go, and
//! the next telling begins at the newest. Nobody who is not in such a room is concerned.
//!
//! Invariant: what was told is a prefix of all rows.

use super::Timeline;
use super::item::{ItemKind, Origin};
use crate::ids::{ParticipantId, ServerId};

/// So many messages and notices are kept.
pub(crate) const ITEMS_MAX: usize = 1_000;
/// They go in blocks of such a part of them: looking for what to forget costs more than forgetting it.
const BLOCK_PART: usize = 5;

/// Rows that wait.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    /// How many rows, from the first, have been told.
    told: usize,
    /// Messages of others that came in since.
    missed: u32,
    /// Some that waited are gone, so what waits does not follow on what was told.
    is_cut: bool,
}

impl Timeline {
    /// Messages of others that wait; nothing while none has to wait.
    pub(crate) fn missed(&self) -> Option<u32> {
        self.held.map(|held| held.missed)
    }

    /// From here on, what comes in below waits.
    pub(crate) fn hold(&mut self) {
        if self.held.is_none() {
            self.held = Some(Held { told: self.len(), missed: 0, is_cut: false });
        }
    }

    /// Tells what has waited. When some of that is gone, what stood above it goes too.
    pub(crate) fn release(&mut self) {
        let Some(Held { told, is_cut, .. }) = self.held else { return };
        if is_cut {
            self.drop_oldest(0, told);
        }
        let told = self.held.take().map_or(0, |held| held.told);
        for index in told..self.len() {
            let Some(item) = self.get(index).cloned() else { break };
            self.changes.insert(index, item);
        }
    }

    /// Lets go of the oldest of too many.
    pub(crate) fn prune(&mut self, items_max: usize) {
        let start = self.held.map_or(0, |held| held.told);
        let excess = (self.len() - start).saturating_sub(items_max);
        if excess < items_max / BLOCK_PART {
            return;
        }
        self.drop_oldest(start, start + excess);
        if let Some(held) = &mut self.held {
            held.is_cut = true;
        }
        self.days.retain(|day| !day.is_empty());
        let confirmed = self.items().filter(|item| item.server_id.is_some());
        let oldest = confirmed.filter_map(|item| self.known.number(item.id)).min();
        let others = self.items().filter(|item| item.server_id.is_none()).map(|item| item.id);
        if let Some(oldest) = oldest {
            self.known.forget_below(oldest, &others.collect::<Vec<_>>());
        }
    }

    /// Messages that were let go since this was asked last, and whose they were.
    pub(crate) fn take_forgotten(&mut self) -> Vec<(ServerId, ParticipantId)> {
        std::mem::take(&mut self.forgotten)
    }

    /// Whether there is less history here than there was when this was asked last.
    pub(crate) fn take_is_shorter(&mut self) -> bool {
        std::mem::take(&mut self.is_shorter)
    }

    /// Whether a row that comes in at a place is told, and where that leaves the others.
    pub(super) fn tells_insert(&mut self, index: usize, kind: &ItemKind) -> bool {
        let Some(held) = &mut self.held else { return true };
        if index < held.told {
            held.told += 1;
            return true;
        }
        if let ItemKind::Message(message) = kind {
            held.missed += u32::from(message.origin == Origin::Other);
        }
        false
    }

    /// Whether it is told that the row at a place goes.
    pub(super) fn tells_remove(&mut self, index: usize) -> bool {
        let Some(held) = &mut self.held else { return true };
        let tells = index < held.told;
        held.told -= usize::from(tells);
        tells
    }

    /// Whether a change of the row at a place is told.
    pub(super) fn tells_update(&self, index: usize) -> bool {
        self.held.is_none_or(|held| index < held.told)
    }

    /// Takes away what the backend has of the rows between two places. What a person wrote and the backend
    /// does not have stays, and so does every divider that is still above something.
    fn drop_oldest(&mut self, start: usize, end: usize) {
        self.is_shorter |= start == 0;
        let (mut index, mut left) = (start, end.saturating_sub(start));
        while left > 0 {
            let Some(item) = self.get(index) else { return };
            left -= 1;
            if !item.is_content() || item.server_id.is_none() {
                index += 1;
                continue;
            }
            let before = self.len();
            let author = item.message().map(|message| message.author.id.clone());
            self.forgotten.extend(item.server_id.clone().zip(author));
            self.requote(index);
            self.remove_at(index);
            // The divider of a day goes with its last row, and stood above it.
            let dividers = (before - self.len()).saturating_sub(1);
            index = index.saturating_sub(dividers);
        }
    }
}

#[cfg(test)]
mod tests;
