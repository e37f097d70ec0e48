//! Own messages after they were sent: changed, or taken back. And what an admin takes away.

use chirrup_wire::conventions::Metadata;

use super::Session;
use super::calls::Call;
use super::phase::SendError;
use crate::ids::{ItemId, RoomId, ServerId};
use crate::room::Room;
use crate::timeline::{Delivery, FailReason, Message, Origin};

impl Session {
    pub(super) fn change_own(
        &mut self,
        room_id: RoomId,
        item: ItemId,
        text: &str,
    ) -> Result<(), SendError> {
        let text = text.trim();
        let room = self.rooms.get(room_id).filter(|room| room.ended.is_none());
        let room = room.ok_or(SendError::Ended)?;
        room.check_text(text)?;
        let found = room.own_confirmed(item).ok_or(SendError::Ended)?;
        let reply_to = found.1.marks.reply_to.as_ref().map(|id| id.as_str().to_owned());
        let mut metadata = Metadata::default();
        metadata.reply_to = reply_to;
        let metadata = metadata.to_text().ok();
        let Some(event) = self.adapter.event() else { return Err(SendError::Ended) };
        let request = event.edit_request(&found.0, text, metadata.as_deref());
        self.ask(Call::Edit { room: room_id, item }, request);
        Ok(())
    }

    /// Takes an own message back.
    pub(super) fn take_back(&mut self, room_id: RoomId, item: ItemId) {
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        let Some((id, message)) = room.own_confirmed(item) else { return };
        let stopped = matches!(
            message.delivery,
            Delivery::Failed(FailReason::Denied | FailReason::Unreviewed)
        );
        if stopped {
            // Nobody else ever saw it.
            room.timeline.remove(item);
        } else {
            self.redact(id);
        }
    }

    /// Takes somebody's message away without a trace. Only admins may.
    pub(super) fn erase_message(&mut self, room_id: RoomId, item: ItemId) {
        let room = self.rooms.get(room_id).filter(|room| room.capabilities.moderation);
        let id = room.and_then(|room| room.timeline.item(item)?.server_id.clone());
        if let (Some(event), Some(id)) = (self.adapter.event(), id) {
            let request = event.delete_request(&id);
            self.ask(Call::Deed, request);
        }
    }
}

impl Room {
    /// An own message that the backend has.
    fn own_confirmed(&self, item: ItemId) -> Option<(ServerId, &Message)> {
        let item = self.timeline.item(item)?;
        let message = item.message().filter(|message| message.origin == Origin::Own)?;
        Some((item.server_id.clone()?, message))
    }
}
