//! Requests and answers of the participant service (protocol sheet §3).
//!
//! Every field of a request is optional here, because a missing required field must reach the server's
//! own check and its `ValidationException` instead of a decoding error.

use serde::{Deserialize, Serialize};

use super::item::{Item, MessageMetadata};
use crate::Secret;
use crate::object::object;

/// The header that carries the participant or connection token.
pub const BEARER_HEADER: &str = "x-amz-bearer";
/// The header that names an error.
pub const ERROR_TYPE_HEADER: &str = "x-amzn-ErrorType";

/// Body of an error answer. The name travels in [`ERROR_TYPE_HEADER`].
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ErrorBody {
    /// A sentence for people.
    pub message: String,
}

object!(ErrorBody {
    "Message" | "message" => message,
});

/// `POST /participant/connection`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreateParticipantConnectionRequest {
    /// `WEBSOCKET`, `CONNECTION_CREDENTIALS`, `WEBRTC_CONNECTION`.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub kinds: Option<Vec<String>>,
    /// Marks the participant as connected without a socket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connect_participant: Option<bool>,
}

/// Answer to [`CreateParticipantConnectionRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreateParticipantConnectionResponse {
    /// Where to connect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub websocket: Option<Websocket>,
    /// The token for every other call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_credentials: Option<ConnectionCredentials>,
}

object!(CreateParticipantConnectionResponse {
    "Websocket" => websocket,
    "ConnectionCredentials" => connection_credentials,
});

/// A signed socket address.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Websocket {
    /// The whole address, ticket included.
    pub url: Secret,
    /// Connect before this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_expiry: Option<String>,
}

object!(Websocket {
    "Url" => url,
    "ConnectionExpiry" => connection_expiry,
});

/// The token for every call but `CreateParticipantConnection`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ConnectionCredentials {
    /// The token.
    pub connection_token: Secret,
    /// When it stops working.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry: Option<String>,
}

object!(ConnectionCredentials {
    "ConnectionToken" => connection_token,
    "Expiry" => expiry,
});

/// `POST /participant/message`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SendMessageRequest {
    /// 1–100 characters. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// 1–16,384 bytes. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// At most 500 characters; makes repeats harmless.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_token: Option<String>,
}

/// `POST /participant/event`.
pub type SendEventRequest = SendMessageRequest;

/// Answer to `SendMessage` and `SendEvent`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SendMessageResponse {
    /// The item's id, the same as on the socket and in the transcript.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When the service took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absolute_time: Option<String>,
    /// Processing state, where the feature is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_metadata: Option<MessageMetadata>,
}

object!(SendMessageResponse {
    "Id" => id,
    "AbsoluteTime" => absolute_time,
    "MessageMetadata" => message_metadata,
});

/// Answer to `SendEvent`.
pub type SendEventResponse = SendMessageResponse;

/// `POST /participant/transcript`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetTranscriptRequest {
    /// The contact to read; the current one when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<String>,
    /// 0–100; 10 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
    /// `FORWARD` or `BACKWARD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scan_direction: Option<String>,
    /// `ASCENDING` or `DESCENDING`, within the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_order: Option<String>,
    /// Where to begin; `{}` means nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_position: Option<StartPosition>,
    /// From the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// Where a transcript page begins: at most one field is set.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct StartPosition {
    /// At the item of this id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// At this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absolute_time: Option<String>,
    /// At the n-th newest item, 0–100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_recent: Option<i64>,
}

/// Answer to [`GetTranscriptRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetTranscriptResponse {
    /// The first contact of the chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_contact_id: Option<String>,
    /// The page.
    pub transcript: Vec<Item>,
    /// For the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

object!(GetTranscriptResponse {
    "InitialContactId" => initial_contact_id,
    "Transcript" => transcript,
    "NextToken" => next_token,
});

/// `POST /participant/disconnect`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DisconnectParticipantRequest {
    /// At most 500 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_token: Option<String>,
}
