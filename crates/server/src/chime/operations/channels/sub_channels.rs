//! `ListSubChannels`: the parts of an elastic channel, to those who rule it.

use chirrup_wire::chime::channel::{ListSubChannelsResponse, SubChannel};

use crate::chime::call::{Call, Reply};
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::chime::operations::access;
use crate::chime::operations::page::Pager;

/// `GET /channels/{channelArn}/subchannels`.
pub(in crate::chime::operations) async fn list_sub_channels(
    call: Call,
) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let pager = Pager::of(&call)?;
    let (after, most, asked) = (pager.after(), pager.fetch(), channel.clone());
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let scene = access::enter(&chime, &asked, &bearer)?;
        scene.need(Action::Moderate)?;
        if scene.channel.elastic.is_none() {
            return Err(ChimeError::bad_request("only elastic channels have sub-channels"));
        }
        Ok(chime.parts(scene.channel.seq, after, most)?)
    });
    let mut found = read.await?;
    let next_token = pager.cut(&mut found, |part| part.seq);
    let sub_channels = found
        .into_iter()
        .map(|part| SubChannel { sub_channel_id: part.id, membership_count: part.members });
    Reply::ok(&ListSubChannelsResponse {
        channel_arn: channel.to_string(),
        sub_channels: sub_channels.collect(),
        next_token,
    })
}
