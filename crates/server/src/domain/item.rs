//! Items: what is said and what happens in a room.
//!
//! Not here: their names on the wire (`connect/encode.rs`) and receipts, which belong to the store.

use serde::{Deserialize, Serialize};

use super::ids::{ContactId, ItemId, ParticipantId};
use super::participant::Role;
use crate::clock::Millis;

/// Something said or something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The same in answers, on the socket and in the transcript.
    pub id: ItemId,
    /// The contact that ran.
    pub contact_id: ContactId,
    /// Strictly later than every earlier item of the room, so that time alone orders a room.
    pub at: Millis,
    /// What it is.
    pub body: Body,
    /// Who said or caused it; nobody for the end of the chat.
    pub sender: Option<Sender>,
    /// Who may see it.
    pub visibility: Visibility,
}

/// Who an item comes from, as it was called then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The participant.
    pub participant_id: ParticipantId,
    /// The name at that time.
    pub display_name: String,
    /// The role.
    pub role: Role,
}

/// Who may see an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Visibility {
    /// Everybody.
    All,
    /// Everybody but the customer.
    Agents,
}

impl Visibility {
    /// Whether somebody of this role may see it.
    pub fn allows(self, role: Role) -> bool {
        match self {
            Self::All => true,
            Self::Agents => role != Role::Customer,
        }
    }
}

/// What an item is.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// Text, Markdown or JSON.
    Message {
        /// What kind of text.
        content_type: String,
        /// The text.
        content: String,
    },
    /// A participant came in.
    Joined,
    /// A participant went away.
    Left,
    /// A participant is being added.
    Invited,
    /// The contact went to another agent.
    TransferSucceeded,
    /// The chat is over.
    Ended,
    /// Somebody is typing.
    Typing,
    /// A participant has been silent for long.
    Idle,
    /// An idle participant is back.
    Returned,
    /// Everybody but the customer is taken off a chat the customer left alone.
    AutoDisconnection,
    /// A persistent chat has its past.
    Rehydrated,
}

impl Body {
    /// Whether the transcript keeps it. The others are told and forgotten.
    pub fn is_kept(&self) -> bool {
        match self {
            Self::Message { .. }
            | Self::Joined
            | Self::Left
            | Self::Invited
            | Self::TransferSucceeded
            | Self::Ended => true,
            Self::Typing
            | Self::Idle
            | Self::Returned
            | Self::AutoDisconnection
            | Self::Rehydrated => false,
        }
    }

    /// Whether it is something said.
    pub fn is_message(&self) -> bool {
        matches!(self, Self::Message { .. })
    }
}

/// Message text is nobody's business but the participants': it never reaches a log.
impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Message { .. } => "Message(…)",
            Self::Joined => "Joined",
            Self::Left => "Left",
            Self::Invited => "Invited",
            Self::TransferSucceeded => "TransferSucceeded",
            Self::Ended => "Ended",
            Self::Typing => "Typing",
            Self::Idle => "Idle",
            Self::Returned => "Returned",
            Self::AutoDisconnection => "AutoDisconnection",
            Self::Rehydrated => "Rehydrated",
        })
    }
}
