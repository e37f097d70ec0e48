//! Addresses of sockets that were opened already: each opens one socket.
//!
//! An address is remembered, by its signature, until its time is over anyway. Invariant: what is remembered
//! is bounded, and when that is not enough, nobody comes in twice but new ones have to wait.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Mutex, PoisonError};

use crate::clock::Millis;
use crate::token::TokenHash;

/// A million bytes or so.
const MOST: usize = 20_000;

/// The addresses that were used.
#[derive(Default)]
pub struct Replays {
    used: Mutex<Used>,
}

#[derive(Default)]
struct Used {
    signatures: HashSet<[u8; 32]>,
    by_end: BTreeSet<(Millis, [u8; 32])>,
}

/// What an address is when it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It was not used before.
    First,
    /// It was.
    Again,
    /// Nothing more can be remembered for a while.
    Full,
}

impl Replays {
    /// Notes that an address is used, which holds until `ends`.
    pub fn take(&self, signature: &str, ends: Millis, now: Millis) -> Use {
        let TokenHash(signature) = TokenHash::of(signature);
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(oldest) = used.by_end.first().copied().filter(|(end, _)| *end < now) {
            used.by_end.remove(&oldest);
            used.signatures.remove(&oldest.1);
        }
        if used.signatures.contains(&signature) {
            return Use::Again;
        }
        if used.signatures.len() >= MOST {
            return Use::Full;
        }
        used.signatures.insert(signature);
        used.by_end.insert((ends, signature));
        Use::First
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Replays, Use};
    use crate::clock::Millis;

    #[test]
    fn an_address_is_used_once_and_forgotten_when_it_is_over() {
        let replays = Replays::default();
        assert_eq!(replays.take("a", Millis(10), Millis(1)), Use::First);
        assert_eq!(replays.take("a", Millis(10), Millis(10)), Use::Again);
        assert_eq!(replays.take("b", Millis(20), Millis(11)), Use::First);
        assert_eq!(replays.used.lock().unwrap().signatures.len(), 1);
    }

    #[test]
    fn a_flood_makes_new_ones_wait_and_opens_nothing_twice() {
        let replays = Replays::default();
        for number in 0..MOST {
            replays.take(&number.to_string(), Millis(10), Millis(1));
        }
        assert_eq!(replays.take("one more", Millis(10), Millis(2)), Use::Full);
        assert_eq!(replays.take("7", Millis(10), Millis(2)), Use::Again);
        assert_eq!(replays.take("one more", Millis(30), Millis(11)), Use::First);
    }
}
