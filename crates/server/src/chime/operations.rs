//! The operations of messaging and identity: where a verified call ends, and what a socket asks of them.
//!
//! One file per family. Here is only which operation leads to which.

mod access;
mod background;
mod bans;
mod channels;
mod encode;
mod flows;
mod identity;
mod marks;
mod memberships;
mod messages;
mod moderators;
mod page;
mod prefetch;
mod repeat;
mod sweep;
mod tell;

pub use background::{Background, run};
pub use identity::bootstrap;
pub use prefetch::{channels_of, prefetch};
pub use sweep::sweep;

pub use super::domain::record::SortBy;

use super::call::{Call, Reply};
use super::error::ChimeError;
use super::operation::Operation;

/// Answers a call.
///
/// # Errors
/// What the operation refuses.
pub async fn dispatch(call: Call) -> Result<Reply, ChimeError> {
    match call.operation {
        // Only the front knows where the socket is, and answers this.
        Operation::GetMessagingSessionEndpoint => Err(ChimeError::unknown_operation()),

        Operation::SendChannelMessage => messages::send_message(call).await,
        Operation::ListChannelMessages => messages::list_messages(call).await,
        Operation::GetChannelMessage => messages::get_message(call).await,
        Operation::GetChannelMessageStatus => messages::get_message_status(call).await,
        Operation::UpdateChannelMessage => messages::update_message(call).await,
        Operation::RedactChannelMessage => messages::redact_message(call).await,
        Operation::DeleteChannelMessage => messages::delete_message(call).await,
        Operation::UpdateChannelReadMarker => messages::update_read_marker(call).await,

        Operation::CreateChannel => channels::create_channel(call).await,
        Operation::DescribeChannel => channels::describe_channel(call).await,
        Operation::UpdateChannel => channels::update_channel(call).await,
        Operation::DeleteChannel => channels::delete_channel(call).await,
        Operation::ListChannels => channels::list_channels(call).await,
        Operation::SearchChannels => channels::search_channels(call).await,
        Operation::PutChannelExpirationSettings => channels::put_channel_expiration(call).await,
        Operation::ListSubChannels => channels::list_sub_channels(call).await,
        Operation::ListChannelsModeratedByAppInstanceUser => {
            channels::list_channels_moderated(call).await
        }
        Operation::DescribeChannelModeratedByAppInstanceUser => {
            channels::describe_channel_moderated(call).await
        }
        Operation::ListChannelsAssociatedWithChannelFlow => {
            channels::list_channels_with_flow(call).await
        }

        Operation::CreateChannelMembership => memberships::create_membership(call).await,
        Operation::BatchCreateChannelMembership => {
            memberships::batch_create_memberships(call).await
        }
        Operation::ListChannelMemberships => memberships::list_memberships(call).await,
        Operation::DescribeChannelMembership => memberships::describe_membership(call).await,
        Operation::DeleteChannelMembership => memberships::delete_membership(call).await,
        Operation::ListChannelMembershipsForAppInstanceUser => {
            memberships::list_memberships_of_user(call).await
        }
        Operation::DescribeChannelMembershipForAppInstanceUser => {
            memberships::describe_membership_of_user(call).await
        }
        Operation::GetChannelMembershipPreferences => memberships::get_preferences(call).await,
        Operation::PutChannelMembershipPreferences => memberships::put_preferences(call).await,

        Operation::CreateChannelModerator => moderators::create_moderator(call).await,
        Operation::ListChannelModerators => moderators::list_moderators(call).await,
        Operation::DescribeChannelModerator => moderators::describe_moderator(call).await,
        Operation::DeleteChannelModerator => moderators::delete_moderator(call).await,
        Operation::CreateChannelBan => bans::create_ban(call).await,
        Operation::ListChannelBans => bans::list_bans(call).await,
        Operation::DescribeChannelBan => bans::describe_ban(call).await,
        Operation::DeleteChannelBan => bans::delete_ban(call).await,

        Operation::CreateChannelFlow => flows::create_flow(call).await,
        Operation::ListChannelFlows => flows::list_flows(call).await,
        Operation::UpdateChannelFlow => flows::update_flow(call).await,
        Operation::DescribeChannelFlow => flows::describe_flow(call).await,
        Operation::DeleteChannelFlow => flows::delete_flow(call).await,
        Operation::AssociateChannelFlow => flows::associate_flow(call).await,
        Operation::DisassociateChannelFlow => flows::disassociate_flow(call).await,
        Operation::ChannelFlowCallback => flows::flow_callback(call).await,

        Operation::CreateAppInstance => identity::create_instance(call).await,
        Operation::ListAppInstances => identity::list_instances(call).await,
        Operation::DescribeAppInstance => identity::describe_instance(call).await,
        Operation::UpdateAppInstance => identity::update_instance(call).await,
        Operation::DeleteAppInstance => identity::delete_instance(call).await,
        Operation::CreateAppInstanceAdmin => identity::create_admin(call).await,
        Operation::ListAppInstanceAdmins => identity::list_admins(call).await,
        Operation::DescribeAppInstanceAdmin => identity::describe_admin(call).await,
        Operation::DeleteAppInstanceAdmin => identity::delete_admin(call).await,
        Operation::GetAppInstanceRetentionSettings => identity::get_retention(call).await,
        Operation::PutAppInstanceRetentionSettings => identity::put_retention(call).await,
        Operation::CreateAppInstanceUser => identity::create_user(call).await,
        Operation::ListAppInstanceUsers => identity::list_users(call).await,
        Operation::DescribeAppInstanceUser => identity::describe_user(call).await,
        Operation::UpdateAppInstanceUser => identity::update_user(call).await,
        Operation::DeleteAppInstanceUser => identity::delete_user(call).await,
        Operation::PutAppInstanceUserExpirationSettings => {
            identity::put_user_expiration(call).await
        }
    }
}
