//! Time as core sees it: numbers that the driver or the backend brings. No clock is read here, and nothing
//! is formatted for people.

use std::ops::{Add, Sub};

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
        let bytes = text.as_bytes();
        let (year, month, day) = (digits(bytes, 0, 4)?, digits(bytes, 5, 2)?, digits(bytes, 8, 2)?);
        let (hour, minute, second) =
            (digits(bytes, 11, 2)?, digits(bytes, 14, 2)?, digits(bytes, 17, 2)?);
        let separators = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
        let well_formed = separators.iter().all(|&(at, mark)| bytes.get(at) == Some(&mark))
            && matches!(bytes.get(10), Some(b'T' | b't' | b' '))
            && (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && hour < 24
            && minute < 60
            && second <= 60;
        if !well_formed {
            return None;
        }
        let mut at = 19;
        let mut millis = 0;
        if bytes.get(at) == Some(&b'.') {
            at += 1;
            let mut scale = 100;
            while let Some(digit) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
                millis += i64::from(digit - b'0') * scale;
                scale /= 10;
                at += 1;
            }
        }
        let ahead_minutes = match bytes.get(at)? {
            b'Z' | b'z' => 0,
            sign @ (b'+' | b'-') => {
                let minutes = digits(bytes, at + 1, 2)? * 60 + digits(bytes, at + 4, 2)?;
                if *sign == b'+' { minutes } else { -minutes }
            }
            _ => return None,
        };
        let days = days_before(year, month) + day - 1;
        let minutes = (days * 24 + hour) * 60 + minute - ahead_minutes;
        u64::try_from((minutes * 60 + second) * 1000 + millis).ok().map(Self)
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

fn digits(bytes: &[u8], from: usize, count: usize) -> Option<i64> {
    bytes.get(from..from + count)?.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0'))
    })
}

/// Days from 1970-01-01 to the first of a month, in the proleptic Gregorian calendar.
fn days_before(year: i64, month: i64) -> i64 {
    // Counting from March puts the leap day at the end of the counted year.
    let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let leap_days = year / 4 - year / 100 + year / 400;
    year * 365 + leap_days + (month * 153 + 2) / 5 - 719_468
}

#[cfg(test)]
mod tests {
    use super::{Day, Millis};

    #[test]
    fn service_times_are_read() {
        let read = |text| Millis::from_rfc3339(text).map(|at| at.0);
        assert_eq!(read("1970-01-01T00:00:00.000Z"), Some(0));
        assert_eq!(read("2000-02-29T12:00:00Z"), Some(951_825_600_000));
        assert_eq!(read("2026-05-01T10:00:02.118Z"), Some(1_777_629_602_118));
        assert_eq!(read("2026-05-01T12:00:02.118999+02:00"), Some(1_777_629_602_118));
        assert_eq!(read("2026-05-01T10:00:02.1Z"), Some(1_777_629_602_100));
    }

    #[test]
    fn other_texts_are_not_times() {
        for text in ["", "today", "2026-05-01", "2026-13-01T00:00:00Z", "2026-05-01T10:00:02.118"] {
            assert_eq!(Millis::from_rfc3339(text), None, "{text}");
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
