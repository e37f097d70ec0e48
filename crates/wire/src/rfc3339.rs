//! Moments as the services write them in text, `yyyy-MM-ddTHH:mm:ss.SSSZ`. Not here: any clock.

use crate::calendar::{DAY_MILLIS, date, days_before};

/// The last millisecond of the year 9999; later moments are written as this one.
const LAST_MILLI: u64 = 253_402_300_799_999;

/// Reads `yyyy-MM-ddTHH:mm:ss[.fraction](Z|±HH:mm)` as milliseconds since 1970-01-01T00:00:00Z; nothing for
/// anything else, and for moments before then.
pub fn read(text: &str) -> Option<u64> {
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
            millis += u64::from(digit - b'0') * scale;
            scale /= 10;
            at += 1;
        }
    }
    let minutes = ((days_before(year, month)? + day - 1) * 24 + hour) * 60 + minute;
    let minutes = match bytes.get(at)? {
        b'Z' | b'z' => minutes,
        sign @ (b'+' | b'-') => {
            let ahead = digits(bytes, at + 1, 2)? * 60 + digits(bytes, at + 4, 2)?;
            if *sign == b'+' { minutes.checked_sub(ahead)? } else { minutes + ahead }
        }
        _ => return None,
    };
    Some((minutes * 60 + second) * 1000 + millis)
}

/// Writes milliseconds since 1970-01-01T00:00:00Z as `yyyy-MM-ddTHH:mm:ss.SSSZ`.
pub fn write(millis: u64) -> String {
    let millis = millis.min(LAST_MILLI);
    let (year, month, day) = date(millis / DAY_MILLIS);
    let (second, millis) = (millis / 1000, millis % 1000);
    let (hour, minute, second) = (second / 3600 % 24, second / 60 % 60, second % 60);
    let mut text = String::new();
    for (number, width, mark) in [
        (year, 1000, '-'),
        (month, 10, '-'),
        (day, 10, 'T'),
        (hour, 10, ':'),
        (minute, 10, ':'),
        (second, 10, '.'),
        (millis, 100, 'Z'),
    ] {
        let mut unit = width;
        while unit > 0 {
            text.push(char::from(b'0' + u8::try_from(number / unit % 10).unwrap_or(0)));
            unit /= 10;
        }
        text.push(mark);
    }
    text
}

fn digits(bytes: &[u8], from: usize, count: usize) -> Option<u64> {
    bytes.get(from..from + count)?.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit().then(|| number * 10 + u64::from(byte - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn service_times_are_read() {
        assert_eq!(read("1970-01-01T00:00:00.000Z"), Some(0));
        assert_eq!(read("2000-02-29T12:00:00Z"), Some(951_825_600_000));
        assert_eq!(read("2026-05-01T10:00:02.118Z"), Some(1_777_629_602_118));
        assert_eq!(read("2026-05-01T12:00:02.118999+02:00"), Some(1_777_629_602_118));
        assert_eq!(read("2026-05-01T10:00:02.1Z"), Some(1_777_629_602_100));
    }

    #[test]
    fn other_texts_are_not_times() {
        for text in [
            "",
            "today",
            "2026-05-01",
            "2026-13-01T00:00:00Z",
            "2026-05-01T10:00:02.118",
            "1969-12-31T23:59:59Z",
            "1970-01-01T00:00:00+01:00",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        assert_eq!(write(1_777_629_602_118), "2026-05-01T10:00:02.118Z");
        assert_eq!(write(u64::MAX), "9999-12-31T23:59:59.999Z");
        for day in 0..60_000 {
            let millis = day * 86_400_000 + day * 7 % 86_400_000;
            assert_eq!(read(&write(millis)), Some(millis));
        }
    }
}
