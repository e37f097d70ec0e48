//! What core tells the UI.

use std::sync::Arc;

use crate::ids::RoomId;
use crate::room::{Capabilities, EndReason, HistoryState, Participant};
use crate::session::{Phase, SessionError};
use crate::time::Day;
use crate::timeline::{Item, TimelineDiff};

/// One thing that changed. Events on edges only: nothing is told twice.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The session's phase changed.
    Phase(Phase),
    /// A room exists from now on.
    RoomOpened(RoomId),
    /// A room is gone (the session was reset).
    RoomClosed(RoomId),
    /// A room's timeline changed; apply the diffs in order.
    Timeline {
        /// Which room.
        room: RoomId,
        /// How.
        diffs: Vec<TimelineDiff>,
    },
    /// Something else about a room changed.
    Room {
        /// Which room.
        room: RoomId,
        /// What.
        change: RoomChange,
    },
    /// The server confirmed a message of this person.
    MessageSent {
        /// Which room.
        room: RoomId,
        /// The item.
        item: Arc<Item>,
    },
    /// A message of somebody else arrived live (not from history).
    MessageReceived {
        /// Which room.
        room: RoomId,
        /// The item.
        item: Arc<Item>,
    },
    /// The local calendar day, at start and at each midnight: labels such as "Today" depend on it.
    Today(Day),
    /// Something failed that a person or the host page should know. Told once, at its scope.
    Error(SessionError),
}

/// What changed about a room. Each variant holds the whole new value.
#[derive(Clone, Debug, PartialEq)]
pub enum RoomChange {
    /// Who is typing, oldest first, this person never among them.
    Typing(Vec<Participant>),
    /// Messages of others after the read cursor.
    Unread(u32),
    /// Who is in the room.
    Participants(Vec<Participant>),
    /// What the room can do.
    Capabilities(Capabilities),
    /// Where paging back stands.
    History(HistoryState),
    /// The draft, as restored or as changed in another tab.
    Draft(String),
    /// The conversation is over.
    Ended(EndReason),
}
