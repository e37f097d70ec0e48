//! A room: one conversation with its timeline, people, typing and unread count.
//!
//! It keeps what is known; what to do about it is decided in [`crate::session`].

pub(crate) mod crowd;
pub(crate) mod roster;
mod seen;
mod typing;

use std::fmt;
use std::sync::Arc;

use chirrup_wire::connect::item::ParticipantRole;

use crate::event::RoomChange;
use crate::ids::{ParticipantId, RoomId, ServerId};
use crate::moderation::Moderation;
use crate::session::outbox::Outbox;
use crate::session::pages::Pages;
use crate::session::receipts::ReceiptQueue;
use crate::timeline::receipt::Reach;
use crate::timeline::{Author, Timeline};
use crowd::Crowd;
use roster::Roster;
pub(crate) use seen::Seen;
use typing::Typists;

/// Receipts for messages that are not here yet; more than a page of them helps nobody.
const EARLY_RECEIPTS_MAX: usize = 64;

/// One conversation.
pub struct Room {
    id: RoomId,
    /// This participant.
    pub(crate) own: Author,
    pub(crate) timeline: Timeline,
    pub(crate) roster: Roster,
    pub(crate) typists: Typists,
    pub(crate) capabilities: Capabilities,
    pub(crate) seen: Option<Seen>,
    pub(crate) unread: u32,
    /// As it was last told.
    paused: Option<u32>,
    /// The person came in before there was anything to divide.
    pub(crate) visit_due: bool,
    pub(crate) draft: String,
    pub(crate) ended: Option<EndReason>,
    pub(crate) pages: Pages,
    pub(crate) outbox: Outbox,
    pub(crate) receipts: ReceiptQueue,
    /// Answers that are still being written, with the number of their last piece.
    pub(crate) streams: Vec<(ServerId, u32)>,
    early_receipts: Vec<(ServerId, Reach)>,
    /// The rules, where there are moderators.
    pub(crate) moderation: Option<Moderation>,
    pub(crate) crowd: Crowd,
    /// What changed, until it is told.
    pub(crate) changes: Vec<RoomChange>,
}

/// Without what people wrote.
impl fmt::Debug for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Room").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Room {
    pub(crate) fn new(
        id: RoomId,
        own: Author,
        capabilities: Capabilities,
        utc_offset_minutes: i32,
    ) -> Self {
        Self {
            id,
            own,
            timeline: Timeline::new(id, utc_offset_minutes),
            roster: Roster::default(),
            typists: Typists::default(),
            capabilities,
            seen: None,
            unread: 0,
            paused: None,
            visit_due: false,
            draft: String::new(),
            ended: None,
            pages: Pages::default(),
            outbox: Outbox::default(),
            receipts: ReceiptQueue::default(),
            streams: Vec::new(),
            early_receipts: Vec::new(),
            moderation: None,
            crowd: Crowd::default(),
            // Whoever shows the room learns from the start what it can do.
            changes: vec![RoomChange::Capabilities(capabilities)],
        }
    }

    /// Its id.
    pub fn id(&self) -> RoomId {
        self.id
    }

    /// Its timeline.
    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// Whether this is the person whose session it is.
    pub fn is_own(&self, participant: &ParticipantId) -> bool {
        self.own.id == *participant
    }

    /// Who is in the room, this person included, in order of arrival.
    pub fn participants(&self) -> Vec<Participant> {
        self.roster.present()
    }

    /// Who is typing, oldest first, this person never among them.
    pub fn typing(&self) -> Vec<Participant> {
        self.typists.who()
    }

    /// Messages of others after the read cursor.
    pub fn unread(&self) -> u32 {
        self.unread
    }

    /// Where paging back stands.
    pub fn history(&self) -> HistoryState {
        self.pages.state()
    }

    /// The text in the composer, as kept.
    pub fn draft(&self) -> &str {
        &self.draft
    }

    /// What the room can do.
    pub fn capabilities(&self) -> Capabilities {
        self.capabilities
    }

    /// Why the conversation is over, once it is.
    pub fn ended(&self) -> Option<EndReason> {
        self.ended
    }

    /// In a room of thousands, what comes in while somebody reads further up waits.
    pub(crate) fn set_following(&mut self, is_following: bool) {
        if is_following {
            self.timeline.release();
        } else if self.capabilities.crowd {
            self.timeline.hold();
        }
    }

    /// Bounds a room of thousands, and tells how much waits in it.
    pub(crate) fn tend(&mut self) {
        if self.capabilities.crowd {
            self.timeline.prune(crate::timeline::crowd::ITEMS_MAX);
        }
        let forgotten = self.timeline.take_forgotten();
        if let Some(moderation) = &mut self.moderation {
            for (message, author) in forgotten {
                moderation.handle_forgotten(&message, &author);
            }
        }
        if self.timeline.take_is_shorter() {
            self.reopen_history();
        }
        let paused = self.timeline.missed();
        if paused != self.paused {
            self.paused = paused;
            self.changes.push(RoomChange::Paused(paused));
        }
    }

    pub(crate) fn set_capabilities(&mut self, capabilities: Capabilities) {
        if capabilities != self.capabilities {
            self.capabilities = capabilities;
            self.changes.push(RoomChange::Capabilities(capabilities));
        }
    }

    /// A receipt came; it waits when its message is not here yet.
    pub(crate) fn take_reach(&mut self, message: &ServerId, reach: Reach) {
        if self.timeline.raise(message, reach) {
            return;
        }
        if self.early_receipts.len() >= EARLY_RECEIPTS_MAX {
            self.early_receipts.remove(0);
        }
        self.early_receipts.push((message.clone(), reach));
    }

    /// The backend named an own message: receipts that came before it count.
    pub(crate) fn apply_early_receipt(&mut self, message: &ServerId) {
        let Self { early_receipts, timeline, .. } = self;
        early_receipts.retain(|(id, reach)| {
            let is_its = id == message;
            if is_its {
                timeline.raise(message, *reach);
            }
            !is_its
        });
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
    /// Somebody in the audience of an event.
    Fan,
    /// The one everybody came for.
    Artist,
    /// Keeps order, as the backend says.
    Moderator,
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
    /// Own messages can be changed.
    pub edit: bool,
    /// Own messages can be taken back.
    pub delete: bool,
    /// People can be mentioned: [`Room::people`] lists whom.
    pub mentions: bool,
    /// Emoji can be thrown.
    pub bursts: bool,
    /// This person is a moderator: the commands of moderators work.
    pub moderation: bool,
    /// A room of thousands: who comes and goes is not told, and people have roles.
    pub crowd: bool,
    /// Longest message in UTF-8 bytes.
    pub message_bytes_max: u32,
    /// Longest message in characters; 0 when only its bytes count.
    pub message_chars_max: u32,
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
    /// The same person came in on another device; [`Session::take_over`](crate::Session::take_over) comes back.
    Replaced,
    /// This person is banned.
    Banned,
    /// This person was taken out of the room.
    Removed,
    /// The backend does not let this person in any more: a new sign-in may.
    Refused,
}

#[cfg(test)]
mod tests;
