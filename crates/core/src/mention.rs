//! Mentions: finding whom `@…` may mean, keeping their ranges right while a text is written, and reading them
//! out of somebody else's message.
//!
//! Positions are UTF-16 units, as in the browser and on the wire. It is *not* the place for the list on the
//! screen or for who is in the room.
//!
//! ```
//! use chirrup_core::mention::{Candidate, Draft, rank};
//!
//! let mira = Candidate { id: "arn:mira".into(), name: "Mira".into(), spoke_at: None };
//! let mut draft = Draft::default();
//! let query = draft.query("hello @mi", 9).unwrap();
//! let found = rank(&query.letters, [&mira], 8);
//! let edit = draft.insert("hello @mi", &query, &found[0].id, &found[0].name).unwrap();
//! assert_eq!((edit.text.as_str(), edit.caret), ("hello @Mira ", 12));
//!
//! // One key takes a part of the name away, and the rest goes with it.
//! let edit = draft.handle_edit("hello @Mira ", "hello @Mir ", 10).unwrap();
//! assert_eq!(edit.text, "hello  ");
//! ```
//!
//! Invariants: the ranges of a [`Draft`] are in order, do not overlap, and each covers a name as it was
//! inserted. No range of a message, however broken, makes [`segments`] lose or repeat a letter.

mod draft;
mod fold;
mod rank;
mod units;

pub use draft::{ATTRIBUTE_BYTES_MAX, Draft, Edit, Outgoing, Query, TooManyMentions};
pub use rank::{Candidate, rank};

use chirrup_wire::conventions::MentionRange;

use crate::ids::ParticipantId;
use crate::order::sort;
use crate::timeline::Mention;
use units::split_units;

/// A run of a message's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Text.
    Text(&'a str),
    /// A mention.
    Mention {
        /// What it says.
        text: &'a str,
        /// Whom it means.
        who: &'a ParticipantId,
        /// It means this person.
        is_own: bool,
    },
}

/// The mentions of a message, in the order of its text. `people` are the values of its attribute, in which the
/// ranges of its metadata count; ranges that are not of this text or these people, or of what another range
/// has, were made up.
pub fn read(text: &str, ranges: &[MentionRange], people: &[String], own: &str) -> Vec<Mention> {
    let mut ranges = ranges.to_vec();
    sort(&mut ranges, |a, b| a.start < b.start);
    let mut cutter = Cutter { rest: text, at: 0 };
    let mentions = ranges.into_iter().filter_map(|MentionRange { start, length, index }| {
        let person = people.get(index as usize)?;
        cutter.cut(start, length)?;
        let who = ParticipantId::from(person.as_str());
        Some(Mention { start, length, who, is_own: person == own })
    });
    mentions.collect()
}

/// The runs of a message's text.
pub fn segments<'a>(text: &'a str, mentions: &'a [Mention]) -> Vec<Segment<'a>> {
    let mut segments = Vec::new();
    let mut cutter = Cutter { rest: text, at: 0 };
    for Mention { start, length, who, is_own } in mentions {
        let Some((before, text)) = cutter.cut(*start, *length) else { continue };
        if !before.is_empty() {
            segments.push(Segment::Text(before));
        }
        segments.push(Segment::Mention { text, who, is_own: *is_own });
    }
    if !cutter.rest.is_empty() {
        segments.push(Segment::Text(cutter.rest));
    }
    segments
}

/// Cuts ranges out of a text, one after the other.
struct Cutter<'a> {
    rest: &'a str,
    /// Where the rest begins.
    at: u32,
}

impl<'a> Cutter<'a> {
    /// What is before a range, and what is in it; nothing when it is not in the rest.
    fn cut(&mut self, start: u32, length: u32) -> Option<(&'a str, &'a str)> {
        let (before, rest) = split_units(self.rest, start.checked_sub(self.at)?)?;
        let (inside, rest) = split_units(rest, length)?;
        if inside.is_empty() {
            return None;
        }
        *self = Self { rest, at: start + length };
        Some((before, inside))
    }
}

