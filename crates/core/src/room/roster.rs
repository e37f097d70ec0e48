//! Who is in a room.
//!
//! Entries come in any order, so each person carries the time of what was last said of them, and older
//! news changes nothing.

use super::{Participant, Presence, Role};
use crate::ids::ParticipantId;
use crate::time::Millis;
use crate::timeline::Author;

#[derive(Debug, Default)]
pub(crate) struct Roster {
    people: Vec<Known>,
}

#[derive(Debug)]
struct Known {
    participant: Participant,
    is_present: bool,
    since: Millis,
}

/// What an entry says of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum News {
    Came,
    Went,
    FellSilent,
    CameBack,
    Renamed,
}

impl Roster {
    pub(crate) fn present(&self) -> Vec<Participant> {
        let present = self.people.iter().filter(|known| known.is_present);
        present.map(|known| known.participant.clone()).collect()
    }

    /// People who are not bots. With more than two, the backend takes no receipts.
    pub(crate) fn humans(&self) -> usize {
        let present = self.people.iter().filter(|known| known.is_present);
        present.filter(|known| known.participant.role != Role::Bot).count()
    }

    pub(crate) fn name(&self, id: &ParticipantId) -> Option<std::sync::Arc<str>> {
        let known = self.people.iter().find(|known| known.participant.id == *id)?;
        Some(known.participant.name.clone())
    }

    /// Takes news of somebody; answers whether anything changed.
    pub(crate) fn take(&mut self, author: &Author, news: News, at: Millis) -> bool {
        let Some(known) = self.people.iter_mut().find(|known| known.participant.id == author.id)
        else {
            let participant = Participant {
                id: author.id.clone(),
                name: author.name.clone(),
                role: author.role,
                presence: if news == News::FellSilent { Presence::Idle } else { Presence::Active },
            };
            let is_present = news != News::Went;
            self.people.push(Known { participant, is_present, since: at });
            return is_present;
        };
        if at < known.since {
            return false;
        }
        known.since = at;
        let before = (known.is_present, known.participant.clone());
        if !author.name.is_empty() {
            known.participant.name = author.name.clone();
        }
        known.participant.role = author.role;
        known.participant.presence =
            if news == News::FellSilent { Presence::Idle } else { Presence::Active };
        known.is_present = news != News::Went;
        before != (known.is_present, known.participant.clone())
    }
}
