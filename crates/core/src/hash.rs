//! A small open-addressing index from hashes to numbers: one look per question, whatever the size, and
//! deterministic.
//!
//! It keeps no keys: whoever numbers things has them. Invariant: a number that was added is found by its hash
//! for ever.

/// A place of the index.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    hash: u32,
    /// The number plus one, or zero for free.
    number: u32,
}

/// Hashes and the numbers of what they stand for.
#[derive(Debug)]
pub(crate) struct Index {
    /// The length is a power of two.
    slots: Vec<Slot>,
    used: usize,
}

impl Default for Index {
    fn default() -> Self {
        Self { slots: vec![Slot::default(); 16], used: 0 }
    }
}

impl Index {
    /// The number of what has this hash and is what is looked for.
    pub(crate) fn find(&self, hash: u32, is_it: impl Fn(usize) -> bool) -> Option<usize> {
        for slot in self.probe(hash) {
            #[cfg(test)]
            steps::step();
            let slot = self.slots.get(slot)?;
            let number = slot.number.checked_sub(1)? as usize;
            if slot.hash == hash && is_it(number) {
                return Some(number);
            }
        }
        None
    }

    /// Adds a number that is not there.
    pub(crate) fn add(&mut self, hash: u32, number: usize) {
        if (self.used + 1) * 2 > self.slots.len() {
            let wider = vec![Slot::default(); self.slots.len() * 2];
            self.used = 0;
            for slot in std::mem::replace(&mut self.slots, wider) {
                if slot.number > 0 {
                    self.place(slot);
                }
            }
        }
        let number = u32::try_from(number + 1).unwrap_or(u32::MAX);
        self.place(Slot { hash, number });
    }

    fn place(&mut self, new: Slot) {
        let is_free = |slot: &usize| self.slots.get(*slot).is_some_and(|slot| slot.number == 0);
        let free = self.probe(new.hash).find(is_free);
        if let Some(slot) = free.and_then(|slot| self.slots.get_mut(slot)) {
            *slot = new;
            self.used += 1;
        }
    }

    /// Every slot once, beginning at the hash's own.
    fn probe(&self, hash: u32) -> impl Iterator<Item = usize> + use<> {
        let mask = self.slots.len() - 1;
        (0..=mask).map(move |step| (hash as usize).wrapping_add(step) & mask)
    }
}

/// Eight bytes at a time; well mixed in the low bits, which choose the slot.
pub(crate) fn hash(text: &str) -> u32 {
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

/// Counts looks at slots, for tests of what something costs: a number that is the same on every machine.
#[cfg(test)]
pub(crate) mod steps {
    use std::cell::Cell;

    thread_local! {
        static STEPS: Cell<u64> = const { Cell::new(0) };
    }

    pub(crate) fn step() {
        STEPS.set(STEPS.get() + 1);
    }

    pub(crate) fn reset() {
        STEPS.set(0);
    }

    pub(crate) fn count() -> u64 {
        STEPS.get()
    }
}

#[cfg(test)]
mod tests {
    use super::{Index, hash};

    #[test]
    fn what_was_added_is_found_and_nothing_else() {
        let names: Vec<String> = (0..5_000).map(|number| format!("name-{number}")).collect();
        let mut index = Index::default();
        for (number, name) in names.iter().enumerate() {
            assert_eq!(index.find(hash(name), |found| names[found] == *name), None);
            index.add(hash(name), number);
        }
        for (number, name) in names.iter().enumerate() {
            assert_eq!(index.find(hash(name), |found| names[found] == *name), Some(number));
        }
        assert_eq!(index.find(hash("nobody"), |found| names[found] == "nobody"), None);
    }

    #[test]
    fn equal_hashes_are_told_apart() {
        let mut index = Index::default();
        for number in 0..40 {
            index.add(7, number);
        }
        for number in 0..40 {
            assert_eq!(index.find(7, |found| found == number), Some(number));
        }
    }
}
