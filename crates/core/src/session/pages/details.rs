//! What a room tells of itself, in place of a page that would have to be asked for.

use super::{PageKind, Pages};
use crate::ids::RoomId;
use crate::protocol::{Details, Page};
use crate::room::HistoryState;
use crate::session::Session;
use crate::time::Millis;

impl Pages {
    /// Something may come by itself that makes asking needless.
    pub(crate) fn hold(&mut self, until: Millis) {
        self.not_before = Some(until);
    }

    /// Whether what the room tells of itself is all that is wanted.
    pub(crate) fn takes_details(&self, details: &Details) -> bool {
        if self.in_flight.is_some() {
            return false;
        }
        if !self.is_opened() {
            return true;
        }
        let Some(cursor) = &self.cursor else { return false };
        let is_fresh = self.missed.as_ref().is_some_and(|missed| missed.from.is_none());
        let reaches = details
            .entries
            .iter()
            .any(|entry| entry.at.is_some_and(|at| (at, &entry.id) <= (cursor.at, &cursor.id)));
        is_fresh && (reaches || !details.has_more)
    }
}

impl Session {
    /// What the room told of itself is the first page, or all that was missed.
    pub(in crate::session) fn apply_details(
        &mut self,
        room_id: RoomId,
        details: Details,
        now: Millis,
    ) {
        let Details { entries, has_more, .. } = details;
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        room.pages.not_before = None;
        if room.pages.is_opened() {
            self.apply_page(room_id, PageKind::Missed, Page { entries, next: None }, now);
            return;
        }
        self.apply_page(room_id, PageKind::Opening, Page { entries, next: None }, now);
        if let Some(room) = self.rooms.get_mut(room_id).filter(|_| has_more) {
            // There is no place where this page ended: the next begins at the oldest item.
            room.pages.older_is_stale = true;
            room.set_history(HistoryState::More);
        }
    }
}
