//! `CreateChannelBan`, `DescribeChannelBan`, `DeleteChannelBan`, `ListChannelBans`.

use chirrup_wire::chime::authority::{
    ChannelBan, CreateChannelBanRequest, DescribeChannelBanResponse, ListChannelBansResponse,
};
use chirrup_wire::chime::membership::ChannelMemberResponse;

use super::page::Pager;
use super::{access, encode, memberships};
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
    let make = move |tx: &mut Tx<'_>| ban(tx, &channel, &bearer, &member);
    let answer = call.app.store.write(make).await?;
    call.app.background.sweep_soon();
    Reply::created(&answer)
}

fn ban(
    tx: &mut Tx<'_>,
    channel: &Arn,
    bearer: &Arn,
    member: &Arn,
) -> Result<ChannelMemberResponse, ChimeError> {
    let chime = tx.chime();
    let scene = access::enter(&chime, channel, bearer)?;
    scene.need(Action::Moderate)?;
    let found = chime.user(member)?.filter(|user| user.instance == scene.channel.instance);
    let unknown = || ChimeError::bad_request(format!("no such user: {member}"));
    let user = found.ok_or_else(unknown)?;
    if access::standing(&chime, &scene.channel, &user)?.rules() {
        return Err(ChimeError::forbidden("admins and moderators cannot be banned"));
    }
    let seq = scene.channel.seq;
    if chime.is_marked(MarkKind::Ban, seq, user.seq)? {
        return Err(ChimeError::conflict("the user is banned already"));
    }
    chime.add_mark(MarkKind::Ban, seq, user.seq, scene.actor.seq, tx.now())?;
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
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let member = access::member_arn(&call)?;
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let scene = access::enter(&chime, &channel, &bearer)?;
        scene.need(Action::Moderate)?;
        let user = access::user(&chime, &member)?;
        let unknown = || ChimeError::not_found(format!("not banned: {member}"));
        let found = chime.mark(MarkKind::Ban, scene.channel.seq, user.seq)?.ok_or_else(unknown)?;
        Ok::<_, ChimeError>(ChannelBan {
            member: found.user,
            channel_arn: Some(channel.to_string()),
            created_timestamp: Some(encode::seconds(found.created_at)),
            created_by: Some(found.created_by),
        })
    });
    Reply::ok(&DescribeChannelBanResponse { channel_ban: read.await? })
}

/// `DELETE /channels/{channelArn}/bans/{memberArn}`. Coming back is another call.
pub(super) async fn delete_ban(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let member = access::member_arn(&call)?;
    let remove = move |tx: &mut Tx<'_>| -> Result<(), ChimeError> {
        let chime = tx.chime();
        let scene = access::enter(&chime, &channel, &bearer)?;
        scene.need(Action::Moderate)?;
        let unknown = || ChimeError::forbidden(format!("not banned: {member}"));
        let user = chime.user(&member)?.ok_or_else(unknown)?;
        let is_gone = chime.remove_mark(MarkKind::Ban, scene.channel.seq, user.seq)?;
        is_gone.then_some(()).ok_or_else(unknown)
    };
    call.app.store.write(remove).await?;
    Ok(Reply::nothing())
}

/// `GET /channels/{channelArn}/bans`.
pub(super) async fn list_bans(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let pager = Pager::of(&call)?;
    let (after, most, asked) = (pager.after(), pager.fetch(), channel.clone());
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let scene = access::enter(&chime, &asked, &bearer)?;
        scene.need(Action::Moderate)?;
        Ok::<_, ChimeError>(chime.marks(MarkKind::Ban, scene.channel.seq, after, most)?)
    });
    let mut found = read.await?;
    let next_token = pager.cut(&mut found, |(seq, _)| *seq);
    let bans = found.into_iter();
    Reply::ok(&ListChannelBansResponse {
        channel_arn: Some(channel.to_string()),
        channel_bans: bans
            .map(|(_, member)| ChannelBan { member, ..ChannelBan::default() })
            .collect(),
        next_token,
    })
}
