//! Messages: sending, listing, changing and taking them away.
//!
//! Every field of a request is optional here, because a missing required field must reach the server's own
//! check and its `BadRequestException` instead of a decoding error.
//!
//! Long because: it is a list of types, which are easier to find in one place.

use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};

use super::Time;
use super::rest::Identity;
use crate::object::{Decode, Tree, decoded, names, object};

/// `POST /channels/{channelArn}/messages`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SendChannelMessageRequest {
    /// The text; at most 4 KB, of a `CONTROL` message 30 bytes. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// `STANDARD` or `CONTROL`. Required.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// `PERSISTENT` or `NON_PERSISTENT`. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persistence: Option<String>,
    /// One line, at most 1,024 characters; not with `CONTROL`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<String>,
    /// 2–64 characters; makes repeats harmless. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_request_token: Option<String>,
    /// What phones are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub push_notification: Option<PushNotification>,
    /// For filters, and for mentions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_attributes: Option<MessageAttributes>,
    /// Required in elastic channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_channel_id: Option<String>,
    /// At most 45 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// For whose eyes only; exactly one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Vec<Target>>,
}

/// `PUT /channels/{channelArn}/messages/{messageId}`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct UpdateChannelMessageRequest {
    /// The new text. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// The new metadata.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<String>,
    /// Required in elastic channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_channel_id: Option<String>,
    /// At most 45 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
}

/// `POST /channels/{channelArn}/messages/{messageId}?operation=redact`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RedactChannelMessageRequest {
    /// Required in elastic channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_channel_id: Option<String>,
}

/// Answer to sending, updating and redacting. A redaction has no status.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChannelMessageResponse {
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_arn: Option<String>,
    /// The message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// How far it got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<MessageStatus>,
    /// In elastic channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_channel_id: Option<String>,
}

object!(ChannelMessageResponse {
    "ChannelArn" => channel_arn,
    "MessageId" => message_id,
    "Status" => status,
    "SubChannelId" => sub_channel_id,
});

/// A message, in a frame or a REST answer. Lists leave out the channel, the persistence and the
/// sub-channel.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChannelMessage {
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_arn: Option<String>,
    /// Its id.
    pub message_id: String,
    /// The text; nothing once it is redacted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// One line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<String>,
    /// What it is for.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<MessageType>,
    /// When it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_timestamp: Option<Time>,
    /// When it was edited last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_edited_timestamp: Option<Time>,
    /// When anything about it changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_updated_timestamp: Option<Time>,
    /// Who sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<Identity>,
    /// Whether its text was taken away for good.
    pub redacted: bool,
    /// Whether it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persistence: Option<Persistence>,
    /// How far it got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<MessageStatus>,
    /// For filters, and for mentions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_attributes: Option<MessageAttributes>,
    /// In elastic channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_channel_id: Option<String>,
    /// How the text is to be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// For whose eyes only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Vec<Target>>,
}

object!(ChannelMessage {
    "ChannelArn" => channel_arn,
    "MessageId" => message_id,
    "Content" => content,
    "Metadata" => metadata,
    "Type" => kind,
    "CreatedTimestamp" => created_timestamp,
    "LastEditedTimestamp" => last_edited_timestamp,
    "LastUpdatedTimestamp" => last_updated_timestamp,
    "Sender" => sender,
    "Redacted" => redacted,
    "Persistence" => persistence,
    "Status" => status,
    "MessageAttributes" => message_attributes,
    "SubChannelId" => sub_channel_id,
    "ContentType" => content_type,
    "Target" => target,
});

/// Answer to `ListChannelMessages`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListChannelMessagesResponse {
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_arn: Option<String>,
    /// The page.
    pub channel_messages: Vec<ChannelMessage>,
    /// For the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// In elastic channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_channel_id: Option<String>,
}

object!(ListChannelMessagesResponse {
    "ChannelArn" => channel_arn,
    "ChannelMessages" => channel_messages,
    "NextToken" => next_token,
    "SubChannelId" => sub_channel_id,
});

/// Answer to `GetChannelMessage`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetChannelMessageResponse {
    /// The message.
    pub channel_message: ChannelMessage,
}

object!(GetChannelMessageResponse {
    "ChannelMessage" => channel_message,
});

