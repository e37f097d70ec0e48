//! `CreateChannelModerator`, `DescribeChannelModerator`, `DeleteChannelModerator`, `ListChannelModerators`.

use chirrup_wire::chime::authority::{
    ChannelModerator, CreateChannelModeratorRequest, ListChannelModeratorsResponse,
};
use chirrup_wire::chime::rest::Identity;
use serde::Serialize;

use super::page::Pager;
use super::{access, encode, memberships};
use crate::chime::arn::{Arn, Kind};
use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::store::{MarkKind, Tx};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Created {
    channel_arn: Arn,
    channel_moderator: Identity,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Described {
    channel_moderator: ChannelModerator,
}

fn moderator_arn(call: &Call) -> Result<Arn, ChimeError> {
    access::named(call, 1, "ChannelModeratorArn", Kind::User)
}

/// `POST /channels/{channelArn}/moderators`.
pub(super) async fn create_moderator(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let body: CreateChannelModeratorRequest = call.body()?;
    let wanted = field::required(body.channel_moderator_arn, "ChannelModeratorArn")?;
    let wanted = field::arn(&wanted, "ChannelModeratorArn", Kind::User)?;
    let most = call.app.config.chime.quotas.moderators_per_channel;
    let make = move |tx: &mut Tx<'_>| -> Result<Created, ChimeError> {
        let chime = tx.chime();
        let scene = access::enter(&chime, &channel, &bearer)?;
        scene.need(Action::Moderate)?;
        let found = chime.user(&wanted)?.filter(|user| user.instance == scene.channel.instance);
        let unknown = || ChimeError::bad_request(format!("no such user: {wanted}"));
        let user = found.ok_or_else(unknown)?;
        if chime.is_marked(MarkKind::Moderator, scene.channel.seq, user.seq)? {
            return Err(ChimeError::conflict("the user is a moderator already"));
        }
        if chime.is_marked(MarkKind::Ban, scene.channel.seq, user.seq)? {
            return Err(ChimeError::forbidden("the user is banned from the channel"));
        }
        if scene.channel.moderators >= most {
            let limit = format!("a channel has at most {most} moderators");
            return Err(ChimeError::resource_limit_exceeded(limit));
        }
        let (kind, by) = (MarkKind::Moderator, scene.actor.seq);
        chime.add_mark(kind, scene.channel.seq, user.seq, by, tx.now())?;
        memberships::remove_from_parts(tx, &scene.channel, user.seq)?;
        Ok(Created { channel_arn: channel, channel_moderator: user.identity() })
    };
    let answer = call.app.store.write(make).await?;
    call.app.background.sweep_soon();
    Reply::created(&answer)
}

/// `GET /channels/{channelArn}/moderators/{channelModeratorArn}`.
pub(super) async fn describe_moderator(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let moderator = moderator_arn(&call)?;
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let scene = access::enter(&chime, &channel, &bearer)?;
        scene.need(Action::Moderate)?;
        let user = access::user(&chime, &moderator)?;
        let found = chime.mark(MarkKind::Moderator, scene.channel.seq, user.seq)?;
        let unknown = || ChimeError::not_found(format!("not a moderator: {moderator}"));
        let found = found.ok_or_else(unknown)?;
        Ok::<_, ChimeError>(ChannelModerator {
            moderator: found.user,
            channel_arn: Some(channel.to_string()),
            created_timestamp: Some(encode::seconds(found.created_at)),
            created_by: Some(found.created_by),
        })
    });
    Reply::ok(&Described { channel_moderator: read.await? })
}

/// `DELETE /channels/{channelArn}/moderators/{channelModeratorArn}`.
pub(super) async fn delete_moderator(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let moderator = moderator_arn(&call)?;
    let remove = move |tx: &mut Tx<'_>| -> Result<(), ChimeError> {
        let chime = tx.chime();
        let scene = access::enter(&chime, &channel, &bearer)?;
        scene.need(Action::Moderate)?;
        let unknown = || ChimeError::forbidden(format!("not a moderator: {moderator}"));
        let user = chime.user(&moderator)?.ok_or_else(unknown)?;
        let is_gone = chime.remove_mark(MarkKind::Moderator, scene.channel.seq, user.seq)?;
        is_gone.then_some(()).ok_or_else(unknown)?;
        memberships::remove_from_parts(tx, &scene.channel, user.seq)
    };
    call.app.store.write(remove).await?;
    call.app.background.sweep_soon();
    Ok(Reply::nothing())
}

/// `GET /channels/{channelArn}/moderators`. Members may ask too: by this list a client knows whose word counts.
pub(super) async fn list_moderators(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let pager = Pager::of(&call)?;
    let (after, most, asked) = (pager.after(), pager.fetch(), channel.clone());
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let scene = access::enter(&chime, &asked, &bearer)?;
        scene.need(Action::Read)?;
        Ok::<_, ChimeError>(chime.marks(MarkKind::Moderator, scene.channel.seq, after, most)?)
    });
    let mut found = read.await?;
    let next_token = pager.cut(&mut found, |(seq, _)| *seq);
    let moderators = found.into_iter();
    Reply::ok(&ListChannelModeratorsResponse {
        channel_arn: Some(channel.to_string()),
        channel_moderators: moderators
            .map(|(_, moderator)| ChannelModerator { moderator, ..ChannelModerator::default() })
            .collect(),
        next_token,
    })
}
