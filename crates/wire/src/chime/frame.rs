//! Socket frames (protocol sheet §5.2). They only go from server to client.

use serde::Serialize;

use super::Time;
use super::channel::Channel;
use super::membership::ChannelMembership;
use super::message::ChannelMessage;
use crate::object::{names, object};

/// `x-amz-chime-message-type` of everything that is no message.
pub const SYSTEM: &str = "SYSTEM";

/// A frame.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Frame {
    /// What it is.
    pub headers: Headers,
    /// A value as JSON *text*; its type depends on the [`EventType`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
}

object!(Frame {
    "Headers" => headers,
    "Payload" => payload,
});

/// What a [`Frame`] is.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct Headers {
    /// What happened.
    #[serde(rename = "x-amz-chime-event-type")]
    pub event_type: EventType,
    /// `STANDARD` or `CONTROL` for messages, else [`SYSTEM`].
    #[serde(rename = "x-amz-chime-message-type", skip_serializing_if = "Option::is_none")]
    pub message_type: Option<String>,
    /// Such as `subchannel_DELETED`.
    #[serde(rename = "x-amz-chime-event-reason", skip_serializing_if = "Option::is_none")]
    pub event_reason: Option<String>,
}

object!(Headers {
    "x-amz-chime-event-type" => event_type,
    "x-amz-chime-message-type" => message_type,
    "x-amz-chime-event-reason" => event_reason,
});

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventType {
    /// The socket listens from here on. No payload.
    SessionEstablished,
    /// [`ChannelDetails`], when they were asked for.
    ChannelDetails,
    /// [`ChannelMessage`], to all members.
    CreateChannelMessage,
    /// [`ChannelMessage`], to all members.
    UpdateChannelMessage,
    /// [`ChannelMessage`], to all members.
    RedactChannelMessage,
    /// [`ChannelMessage`], to all members.
    DeleteChannelMessage,
    /// [`ChannelMessage`], to its sender: it is being looked at.
    PendingCreateChannelMessage,
    /// [`ChannelMessage`], to its sender: the edit is being looked at.
    PendingUpdateChannelMessage,
    /// [`ChannelMessage`], to its sender: it could not be looked at.
    FailedCreateChannelMessage,
    /// [`ChannelMessage`], to its sender: the edit could not be looked at.
    FailedUpdateChannelMessage,
    /// [`ChannelMessage`], to its sender: it was stopped.
    DeniedCreateChannelMessage,
    /// [`ChannelMessage`], to its sender: the edit was stopped.
    DeniedUpdateChannelMessage,
    /// [`Channel`], to all members.
    UpdateChannel,
    /// [`Channel`], to all members.
    DeleteChannel,
    /// [`ChannelMembership`], to all members.
    CreateChannelMembership,
    /// [`ChannelMembership`], to all members.
    DeleteChannelMembership,
    /// [`ChannelMembership`], to a member of an elastic channel who was moved.
    UpdateChannelMembership,
    /// [`super::membership::BatchChannelMemberships`], to all members.
    BatchCreateChannelMembership,
    /// A value this crate does not know.
    #[default]
    Unknown,
}

names!(EventType {
    "SESSION_ESTABLISHED" => SessionEstablished,
    "CHANNEL_DETAILS" => ChannelDetails,
    "CREATE_CHANNEL_MESSAGE" => CreateChannelMessage,
    "UPDATE_CHANNEL_MESSAGE" => UpdateChannelMessage,
    "REDACT_CHANNEL_MESSAGE" => RedactChannelMessage,
    "DELETE_CHANNEL_MESSAGE" => DeleteChannelMessage,
    "PENDING_CREATE_CHANNEL_MESSAGE" => PendingCreateChannelMessage,
    "PENDING_UPDATE_CHANNEL_MESSAGE" => PendingUpdateChannelMessage,
    "FAILED_CREATE_CHANNEL_MESSAGE" => FailedCreateChannelMessage,
    "FAILED_UPDATE_CHANNEL_MESSAGE" => FailedUpdateChannelMessage,
    "DENIED_CREATE_CHANNEL_MESSAGE" => DeniedCreateChannelMessage,
    "DENIED_UPDATE_CHANNEL_MESSAGE" => DeniedUpdateChannelMessage,
    "UPDATE_CHANNEL" => UpdateChannel,
    "DELETE_CHANNEL" => DeleteChannel,
    "CREATE_CHANNEL_MEMBERSHIP" => CreateChannelMembership,
    "DELETE_CHANNEL_MEMBERSHIP" => DeleteChannelMembership,
    "UPDATE_CHANNEL_MEMBERSHIP" => UpdateChannelMembership,
    "BATCH_CREATE_CHANNEL_MEMBERSHIP" => BatchCreateChannelMembership,
});

/// A channel as prefetch tells of it: at most 20 messages, newest first, and 30 members.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChannelDetails {
    /// The channel.
    pub channel: Channel,
    /// The newest messages, newest first.
    pub channel_messages: Vec<ChannelMessage>,
    /// Some of the members.
    pub channel_memberships: Vec<ChannelMembership>,
    /// How far it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_marker_timestamp: Option<Time>,
    /// Whether there are older messages.
    pub channel_messages_has_more: bool,
}

object!(ChannelDetails {
    "Channel" => channel,
    "ChannelMessages" => channel_messages,
    "ChannelMemberships" => channel_memberships,
    "ReadMarkerTimestamp" => read_marker_timestamp,
    "ChannelMessagesHasMore" => channel_messages_has_more,
});
