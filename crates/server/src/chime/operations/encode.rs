//! Records as the wire has them. Answers tell times as numbers, frames as text.

use chirrup_wire::chime::Time;
use chirrup_wire::chime::channel::{
    Channel as WireChannel, ElasticChannelConfiguration, ExpirationSettings,
};
use chirrup_wire::chime::membership::ChannelMembership;
use chirrup_wire::chime::message::{
    ChannelMessage, MessageStatus, MessageStatusValue, MessageType, Persistence, Target,
};

use crate::chime::domain::record::{
    Channel, Elastic, Expiration, Membership, Message, MessageKind, Status,
};
use crate::clock::Millis;

/// How times are told.
pub(super) type Clock = fn(Millis) -> Time;

/// As answers have them.
pub(super) fn seconds(at: Millis) -> Time {
    Time::Seconds(at.0.unsigned_abs())
}

/// As frames have them.
pub(super) fn text(at: Millis) -> Time {
    Time::Text(at.0.unsigned_abs())
}

/// A channel with everything there is to it.
pub(super) fn channel(channel: &Channel, clock: Clock) -> WireChannel {
    WireChannel {
        created_by: Some(channel.created_by.clone()),
        created_timestamp: Some(clock(channel.created_at)),
        last_updated_timestamp: Some(clock(channel.updated_at)),
        channel_flow_arn: channel.flow.as_ref().map(ToString::to_string),
        elastic_channel_configuration: channel.elastic.map(elastic),
        expiration_settings: channel.expiration.map(expiration),
        ..channel_summary(channel, clock)
    }
}

/// A channel as lists have it.
pub(super) fn channel_summary(channel: &Channel, clock: Clock) -> WireChannel {
    WireChannel {
        name: Some(channel.name.clone()),
        channel_arn: channel.arn.to_string(),
        mode: Some(channel.mode.text().to_owned()),
        privacy: Some(channel.privacy.text().to_owned()),
        metadata: channel.metadata.clone(),
        last_message_timestamp: channel.last_message_at.map(clock),
        ..WireChannel::default()
    }
}

fn elastic(elastic: Elastic) -> ElasticChannelConfiguration {
    ElasticChannelConfiguration {
        maximum_sub_channels: Some(elastic.most_parts),
        target_memberships_per_sub_channel: Some(elastic.target),
        minimum_membership_percentage: Some(elastic.percentage),
    }
}

/// When a channel goes away.
pub(super) fn expiration(expiration: Expiration) -> ExpirationSettings {
    ExpirationSettings {
        expiration_days: Some(expiration.days),
        expiration_criterion: Some(expiration.criterion.text().to_owned()),
    }
}

/// A membership with everything there is to it.
pub(super) fn membership(
    channel: &Channel,
    membership: &Membership,
    clock: Clock,
) -> ChannelMembership {
    ChannelMembership {
        invited_by: Some(membership.invited_by.clone()),
        kind: Some(membership.kind.text().to_owned()),
        channel_arn: Some(channel.arn.to_string()),
        created_timestamp: Some(clock(membership.created_at)),
        last_updated_timestamp: Some(clock(membership.updated_at)),
        sub_channel_id: membership.sub_channel.clone(),
        ..membership_summary(membership)
    }
}

/// A membership as lists have it.
pub(super) fn membership_summary(membership: &Membership) -> ChannelMembership {
    ChannelMembership { member: membership.member.clone(), ..ChannelMembership::default() }
}

/// A message with everything there is to it.
pub(super) fn message(channel: &Channel, message: &Message, clock: Clock) -> ChannelMessage {
    let persistence =
        if message.is_kept { Persistence::Persistent } else { Persistence::NonPersistent };
    ChannelMessage {
        channel_arn: Some(channel.arn.to_string()),
        persistence: Some(persistence),
        sub_channel_id: message.sub_channel.clone(),
        ..message_summary(message, clock)
    }
}

/// A message as lists have it.
pub(super) fn message_summary(message: &Message, clock: Clock) -> ChannelMessage {
    let target = message.target.clone();
    ChannelMessage {
        message_id: message.id.clone(),
        content: message.words.content.clone(),
        metadata: message.words.metadata.clone(),
        kind: Some(match message.kind {
            MessageKind::Standard => MessageType::Standard,
            MessageKind::Control => MessageType::Control,
        }),
        created_timestamp: Some(clock(message.at)),
        last_edited_timestamp: message.edited_at.map(clock),
        last_updated_timestamp: Some(clock(message.updated_at)),
        sender: Some(message.sender.clone()),
        redacted: message.is_redacted,
        status: Some(status(message.status)),
        message_attributes: message.words.attributes.clone(),
        content_type: message.words.content_type.clone(),
        target: target.map(|target| vec![Target { member_arn: Some(target) }]),
        ..ChannelMessage::default()
    }
}

/// How far a message got.
pub(super) fn status(status: Status) -> MessageStatus {
    let value = match status {
        Status::Sent => MessageStatusValue::Sent,
        Status::Pending => MessageStatusValue::Pending,
        Status::Failed => MessageStatusValue::Failed,
        Status::Denied => MessageStatusValue::Denied,
    };
    MessageStatus { value, detail: None }
}