/// Whether a message means this person, and is to stand out. Other clients may say so without ranges.
pub fn is_mentioned(people: &[String], own: &str) -> bool {
    people.iter().any(|person| person == own)
}

#[cfg(test)]
mod tests {
    use chirrup_wire::conventions::MentionRange;

    use super::{Segment, is_mentioned, read, segments};
    use crate::ids::ParticipantId;
    use crate::session::random::Random;
    use crate::timeline::Mention;

    fn range(start: u32, length: u32, index: u32) -> MentionRange {
        MentionRange { start, length, index }
    }

    fn people() -> Vec<String> {
        vec!["arn:mira".into(), "arn:leo".into()]
    }

    /// The runs of a text, mentions in brackets, those of Leo with a star.
    fn show(text: &str, ranges: &[MentionRange]) -> String {
        let mentions = read(text, ranges, &people(), "arn:leo");
        let runs = segments(text, &mentions).into_iter().map(|run| match run {
            Segment::Text(text) => text.to_owned(),
            Segment::Mention { text, who, is_own } => {
                assert_eq!(is_own, who.as_str() == "arn:leo");
                let star = if is_own { "*" } else { "" };
                ["[", text, star, "]"].concat()
            }
        });
        runs.collect()
    }

    #[test]
    fn a_message_is_cut_at_its_mentions() {
        // The smile takes two units.
        let text = "🙂 @Mira and @Leo!";
        assert_eq!(show(text, &[range(13, 4, 1), range(3, 5, 0)]), "🙂 [@Mira] and [@Leo*]!");
        assert_eq!(show(text, &[]), text);
        let people = people();
        assert!(is_mentioned(&people, "arn:leo") && !is_mentioned(&people, "arn:ana"));
    }

    #[test]
    fn broken_ranges_are_not_there() {
        let text = "a🙂b@Mira";
        for broken in [
            range(0, 0, 0),
            range(2, 1, 0),
            range(0, 2, 0),
            range(0, 10, 0),
            range(9, 1, 0),
            range(100, 1, 0),
            range(u32::MAX, u32::MAX, 0),
            range(1, u32::MAX, 0),
            range(4, 5, 2),
            range(4, 5, u32::MAX),
        ] {
            assert_eq!(read(text, &[broken], &people(), ""), [], "{broken:?}");
        }
        assert_eq!(read("", &[range(0, 1, 0)], &people(), ""), []);
        assert_eq!(read(text, &[range(4, 5, 0)], &[], ""), []);
    }

    #[test]
    fn of_ranges_that_overlap_the_first_counts() {
        assert_eq!(show("@Mira", &[range(0, 3, 0), range(2, 3, 1), range(3, 2, 1)]), "[@Mi][ra*]");
    }

    #[test]
    fn whatever_the_ranges_the_text_is_whole() {
        let people = people();
        let mut random = Random::new(7);
        let texts = ["", "@", "🙂🙂🙂", "a🙂@Mira 👩‍👩‍👧 e\u{301}\n@Leo", "مرحبا @ميرا"];
        for text in texts {
            for _ in 0..2000 {
                let mut number = |most| u32::try_from(random.between(0, most)).expect("small");
                let ranges: Vec<_> =
                    (0..number(6)).map(|_| range(number(30), number(9), number(3))).collect();
                let read = read(text, &ranges, &people, "arn:mira");
                // Somebody's mentions of another text, too.
                let who = ParticipantId::from("arn:mira");
                let raw = ranges.iter().map(|&MentionRange { start, length, .. }| Mention {
                    start,
                    length,
                    who: who.clone(),
                    is_own: true,
                });
                for mentions in [read, raw.collect()] {
                    let runs = segments(text, &mentions);
                    let whole = runs.iter().map(|run| match run {
                        Segment::Text(text) | Segment::Mention { text, .. } => *text,
                    });
                    assert_eq!(whole.collect::<String>(), text, "{ranges:?}");
                }
            }
        }
    }
}
