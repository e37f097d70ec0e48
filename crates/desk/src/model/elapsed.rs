//! Time that has passed, in the steps in which a list shows it.

use chirrup_core::Millis;

const MINUTE_MILLIS: u64 = 60_000;
const HOUR_MINUTES: u64 = 60;
const DAY_MINUTES: u64 = 24 * HOUR_MINUTES;

/// Time that has passed, rounded down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elapsed {
    /// Less than a minute.
    Moment,
    /// 1 to 59.
    Minutes(u64),
    /// Less than a day.
    Hours {
        /// 1 to 23.
        hours: u64,
        /// 0 to 59.
        minutes: u64,
    },
    /// At least one.
    Days(u64),
}

impl Elapsed {
    /// From `since` until `now`. A `since` in the future, from a clock that is ahead, is a moment ago.
    pub fn between(since: Millis, now: Millis) -> Self {
        match now.since(since) / MINUTE_MILLIS {
            0 => Self::Moment,
            minutes if minutes < HOUR_MINUTES => Self::Minutes(minutes),
            minutes if minutes < DAY_MINUTES => {
                Self::Hours { hours: minutes / HOUR_MINUTES, minutes: minutes % HOUR_MINUTES }
            }
            minutes => Self::Days(minutes / DAY_MINUTES),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_moments_minutes_hours_and_days() {
        let after = |millis: u64| Elapsed::between(Millis(1_000), Millis(1_000 + millis));

        assert_eq!(after(59_999), Elapsed::Moment);
        assert_eq!(after(60_000), Elapsed::Minutes(1));
        assert_eq!(after(59 * 60_000), Elapsed::Minutes(59));
        assert_eq!(after(125 * 60_000), Elapsed::Hours { hours: 2, minutes: 5 });
        assert_eq!(after(49 * 3_600_000), Elapsed::Days(2));
    }

    #[test]
    fn a_clock_that_is_ahead_shows_a_moment() {
        assert_eq!(Elapsed::between(Millis(90_000), Millis(1_000)), Elapsed::Moment);
    }
}
