//! `DeleteChannel`. The channel is gone at once; its messages and memberships go in the background.

use crate::chime::call::{Call, Reply};
use crate::chime::domain::record::Channel;
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::chime::operations::{access, tell};
use crate::store::{StoreError, Tx};

/// `DELETE /channels/{channelArn}`.
pub(in crate::chime::operations) async fn delete_channel(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let delete = move |tx: &mut Tx<'_>| -> Result<(), ChimeError> {
        let scene = access::enter(&tx.chime(), &channel, &bearer)?;
        scene.need(Action::Manage)?;
        Ok(remove_channel(tx, &scene.channel)?)
    };
    call.app.store.write(delete).await?;
    call.app.background.sweep_soon();
    Ok(Reply::nothing())
}

/// Ends a channel, and tells it to all who hear it.
pub(in crate::chime::operations) fn remove_channel(
    tx: &mut Tx<'_>,
    channel: &Channel,
) -> Result<(), StoreError> {
    let chime = tx.chime();
    tell::channel(tx, channel, "DELETE_CHANNEL")?;
    for (member, sub_channel) in chime.hearers(channel.seq)? {
        tell::silence(tx, channel, member, sub_channel);
    }
    chime.delete_channel(channel, tx.now())
}
