//! Moments. REST bodies have them as numbers, seconds with a fraction; frames as text. Either is read, and
//! each is written as it was made.

use serde::{Serialize, Serializer};

use crate::object::{Decode, Tree, decoded};
use crate::rfc3339;

/// A moment, in milliseconds since 1970-01-01T00:00:00Z, and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// As REST bodies have it: a number of seconds.
    Seconds(u64),
    /// As frames have it: `yyyy-MM-ddTHH:mm:ss.SSSZ`.
    Text(u64),
}

impl Time {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn millis(self) -> u64 {
        match self {
            Self::Seconds(millis) | Self::Text(millis) => millis,
        }
    }
}

impl Default for Time {
    fn default() -> Self {
        Self::Seconds(0)
    }
}

impl Decode for Time {
    fn fill(&mut self, tree: &mut Tree) -> bool {
        let time = match tree {
            Tree::Number(seconds) => seconds.checked_mul(1000).map(Self::Seconds),
            Tree::Fraction(millis) => Some(Self::Seconds(*millis)),
            Tree::Text(text) => rfc3339::read(text).map(Self::Text),
            Tree::Null | Tree::Flag(_) | Tree::List(_) | Tree::Object(_) => None,
        };
        if let Some(time) = time {
            *self = time;
        }
        time.is_some()
    }
}

decoded!(Time);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Seconds(millis) if millis.is_multiple_of(1000) => {
                serializer.serialize_u64(millis / 1000)
            }
            Self::Seconds(millis) => {
                let seconds = u32::try_from(millis / 1000).unwrap_or(u32::MAX);
                let rest = u32::try_from(millis % 1000).unwrap_or(0);
                serializer.serialize_f64(f64::from(seconds) + f64::from(rest) / 1000.0)
            }
            Self::Text(millis) => serializer.serialize_str(&rfc3339::write(millis)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Time;
    use crate::decode;

    #[test]
    fn each_way_of_writing_is_read() {
        assert_eq!(decode("1700000000.123"), Some(Time::Seconds(1_700_000_000_123)));
        assert_eq!(decode("1.700000000123E9"), Some(Time::Seconds(1_700_000_000_123)));
        assert_eq!(decode("1700000000"), Some(Time::Seconds(1_700_000_000_000)));
        assert_eq!(decode("\"2026-05-01T10:00:00.123Z\""), Some(Time::Text(1_777_629_600_123)));
        for text in ["\"yesterday\"", "true", "18446744073709551615"] {
            assert_eq!(decode::<Time>(text), None, "{text}");
        }
    }

    #[test]
    fn each_millisecond_of_a_second_comes_back() {
        for millis in 1_700_000_000_000..1_700_000_001_000 {
            let text = serde_json::to_string(&Time::Seconds(millis)).expect("JSON");
            assert_eq!(decode(&text), Some(Time::Seconds(millis)), "{text}");
        }
        let text = serde_json::to_string(&Time::Text(1_777_629_600_123)).expect("JSON");
        assert_eq!(text, "\"2026-05-01T10:00:00.123Z\"");
    }
}
