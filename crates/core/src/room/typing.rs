//! Who is typing, until they send, leave, or fall silent.

use super::{Participant, Presence};
use crate::ids::ParticipantId;
use crate::time::Millis;
use crate::timeline::Author;

/// How long one sign of typing is shown.
const SHOWN_MILLIS: u64 = 6_000;

#[derive(Debug, Default)]
pub(crate) struct Typists {
    people: Vec<(Participant, Millis)>,
}

impl Typists {
    pub(crate) fn who(&self) -> Vec<Participant> {
        self.people.iter().map(|(participant, _)| participant.clone()).collect()
    }

    /// When the next one expires.
    pub(crate) fn deadline(&self) -> Option<Millis> {
        self.people.iter().map(|(_, until)| *until).min()
    }

    /// Somebody types; answers whether the list changed.
    pub(crate) fn note(&mut self, author: &Author, now: Millis) -> bool {
        let until = now + SHOWN_MILLIS;
        if let Some(entry) = self.people.iter_mut().find(|(who, _)| who.id == author.id) {
            entry.1 = until;
            return false;
        }
        let participant = Participant {
            id: author.id.clone(),
            name: author.name.clone(),
            role: author.role,
            presence: Presence::Active,
        };
        self.people.push((participant, until));
        true
    }

    /// Somebody sent or left; answers whether the list changed.
    pub(crate) fn clear(&mut self, id: &ParticipantId) -> bool {
        let before = self.people.len();
        self.people.retain(|(who, _)| who.id != *id);
        self.people.len() != before
    }

    /// Forgets everybody; answers whether the list changed.
    pub(crate) fn clear_all(&mut self) -> bool {
        let changed = !self.people.is_empty();
        self.people.clear();
        changed
    }

    /// Drops whoever fell silent; answers whether the list changed.
    pub(crate) fn expire(&mut self, now: Millis) -> bool {
        let before = self.people.len();
        self.people.retain(|(_, until)| *until > now);
        self.people.len() != before
    }
}
