//! What a committed write has to tell those who listen.

use crate::chime::news::ChimeNews;
use crate::clock::Millis;
use crate::domain::{ContactId, Item, ParticipantId, RoomId};
use crate::store::Receipt;

/// One thing to tell after a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// An item, to everybody in the room who may see it.
    Item {
        /// The room.
        room_id: RoomId,
        /// The item.
        item: Item,
        /// Who has no use for it: the one who types.
        except: Option<ParticipantId>,
    },
    /// A receipt, to everybody but the one who gave it.
    Receipt {
        /// The room.
        room_id: RoomId,
        /// The contact that runs.
        contact_id: ContactId,
        /// The receipt.
        receipt: Receipt,
    },
    /// A participant is off the chat: their sockets end.
    Gone {
        /// The room.
        room_id: RoomId,
        /// The participant.
        participant_id: ParticipantId,
    },
    /// The chat is over: all its sockets end.
    Over {
        /// The room.
        room_id: RoomId,
    },
    /// Something the desk shows has changed.
    Desk,
    /// A room wants to be woken at this time.
    Wake(Millis),
    /// Something happened in a channel, or to somebody's keys.
    Chime(ChimeNews),
}
