//! The wall clock and its text form. The only place that asks what time it is.
//!
//! Times are milliseconds since 1970 in UTC, so that they compare and store as integers.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Millis {
    /// The time now.
    pub fn now() -> Self {
        Self(jiff::Timestamp::now().as_millisecond())
    }

    /// This time and `millis` more.
    #[must_use]
    pub fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// This time and `seconds` more.
    #[must_use]
    pub fn plus_seconds(self, seconds: u64) -> Self {
        self.plus_millis(i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000))
    }

    /// Reads `yyyy-MM-ddTHH:mm:ss.SSSZ` and any other RFC 3339 text.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(|at| Self(at.as_millisecond()))
    }
}

impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::MAX);
        write!(f, "{at:.3}")
    }
}

#[cfg(test)]
mod tests {
    use super::Millis;

    #[test]
    fn text_form_has_three_digits_and_reads_back() {
        let at = Millis(1_777_629_602_118);
        assert_eq!(at.to_string(), "2026-05-01T10:00:02.118Z");
        assert_eq!(Millis(1_777_629_602_000).to_string(), "2026-05-01T10:00:02.000Z");
        assert_eq!(Millis::parse("2026-05-01T10:00:02.118Z"), Some(at));
        assert_eq!(Millis::parse("yesterday"), None);
    }
}
