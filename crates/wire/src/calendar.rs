//! The Gregorian calendar: days counted from 1970-01-01 to dates and back. Not here: any clock or zone.

/// Milliseconds of a day.
pub(crate) const DAY_MILLIS: u64 = 86_400_000;

/// Year, month and day, counted from 1, of a day counted from 1970-01-01.
pub(crate) fn date(days: u64) -> (u64, u64, u64) {
    // Counting from a 1 March puts the leap day at the end of the counted year; 0000-03-01 begins a cycle
    // of 400 years, all of them 146,097 days.
    let days = days + 719_468;
    let cycle = days / 146_097;
    let day = days % 146_097;
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let year = cycle * 400 + year;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

/// Days from 1970-01-01 to the first of a month; nothing before then.
pub(crate) fn days_before(year: u64, month: u64) -> Option<u64> {
    let (year, month) = match month {
        1 | 2 => (year.checked_sub(1)?, month + 9),
        _ => (year, month.checked_sub(3)?),
    };
    (year * 365 + year / 4 + year / 400 + (month * 153 + 2) / 5).checked_sub(year / 100 + 719_468)
}
