//! Nicknames: which may be chosen, and which look like each other.
//!
//! A name is compared by its [`Folded`] form, after compatibility, case, accents, look-alike characters (the data
//! of UTS 39) and everything between the letters are taken away. Invariant: two names with different folded forms
//! can be told apart on screen, and a name that passed holds no character that is invisible or moves others.

use rand::RngExt as _;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;
use unicode_security::{
    GeneralSecurityProfile as _, RestrictionLevel, RestrictionLevelDetection as _,
};

const SHORTEST: usize = 2;
const LONGEST: usize = 24;
/// More marks on one letter reach into the lines above and below.
const MOST_MARKS: usize = 3;

/// A name that may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nickname {
    shown: String,
    folded: Folded,
}

/// What two names that look alike have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Folded(String);

/// Why a name cannot be chosen, in words for the person who typed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadName {
    /// Fewer than two characters.
    #[error("A nickname needs at least 2 letters or digits")]
    TooShort,
    /// More than fits a row.
    #[error("A nickname has at most 24 characters")]
    TooLong,
    /// Emoji, controls, invisible characters, and those that change the direction of text.
    #[error("A nickname is made of letters, digits, spaces and . _ - ' only")]
    Characters,
    /// Letters of several alphabets, as tricks use them.
    #[error("Please use the letters of one alphabet only")]
    Mixed,
}

impl Folded {
    /// As stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Nickname {
    /// Brings a typed name to its shown form.
    pub fn parse(typed: &str) -> Result<Self, BadName> {
        // No name is longer in the end than it was typed, save by a few characters that hold several.
        if typed.chars().count() > 4 * LONGEST {
            return Err(BadName::TooLong);
        }
        let composed: String = typed.nfkc().collect();
        let words: Vec<&str> = composed.split(' ').filter(|word| !word.is_empty()).collect();
        let shown = words.join(" ");
        if !shown.chars().all(is_allowed) || has_piled_marks(&shown) {
            return Err(BadName::Characters);
        }
        if shown.chars().count() > LONGEST {
            return Err(BadName::TooLong);
        }
        if shown.chars().filter(|c| c.is_alphanumeric()).count() < SHORTEST {
            return Err(BadName::TooShort);
        }
        // The level is one of identifiers, in which there are no spaces.
        let joined = words.concat();
        if joined.detect_restriction_level() > RestrictionLevel::HighlyRestrictive {
            return Err(BadName::Mixed);
        }
        let folded = fold(&shown);
        Ok(Self { shown, folded })
    }

    /// As people see it.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// As it is compared.
    pub fn folded(&self) -> &Folded {
        &self.folded
    }

    /// Whether two shown names differ by nothing but case.
    pub fn is_same_as(&self, shown: &str) -> bool {
        caseless::default_caseless_match_str(&self.shown, shown)
    }

    /// Names like this one that may be free, the nicest first.
    pub fn variations(&self) -> Vec<Self> {
        let base = self.shown.trim_end_matches(|c: char| c.is_numeric() || !c.is_alphanumeric());
        let base: String = base.chars().take(LONGEST - 4).collect();
        let mut numbers: Vec<u32> = (2..=9).collect();
        // One and nought look like letters, so they are no way to be different.
        let mut random = rand::rng();
        let mut digit = || random.random_range(2..=9);
        numbers.extend((0..16).map(|_| digit() * 10 + digit()));
        numbers.extend((0..16).map(|_| digit() * 100 + digit() * 10 + digit()));
        let names = numbers.into_iter().map(|number| Self::parse(&format!("{base}{number}")));
        names.filter_map(Result::ok).collect()
    }
}

/// Names that only the organiser gives out.
#[derive(Clone, Debug, Default)]
pub(super) struct Reserved(Vec<Folded>);

impl Reserved {
    /// The words of the config and the names of an event's artists.
    pub(super) fn new(words: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let folded = words.into_iter().map(|word| fold(word.as_ref()));
        Self(folded.filter(|word| !word.0.is_empty()).collect())
    }

    /// Whether a name is one of them, as a whole, as one of its words, or with a number behind it.
    pub(super) fn holds(&self, name: &Nickname) -> bool {
        let separated = |c: char| !c.is_alphanumeric() && !is_combining_mark(c);
        let bare = |word: &str| fold(word.trim_matches(|c: char| c.is_ascii_digit()));
        let whole = [name.folded.clone(), bare(&name.shown)];
        let words = name.shown.split(separated).flat_map(|word| [fold(word), bare(word)]);
        whole.into_iter().chain(words).any(|word| self.0.contains(&word))
    }
}

fn is_allowed(c: char) -> bool {
    // Joiners are allowed in identifiers of some scripts and invisible in all others.
    let is_joiner = matches!(c, '\u{200c}' | '\u{200d}');
    let is_letter = (c.is_alphanumeric() || is_combining_mark(c)) && c.identifier_allowed();
    !is_joiner && (is_letter || matches!(c, ' ' | '.' | '_' | '-' | '\''))
}

