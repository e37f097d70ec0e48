//! `DeleteChannelMembership`: going, or being taken out. Who moderates an elastic channel goes from the named
//! sub-channel, or from all of them.

use crate::chime::call::{Call, Reply};
use crate::chime::domain::record::{Channel, Membership, Seq};
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::chime::operations::{access, tell};
use crate::store::Tx;

/// `DELETE /channels/{channelArn}/memberships/{memberArn}`.
pub(in crate::chime::operations) async fn delete_membership(
    call: Call,
) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let member = access::member_arn(&call)?;
    let sub_channel = call.parameter("sub-channel-id").map(str::to_owned);
    let delete = move |tx: &mut Tx<'_>| -> Result<bool, ChimeError> {
        let chime = tx.chime();
        let scene = access::enter(&chime, &channel, &bearer)?;
        scene.need(if member == bearer { Action::RemoveSelf } else { Action::RemoveOther })?;
        if sub_channel.is_some() && !scene.standing.rules() {
            return Err(ChimeError::bad_request("SubChannelId is for moderators"));
        }
        // Not being there is not among the errors of this call.
        let hidden = || ChimeError::forbidden(format!("not a member of the channel: {member}"));
        let user = chime.user(&member)?.ok_or_else(hidden)?;
        let named = sub_channel.as_deref();
        let found = access::memberships(&chime, &scene.channel, &user, named)?;
        if found.is_empty() {
            return Err(hidden());
        }
        for membership in found {
            remove(tx, &scene.channel, &membership)?;
        }
        Ok(scene.channel.elastic.is_some())
    };
    if call.app.store.write(delete).await? {
        call.app.background.sweep_soon();
    }
    Ok(Reply::nothing())
}

/// Takes somebody out, and tells it.
pub(in crate::chime::operations) fn remove(
    tx: &mut Tx<'_>,
    channel: &Channel,
    membership: &Membership,
) -> Result<(), ChimeError> {
    tx.chime().remove_membership(membership)?;
    Ok(tell::left(tx, channel, membership)?)
}

/// Takes somebody out of all sub-channels of an elastic channel: who begins or ends to moderate it is where the
/// service or its moderators put them anew.
pub(in crate::chime::operations) fn remove_from_parts(
    tx: &mut Tx<'_>,
    channel: &Channel,
    member: Seq,
) -> Result<(), ChimeError> {
    if channel.elastic.is_none() {
        return Ok(());
    }
    for membership in tx.chime().memberships_in(channel.seq, member)? {
        remove(tx, channel, &membership)?;
    }
    Ok(())
}
