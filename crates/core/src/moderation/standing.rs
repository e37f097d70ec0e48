//! What is known of a person.

use std::sync::Arc;

use chirrup_wire::conventions::Deed;

use super::Moderation;
use super::ruling::{Ruling, Topic};
use crate::ids::ParticipantId;
use crate::time::Millis;

/// What is known of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// A moderator or admin.
    pub is_authority: bool,
    /// What hides every message of the person.
    pub hidden: Option<Arc<Ruling>>,
    /// What silences the person at the moment.
    pub timeout: Option<Arc<Ruling>>,
    /// Banned, by the backend or a note.
    pub is_banned: bool,
    /// The newest note of a ban, or of its end.
    pub ban_note: Option<Arc<Ruling>>,
    /// May write in a room for approved people.
    pub is_approved: bool,
}

impl Moderation {
    /// Whether typing and emoji of a person are shown.
    pub fn is_heard(&self, person: &ParticipantId, now: Millis) -> bool {
        self.is_authority(person)
            || !(self.is_banned(person)
                || self.hidden_person(person).is_some()
                || self.timeout(person, now).is_some())
    }

    /// Whether a person is a moderator or admin, as the backend says.
    pub fn is_authority(&self, person: &ParticipantId) -> bool {
        self.authority.has(person)
    }

    /// Whether a person is an artist, as the backend says.
    pub fn is_artist(&self, person: &ParticipantId) -> bool {
        let is_own = self.setup.is_artist && *person == self.setup.own;
        is_own || self.authority.is_artist(person)
    }

    /// What is known of a person.
    pub fn standing(&self, person: &ParticipantId, now: Millis) -> Standing {
        Standing {
            is_authority: self.is_authority(person),
            hidden: self.hidden_person(person).cloned(),
            timeout: self.timeout(person, now).cloned(),
            is_banned: self.is_banned(person),
            ban_note: self.counted(Topic::Ban, person.as_str()).cloned(),
            is_approved: self.is_approved(person),
        }
    }

    pub(super) fn hidden_person(&self, person: &ParticipantId) -> Option<&Arc<Ruling>> {
        let ruling = self.counted(Topic::Person, person.as_str());
        ruling.filter(|ruling| matches!(ruling.deed, Deed::HideUser { .. }))
    }

    pub(super) fn timeout(&self, person: &ParticipantId, now: Millis) -> Option<&Arc<Ruling>> {
        let ruling = self.counted(Topic::Timeout, person.as_str());
        ruling.filter(|ruling| matches!(ruling.deed, Deed::Timeout { .. }) && ruling.until() > now)
    }

    pub(super) fn is_approved(&self, person: &ParticipantId) -> bool {
        let ruling = self.counted(Topic::Approval, person.as_str());
        ruling.is_some_and(|ruling| matches!(ruling.deed, Deed::ApproveUser { .. }))
    }

    /// The backend and the notes each know of bans at a time; the newest knows best. The backend does not ban
    /// moderators, so a note that says so is wrong.
    pub(super) fn is_banned(&self, person: &ParticipantId) -> bool {
        if self.is_authority(person) {
            return false;
        }
        let note = self.counted(Topic::Ban, person.as_str());
        let note = note.map(|note| (note.at, matches!(note.deed, Deed::Ban { .. })));
        let listed = self.bans.as_ref();
        let listed = listed.map(|(at, list)| (*at, list.binary_search(person).is_ok()));
        let own = self.own_ban.filter(|_| *person == self.setup.own).map(|at| (at, true));
        [note, listed, own].into_iter().flatten().max().is_some_and(|(_, is_banned)| is_banned)
    }
}
