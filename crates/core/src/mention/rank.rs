//! Whom a few letters after `@` may mean, the likeliest first.

use std::sync::Arc;

use super::fold::fold;
use crate::ids::ParticipantId;
use crate::time::Millis;

/// Somebody who can be mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The person.
    pub id: ParticipantId,
    /// The name.
    pub name: Arc<str>,
    /// When the person last wrote.
    pub spoke_at: Option<Millis>,
}

/// Where in a name the letters stand; what is less is likelier.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Beginning,
    BeginningOfWord,
    Inside,
}

/// Those whose names hold the letters: first whose names begin with them, then whose words do; of each the
/// last who spoke first. At most `most`, and one look at each candidate.
pub fn rank<'a>(
    letters: &str,
    candidates: impl IntoIterator<Item = &'a Candidate>,
    most: usize,
) -> Vec<&'a Candidate> {
    let letters = fold(letters);
    let mut best: Vec<(Place, &Candidate)> = Vec::new();
    for candidate in candidates {
        let Some(place) = find(&letters, &fold(&candidate.name)) else { continue };
        let key = |place: Place, candidate: &'a Candidate| {
            let silent = std::cmp::Reverse(candidate.spoke_at);
            (place, silent, &candidate.name, &candidate.id)
        };
        let new = key(place, candidate);
        let index = best.partition_point(|(place, known)| key(*place, known) < new);
        if index < most {
            best.truncate(most - 1);
            best.insert(index, (place, candidate));
        }
    }
    best.into_iter().map(|(_, candidate)| candidate).collect()
}

fn find(letters: &str, name: &str) -> Option<Place> {
    if name.starts_with(letters) {
        return Some(Place::Beginning);
    }
    // The standard library's search is made for long texts, and is kilobytes of the widget.
    let mut place = None;
    let mut rest = name.chars();
    while let Some(before) = rest.next() {
        if !rest.as_str().starts_with(letters) {
            continue;
        }
        if before.is_ascii() && !before.is_ascii_alphanumeric() {
            return Some(Place::BeginningOfWord);
        }
        place = Some(Place::Inside);
    }
    place
}

#[cfg(test)]
mod tests {
    use super::{Candidate, rank};
    use crate::time::Millis;

    fn candidates() -> Vec<Candidate> {
        let people = [
            ("Samira", None),
            ("Ana Mira", Some(5)),
            ("Mirabel", None),
            ("Mira", Some(1)),
            ("Mirko", Some(9)),
            ("Élodie", None),
            ("Ana-Lena", None),
            ("美咲", None),
        ];
        let candidate = |(name, spoke_at): (&str, Option<u64>)| Candidate {
            id: name.into(),
            name: name.into(),
            spoke_at: spoke_at.map(Millis),
        };
        people.into_iter().map(candidate).collect()
    }

    fn names(letters: &str, most: usize) -> Vec<String> {
        let all = candidates();
        let ranked: Vec<String> =
            rank(letters, &all, most).iter().map(|one| one.name.to_string()).collect();
        // The order in which they are in the room makes no difference.
        let backwards = rank(letters, all.iter().rev(), most);
        assert!(backwards.iter().map(|one| &*one.name).eq(ranked.iter().map(String::as_str)));
        ranked
    }

    #[test]
    fn beginnings_come_before_what_is_inside_and_speakers_before_the_silent() {
        assert_eq!(names("mir", 8), ["Mirko", "Mira", "Mirabel", "Ana Mira", "Samira"]);
        assert_eq!(names("MIRA", 8), ["Mira", "Mirabel", "Ana Mira", "Samira"]);
        assert_eq!(names("mir", 2), ["Mirko", "Mira"]);
        assert_eq!(names("mir", 0), [""; 0]);
    }

    #[test]
    fn accents_and_scripts_make_no_difference() {
        assert_eq!(names("elo", 8), ["Élodie"]);
        assert_eq!(names("ÉLÓ", 8), ["Élodie"]);
        assert_eq!(names("美", 8), ["美咲"]);
        assert_eq!(names("lena", 8), ["Ana-Lena"]);
        assert_eq!(names("xyz", 8), [""; 0]);
    }

    #[test]
    fn without_letters_the_last_who_spoke_are_offered() {
        assert_eq!(names("", 3), ["Mirko", "Ana Mira", "Mira"]);
    }
}
