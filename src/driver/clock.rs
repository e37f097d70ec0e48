//! The wall clock, made to never run backwards.

use std::cell::Cell;

use chirrup_core::Millis;

/// `Date.now()`; when the machine's clock is set back, time stands still until it has caught up.
#[derive(Debug, Default)]
pub(super) struct Clock {
    latest: Cell<Millis>,
}

impl Clock {
    /// The time.
    pub(super) fn now(&self) -> Millis {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole milliseconds since 1970; the cast saturates"
        )]
        let read = Millis(js_sys::Date::now() as u64);
        let now = read.max(self.latest.get());
        self.latest.set(now);
        now
    }
}

/// Minutes that local time is ahead of UTC.
pub(super) fn utc_offset_minutes() -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "at most a day's minutes")]
    let behind = js_sys::Date::new_0().get_timezone_offset() as i32;
    -behind
}
