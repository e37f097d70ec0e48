//! Keeps own messages and events below the service's rate of 10 a second, burst 15.
//!
//! Messages go first: typing and receipts leave a reserve that they may not touch.

use crate::time::Millis;

const CALL: u64 = 1_000;
/// Below the service's figures, because two tabs share them.
const BURST: u64 = 10 * CALL;
const REFILL_PER_MILLI: u64 = 6;

/// What the call is for; the less it matters, the more it leaves over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Message,
    Typing,
    Receipt,
}

#[derive(Debug)]
pub(crate) struct Rate {
    refill_per_milli: u64,
    available: u64,
    at: Millis,
}

impl Rate {
    pub(crate) fn new(now: Millis) -> Self {
        Self { refill_per_milli: REFILL_PER_MILLI, available: BURST, at: now }
    }

    /// For a backend that takes ten calls a second of any kind, ten of them at once.
    pub(crate) fn of_all_calls(now: Millis) -> Self {
        Self { refill_per_milli: 10, ..Self::new(now) }
    }

    /// Takes room for one call, or says when to ask again.
    pub(crate) fn take(&mut self, weight: Weight, now: Millis) -> Result<(), Millis> {
        let refilled = now.since(self.at).saturating_mul(self.refill_per_milli);
        self.available = self.available.saturating_add(refilled).min(BURST);
        self.at = now;
        let reserve = match weight {
            Weight::Message => 0,
            Weight::Typing => 2 * CALL,
            Weight::Receipt => 4 * CALL,
        };
        if self.available >= reserve + CALL {
            self.available -= CALL;
            return Ok(());
        }
        let missing = reserve + CALL - self.available;
        Err(now + missing.div_ceil(self.refill_per_milli))
    }
}

#[cfg(test)]
mod tests {
    use super::{Rate, Weight};
    use crate::time::Millis;

    #[test]
    fn a_burst_is_followed_by_a_steady_rate() {
        let mut rate = Rate::new(Millis(0));
        let mut sent = 0;
        let mut now = Millis(0);
        while now < Millis(10_000) {
            match rate.take(Weight::Message, now) {
                Ok(()) => sent += 1,
                Err(later) => now = later,
            }
        }
        assert!((60..=75).contains(&sent), "{sent}");
    }

    #[test]
    fn receipts_leave_room_for_messages() {
        let mut rate = Rate::new(Millis(0));
        while rate.take(Weight::Receipt, Millis(0)).is_ok() {}
        assert!(rate.take(Weight::Message, Millis(0)).is_ok());
    }
}
