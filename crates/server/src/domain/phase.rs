//! Where a room stands, and why it refuses.

use serde::{Deserialize, Serialize};

use super::ids::AgentId;
use crate::clock::Millis;

/// Where a room stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "camelCase")]
pub enum Phase {
    /// The customer was not seen yet.
    Expected,
    /// The bot answers.
    Bot,
    /// Waits for an agent.
    Waiting {
        /// Since when.
        since: Millis,
        /// For whom, after a transfer; anybody otherwise.
        for_agent: Option<AgentId>,
        /// The name of the agent who handed it over.
        transferred_by: Option<String>,
    },
    /// With an agent.
    Open {
        /// Since when.
        since: Millis,
        /// The agent.
        agent: AgentId,
    },
    /// Over.
    Ended {
        /// Since when.
        at: Millis,
    },
}

/// Why a room does not do what it is asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The chat is over.
    #[error("The chat has ended")]
    Ended,
    /// The participant is not on the chat any more.
    #[error("The participant has left the chat")]
    Left,
    /// Another agent has it, or it waits for another one.
    #[error("Another agent has this contact")]
    Taken,
    /// Nobody waits.
    #[error("The contact does not wait for an agent")]
    NotWaiting,
    /// Only the agent of a contact may do this.
    #[error("The contact is not open with this agent")]
    NotYours,
}
