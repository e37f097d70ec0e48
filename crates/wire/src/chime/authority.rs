//! Who has a say: moderators, admins, and those who are banned.

use serde::{Deserialize, Serialize};

use super::Time;
use super::rest::Identity;
use crate::object::object;

/// A moderator of a channel. Lists have only the moderator.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChannelModerator {
    /// Who.
    pub moderator: Identity,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_arn: Option<String>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_timestamp: Option<Time>,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<Identity>,
}

object!(ChannelModerator {
    "Moderator" => moderator,
    "ChannelArn" => channel_arn,
    "CreatedTimestamp" => created_timestamp,
    "CreatedBy" => created_by,
});

/// Answer to `ListChannelModerators`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListChannelModeratorsResponse {
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_arn: Option<String>,
    /// The page.
    pub channel_moderators: Vec<ChannelModerator>,
    /// For the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

object!(ListChannelModeratorsResponse {
    "ChannelArn" => channel_arn,
    "ChannelModerators" => channel_moderators,
    "NextToken" => next_token,
});

/// `POST /channels/{channelArn}/moderators`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreateChannelModeratorRequest {
    /// Who. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_moderator_arn: Option<String>,
}

/// An admin of an app instance. Lists have only the admin.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AppInstanceAdmin {
    /// Who.
    pub admin: Identity,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_instance_arn: Option<String>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_timestamp: Option<Time>,
}

object!(AppInstanceAdmin {
    "Admin" => admin,
    "AppInstanceArn" => app_instance_arn,
    "CreatedTimestamp" => created_timestamp,
});

/// Answer to `ListAppInstanceAdmins` of the identity service.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListAppInstanceAdminsResponse {
    /// The app instance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_instance_arn: Option<String>,
    /// The page.
    pub app_instance_admins: Vec<AppInstanceAdmin>,
    /// For the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

object!(ListAppInstanceAdminsResponse {
    "AppInstanceArn" => app_instance_arn,
    "AppInstanceAdmins" => app_instance_admins,
    "NextToken" => next_token,
});

/// Somebody who may not be in a channel. Lists have only the member.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChannelBan {
    /// Who.
    pub member: Identity,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_arn: Option<String>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_timestamp: Option<Time>,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<Identity>,
}

object!(ChannelBan {
    "Member" => member,
    "ChannelArn" => channel_arn,
    "CreatedTimestamp" => created_timestamp,
    "CreatedBy" => created_by,
});

/// `POST /channels/{channelArn}/bans`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreateChannelBanRequest {
    /// Who. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_arn: Option<String>,
}

/// Answer to `ListChannelBans`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListChannelBansResponse {
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_arn: Option<String>,
    /// The page.
    pub channel_bans: Vec<ChannelBan>,
    /// For the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

object!(ListChannelBansResponse {
    "ChannelArn" => channel_arn,
    "ChannelBans" => channel_bans,
    "NextToken" => next_token,
});

/// Answer to `DescribeChannelBan`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeChannelBanResponse {
    /// The ban.
    pub channel_ban: ChannelBan,
}

object!(DescribeChannelBanResponse {
    "ChannelBan" => channel_ban,
});
