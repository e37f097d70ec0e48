//! `UpdateChannelReadMarker`: how far a member has read.

use chirrup_wire::chime::channel::ChannelArnResponse;

use crate::chime::call::{Call, Reply};
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::chime::operations::access;
use crate::store::Tx;

/// `PUT /channels/{channelArn}/readMarker`: as far as there is something.
pub(in crate::chime::operations) async fn update_read_marker(
    call: Call,
) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let answer = ChannelArnResponse { channel_arn: channel.to_string() };
    let mark = move |tx: &mut Tx<'_>| -> Result<(), ChimeError> {
        let chime = tx.chime();
        let scene = access::enter(&chime, &channel, &bearer)?;
        scene.need(Action::Follow)?;
        scene.refuse_elastic("read markers")?;
        let membership = access::membership(&chime, &scene.channel, &scene.actor, None)?;
        // The times of messages may run ahead of the clock.
        Ok(chime.mark_read(membership.seq, tx.now().max(scene.channel.last_at))?)
    };
    call.app.store.write(mark).await?;
    Reply::ok(&answer)
}
