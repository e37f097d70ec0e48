//! `CreateChannelMembership`.

use chirrup_wire::chime::membership::{ChannelMemberResponse, CreateChannelMembershipRequest};

use super::{Newcomer, admit};
use crate::chime::arn::Kind;
use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::domain::record::MemberType;
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::chime::operations::{access, tell};
use crate::store::Tx;

/// `POST /channels/{channelArn}/memberships`.
pub(in crate::chime::operations) async fn create_membership(
    call: Call,
) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let body: CreateChannelMembershipRequest = call.body()?;
    let member = field::required(body.member_arn, "MemberArn")?;
    let member = field::arn(&member, "MemberArn", Kind::User)?;
    let kind = field::word(body.kind.as_deref(), "Type", MemberType::of)?;
    let kind = field::required(kind, "Type")?;
    let quotas = call.app.config.chime.quotas;
    let make = move |tx: &mut Tx<'_>| -> Result<ChannelMemberResponse, ChimeError> {
        let chime = tx.chime();
        let mut scene = access::enter(&chime, &channel, &bearer)?;
        scene.need(action(member == bearer, kind))?;
        let newcomer = Newcomer {
            user: &access::user(&chime, &member)?,
            invited_by: &scene.actor,
            kind,
            sub_channel: body.sub_channel_id.as_deref(),
        };
        let membership = admit(tx, &mut scene.channel, &newcomer, &quotas)?;
        tell::joined(tx, &scene.channel, &membership)?;
        Ok(ChannelMemberResponse {
            channel_arn: Some(channel.to_string()),
            member: membership.member,
            sub_channel_id: membership.sub_channel,
        })
    };
    Reply::created(&call.app.store.write(make).await?)
}

/// What it takes to bring somebody in.
pub(super) fn action(is_self: bool, kind: MemberType) -> Action {
    match (kind, is_self) {
        (MemberType::Hidden, _) => Action::AddHidden,
        (MemberType::Default, true) => Action::AddSelf,
        (MemberType::Default, false) => Action::AddOther,
    }
}
