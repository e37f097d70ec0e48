//! `DeleteChannelMessage`: the message is gone. Only admins do this.

use super::{message_id, to_change};
use crate::chime::call::{Call, Reply};
use crate::chime::domain::record::{Message, Words};
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::chime::operations::{access, tell};
use crate::store::Tx;

/// `DELETE /channels/{channelArn}/messages/{messageId}`.
pub(in crate::chime::operations) async fn delete_message(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let id = message_id(&call)?;
    let sub_channel = call.parameter("sub-channel-id").map(str::to_owned);
    let delete = move |tx: &mut Tx<'_>| -> Result<(), ChimeError> {
        let chime = tx.chime();
        let sub_channel = sub_channel.as_deref();
        let (scene, before) = to_change(&chime, (&channel, &bearer), &id, sub_channel)?;
        scene.need(Action::DeleteMessage)?;
        if let Some(waiting) = chime.callback_of(scene.channel.seq, &id)? {
            chime.remove_callback(&waiting.id)?;
        }
        chime.remove_message(before.seq)?;
        // Who hears of it needs the id, not the words once more.
        let after = Message { words: Words::default(), updated_at: tx.now(), ..before };
        Ok(tell::message(tx, &scene.channel, &after, "DELETE_CHANNEL_MESSAGE")?)
    };
    call.app.store.write(delete).await?;
    Ok(Reply::nothing())
}
