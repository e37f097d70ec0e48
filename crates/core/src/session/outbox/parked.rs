//! Own messages that may be the echo of one on its way.
//!
//! Connect items carry no client token. While an own message waits for its answer, an own message with the
//! same words may be its echo, or the same words from another tab. The answer names the id; until then the
//! other one is held, so that neither is shown twice nor taken for the other.

use super::{Outbox, own_message};
use crate::ids::{ItemId, RoomId, ServerId};
use crate::protocol::Markup;
use crate::room::Room;
use crate::session::Session;
use crate::time::Millis;
use crate::timeline::{Delivery, ItemKind, Marks, Message, NewItem};

/// An own message of which it is not known yet whether it is one of the outbox.
#[derive(Debug)]
pub(super) struct Parked {
    pub(super) id: ServerId,
    pub(super) at: Millis,
    pub(super) source: String,
    markup: Markup,
}

impl Outbox {
    /// Whether an own message that the backend tells of may be one that waits here for its answer.
    fn may_be_echo(&self, source: &str, at: Millis) -> bool {
        self.unsent.iter().any(|unsent| {
            unsent.attempted && unsent.text == source && at >= unsent.after && unsent.is_open()
        })
    }
}

impl Session {
    /// An own message the backend tells of: inserted, or held while it may be the echo of one on its way.
    pub(in crate::session) fn take_own_message(
        &mut self,
        room_id: RoomId,
        id: ServerId,
        at: Millis,
        source: String,
        markup: Markup,
    ) -> Option<ItemId> {
        let room = self.rooms.get_mut(room_id)?;
        if room.outbox.may_be_echo(&source, at) {
            if !room.outbox.parked.iter().any(|parked| parked.id == id) {
                room.outbox.parked.push(Parked { id, at, source, markup });
            }
            return None;
        }
        room.insert_own(&id, at, &source, markup, Marks::default())
    }

    /// What cannot be an echo any more is somebody's message: this person's, from another tab or device.
    pub(super) fn release_parked(&mut self, room_id: RoomId) {
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        for Parked { id, at, source, markup } in std::mem::take(&mut room.outbox.parked) {
            self.take_own_message(room_id, id, at, source, markup);
        }
    }
}

impl Room {
    /// An own message from elsewhere.
    pub(in crate::session) fn insert_own(
        &mut self,
        id: &ServerId,
        at: Millis,
        source: &str,
        markup: Markup,
        marks: Marks,
    ) -> Option<ItemId> {
        let message = own_message(self, source, markup, Delivery::Sent);
        let kind = ItemKind::Message(Message { marks, ..message });
        let item = self.timeline.merge(NewItem { server_id: id.clone(), at, kind });
        self.apply_early_receipt(id);
        item
    }
}
