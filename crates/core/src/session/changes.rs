//! Own messages after they were sent: changed, taken back, or stopped by the backend. And what an admin takes away.

use chirrup_wire::conventions::{MentionRange, Metadata};

use super::calls::Call;
use super::phase::SendError;
use super::{Composed, Session};
use crate::ids::{ItemId, RoomId, ServerId};
use crate::room::Room;
use crate::time::Millis;
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
        self.discard_stopped(room_id, item);
        let room = self.rooms.get(room_id);
        if let Some((id, _)) = room.and_then(|room| room.own_confirmed(item)) {
            self.redact(id);
        }
    }

    /// Takes away what the backend stopped: nobody else ever saw it.
    pub(super) fn discard_stopped(&mut self, room_id: RoomId, item: ItemId) {
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        let own = room.own_confirmed(item);
        let reasons = [FailReason::Denied, FailReason::Unreviewed].map(Delivery::Failed);
        if own.is_some_and(|(_, message)| reasons.contains(&message.delivery)) {
            room.timeline.remove(item);
        }
    }

    /// Sends a message that nobody could review as a new one, in place of the one that is there.
    pub(super) fn send_again(&mut self, room_id: RoomId, item: ItemId, now: Millis) {
        let Some(room) = self.rooms.get(room_id) else { return };
        let own = room.own_confirmed(item).map(|(_, message)| message.clone());
        let unreviewed = Delivery::Failed(FailReason::Unreviewed);
        let Some(message) = own.filter(|message| message.delivery == unreviewed) else { return };
        let mentions = &message.marks.mentions;
        let people: Vec<_> = mentions.iter().map(|it| it.who.as_str().to_owned()).collect();
        let ranges = mentions.iter().zip(0..).map(|(mention, index)| {
            let (start, length) = (mention.start, mention.length);
            MentionRange { start, length, index }
        });
        let answered = message.marks.reply_to.as_ref().and_then(|id| room.timeline.quoted(id));
        let composed = Composed {
            text: &message.source,
            ranges: &ranges.collect::<Vec<_>>(),
            people: &people,
            reply_to: answered.map(|item| item.id),
            target: message.marks.target.as_ref(),
        };
        // What cannot be sent now stays as it is.
        if self.compose(room_id, composed, now).is_ok() {
            self.discard_stopped(room_id, item);
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
