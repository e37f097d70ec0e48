//! Guessing: how often an address may be wrong, and how often one code may be tried.
//!
//! A window of five minutes for each key, in memory: a restart forgives. Invariant: a table never grows beyond
//! its limit, and a full table refuses nobody who has done nothing wrong.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::clock::Millis;

const WINDOW_SECONDS: u64 = 5 * 60;
const SWEEP_SECONDS: u64 = 30;
const MOST_KEYS: usize = 20_000;

/// Counts by key.
pub(super) struct Attempts<K> {
    limit: u32,
    table: Mutex<Table<K>>,
}

struct Table<K> {
    counted: BTreeMap<K, (Millis, u32)>,
    /// When those whose window is over were forgotten last.
    swept_at: Millis,
}

impl<K: Ord> Attempts<K> {
    pub(super) fn new(limit: u32) -> Self {
        let table = Table { counted: BTreeMap::new(), swept_at: Millis(0) };
        Self { limit, table: Mutex::new(table) }
    }

    /// Seconds that a key has to wait, when it has used up its attempts.
    pub(super) fn wait_seconds(&self, key: &K, now: Millis) -> Option<u64> {
        let table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, count) = table.counted.get(key)?;
        let over = since.plus_seconds(WINDOW_SECONDS);
        let is_over = over <= now || *count < self.limit;
        (!is_over).then(|| (over.0 - now.0).unsigned_abs().div_ceil(1000).max(1))
    }

    /// Counts one attempt.
    pub(super) fn note(&self, key: K, now: Millis) {
        let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        // Sweeping a full table at each guess would be work that a guesser can order.
        if table.counted.len() >= MOST_KEYS && table.swept_at.plus_seconds(SWEEP_SECONDS) <= now {
            table.counted.retain(|_, (since, _)| since.plus_seconds(WINDOW_SECONDS) > now);
            table.swept_at = now;
        }
        let counted = &mut table.counted;
        if counted.len() >= MOST_KEYS && !counted.contains_key(&key) {
            // Under an attack from so many addresses somebody has to be forgotten.
            counted.pop_first();
        }
        let entry = counted.entry(key).or_insert((now, 0));
        if entry.0.plus_seconds(WINDOW_SECONDS) <= now {
            *entry = (now, 0);
        }
        entry.1 = entry.1.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::Attempts;
    use crate::clock::Millis;

    #[test]
    fn a_key_waits_for_the_rest_of_its_window() {
        let attempts = Attempts::new(2);
        attempts.note("here", Millis(0));
        assert_eq!(attempts.wait_seconds(&"here", Millis(1000)), None);
        attempts.note("here", Millis(1000));
        assert_eq!(attempts.wait_seconds(&"here", Millis(60_000)), Some(240));
        assert_eq!(attempts.wait_seconds(&"there", Millis(60_000)), None);
        assert_eq!(attempts.wait_seconds(&"here", Millis(300_000)), None, "the window is over");
    }

    #[test]
    fn the_table_is_bounded() {
        let attempts = Attempts::new(1);
        for key in 0..30_000 {
            attempts.note(key, Millis(key));
        }
        assert!(attempts.table.lock().expect("a lock").counted.len() <= super::MOST_KEYS);
    }
}
