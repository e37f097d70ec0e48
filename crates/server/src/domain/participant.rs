//! Who takes part in a room.

use serde::{Deserialize, Serialize};

use super::ids::{AgentId, ParticipantId};
use super::item::Sender;
use crate::clock::Millis;

/// Somebody in a room. Kept after they left, because items name them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Who.
    pub id: ParticipantId,
    /// As what.
    pub role: Role,
    /// The name that others see.
    pub display_name: String,
    /// The agent of the config behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<AgentId>,
    /// Where they stand.
    pub presence: Presence,
    /// When they last said something, or came in.
    pub heard_at: Millis,
    /// Whether others were told that they are idle.
    #[serde(default)]
    pub is_idle: bool,
}

impl Participant {
    /// This participant as the sender of an item.
    pub fn to_sender(&self) -> Sender {
        Sender {
            participant_id: self.id.clone(),
            display_name: self.display_name.clone(),
            role: self.role,
        }
    }

    /// Whether they are a person on the chat at this moment.
    pub fn is_active_person(&self) -> bool {
        self.role != Role::System && self.presence == Presence::Active
    }
}

/// What somebody is in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// The visitor.
    Customer,
    /// A person at the desk.
    Agent,
    /// The contact flow and its bot.
    System,
}

/// Where a participant stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Presence {
    /// Has a token, and was never connected.
    Expected,
    /// On the chat.
    Active,
    /// Gone by transfer or by leaving: reads and writes nothing any more.
    Left,
    /// On the chat when it ended: may still read the transcript.
    Ended,
}
