//! What core tells the UI.

use std::sync::Arc;

use chirrup_wire::conventions::audience::Counts;

use crate::ids::{ParticipantId, RoomId};
use crate::moderation::Change;
use crate::room::{Capabilities, EndReason, HistoryState, Participant};
use crate::session::{Admission, NicknameRefusal, Phase, SessionError};
use crate::time::Day;
use crate::timeline::{Item, TimelineDiff};

/// One thing that changed. Events on edges only: nothing is told twice.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The session's phase changed.
    Phase(Phase),
    /// A person got further, or back, on the way into an event.
    Admission(Admission),
    /// What became of [`Session::check_nickname`](crate::Session::check_nickname): nothing when it is free.
    NicknameChecked {
        /// The nickname, as it would be.
        nickname: String,
        /// Why it cannot be had.
        refusal: Option<NicknameRefusal>,
    },
    /// Somebody threw emoji, this person never among them.
    Burst {
        /// Which room.
        room: RoomId,
        /// Who.
        who: ParticipantId,
        /// Which.
        emoji: String,
        /// How many.
        count: u32,
    },
    /// How many there are in an event; nothing when that is not known any more.
    Counts(Option<Counts>),
    /// What [`Session::look_up`](crate::Session::look_up) found: the text of a [`Person`]. Few read it, so it is
    /// read by whoever does, and others have no code for that.
    ///
    /// [`Person`]: chirrup_wire::conventions::audience::Person
    About(String),
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

impl Event {
    /// Whether a newer count of the same room makes this one worthless.
    pub(crate) fn is_outdated_by(&self, of: RoomId, newer: &RoomChange) -> bool {
        let Self::Room { room, change } = self else { return false };
        let is_same_count = matches!(
            (change, newer),
            (RoomChange::Unread(_), RoomChange::Unread(_))
                | (RoomChange::Paused(_), RoomChange::Paused(_))
        );
        *room == of && is_same_count
    }
}

/// What changed about a room. Each variant holds the whole new value.
#[derive(Clone, Debug, PartialEq)]
pub enum RoomChange {
    /// Who is typing, oldest first, this person never among them.
    Typing(Vec<Participant>),
    /// Messages of others after the read cursor.
    Unread(u32),
    /// Messages of others that wait while the person reads further up; nothing while none has to wait.
    Paused(Option<u32>),
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
    /// Something about a room's rules: [`Room::moderation`](crate::Room::moderation) says what holds, by the
    /// backend's clock; times that are told here are by this device's.
    Moderation(Change),
}
