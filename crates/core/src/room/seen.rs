//! How far the person has read, and what is unread because of it.
//!
//! One cursor for all tabs and devices: it only moves forward. Own messages are never unread.

use super::Room;
use crate::event::RoomChange;
use crate::ids::{ItemId, ServerId};
use crate::time::Millis;
use crate::timeline::{Item, Origin};

/// The newest item the person has seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seen {
    pub(crate) at: Millis,
    pub(crate) id: ServerId,
}

impl Seen {
    pub(crate) fn to_text(&self) -> String {
        [&self.at.0.to_string(), " ", self.id.as_str()].concat()
    }

    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let (at, id) = text.split_once(' ')?;
        Some(Self { at: Millis(at.parse().ok()?), id: ServerId::from(id) })
    }
}

impl Room {
    /// Whether an item is unread, as far as the cursor says.
    pub(crate) fn is_unread(&self, item: &Item) -> bool {
        is_after(item, self.seen.as_ref())
    }

    /// Moves the cursor forward; answers whether it moved.
    pub(crate) fn see(&mut self, seen: Seen) -> bool {
        if self.seen.as_ref().is_some_and(|old| *old >= seen) {
            return false;
        }
        self.seen = Some(seen);
        let cursor = self.seen.as_ref();
        let newer = self.timeline.items().rev().take_while(|item| is_newer(item, cursor));
        let unread = newer.filter(|item| is_after(item, cursor)).count();
        self.set_unread(u32::try_from(unread).unwrap_or(u32::MAX));
        true
    }

    pub(crate) fn set_unread(&mut self, unread: u32) {
        if unread != self.unread {
            self.unread = unread;
            self.changes.push(RoomChange::Unread(unread));
        }
    }

    /// The cursor's place for "everything up to this item".
    pub(crate) fn seen_up_to(&self, item: ItemId) -> Option<Seen> {
        let index = self.timeline.position(item)?;
        // An unsent message has no place in the backend's order; what is above it has.
        (0..=index).rev().find_map(|index| {
            let item = self.timeline.get(index)?;
            Some(Seen { at: item.at, id: item.server_id.clone()? })
        })
    }

    /// Puts the unread divider above the first unread message. Without a cursor nothing was ever read here,
    /// and there is nothing to divide.
    pub(crate) fn place_unread_divider(&mut self) {
        let cursor = self.seen.as_ref();
        let first = cursor.and_then(|_| {
            let newer = self.timeline.items().rev().take_while(|item| is_newer(item, cursor));
            newer.filter(|item| is_after(item, cursor)).last().map(|item| item.id)
        });
        self.timeline.set_unread_divider(first);
    }
}

/// Whether a row stands below the cursor. Dividers and unsent messages do not end the look back.
fn is_newer(item: &Item, cursor: Option<&Seen>) -> bool {
    match (&item.server_id, cursor) {
        (Some(id), Some(seen)) => (item.at, id) > (seen.at, &seen.id),
        (Some(_), None) => true,
        (None, _) => cursor.is_none_or(|seen| item.at >= seen.at || !item.is_content()),
    }
}

fn is_after(item: &Item, cursor: Option<&Seen>) -> bool {
    let of_others = item.message().is_some_and(|message| message.origin == Origin::Other);
    of_others && is_newer(item, cursor)
}
