//! `DescribeChannelMembership`, `DescribeChannelMembershipForAppInstanceUser`.

use chirrup_wire::chime::membership::{
    AppInstanceUserMembership, ChannelMembershipForAppInstanceUser,
    DescribeChannelMembershipForAppInstanceUserResponse, DescribeChannelMembershipResponse,
};

use crate::chime::arn::Kind;
use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::domain::record::MemberType;
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::chime::operations::{access, encode};

/// `GET /channels/{channelArn}/memberships/{memberArn}`.
pub(in crate::chime::operations) async fn describe_membership(
    call: Call,
) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let member = access::member_arn(&call)?;
    let sub_channel = call.parameter("sub-channel-id").map(str::to_owned);
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let scene = access::enter(&chime, &channel, &bearer)?;
        scene.need(Action::Read)?;
        let user = access::user(&chime, &member)?;
        let found = access::membership(&chime, &scene.channel, &user, sub_channel.as_deref())?;
        let is_seen =
            found.kind == MemberType::Default || member == bearer || scene.standing.rules();
        if !is_seen {
            return Err(ChimeError::not_found(format!("not a member of the channel: {member}")));
        }
        let channel_membership = encode::membership(&scene.channel, &found, encode::seconds);
        Ok(DescribeChannelMembershipResponse { channel_membership })
    });
    Reply::ok(&read.await?)
}

/// `GET /channels/{channelArn}?scope=app-instance-user-membership`.
pub(in crate::chime::operations) async fn describe_membership_of_user(
    call: Call,
) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let user = access::asked(&call, "app-instance-user-arn", Kind::User)?;
    let user = field::required(user, "app-instance-user-arn")?;
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let scene = access::enter(&chime, &channel, &bearer)?;
        let hidden = || ChimeError::forbidden(format!("not a member of the channel: {user}"));
        if user != bearer && !scene.standing.is_admin {
            return Err(ChimeError::forbidden("only an admin may ask about others"));
        }
        let member = chime.user(&user)?.ok_or_else(hidden)?;
        let mut all = chime.memberships_in(scene.channel.seq, member.seq)?;
        let membership = if all.is_empty() { return Err(hidden()) } else { all.swap_remove(0) };
        let own = AppInstanceUserMembership {
            kind: Some(membership.kind.text().to_owned()),
            read_marker_timestamp: membership.read_at.map(encode::seconds),
            sub_channel_id: membership.sub_channel,
        };
        Ok(DescribeChannelMembershipForAppInstanceUserResponse {
            channel_membership: ChannelMembershipForAppInstanceUser {
                channel_summary: encode::channel_summary(&scene.channel, encode::seconds),
                app_instance_user_membership_summary: own,
            },
        })
    });
    Reply::ok(&read.await?)
}
