//! `UpdateChannel`: name, mode and metadata. The privacy of a channel stays.

use chirrup_wire::chime::channel::{ChannelArnResponse, UpdateChannelRequest};

use super::NAME_MAX;
use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::domain::record::Mode;
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::chime::operations::{access, tell};
use crate::store::Tx;

/// `PUT /channels/{channelArn}`. What is absent stays.
pub(in crate::chime::operations) async fn update_channel(call: Call) -> Result<Reply, ChimeError> {
    let (arn, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let body: UpdateChannelRequest = call.body()?;
    let name = match body.name {
        None => None,
        name => Some(field::name(name, "Name", NAME_MAX)?),
    };
    let mode = field::word(body.mode.as_deref(), "Mode", Mode::of)?;
    let has_metadata = body.metadata.is_some();
    let metadata = field::metadata(body.metadata)?;
    let answer = ChannelArnResponse { channel_arn: arn.to_string() };
    let update = move |tx: &mut Tx<'_>| -> Result<(), ChimeError> {
        let scene = access::enter(&tx.chime(), &arn, &bearer)?;
        scene.need(Action::Manage)?;
        let mut channel = scene.channel;
        if channel.elastic.is_some() && mode == Some(Mode::Unrestricted) {
            return Err(ChimeError::bad_request("elastic channels are RESTRICTED"));
        }
        channel.name = name.unwrap_or(channel.name);
        channel.mode = mode.unwrap_or(channel.mode);
        if has_metadata {
            channel.metadata = metadata;
        }
        channel.updated_at = tx.now();
        tx.chime().save_channel(&channel)?;
        Ok(tell::channel(tx, &channel, "UPDATE_CHANNEL")?)
    };
    call.app.store.write(update).await?;
    Reply::ok(&answer)
}
