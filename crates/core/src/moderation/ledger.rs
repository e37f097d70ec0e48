//! Rulings in the order of the room's history, each once.
//!
//! Invariant: of more than its most it keeps the newest, whatever the order in which they came.

use std::sync::Arc;

use super::ruling::Ruling;

#[derive(Debug)]
pub(super) struct Ledger {
    rulings: Vec<Arc<Ruling>>,
    max: usize,
    /// Older than what is kept.
    pub(super) dropped: u32,
}

impl Ledger {
    pub(super) fn new(max: usize) -> Self {
        Self { rulings: Vec::new(), max, dropped: 0 }
    }

    /// All, oldest first.
    pub(super) fn iter(&self) -> std::slice::Iter<'_, Arc<Ruling>> {
        self.rulings.iter()
    }

    pub(super) fn len(&self) -> usize {
        self.rulings.len()
    }

    /// Takes a ruling; answers whether it is there now and was not before.
    pub(super) fn enter(&mut self, ruling: Arc<Ruling>) -> bool {
        let index = self.rulings.partition_point(|known| ruling.is_after(known));
        if self.rulings.get(index).is_some_and(|known| known.id == ruling.id) {
            return false;
        }
        if self.rulings.len() < self.max {
            self.rulings.insert(index, ruling);
            return true;
        }
        self.dropped = self.dropped.saturating_add(1);
        let Some(older) = index.checked_sub(1) else { return false };
        self.rulings.remove(0);
        self.rulings.insert(older, ruling);
        true
    }

    /// Takes out what matches, oldest first.
    pub(super) fn take(&mut self, is_it: impl Fn(&Ruling) -> bool) -> Vec<Arc<Ruling>> {
        let mut taken = Vec::new();
        self.rulings.retain(|ruling| {
            let is_it = is_it(ruling);
            if is_it {
                taken.push(ruling.clone());
            }
            !is_it
        });
        taken
    }
}
