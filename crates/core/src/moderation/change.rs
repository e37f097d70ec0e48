//! What looks different because of a ruling.

use chirrup_wire::conventions::RoomMode;

use super::Composing;
use crate::ids::{ParticipantId, ServerId};

/// What looks different. A change that concerns the whole room is told once until it is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// This message, wherever it is shown.
    Message(ServerId),
    /// Every message of this person: [`messages_of`](super::Moderation::messages_of).
    Person(ParticipantId),
    /// Any message.
    Messages,
    /// What is known of this person, and no message.
    Standing(ParticipantId),
    /// What stands in the composer's place.
    Composing(Composing),
    /// The pin, or how the pinned message looks.
    Pin,
    /// The announcement.
    Announcement,
    /// How open the room is.
    Mode(RoomMode),
    /// Time between two messages of one person.
    SlowMode(u32),
    /// The messages that wait for review.
    Held,
    /// Who is a moderator, or an artist.
    Authorities,
    /// Who is banned.
    Bans,
    /// The log.
    Log,
}
