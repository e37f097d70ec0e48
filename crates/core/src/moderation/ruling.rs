//! Rulings: what a moderator did, as the room's history has it.

use std::sync::Arc;

use chirrup_wire::conventions::{Action, Deed, RoomMode};

use crate::ids::{ParticipantId, ServerId};
use crate::time::Millis;

/// How long a hidden message can be brought back before its text is taken away for good.
pub const UNDO_MILLIS: u64 = 10_000;

/// An action with its message's id, time and sender. Whether it counts is not known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// Of the message that carried it.
    pub id: ServerId,
    /// When the backend took it.
    pub at: Millis,
    /// Who sent it.
    pub by: ParticipantId,
    /// The sender's name then; may be empty.
    pub by_name: Arc<str>,
    /// What was done.
    pub deed: Deed,
    /// Why.
    pub reason: Option<String>,
    /// When a timeout ends; its beginning of other deeds.
    until: Millis,
}

impl Ruling {
    /// Takes an action of the room's history; nothing when it is of a kind that this client does not know.
    pub fn new(
        id: ServerId,
        at: Millis,
        by: ParticipantId,
        by_name: Arc<str>,
        action: Action,
    ) -> Option<Self> {
        let Action { deed, reason } = action;
        if matches!(deed, Deed::Unknown { .. } | Deed::Mode(RoomMode::Unknown)) {
            return None;
        }
        let mut until = at;
        if let Deed::Timeout { until: end, .. } = &deed {
            until = Millis::from_rfc3339(end)?;
        }
        Some(Self { id, at, by, by_name, deed, reason, until })
    }

    /// When a timeout ends; when the ruling was made for anything else.
    pub fn until(&self) -> Millis {
        self.until
    }

    /// Until when a hidden message can be brought back.
    pub fn undo_until(&self) -> Millis {
        self.at + UNDO_MILLIS
    }

    /// Whether it comes after another in the room's history.
    pub(super) fn is_after(&self, other: &Self) -> bool {
        (self.at, &self.id) > (other.at, &other.id)
    }

    /// What it is about, and whose or which.
    pub(super) fn subject(&self) -> (Topic, &str) {
        match &self.deed {
            Deed::Hide { id } | Deed::Restore { id } => (Topic::Message, id),
            Deed::HideUser { user } | Deed::RestoreUser { user } => (Topic::Person, user),
            Deed::Timeout { user, .. } | Deed::EndTimeout { user } => (Topic::Timeout, user),
            Deed::Ban { user } | Deed::Unban { user } => (Topic::Ban, user),
            Deed::ApproveUser { user } | Deed::UnapproveUser { user } => (Topic::Approval, user),
            Deed::Held { id, .. } | Deed::Approve { id } | Deed::Reject { id } => {
                (Topic::Review, id)
            }
            Deed::Clear | Deed::Unclear => (Topic::Clear, ""),
            Deed::SlowMode { .. } => (Topic::SlowMode, ""),
            Deed::Pin { .. } | Deed::Unpin => (Topic::Pin, ""),
            Deed::Announce { .. } | Deed::Unannounce => (Topic::Announcement, ""),
            Deed::Mode(_) | Deed::Unknown { .. } => (Topic::Mode, ""),
        }
    }
}

/// What rulings are about. Of all rulings on one subject, the newest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    /// Whether a message is hidden.
    Message,
    /// Whether a person's messages are.
    Person,
    /// Whether a person is silenced.
    Timeout,
    /// What is noted of a person's ban.
    Ban,
    /// Whether a person may write in a room for approved people.
    Approval,
    /// What became of a held message.
    Review,
    /// Up to where all messages are hidden.
    Clear,
    /// Time between two messages of one person.
    SlowMode,
    /// The pinned message.
    Pin,
    /// The announcement.
    Announcement,
    /// How open the room is.
    Mode,
}
