//! Starting a chat: the sample proxy's form and `StartChatContact` (protocol sheet §2).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Secret;
use crate::object::object;

/// Body of `PUT /contact/chat`, and of the sample proxy's `POST`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct StartChatContactRequest {
    /// 1–100 characters. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<String>,
    /// At most 500 characters. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_flow_id: Option<String>,
    /// Who the visitor is. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participant_details: Option<ParticipantDetails>,
    /// The sample proxy's copy of the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Contact attributes: 32,768 UTF-8 bytes in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributes: Option<BTreeMap<String, String>>,
    /// A first message of the visitor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_message: Option<ChatMessage>,
    /// At most 500 characters; makes repeats harmless.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_token: Option<String>,
    /// 60–10,080; 1,500 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat_duration_in_minutes: Option<i64>,
    /// Must contain `text/plain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supported_messaging_content_types: Option<Vec<String>>,
    /// Continues an ended chat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persistent_chat: Option<PersistentChat>,
    /// 1–256 characters. Not together with `PersistentChat`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related_contact_id: Option<String>,
    /// 1–128 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
}

/// The visitor.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ParticipantDetails {
    /// 1–256 characters.
    #[serde(default)]
    pub display_name: String,
}

/// A message with its content type.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChatMessage {
    /// See [`super::content_type`].
    #[serde(default)]
    pub content_type: String,
    /// 1–16,384.
    #[serde(default)]
    pub content: String,
}

/// Continues an ended chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct PersistentChat {
    /// `ENTIRE_PAST_SESSION` or `FROM_SEGMENT`.
    pub rehydration_type: String,
    /// The contact to continue from.
    pub source_contact_id: String,
}

/// Answer to `StartChatContact`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct StartChatContactResponse {
    /// Names the segment.
    pub contact_id: String,
    /// The visitor's id for the whole chat.
    pub participant_id: String,
    /// For `CreateParticipantConnection` only.
    pub participant_token: Secret,
    /// Persistent chat only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub continued_from_contact_id: Option<String>,
}

object!(StartChatContactResponse {
    "ContactId" => contact_id,
    "ParticipantId" => participant_id,
    "ParticipantToken" => participant_token,
    "ContinuedFromContactId" => continued_from_contact_id,
});

/// What the sample proxy answers: `{"data":{"startChatResult":…,"featurePermissions":…}}`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct StartChatEnvelope {
    /// Everything is below `data`.
    pub data: StartChatData,
}

object!(StartChatEnvelope {
    "data" => data,
});

/// The inside of [`StartChatEnvelope`].
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StartChatData {
    /// The answer of `StartChatContact`.
    pub start_chat_result: StartChatContactResponse,
    /// What the account allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_permissions: Option<FeaturePermissions>,
}

object!(StartChatData {
    "startChatResult" => start_chat_result,
    "featurePermissions" => feature_permissions,
});

/// What the account allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub struct FeaturePermissions {
    /// Whether messages may be Markdown.
    pub messaging_markdown: bool,
    /// Whether files may be sent.
    pub attachments: bool,
}

object!(FeaturePermissions {
    "MESSAGING_MARKDOWN" => messaging_markdown,
    "ATTACHMENTS" => attachments,
});
