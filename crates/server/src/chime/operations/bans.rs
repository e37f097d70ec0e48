//! `CreateChannelBan`, `DescribeChannelBan`, `DeleteChannelBan`, `ListChannelBans`.

use chirrup_wire::chime::authority::{
    ChannelBan, CreateChannelBanRequest, DescribeChannelBanResponse, ListChannelBansResponse,
};
use chirrup_wire::chime::membership::ChannelMemberResponse;

use super::{access, encode, marks, memberships};
use crate::chime::arn::{Arn, Kind};
use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::store::{MarkKind, Tx};

/// `POST /channels/{channelArn}/bans`. Who is there is taken out.
pub(super) async fn create_ban(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let body: CreateChannelBanRequest = call.body()?;
    let member = field::required(body.member_arn, "MemberArn")?;
    let member = field::arn(&member, "MemberArn", Kind::User)?;
    let banned_in = channel.clone();
    let make = move |tx: &mut Tx<'_>| ban(tx, &channel, &bearer, &member);
    let answer = call.app.store.write(make).await?;
    call.app.background.sweep_soon();
    call.app.events.bans_changed(&banned_in);
    Reply::created(&answer)
}

fn ban(
    tx: &mut Tx<'_>,
    channel: &Arn,
    bearer: &Arn,
    member: &Arn,
) -> Result<ChannelMemberResponse, ChimeError> {
    let (chime, kind) = (tx.chime(), MarkKind::Ban);
    let (scene, user) = marks::candidate(&chime, kind, (channel, bearer, member))?;
    if access::standing(&chime, &scene.channel, &user)?.rules() {
        return Err(ChimeError::forbidden("admins and moderators cannot be banned"));
    }
    let seq = scene.channel.seq;
    chime.add_mark(kind, seq, user.seq, scene.actor.seq, tx.now())?;
    for membership in chime.memberships_in(seq, user.seq)? {
        memberships::remove(tx, &scene.channel, &membership)?;
    }
    Ok(ChannelMemberResponse {
        channel_arn: Some(channel.to_string()),
        member: user.identity(),
        sub_channel_id: None,
    })
}

/// `GET /channels/{channelArn}/bans/{memberArn}`.
pub(super) async fn describe_ban(call: Call) -> Result<Reply, ChimeError> {
    let (channel, mark) = marks::describe(&call, MarkKind::Ban).await?;
    let channel_ban = ChannelBan {
        member: mark.user,
        channel_arn: Some(channel.to_string()),
        created_timestamp: Some(encode::seconds(mark.created_at)),
        created_by: Some(mark.created_by),
    };
    Reply::ok(&DescribeChannelBanResponse { channel_ban })
}

/// `DELETE /channels/{channelArn}/bans/{memberArn}`. Coming back is another call.
pub(super) async fn delete_ban(call: Call) -> Result<Reply, ChimeError> {
    marks::remove(&call, MarkKind::Ban, |_, _, _| Ok(())).await?;
    call.app.events.bans_changed(&access::channel_arn(&call)?);
    Ok(Reply::nothing())
}

/// `GET /channels/{channelArn}/bans`.
pub(super) async fn list_bans(call: Call) -> Result<Reply, ChimeError> {
    let listed = marks::list(&call, MarkKind::Ban, Action::Moderate).await?;
    let bans = listed.people.into_iter();
    Reply::ok(&ListChannelBansResponse {
        channel_arn: Some(listed.channel.to_string()),
        channel_bans: bans.map(|member| ChannelBan { member, ..ChannelBan::default() }).collect(),
        next_token: listed.next_token,
    })
}
