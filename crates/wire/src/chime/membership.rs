//! Who is in a channel.

use serde::{Deserialize, Serialize};

use super::Time;
use super::channel::Channel;
use super::rest::Identity;
use crate::object::object;

/// A membership, in a frame or a REST answer. Lists have only the member.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChannelMembership {
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<Identity>,
    /// `DEFAULT` or `HIDDEN`.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Who.
    pub member: Identity,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_arn: Option<String>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_timestamp: Option<Time>,
    /// When anything about it changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_updated_timestamp: Option<Time>,
    /// In elastic channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_channel_id: Option<String>,
}

object!(ChannelMembership {
    "InvitedBy" => invited_by,
    "Type" => kind,
    "Member" => member,
    "ChannelArn" => channel_arn,
    "CreatedTimestamp" => created_timestamp,
    "LastUpdatedTimestamp" => last_updated_timestamp,
    "SubChannelId" => sub_channel_id,
});

/// Answer to `ListChannelMemberships`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListChannelMembershipsResponse {
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_arn: Option<String>,
    /// The page.
    pub channel_memberships: Vec<ChannelMembership>,
    /// For the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

object!(ListChannelMembershipsResponse {
    "ChannelArn" => channel_arn,
    "ChannelMemberships" => channel_memberships,
    "NextToken" => next_token,
});

/// Answer to `DescribeChannelMembership`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeChannelMembershipResponse {
    /// The membership.
    pub channel_membership: ChannelMembership,
}

object!(DescribeChannelMembershipResponse {
    "ChannelMembership" => channel_membership,
});

/// `POST /channels/{channelArn}/memberships`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreateChannelMembershipRequest {
    /// Who. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_arn: Option<String>,
    /// `DEFAULT` or `HIDDEN`. Required.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// In elastic channels, from a moderator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_channel_id: Option<String>,
}

/// Answer to [`CreateChannelMembershipRequest`], and to banning.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChannelMemberResponse {
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_arn: Option<String>,
    /// Who.
    pub member: Identity,
    /// In elastic channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_channel_id: Option<String>,
}

object!(ChannelMemberResponse {
    "ChannelArn" => channel_arn,
    "Member" => member,
    "SubChannelId" => sub_channel_id,
});

/// `POST /channels/{channelArn}/memberships?operation=batch-create`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct BatchCreateChannelMembershipRequest {
    /// 1–100. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_arns: Option<Vec<String>>,
    /// `DEFAULT` or `HIDDEN`.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// In elastic channels, from a moderator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_channel_id: Option<String>,
}

/// Answer to [`BatchCreateChannelMembershipRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct BatchCreateChannelMembershipResponse {
    /// Who came in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch_channel_memberships: Option<BatchChannelMemberships>,
    /// Who did not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<BatchCreateChannelMembershipError>,
}

object!(BatchCreateChannelMembershipResponse {
    "BatchChannelMemberships" => batch_channel_memberships,
    "Errors" => errors,
});

/// Several people came into a channel at once.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct BatchChannelMemberships {
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<Identity>,
    /// `DEFAULT` or `HIDDEN`.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Who.
    pub members: Vec<Identity>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_arn: Option<String>,
    /// In elastic channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_channel_id: Option<String>,
}

object!(BatchChannelMemberships {
    "InvitedBy" => invited_by,
    "Type" => kind,
    "Members" => members,
    "ChannelArn" => channel_arn,
    "SubChannelId" => sub_channel_id,
});

/// Why somebody did not come in.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct BatchCreateChannelMembershipError {
    /// Who.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_arn: Option<String>,
    /// Such as `NotFound`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// A sentence for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
}

object!(BatchCreateChannelMembershipError {
    "MemberArn" => member_arn,
    "ErrorCode" => error_code,
    "ErrorMessage" => error_message,
});

/// A channel somebody is in, as that person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChannelMembershipForAppInstanceUser {
    /// The channel.
    pub channel_summary: Channel,
    /// What it is to the person.
    pub app_instance_user_membership_summary: AppInstanceUserMembership,
}

object!(ChannelMembershipForAppInstanceUser {
    "ChannelSummary" => channel_summary,
    "AppInstanceUserMembershipSummary" => app_instance_user_membership_summary,
});

/// What a channel is to somebody in it.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AppInstanceUserMembership {
    /// `DEFAULT` or `HIDDEN`.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// How far it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_marker_timestamp: Option<Time>,
    /// In elastic channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_channel_id: Option<String>,
}

object!(AppInstanceUserMembership {
    "Type" => kind,
    "ReadMarkerTimestamp" => read_marker_timestamp,
    "SubChannelId" => sub_channel_id,
});

/// Answer to `ListChannelMembershipsForAppInstanceUser`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListChannelMembershipsForAppInstanceUserResponse {
    /// The page.
    pub channel_memberships: Vec<ChannelMembershipForAppInstanceUser>,
    /// For the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

object!(ListChannelMembershipsForAppInstanceUserResponse {
    "ChannelMemberships" => channel_memberships,
    "NextToken" => next_token,
});

/// Answer to `DescribeChannelMembershipForAppInstanceUser`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeChannelMembershipForAppInstanceUserResponse {
    /// The membership.
    pub channel_membership: ChannelMembershipForAppInstanceUser,
}

object!(DescribeChannelMembershipForAppInstanceUserResponse {
    "ChannelMembership" => channel_membership,
});