/// Answer to `GetChannelMessageStatus`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetChannelMessageStatusResponse {
    /// How far it got.
    pub status: MessageStatus,
}

object!(GetChannelMessageStatusResponse {
    "Status" => status,
});

/// How far a message got through its channel flow.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MessageStatus {
    /// How far.
    pub value: MessageStatusValue,
    /// Why; at most 256 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

object!(MessageStatus {
    "Value" => value,
    "Detail" => detail,
});

/// How far a message got through its channel flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum MessageStatusValue {
    /// It went to everybody.
    Sent,
    /// It is being looked at.
    Pending,
    /// It could not be looked at.
    Failed,
    /// It was looked at and stopped.
    Denied,
    /// A value this crate does not know.
    #[default]
    Unknown,
}

names!(MessageStatusValue {
    "SENT" => Sent,
    "PENDING" => Pending,
    "FAILED" => Failed,
    "DENIED" => Denied,
});

/// What a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum MessageType {
    /// People read it.
    Standard,
    /// Programs read it.
    Control,
    /// A value this crate does not know.
    #[default]
    Unknown,
}

names!(MessageType {
    "STANDARD" => Standard,
    "CONTROL" => Control,
});

/// Whether a message is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Persistence {
    /// Lists have it.
    Persistent,
    /// Only those who listen get it.
    NonPersistent,
    /// A value this crate does not know.
    #[default]
    Unknown,
}

names!(Persistence {
    "PERSISTENT" => Persistent,
    "NON_PERSISTENT" => NonPersistent,
});

/// For whose eyes a message is, besides its sender's.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Target {
    /// The member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_arn: Option<String>,
}

object!(Target {
    "MemberArn" => member_arn,
});

/// What phones are told of a message.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct PushNotification {
    /// 1–50 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// 1–150 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// `DEFAULT` or `VOIP`.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// Attributes by name, in the order in which they came; 1 KB in all.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct MessageAttributes(pub Vec<(String, MessageAttributeValue)>);

impl MessageAttributes {
    /// The values of an attribute; none when it is not there.
    pub fn values(&self, name: &str) -> &[String] {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or(&[], |(_, value)| value.string_values.as_slice())
    }
}

impl Decode for MessageAttributes {
    fn fill(&mut self, tree: &mut Tree) -> bool {
        let Tree::Object(fields) = tree else { return false };
        let mut fits = true;
        for (name, tree) in fields {
            let mut value = MessageAttributeValue::default();
            fits &= value.fill(tree);
            self.0.push((std::mem::take(name), value));
        }
        fits
    }
}

decoded!(MessageAttributes);

impl Serialize for MessageAttributes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// The values of one attribute.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MessageAttributeValue {
    /// 1–512 characters each.
    pub string_values: Vec<String>,
}

object!(MessageAttributeValue {
    "StringValues" => string_values,
});

/// What a channel flow's processor is given over HTTP.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ProcessorRequest {
    /// `CHANNEL_MESSAGE_EVENT`.
    pub event_type: String,
    /// For [`ChannelFlowCallbackRequest`].
    pub callback_id: String,
    /// The message that waits.
    pub channel_message: ChannelMessage,
}

object!(ProcessorRequest {
    "EventType" => event_type,
    "CallbackId" => callback_id,
    "ChannelMessage" => channel_message,
});

/// `POST /channels/{channelArn}?operation=channel-flow-callback`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChannelFlowCallbackRequest {
    /// From [`ProcessorRequest`]; 32–64 characters. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback_id: Option<String>,
    /// The message as it shall be sent. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_message: Option<ChannelMessageCallback>,
    /// Whether it is stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_resource: Option<bool>,
}

/// The message of a [`ChannelFlowCallbackRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChannelMessageCallback {
    /// Which. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// The text, changed or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// The metadata, changed or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<String>,
    /// What phones are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub push_notification: Option<PushNotification>,
    /// For filters, and for mentions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_attributes: Option<MessageAttributes>,
    /// In elastic channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_channel_id: Option<String>,
    /// At most 45 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
}

/// Answer to [`ChannelFlowCallbackRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChannelFlowCallbackResponse {
    /// The channel.
    pub channel_arn: String,
    /// The callback.
    pub callback_id: String,
}

object!(ChannelFlowCallbackResponse {
    "ChannelArn" => channel_arn,
    "CallbackId" => callback_id,
});
