//! The mentions of a text that is being written.

use std::error::Error;
use std::fmt;

use chirrup_wire::conventions::{MENTIONS_ATTRIBUTE, MentionRange};

use super::units::{common, split_units, units};
use crate::ids::ParticipantId;

/// Longest that `@…` is looked back for, in characters: a nickname has 24.
const LETTERS_MAX: usize = 24;

/// What the service takes of a message's attributes.
pub const ATTRIBUTE_BYTES_MAX: usize = 1024;

/// What stands between `@` and the caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Where `@` stands.
    pub start: u32,
    /// The caret.
    pub end: u32,
    /// The letters between, maybe none.
    pub letters: String,
}

/// A text that takes the place of the one in the composer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The text.
    pub text: String,
    /// Where the caret is to stand.
    pub caret: u32,
}

/// A message with its mentions, as it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Outgoing {
    /// The text, without white space around it.
    pub text: String,
    /// For the metadata.
    pub ranges: Vec<MentionRange>,
    /// For the attribute: each once.
    pub people: Vec<String>,
}

/// More people than a message can mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyMentions {
    /// How many fit.
    pub most: usize,
}

impl fmt::Display for TooManyMentions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a message can mention {} people: mention fewer", self.most)
    }
}

impl Error for TooManyMentions {}

/// A name that was inserted.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mention {
    start: u32,
    end: u32,
    person: ParticipantId,
}

/// The mentions of a text that is being written. The text itself is the composer's.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Draft {
    /// In order.
    mentions: Vec<Mention>,
}

/// What of a text became something else: the units from `start` to `end` are `length` others.
struct Change {
    start: u32,
    end: u32,
    length: u32,
}

impl Draft {
    /// What is being looked for at the caret: the letters after an `@` that begins a word and is no mention
    /// yet.
    pub fn query(&self, text: &str, caret: u32) -> Option<Query> {
        let (before, _) = split_units(text, caret)?;
        let at = before.rfind('@')?;
        let (ahead, letters) = (before.get(..at)?, before.get(at + 1..)?);
        let start = units(ahead);
        let begins_word = ahead.chars().next_back().is_none_or(|last| !is_of_word(last));
        let is_mention = self.mentions.iter().any(|mention| mention.start == start);
        let is_name = letters.chars().count() <= LETTERS_MAX
            && !letters.starts_with(' ')
            && !letters.contains(['\n', '\t']);
        let is_query = begins_word && is_name && !is_mention;
        is_query.then(|| Query { start, end: caret, letters: letters.to_owned() })
    }

    /// Puts a name in the place of a query, and a space after it. Nothing when the query is of another text.
    pub fn insert(
        &mut self,
        text: &str,
        query: &Query,
        person: &ParticipantId,
        name: &str,
    ) -> Option<Edit> {
        let (before, rest) = split_units(text, query.start)?;
        let (typed, after) = split_units(rest, query.end.checked_sub(query.start)?)?;
        if typed.strip_prefix('@') != Some(&query.letters) {
            return None;
        }
        let end = query.start + 1 + units(name);
        let space = if after.starts_with([' ', '\n']) { "" } else { " " };
        self.shift(&Change {
            start: query.start,
            end: query.end,
            length: end - query.start + units(space),
        });
        let mention = Mention { start: query.start, end, person: person.clone() };
        let index = self.mentions.partition_point(|known| known.start < mention.start);
        self.mentions.insert(index, mention);
        Some(Edit { text: [before, "@", name, space, after].concat(), caret: end + 1 })
    }

    /// The text became another, and the caret stands there. What was changed inside is no mention any more; when a part of it was only taken away, the rest is to go too: that is what comes back, and
    /// needs no call of its own.
    pub fn handle_edit(&mut self, old: &str, new: &str, caret: u32) -> Option<Edit> {
        let (old_units, new_units) = (units(old), units(new));
        // What was typed or taken away ends at the caret, so what is behind it is as it was.
        let shorter = old_units.min(new_units);
        let behind = new_units.saturating_sub(caret).min(shorter);
        let behind = common(old.chars().rev(), new.chars().rev(), behind);
        let ahead = common(old.chars(), new.chars(), shorter - behind);
        let change =
            Change { start: ahead, end: old_units - behind, length: new_units - behind - ahead };
        let mut broken = self.shift(&change);
        if change.length > 0 || change.start == change.end {
            return None;
        }
        // From the last: those ahead stay where they are.
        let mut edit = None;
        while let Some(mention) = broken.pop() {
            let text = edit.as_ref().map_or(new, |edit: &Edit| &edit.text);
            // What is left of it on both sides of the cut.
            let start = mention.start.min(ahead);
            let end = ahead + mention.end.saturating_sub(change.end);
            if start == end {
                continue;
            }
            let (before, rest) = split_units(text, start)?;
            let (_, after) = split_units(rest, end - start)?;
            let text = [before, after].concat();
            self.shift(&Change { start, end, length: 0 });
            edit = Some(Edit { text, caret: start });
        }
        edit
    }

    /// The message, with what the wire wants of its mentions.
    ///
    /// # Errors
    ///
    /// When the attribute would be longer than the service takes.
    pub fn outgoing(&self, text: &str) -> Result<Outgoing, TooManyMentions> {
        let trimmed = text.trim();
        let cut = units(text) - units(text.trim_start());
        let mut outgoing = Outgoing { text: trimmed.to_owned(), ..Outgoing::default() };
        let mut bytes = MENTIONS_ATTRIBUTE.len();
        for mention in &self.mentions {
            let person = mention.person.as_str();
            let known = outgoing.people.iter().position(|known| known == person);
            let index = known.unwrap_or_else(|| {
                bytes += person.len();
                outgoing.people.push(person.to_owned());
                outgoing.people.len() - 1
            });
            if bytes > ATTRIBUTE_BYTES_MAX {
                return Err(TooManyMentions { most: index });
            }
            outgoing.ranges.push(MentionRange {
                start: mention.start.saturating_sub(cut),
                length: mention.end - mention.start,
                index: u32::try_from(index).unwrap_or(u32::MAX),
            });
        }
        Ok(outgoing)
    }

    /// The message went out, or the text is another one altogether.
    pub fn clear(&mut self) {
        self.mentions.clear();
    }

    /// Moves what is behind a change, and takes out what the change touches inside, which is answered.
    fn shift(&mut self, change: &Change) -> Vec<Mention> {
        let mut broken = Vec::new();
        self.mentions.retain_mut(|mention| {
            if mention.end <= change.start {
                return true;
            }
            if mention.start >= change.end {
                mention.start = mention.start - change.end + change.start + change.length;
                mention.end = mention.end - change.end + change.start + change.length;
                return true;
            }
            broken.push(mention.clone());
            false
        });
        broken
    }
}

/// Whether an `@` after this letter is a part of the word, as in an address.
fn is_of_word(letter: char) -> bool {
    matches!(letter, '_' | '@' | '\u{c0}'..='\u{24f}') || letter.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests;
