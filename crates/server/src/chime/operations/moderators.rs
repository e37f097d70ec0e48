//! `CreateChannelModerator`, `DescribeChannelModerator`, `DeleteChannelModerator`, `ListChannelModerators`.
//!
//! Who begins or ends to moderate an elastic channel is in none of its sub-channels then.

use chirrup_wire::chime::authority::{
    ChannelModerator, CreateChannelModeratorRequest, ListChannelModeratorsResponse,
};
use chirrup_wire::chime::rest::Identity;
use serde::Serialize;

use super::{access, encode, marks, memberships};
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

/// `POST /channels/{channelArn}/moderators`.
pub(super) async fn create_moderator(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let body: CreateChannelModeratorRequest = call.body()?;
    let wanted = field::required(body.channel_moderator_arn, "ChannelModeratorArn")?;
    let wanted = field::arn(&wanted, "ChannelModeratorArn", Kind::User)?;
    let most = call.app.config.chime.quotas.moderators_per_channel;
    let make = move |tx: &mut Tx<'_>| -> Result<Created, ChimeError> {
        let (chime, kind) = (tx.chime(), MarkKind::Moderator);
        let (scene, user) = marks::candidate(&chime, kind, (&channel, &bearer, &wanted))?;
        if chime.is_marked(MarkKind::Ban, scene.channel.seq, user.seq)? {
            return Err(ChimeError::forbidden("the user is banned from the channel"));
        }
        if scene.channel.moderators >= most {
            let limit = format!("a channel has at most {most} moderators");
            return Err(ChimeError::resource_limit_exceeded(limit));
        }
        chime.add_mark(kind, scene.channel.seq, user.seq, scene.actor.seq, tx.now())?;
        memberships::remove_from_parts(tx, &scene.channel, user.seq)?;
        Ok(Created { channel_arn: channel, channel_moderator: user.identity() })
    };
    let answer = call.app.store.write(make).await?;
    call.app.background.sweep_soon();
    Reply::created(&answer)
}

/// `GET /channels/{channelArn}/moderators/{channelModeratorArn}`.
pub(super) async fn describe_moderator(call: Call) -> Result<Reply, ChimeError> {
    let (channel, mark) = marks::describe(&call, MarkKind::Moderator).await?;
    let channel_moderator = ChannelModerator {
        moderator: mark.user,
        channel_arn: Some(channel.to_string()),
        created_timestamp: Some(encode::seconds(mark.created_at)),
        created_by: Some(mark.created_by),
    };
    Reply::ok(&Described { channel_moderator })
}

/// `DELETE /channels/{channelArn}/moderators/{channelModeratorArn}`.
pub(super) async fn delete_moderator(call: Call) -> Result<Reply, ChimeError> {
    marks::remove(&call, MarkKind::Moderator, |tx, scene, user| {
        memberships::remove_from_parts(tx, &scene.channel, user.seq)
    })
    .await?;
    call.app.background.sweep_soon();
    Ok(Reply::nothing())
}

/// `GET /channels/{channelArn}/moderators`. Members may ask too: by this list a client knows whose word counts.
pub(super) async fn list_moderators(call: Call) -> Result<Reply, ChimeError> {
    let listed = marks::list(&call, MarkKind::Moderator, Action::Read).await?;
    let moderators = listed.people.into_iter();
    Reply::ok(&ListChannelModeratorsResponse {
        channel_arn: Some(listed.channel.to_string()),
        channel_moderators: moderators
            .map(|moderator| ChannelModerator { moderator, ..ChannelModerator::default() })
            .collect(),
        next_token: listed.next_token,
    })
}
