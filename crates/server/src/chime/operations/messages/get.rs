//! `GetChannelMessage`, `GetChannelMessageStatus`.

use chirrup_wire::chime::message::{GetChannelMessageResponse, GetChannelMessageStatusResponse};

use super::{message_id, seen};
use crate::chime::call::{Call, Reply};
use crate::chime::domain::record::Status;
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::chime::operations::{access, encode};

/// `GET /channels/{channelArn}/messages/{messageId}`.
pub(in crate::chime::operations) async fn get_message(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let id = message_id(&call)?;
    let sub_channel = call.parameter("sub-channel-id").map(str::to_owned);
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let scene = access::enter(&chime, &channel, &bearer)?;
        scene.need(Action::Read)?;
        let unknown = || ChimeError::not_found(format!("no such message: {id}"));
        let found = seen(&chime, &scene, &id, sub_channel.as_deref())?.ok_or_else(unknown)?;
        let channel_message = encode::message(&scene.channel, &found, encode::seconds);
        Ok::<_, ChimeError>(GetChannelMessageResponse { channel_message })
    });
    Reply::ok(&read.await?)
}

/// `GET /channels/{channelArn}/messages/{messageId}?scope=message-status`. Only who sent it may ask.
pub(in crate::chime::operations) async fn get_message_status(
    call: Call,
) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let id = message_id(&call)?;
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let scene = access::enter(&chime, &channel, &bearer)?;
        let (channel, actor) = (scene.channel.seq, scene.actor.seq);
        // What waits tells of messages that are not kept, and of edits.
        let waiting = chime.callback_of(channel, &id)?.filter(|one| one.sender == actor);
        let kept = chime.message(channel, &id)?.filter(|message| message.sender_seq == actor);
        let status = match (waiting, kept) {
            (Some(_), _) => Status::Pending,
            (None, Some(message)) => message.status,
            (None, None) => return Err(ChimeError::forbidden(format!("not your message: {id}"))),
        };
        Ok(GetChannelMessageStatusResponse { status: encode::status(status) })
    });
    Reply::ok(&read.await?)
}