fn has_piled_marks(text: &str) -> bool {
    let mut piled = 0;
    text.nfd().any(|c| {
        piled = if is_combining_mark(c) { piled + 1 } else { 0 };
        piled > MOST_MARKS
    }) || text.chars().next().is_some_and(is_combining_mark)
}

/// Case goes first so that capitals and small letters meet, and again after the look-alikes, which the data give
/// in either case. `l`, `1`, `I` and `|` are one shape in the data; `i` joins them, as it does in capitals.
fn fold(text: &str) -> Folded {
    let small: String = caseless::default_case_fold_str(text).nfkc().collect();
    let alike: String = skeleton(&small).collect();
    let small = caseless::default_case_fold_str(&alike);
    let letters = small.nfd().filter(|c| c.is_alphanumeric() || is_mark_of_meaning(*c));
    Folded(letters.map(|c| if c == 'l' { 'i' } else { c }).collect())
}

/// Accents decorate; the marks of other scripts are vowels.
fn is_mark_of_meaning(c: char) -> bool {
    is_combining_mark(c) && !matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::{BadName, Nickname, Reserved};

    fn name(text: &str) -> Nickname {
        Nickname::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem}"))
    }

    #[test]
    fn names_of_many_languages_may_be_chosen() {
        for text in [
            "Mira",
            "José",
            "Zoë K.",
            "Łukasz",
            "Ольга",
            "Ελένη",
            "שרה",
            "محمد",
            "花子",
            "สมชาย",
            "O'Neil_7",
        ] {
            assert_eq!(name(text).shown(), text);
        }
        assert_eq!(name("  Ｍｉｒａ   B ").shown(), "Mira B", "full width and gaps are folded");
    }

    #[test]
    fn names_that_look_alike_are_one() {
        for (one, other) in [
            ("Mira", "mira"),
            ("Mira", "MIRA"),
            ("MIRA", "MlRA"),
            ("Mira", "M.i-r_a"),
            ("Mira", "Míra"),
            ("paypal", "раураӏ"),
            ("Bob0", "Bobo"),
            ("corner", "comer"),
            ("Straße", "STRASSE"),
        ] {
            let one = name(one);
            if let Ok(other) = Nickname::parse(other) {
                assert_eq!(one.folded(), other.folded(), "{} {}", one.shown(), other.shown());
            }
        }
        assert_ne!(name("Mira").folded(), name("Mina").folded());
        assert_ne!(name("Mira2").folded(), name("Mira3").folded());
        assert_eq!(
            Nickname::parse("Mirа"),
            Err(BadName::Mixed),
            "one Cyrillic letter in a Latin name"
        );
    }

    #[test]
    fn tricks_are_refused_with_the_reason() {
        for (text, problem) in [
            ("", BadName::TooShort),
            ("x", BadName::TooShort),
            ("...", BadName::TooShort),
            ("a name that is far too long for a row", BadName::TooLong),
            ("Mi\u{202e}ra", BadName::Characters),
            ("Mi\u{2066}ra", BadName::Characters),
            ("Mi\u{200b}ra", BadName::Characters),
            ("Mi\u{200d}ra", BadName::Characters),
            ("Mi\u{ad}ra", BadName::Characters),
            ("Mi\nra", BadName::Characters),
            ("Mi\u{0}ra", BadName::Characters),
            ("Mira \u{1f338}", BadName::Characters),
            ("Mira\u{fe0f}", BadName::Characters),
            ("Mira \u{2713}", BadName::Characters),
            ("<b>Mira", BadName::Characters),
            ("M\u{301}\u{302}\u{303}\u{304}\u{305}ira", BadName::Characters),
            ("\u{301}Mira", BadName::Characters),
            ("Mira שרה", BadName::Mixed),
            ("שרהmod", BadName::Mixed),
        ] {
            assert_eq!(Nickname::parse(text), Err(problem), "{text:?}");
        }
    }

    #[test]
    fn reserved_words_hide_nowhere() {
        let reserved = Reserved::new(["moderator", "admin", "Ana Sol"]);
        for text in [
            "Moderator",
            "m0derat0r",
            "MÖDERATOR",
            "Admin 7",
            "the-admin",
            "admin99",
            "АdМin",
            "Ana Sol",
            "anas0l",
        ] {
            if let Ok(name) = Nickname::parse(text) {
                assert!(reserved.holds(&name), "{text}");
            }
        }
        for text in ["badminton", "Ana", "Solana"] {
            assert!(!reserved.holds(&name(text)), "{text}");
        }
    }

    #[test]
    fn variations_are_names_of_their_own() {
        let mira = name("Mira 1");
        let all = mira.variations();
        assert!(all.len() > 10 && all.iter().all(|other| other.folded() != mira.folded()));
        assert_eq!(all.first().map(Nickname::shown), Some("Mira2"));
    }
}
