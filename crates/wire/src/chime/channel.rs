//! Channels.

use serde::{Deserialize, Serialize};

use super::Time;
use super::rest::Identity;
use crate::object::object;

/// A channel. Lists leave out everything but its names, mode, privacy, metadata and last message.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Channel {
    /// Name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its id.
    pub channel_arn: String,
    /// `UNRESTRICTED` or `RESTRICTED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// `PUBLIC` or `PRIVATE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy: Option<String>,
    /// One line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<String>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<Identity>,
    /// Since when it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_timestamp: Option<Time>,
    /// When somebody last said something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_message_timestamp: Option<Time>,
    /// When anything about it changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_updated_timestamp: Option<Time>,
    /// Who looks at messages before they are sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_flow_arn: Option<String>,
    /// How it grows, if it is elastic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elastic_channel_configuration: Option<ElasticChannelConfiguration>,
    /// When it goes away by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_settings: Option<ExpirationSettings>,
}

object!(Channel {
    "Name" => name,
    "ChannelArn" => channel_arn,
    "Mode" => mode,
    "Privacy" => privacy,
    "Metadata" => metadata,
    "CreatedBy" => created_by,
    "CreatedTimestamp" => created_timestamp,
    "LastMessageTimestamp" => last_message_timestamp,
    "LastUpdatedTimestamp" => last_updated_timestamp,
    "ChannelFlowArn" => channel_flow_arn,
    "ElasticChannelConfiguration" => elastic_channel_configuration,
    "ExpirationSettings" => expiration_settings,
});

/// How an elastic channel grows.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ElasticChannelConfiguration {
    /// At least 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_sub_channels: Option<u32>,
    /// At least 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_memberships_per_sub_channel: Option<u32>,
    /// 1–40.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_membership_percentage: Option<u32>,
}

object!(ElasticChannelConfiguration {
    "MaximumSubChannels" => maximum_sub_channels,
    "TargetMembershipsPerSubChannel" => target_memberships_per_sub_channel,
    "MinimumMembershipPercentage" => minimum_membership_percentage,
});

/// When a channel goes away by itself.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ExpirationSettings {
    /// 1–5,475.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_days: Option<u32>,
    /// `CREATED_TIMESTAMP` or `LAST_MESSAGE_TIMESTAMP`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_criterion: Option<String>,
}

object!(ExpirationSettings {
    "ExpirationDays" => expiration_days,
    "ExpirationCriterion" => expiration_criterion,
});

/// Answer to `DescribeChannel`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeChannelResponse {
    /// The channel.
    pub channel: Channel,
}

object!(DescribeChannelResponse {
    "Channel" => channel,
});

/// A part of an elastic channel.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SubChannel {
    /// Its id.
    pub sub_channel_id: String,
    /// How many are in it.
    pub membership_count: u32,
}

object!(SubChannel {
    "SubChannelId" => sub_channel_id,
    "MembershipCount" => membership_count,
});

/// Answer to `ListSubChannels`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListSubChannelsResponse {
    /// The channel.
    pub channel_arn: String,
    /// The page.
    pub sub_channels: Vec<SubChannel>,
    /// For the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

object!(ListSubChannelsResponse {
    "ChannelArn" => channel_arn,
    "SubChannels" => sub_channels,
    "NextToken" => next_token,
});

/// `PUT /channels/{channelArn}`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct UpdateChannelRequest {
    /// 1–256 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `UNRESTRICTED` or `RESTRICTED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// At most 1,024 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<String>,
}

/// Answer to calls that change a channel and have nothing to say.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChannelArnResponse {
    /// The channel.
    pub channel_arn: String,
}

object!(ChannelArnResponse {
    "ChannelArn" => channel_arn,
});

/// Answer to `ListChannels` and `SearchChannels`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListChannelsResponse {
    /// The page.
    pub channels: Vec<Channel>,
    /// For the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

object!(ListChannelsResponse {
    "Channels" => channels,
    "NextToken" => next_token,
});
