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

use crate::order::sort;
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
        /// Whom it means: an ARN.
        person: &'a str,
        /// It means this person.
        is_own: bool,
    },
}

/// The runs of a message's text. `people` are the values of the message's attribute, which the ranges of its
/// metadata count in; ranges that are not of this text or these people are as if they were not there.
pub fn segments<'a>(
    text: &'a str,
    ranges: &[MentionRange],
    people: &'a [String],
    own: &str,
) -> Vec<Segment<'a>> {
    let mut ranges = ranges.to_vec();
    sort(&mut ranges, |a, b| a.start < b.start);
    let mut segments = Vec::new();
    let (mut rest, mut at) = (text, 0);
    for MentionRange { start, length, index } in ranges {
        let Some(person) = people.get(index as usize) else { continue };
        let before = start.checked_sub(at).and_then(|before| split_units(rest, before));
        let Some((before, after)) = before else { continue };
        let Some((mention, after)) = split_units(after, length) else { continue };
        if mention.is_empty() {
            continue;
        }
        if !before.is_empty() {
            segments.push(Segment::Text(before));
        }
        segments.push(Segment::Mention { text: mention, person, is_own: person == own });
        rest = after;
        at = start + length;
    }
    if !rest.is_empty() {
        segments.push(Segment::Text(rest));
    }
    segments
}

/// Whether a message means this person, and is to stand out. Other clients may say so without ranges.
pub fn is_mentioned(people: &[String], own: &str) -> bool {
    people.iter().any(|person| person == own)
}

#[cfg(test)]
mod tests {
    use chirrup_wire::conventions::MentionRange;

    use super::{Segment, is_mentioned, segments};
    use crate::session::random::Random;

    fn range(start: u32, length: u32, index: u32) -> MentionRange {
        MentionRange { start, length, index }
    }

    fn people() -> Vec<String> {
        vec!["arn:mira".into(), "arn:leo".into()]
    }

    #[test]
    fn a_message_is_cut_at_its_mentions() {
        let people = people();
        // The smile takes two units.
        let text = "🙂 @Mira and @Leo!";
        let runs = segments(text, &[range(13, 4, 1), range(3, 5, 0)], &people, "arn:leo");
        let mira = Segment::Mention { text: "@Mira", person: "arn:mira", is_own: false };
        let leo = Segment::Mention { text: "@Leo", person: "arn:leo", is_own: true };
        let [before, between, after] = ["🙂 ", " and ", "!"].map(Segment::Text);
        assert_eq!(runs, [before, mira, between, leo, after]);
        assert!(is_mentioned(&people, "arn:leo") && !is_mentioned(&people, "arn:ana"));
    }

    #[test]
    fn broken_ranges_are_not_there() {
        let people = people();
        let text = "a🙂b@Mira";
        for broken in [
            range(0, 0, 0),
            range(2, 1, 0),
            range(0, 2, 0),
            range(0, 10, 0),
            range(9, 1, 0),
            range(100, 1, 0),
            range(u32::MAX, u32::MAX, 0),
            range(4, 5, 2),
            range(4, 5, u32::MAX),
        ] {
            assert_eq!(segments(text, &[broken], &people, ""), [Segment::Text(text)], "{broken:?}");
        }
        assert_eq!(segments("", &[range(0, 1, 0)], &people, ""), []);
        assert_eq!(segments(text, &[range(4, 5, 0)], &[], ""), [Segment::Text(text)]);
    }

    #[test]
    fn of_ranges_that_overlap_the_first_counts() {
        let people = people();
        let runs =
            segments("@Mira", &[range(0, 3, 0), range(2, 3, 1), range(3, 2, 1)], &people, "");
        let mention = |text, person| Segment::Mention { text, person, is_own: false };
        assert_eq!(runs, [mention("@Mi", "arn:mira"), mention("ra", "arn:leo")]);
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
                let runs = segments(text, &ranges, &people, "arn:mira");
                let whole = runs.iter().map(|run| match run {
                    Segment::Text(text) | Segment::Mention { text, .. } => *text,
                });
                assert_eq!(whole.collect::<String>(), text, "{ranges:?}");
            }
        }
    }
}
