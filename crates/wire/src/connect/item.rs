//! Items: what the socket's `aws/chat` frames and the transcript hold (protocol sheet §5).

use serde::Serialize;

use crate::object::{names, object};

/// One item of a chat: a message, an event, an attachment or receipts.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Item {
    /// When the service took it, `yyyy-MM-ddTHH:mm:ss.SSSZ`.
    pub absolute_time: String,
    /// Text, template JSON or event payload. Absent on most events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// See [`super::content_type`]. Absent on attachments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Made by the service; the same as in the answer to `SendMessage`.
    pub id: String,
    /// What kind of item this is.
    #[serde(rename = "Type")]
    pub kind: ItemType,
    /// Who sent or caused it. Absent on `chat.ended`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participant_id: Option<String>,
    /// The name of that participant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The role of that participant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participant_role: Option<ParticipantRole>,
    /// Files of an attachment item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Vec<Attachment>>,
    /// Receipts and processing state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_metadata: Option<MessageMetadata>,
    /// The contact of a past session this item comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related_contact_id: Option<String>,
    /// The contact (segment) of the item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<String>,
    /// The first contact of the chain. On the socket only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_contact_id: Option<String>,
}

object!(Item {
    "AbsoluteTime" => absolute_time,
    "Content" => content,
    "ContentType" => content_type,
    "Id" => id,
    "Type" => kind,
    "ParticipantId" => participant_id,
    "DisplayName" => display_name,
    "ParticipantRole" => participant_role,
    "Attachments" => attachments,
    "MessageMetadata" => message_metadata,
    "RelatedContactId" => related_contact_id,
    "ContactId" => contact_id,
    "InitialContactId" => initial_contact_id,
});

/// The kind of an [`Item`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ItemType {
    /// Somebody said something.
    Message,
    /// Something happened.
    Event,
    /// Files.
    Attachment,
    /// Receipts; socket only.
    MessageMetadata,
    /// A kind this crate does not know.
    #[default]
    Unknown,
}

names!(ItemType {
    "MESSAGE" => Message,
    "EVENT" => Event,
    "ATTACHMENT" => Attachment,
    "MESSAGEMETADATA" => MessageMetadata,
});

/// The role of a participant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ParticipantRole {
    /// A human agent.
    Agent,
    /// The visitor.
    Customer,
    /// The contact flow and its bot.
    System,
    /// A bot added by the business.
    CustomBot,
    /// A supervisor listening or helping.
    Supervisor,
    /// A role this crate does not know.
    #[default]
    Unknown,
}

names!(ParticipantRole {
    "AGENT" => Agent,
    "CUSTOMER" => Customer,
    "SYSTEM" => System,
    "CUSTOM_BOT" => CustomBot,
    "SUPERVISOR" => Supervisor,
});

/// A file of an attachment item.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attachment {
    /// Id for `GetAttachment`.
    pub attachment_id: String,
    /// File name.
    pub attachment_name: String,
    /// Media type.
    pub content_type: String,
    /// `APPROVED`, `REJECTED` or `IN_PROGRESS`.
    pub status: String,
}

object!(Attachment {
    "AttachmentId" => attachment_id,
    "AttachmentName" => attachment_name,
    "ContentType" => content_type,
    "Status" => status,
});

/// Receipts of a message and the state of its processing.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MessageMetadata {
    /// The message spoken of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// Who got and who read it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<Receipt>,
    /// `PROCESSING`, `FAILED` or `REJECTED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_processing_status: Option<String>,
    /// Number of this piece of a streamed answer, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chunk_number: Option<u32>,
    /// Whether this piece is the whole answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_completed: Option<bool>,
}

object!(MessageMetadata {
    "MessageId" => message_id,
    "Receipts" => receipts,
    "MessageProcessingStatus" => message_processing_status,
    "ChunkNumber" => chunk_number,
    "MessageCompleted" => message_completed,
});

/// One participant's receipt for a message.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Receipt {
    /// Whose receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient_participant_id: Option<String>,
    /// When it arrived there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_timestamp: Option<String>,
    /// When it was read there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_timestamp: Option<String>,
}

object!(Receipt {
    "RecipientParticipantId" => recipient_participant_id,
    "DeliveredTimestamp" => delivered_timestamp,
    "ReadTimestamp" => read_timestamp,
});
