//! `RedactChannelMessage`: the text goes for good, the message stays.

use chirrup_wire::chime::message::{ChannelMessageResponse, RedactChannelMessageRequest};

use super::{message_id, to_change};
use crate::chime::call::{Call, Reply};
use crate::chime::domain::record::{Message, Words};
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::chime::operations::{access, tell};
use crate::store::Tx;

/// `POST /channels/{channelArn}/messages/{messageId}?operation=redact`. What is redacted already stays so.
pub(in crate::chime::operations) async fn redact_message(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let id = message_id(&call)?;
    let body: RedactChannelMessageRequest = call.body()?;
    let redact = move |tx: &mut Tx<'_>| -> Result<ChannelMessageResponse, ChimeError> {
        let chime = tx.chime();
        let sub_channel = body.sub_channel_id.as_deref();
        let (scene, before) = to_change(&chime, (&channel, &bearer), &id, sub_channel)?;
        let is_own = before.sender_seq == scene.actor.seq;
        if !(is_own && scene.may(Action::RedactOwn)) {
            scene.need(Action::RedactOther)?;
        }
        let answer = ChannelMessageResponse {
            channel_arn: Some(channel.to_string()),
            message_id: Some(id.clone()),
            status: None,
            sub_channel_id: before.sub_channel.clone(),
        };
        if before.is_redacted {
            return Ok(answer);
        }
        // An edit that still waits would bring the text back.
        if let Some(waiting) = chime.callback_of(scene.channel.seq, &id)? {
            chime.remove_callback(&waiting.id)?;
        }
        let now = tx.now().max(before.updated_at.plus_millis(1));
        let words = Words::default();
        let after = Message { words, updated_at: now, is_redacted: true, ..before };
        chime.save_message(&after)?;
        tell::message(tx, &scene.channel, &after, "REDACT_CHANNEL_MESSAGE")?;
        Ok(answer)
    };
    Reply::ok(&call.app.store.write(redact).await?)
}
