//! `DescribeChannel`, `DescribeChannelModeratedByAppInstanceUser`.

use chirrup_wire::chime::channel::{Channel, DescribeChannelResponse};
use serde::Serialize;

use crate::chime::arn::Kind;
use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::chime::operations::{access, encode};
use crate::store::MarkKind;

/// A channel that somebody moderates.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Moderated {
    pub(super) channel_summary: Channel,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct DescribedModerated {
    channel: Moderated,
}

/// `GET /channels/{channelArn}`.
pub(in crate::chime::operations) async fn describe_channel(
    call: Call,
) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let read = call.app.store.read(move |reads| {
        let scene = access::enter(&reads.chime(), &channel, &bearer)?;
        scene.need(Action::Describe)?;
        Ok::<_, ChimeError>(encode::channel(&scene.channel, encode::seconds))
    });
    Reply::ok(&DescribeChannelResponse { channel: read.await? })
}

/// `GET /channels/{channelArn}?scope=app-instance-user-moderated-channel`.
pub(in crate::chime::operations) async fn describe_channel_moderated(
    call: Call,
) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let user = access::asked(&call, "app-instance-user-arn", Kind::User)?;
    let user = field::required(user, "app-instance-user-arn")?;
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let scene = access::enter(&chime, &channel, &bearer)?;
        if user != bearer && !scene.standing.is_admin {
            return Err(ChimeError::forbidden("only an admin may ask about others"));
        }
        let hidden = || ChimeError::forbidden(format!("not a moderator of the channel: {user}"));
        let found = chime.user(&user)?.ok_or_else(hidden)?;
        if !chime.is_marked(MarkKind::Moderator, scene.channel.seq, found.seq)? {
            return Err(hidden());
        }
        Ok(encode::channel_summary(&scene.channel, encode::seconds))
    });
    let channel_summary = read.await?;
    Reply::ok(&DescribedModerated { channel: Moderated { channel_summary } })
}
