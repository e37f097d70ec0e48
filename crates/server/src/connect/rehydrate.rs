//! Which conversations a persistent chat continues.

use chirrup_wire::connect::start::PersistentChat;

use crate::app_error::AppError;
use crate::domain::{ContactId, PastRoom};
use crate::store::Reads;

const MOST_PAST_ROOMS: usize = 100;

/// The conversations that a persistent chat continues, and the contact it continues from.
pub(super) fn past_of(
    reads: &dyn Reads,
    persistent: &PersistentChat,
) -> Result<(Vec<PastRoom>, Option<ContactId>), AppError> {
    let source = ContactId::new(persistent.source_contact_id.clone());
    let unknown = || AppError::not_found("PersistentChat.SourceContactId names no contact");
    let room = reads.room_of(&source)?.ok_or_else(unknown)?;
    if !room.is_ended() {
        return Err(AppError::invalid_request("The chat of SourceContactId has not ended"));
    }
    let (until, from) = if persistent.rehydration_type == "FROM_SEGMENT" {
        (reads.end_of_contact(&source)?.unwrap_or(room.last_at), source)
    } else if source.to_room() == room.id {
        (room.last_at, room.contact_id.clone())
    } else {
        return Err(AppError::invalid_request(
            "ENTIRE_PAST_SESSION needs the first contact of the past session",
        ));
    };
    let mut past = vec![PastRoom { room_id: room.id, until }];
    past.extend(room.past);
    past.truncate(MOST_PAST_ROOMS);
    Ok((past, Some(from)))
}
