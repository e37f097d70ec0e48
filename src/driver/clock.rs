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

/// `2026-03-01 14:32` in local time, the same in every language.
pub fn local_time(at: Millis, utc_offset_minutes: i32) -> String {
    #[expect(clippy::cast_precision_loss, reason = "exact for 285,000 years")]
    let local = at.0 as f64 + f64::from(utc_offset_minutes) * 60_000.0;
    let text = String::from(js_sys::Date::new(&local.into()).to_iso_string());
    text.chars().take(16).map(|char| if char == 'T' { ' ' } else { char }).collect()
}
