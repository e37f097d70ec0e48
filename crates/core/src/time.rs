//! Time as core sees it: numbers that the driver or the backend brings. No clock is read here, and nothing
//! is formatted for people.

use std::ops::{Add, Sub};

use chirrup_wire::rfc3339;

use crate::search::{find, split_once};

const DAY_MILLIS: i64 = 86_400_000;
const MINUTE_MILLIS: i64 = 60_000;

/// Milliseconds since 1970-01-01T00:00:00Z. The driver guarantees that its `now` never runs backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Millis(pub u64);

impl Millis {
    /// Milliseconds from `earlier` to `self`; zero when `earlier` is later.
    pub fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Reads `yyyy-MM-ddTHH:mm:ss[.fraction](Z|±HH:mm)`; `None` for anything else.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        rfc3339::read(text).map(Self)
    }
}

impl Millis {
    /// Reads the `Date` of an HTTP answer, `Fri, 01 May 2026 10:00:02 GMT`; `None` for anything else.
    pub fn from_http_date(text: &str) -> Option<Self> {
        const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
        let (_, date) = split_once(text, ", ")?;
        let parts: Vec<_> = date.split(' ').collect();
        let [day, month, year, time, "GMT"] = parts[..] else { return None };
        let month = find(MONTHS, month).filter(|at| at % 3 == 0 && month.len() == 3)? / 3 + 1;
        let ten = if month < 10 { "0" } else { "" };
        let text = [year, "-", ten, &month.to_string(), "-", day, "T", time, "Z"].concat();
        Self::from_rfc3339(&text)
    }
}

impl Add<u64> for Millis {
    type Output = Self;
    fn add(self, millis: u64) -> Self {
        Self(self.0.saturating_add(millis))
    }
}

impl Sub<u64> for Millis {
    type Output = Self;
    fn sub(self, millis: u64) -> Self {
        Self(self.0.saturating_sub(millis))
    }
}

/// A local calendar day, counted from 1970-01-01 in the reader's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day(pub i64);

impl Day {
    /// The day of a moment, for a reader who is `utc_offset_minutes` ahead of UTC.
    pub fn of(at: Millis, utc_offset_minutes: i32) -> Self {
        let local = signed(at).saturating_add(i64::from(utc_offset_minutes) * MINUTE_MILLIS);
        Self(local.div_euclid(DAY_MILLIS))
    }

    /// Its first moment; the beginning of time for days before it.
    pub fn start(self, utc_offset_minutes: i32) -> Millis {
        let local = self.0.saturating_mul(DAY_MILLIS);
        let utc = local.saturating_sub(i64::from(utc_offset_minutes) * MINUTE_MILLIS);
        Millis(u64::try_from(utc).unwrap_or(0))
    }

    /// The next day.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

fn signed(at: Millis) -> i64 {
    i64::try_from(at.0).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Day, Millis};

    #[test]
    fn the_date_of_an_answer_is_read() {
        let read = |text| Millis::from_http_date(text).map(|at| at.0);
        assert_eq!(read("Fri, 01 May 2026 10:00:02 GMT"), Some(1_777_629_602_000));
        assert_eq!(read("Thu, 31 Dec 2026 23:59:59 GMT"), Some(1_798_761_599_000));
        for text in
            ["", "Fri, 01 anF 2026 10:00:02 GMT", "01 May 2026", "Fri, 01 May 2026 10:00:02 CET"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_begins_at_local_midnight() {
        let at = Millis(1_777_629_602_118);
        for offset in [-720, 0, 60, 840] {
            let day = Day::of(at, offset);
            assert!(day.start(offset) <= at && at < day.next().start(offset));
            assert_eq!(Day::of(day.start(offset), offset), day);
            assert_eq!(Day::of(day.start(offset) - 1, offset).next(), day);
        }
    }
}
