//! Moments as signatures write them, `yyyymmddThhmmssZ`. Always UTC, always whole seconds. Not here: any
//! clock.

use crate::calendar::days_before;
use crate::rfc3339;

const SECONDS_A_DAY: u64 = 86_400;

/// A moment in 16 characters.
pub(super) struct Stamp(String);

impl Stamp {
    /// The second in which a moment lies. Milliseconds since 1970-01-01T00:00:00Z.
    pub(super) fn at(millis: u64) -> Self {
        let mut text = rfc3339::write(millis);
        text.retain(|letter| !matches!(letter, '-' | ':'));
        // The fraction of the second.
        text.truncate(15);
        text.push('Z');
        Self(text)
    }

    /// Reads a stamp, and when its second began, in milliseconds since 1970-01-01T00:00:00Z. Nothing for
    /// any other form and for days that do not exist.
    pub(super) fn read(text: &str) -> Option<(Self, u64)> {
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<u64>().ok();
        let days = days_before(number(0, 4)?, number(4, 6)?)?.checked_add(number(6, 8)?)?;
        let seconds = number(9, 11)? * 3600 + number(11, 13)? * 60 + number(13, 15)?;
        let millis = (days.checked_sub(1)? * SECONDS_A_DAY + seconds) * 1000;
        let stamp = Self::at(millis);
        // 31 February and 25 o'clock come out as other moments; so do signs and missing letters.
        (stamp.0 == text).then_some((stamp, millis))
    }

    /// All of it.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// `yyyymmdd`.
    pub(super) fn day(&self) -> &str {
        self.0.get(..8).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Stamp;

    #[test]
    fn moments_are_written_in_utc() {
        for (millis, text) in [
            (0, "19700101T000000Z"),
            (951_825_599_999, "20000229T115959Z"),
            (1_440_938_160_000, "20150830T123600Z"),
            (4_107_542_400_000, "21000301T000000Z"),
            (253_402_300_799_000, "99991231T235959Z"),
            (u64::MAX, "99991231T235959Z"),
        ] {
            assert_eq!(Stamp::at(millis).text(), text);
            assert_eq!(Stamp::at(millis).day(), &text[..8]);
        }
    }

    #[test]
    fn each_day_until_2500_is_read_as_it_was_written() {
        for day in 0..193_500 {
            let millis = day * 86_400_000 + day % 86_400 * 1000;
            let read = Stamp::read(Stamp::at(millis).text());
            assert_eq!(read.map(|(_, millis)| millis), Some(millis));
        }
    }

    #[test]
    fn other_texts_are_not_stamps() {
        for text in [
            "",
            "20150830",
            "20150830T123600",
            "2015-08-30T12:36:00Z",
            "20150230T123600Z",
            "20150030T123600Z",
            "20150800T123600Z",
            "20151301T123600Z",
            "20150830T243600Z",
            "20150830T126000Z",
            "20150830T123660Z",
            "20150830t123600Z",
            "20150830T+23600Z",
            "19691231T235959Z",
            "00000101T000000Z",
            "20150830T123600Zé",
            "2015083éT123600Z",
        ] {
            assert!(Stamp::read(text).is_none(), "{text}");
        }
    }
}
