//! `ListChannelMemberships`. Hidden members are listed only to those who ask for them and rule the channel.

use chirrup_wire::chime::membership::ListChannelMembershipsResponse;

use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::domain::record::MemberType;
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::chime::operations::page::Pager;
use crate::chime::operations::{access, encode};

/// `GET /channels/{channelArn}/memberships`.
pub(in crate::chime::operations) async fn list_memberships(
    call: Call,
) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let kind = field::word(call.parameter("type"), "type", MemberType::of)?;
    let kind = kind.unwrap_or(MemberType::Default);
    let sub_channel = call.parameter("sub-channel-id").map(str::to_owned);
    let pager = Pager::of(&call)?;
    let (after, most, asked) = (pager.after(), pager.fetch(), channel.clone());
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let scene = access::enter(&chime, &asked, &bearer)?;
        scene.need(Action::Read)?;
        if kind == MemberType::Hidden {
            scene.need(Action::AddHidden)?;
        }
        let (part, _) = access::part(&chime, &scene, sub_channel.as_deref())?;
        Ok::<_, ChimeError>(chime.members(scene.channel.seq, part, kind, after, most)?)
    });
    let mut found = read.await?;
    let next_token = pager.cut(&mut found, |membership| membership.member_seq);
    Reply::ok(&ListChannelMembershipsResponse {
        channel_arn: Some(channel.to_string()),
        channel_memberships: found.iter().map(encode::membership_summary).collect(),
        next_token,
    })
}
