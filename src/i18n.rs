//! Every string a person reads, and every date.
//!
//! [`Locale`] is found with [`use_locale`]. Words come from one [`Strings`] table per language; numbers of
//! things are worded by functions of that table, so a language owns its plural rules. Dates and times go
//! through the browser's `Intl` with the locale of the host page. No other module holds a sentence.

mod date;
mod en;
mod notice;
mod strings;

pub use date::Moment;
pub use notice::{author_name, notice_text};
pub use strings::{GateStrings, LiveStrings, ModerateStrings, Strings};

use chirrup_core::{Day, Millis};
use date::Dates;
use leptos::prelude::*;

/// Words and dates for one instance. `Copy`, found with [`use_locale`].
#[derive(Clone, Copy)]
pub struct Locale {
    strings: &'static Strings,
    dates: StoredValue<Dates>,
    tag: StoredValue<String>,
}

/// The words for a BCP 47 tag.
pub fn words_for(_tag: &str) -> &'static Strings {
    &en::STRINGS
}

/// The words of moderators' tools for a BCP 47 tag. They are in a table of their own, because only moderators
/// download them.
pub fn moderate_words_for(_tag: &str) -> &'static ModerateStrings {
    &en::MODERATE
}

/// The locale of the component tree.
pub fn use_locale() -> Locale {
    expect_context::<Locale>()
}

impl Locale {
    /// The locale for a BCP 47 tag. A tag that the browser refuses gives the browser's own dates.
    pub fn new(tag: &str) -> Self {
        Self {
            strings: words_for(tag),
            dates: StoredValue::new(Dates::new(tag)),
            tag: StoredValue::new(tag.to_owned()),
        }
    }

    /// The words.
    pub fn words(self) -> &'static Strings {
        self.strings
    }

    /// The words of moderators' tools.
    pub fn moderate_words(self) -> &'static ModerateStrings {
        self.tag.with_value(|tag| moderate_words_for(tag))
    }

    /// Writing direction for the `dir` attribute.
    pub fn direction(self) -> &'static str {
        self.tag.with_value(|tag| direction_of(tag))
    }

    /// The hour and minute, as people of the locale write them.
    pub fn time(self, at: Millis) -> String {
        self.dates.with_value(|dates| dates.time(at))
    }

    /// A number of things.
    pub fn number(self, count: u32) -> String {
        self.dates.with_value(|dates| dates.number(count))
    }

    /// Day and time in full, for titles.
    pub fn moment(self, at: Millis) -> Moment {
        self.dates.with_value(|dates| dates.moment(at))
    }

    /// "Today", "Yesterday" or "Monday 3 March".
    pub fn day(self, day: Day, today: Day) -> String {
        match today.0.saturating_sub(day.0) {
            0 => self.strings.today.to_owned(),
            1 => self.strings.yesterday.to_owned(),
            _ => self.dates.with_value(|dates| dates.day(day)),
        }
    }
}

/// The direction in which the language of a tag is written.
fn direction_of(tag: &str) -> &'static str {
    let language = tag.split(['-', '_']).next().unwrap_or_default();
    match language {
        "ar" | "ckb" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi" => "rtl",
        _ => "ltr",
    }
}

#[cfg(test)]
mod tests {
    use super::direction_of;

    #[test]
    fn right_to_left_languages_are_known_with_and_without_a_region() {
        assert_eq!(direction_of("ar"), "rtl");
        assert_eq!(direction_of("he-IL"), "rtl");
        assert_eq!(direction_of("en-GB"), "ltr");
        assert_eq!(direction_of(""), "ltr");
    }
}
