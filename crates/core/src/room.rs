//! A room: one conversation with its timeline, people, typing and unread count.

use std::sync::Arc;

use chirrup_wire::connect::item::ParticipantRole;

use crate::ids::{ParticipantId, RoomId};
use crate::timeline::Timeline;

/// One conversation.
#[derive(Debug)]
pub struct Room {
    id: RoomId,
    timeline: Timeline,
}

impl Room {
    /// Its id.
    pub fn id(&self) -> RoomId {
        self.id
    }

    /// Its timeline.
    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }
}

/// Somebody in a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// The backend's id.
    pub id: ParticipantId,
    /// Name, as the backend gives it; may be empty.
    pub name: Arc<str>,
    /// Role.
    pub role: Role,
    /// Whether the backend says that the person is away.
    pub presence: Presence,
}

/// What somebody is in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The visitor.
    Customer,
    /// A human agent or supervisor.
    Agent,
    /// A bot or the contact flow.
    Bot,
}

impl From<ParticipantRole> for Role {
    fn from(role: ParticipantRole) -> Self {
        match role {
            ParticipantRole::Customer => Self::Customer,
            ParticipantRole::Agent | ParticipantRole::Supervisor => Self::Agent,
            ParticipantRole::System | ParticipantRole::CustomBot | ParticipantRole::Unknown => {
                Self::Bot
            }
        }
    }
}

/// Whether somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// There.
    Active,
    /// Silent for long.
    Idle,
}

/// What a room can do. The UI shows what is here and knows nothing of protocols.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, not states")]
pub struct Capabilities {
    /// Typing goes out and comes in.
    pub typing: bool,
    /// Delivered and read marks.
    pub receipts: bool,
    /// Messages may be Markdown.
    pub markdown: bool,
    /// The person may end the conversation.
    pub end: bool,
    /// Longest message in UTF-8 bytes.
    pub message_bytes_max: u32,
}

/// Where paging back stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum HistoryState {
    /// Nothing loaded yet, the first page is on its way.
    #[default]
    Opening,
    /// There may be older pages.
    More,
    /// A page is in flight.
    Loading,
    /// The page could not be had; `load_older` tries again.
    Failed,
    /// This is the beginning.
    Complete,
}

/// Why a conversation is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// This person ended it.
    Own,
    /// The other side or the service ended it.
    Remote,
    /// It was over when this page came back to it (403 on the connection).
    Expired,
}
