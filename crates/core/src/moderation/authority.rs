//! Who is a moderator and who an artist: the lists that the backend gave, and nothing that a message says.

use crate::ids::ParticipantId;
use crate::order::sort;

/// The backend's lists, each in order.
#[derive(Debug, Default)]
pub(super) struct Authority {
    /// Nothing until the backend gave the list.
    moderators: Option<Vec<ParticipantId>>,
    admins: Vec<ParticipantId>,
    artists: Vec<ParticipantId>,
}

impl Authority {
    /// Whether there is a list to decide by.
    pub(super) fn is_known(&self) -> bool {
        self.moderators.is_some()
    }

    /// Whether this person is a moderator or admin.
    pub(super) fn has(&self, person: &ParticipantId) -> bool {
        let moderators = self.moderators.as_deref().unwrap_or_default();
        [moderators, &self.admins].iter().any(|list| list.binary_search(person).is_ok())
    }

    /// Whether this person is an artist.
    pub(super) fn is_artist(&self, person: &ParticipantId) -> bool {
        self.artists.binary_search(person).is_ok()
    }

    /// Answers whether anything changed.
    pub(super) fn set_artists(&mut self, list: Vec<ParticipantId>) -> bool {
        let list = in_order(list);
        let changed = list != self.artists;
        self.artists = list;
        changed
    }

    /// Answers whether anything changed.
    pub(super) fn set_moderators(&mut self, list: Vec<ParticipantId>) -> bool {
        let list = Some(in_order(list));
        let changed = list != self.moderators;
        self.moderators = list;
        changed
    }

    /// Answers whether anything changed.
    pub(super) fn set_admins(&mut self, list: Vec<ParticipantId>) -> bool {
        let list = in_order(list);
        let changed = list != self.admins;
        self.admins = list;
        changed
    }
}

/// A list to look things up in.
pub(super) fn in_order(mut list: Vec<ParticipantId>) -> Vec<ParticipantId> {
    sort(&mut list, |a, b| a < b);
    list.dedup();
    list
}
