//! The agents' desk of `chirrup-server`: JSON over HTTP, and one socket that tells of every change.
//!
//! | call | body → answer |
//! |---|---|
//! | `POST /desk/api/sign-in` | [`SignInRequest`] → [`SignInResponse`]; 401 when name or key are wrong |
//! | `POST /desk/api/sign-out` | nothing → 204 |
//! | `POST /desk/api/contacts/{contactId}/accept` | nothing → [`AcceptResponse`]; 409 when another agent has it |
//! | `POST /desk/api/contacts/{contactId}/transfer` | [`TransferRequest`] → 204; 404 for an unknown agent |
//! | `GET /desk/api/socket` | a WebSocket: one [`Hello`] up, then [`DeskFrame`]s down |
//!
//! All calls but the first carry `Authorization: Bearer <token>`; the socket takes the token in its first
//! frame, because an address is logged and a frame is not. Errors are `{"Message":"…"}` with the status.
//! An agent ends a contact through the participant service (`DisconnectParticipant`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Secret;
use crate::connect::item::ParticipantRole;

/// Name and key from the server's config.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInRequest {
    /// The agent's name.
    pub name: String,
    /// The agent's key.
    pub key: Secret,
}

/// Who signed in, and the token for the other calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInResponse {
    /// For `Authorization: Bearer`.
    pub token: Secret,
    /// The agent.
    pub agent: Agent,
}

/// An agent of the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Agent {
    /// Stable id.
    pub id: String,
    /// Name shown to customers.
    pub name: String,
    /// Whether a desk of this agent is connected.
    #[serde(default)]
    pub online: bool,
}

/// First frame on the desk's socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hello {
    /// The token of [`SignInResponse`].
    pub token: Secret,
}

/// What the desk's socket sends: the whole state after each change, changes within 100 ms joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum DeskFrame {
    /// Everything this agent may see.
    State {
        /// Waiting for anybody or for this agent, and open with this agent; oldest first.
        contacts: Vec<Contact>,
        /// Everybody who can take a transfer.
        agents: Vec<Agent>,
    },
    /// The token is wrong or expired: sign in again. The socket closes after it.
    SignedOut,
}

/// A contact as the desk lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    /// The contact.
    pub contact_id: String,
    /// The visitor as a participant: the same id as on their items, also after a transfer.
    pub customer_id: String,
    /// The visitor's name.
    pub customer_name: String,
    /// Whether it waits or is open.
    pub state: ContactState,
    /// The last message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview: Option<Preview>,
    /// Messages that the agent of the contact has not read.
    pub unread: u32,
    /// Who transferred it here, while it waits for this agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transferred_by: Option<String>,
    /// When it came into this state, `yyyy-MM-ddTHH:mm:ss.SSSZ`.
    pub since: String,
}

/// Where a contact stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ContactState {
    /// In the queue.
    Waiting,
    /// With the agent who asks.
    Open,
}

/// The last message of a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// At most 140 characters of it.
    pub text: String,
    /// Whose it is.
    pub role: ParticipantRole,
    /// When it was sent.
    pub at: String,
}

/// What `chirrup-core` needs to join the contact as the agent, and what is known of the contact from its
/// start. That comes here once, and not with each state of the list: it may be long, and it never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AcceptResponse {
    /// The contact.
    pub contact_id: String,
    /// The first contact of its chain.
    pub initial_contact_id: String,
    /// The agent as participant.
    pub participant_id: String,
    /// For `CreateParticipantConnection`.
    pub participant_token: Secret,
    /// The attributes that the chat was started with: `Attributes` of `StartChatContact`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
}

/// Whom to hand the contact to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransferRequest {
    /// An [`Agent`]'s id.
    pub agent_id: String,
}
