//! Frames: who hears what of a change (protocol sheet §5.2). A payload is encoded once, here.

use chirrup_wire::chime::frame::SYSTEM;
use chirrup_wire::chime::membership::BatchChannelMemberships;
use serde::Serialize;

use super::encode;
use crate::chime::arn::Arn;
use crate::chime::domain::record::{Channel, MemberType, Membership, Message, Status};
use crate::chime::news::{Audience, ChimeNews, Frame};
use crate::store::{News, StoreError, Tx};

/// Something happened to a message: all who may see it hear it.
pub(super) fn message(
    tx: &mut Tx<'_>,
    channel: &Channel,
    message: &Message,
    event: &'static str,
) -> Result<(), StoreError> {
    let sender = || Arn::parse(&message.sender.arn);
    let audience = if message.status == Status::Sent {
        match message.target.as_deref().and_then(Arn::parse) {
            Some(target) => Audience::Only(sender().into_iter().chain([target]).collect()),
            None => Audience::Members,
        }
    } else {
        Audience::Only(sender().into_iter().collect())
    };
    message_to(tx, channel, message, event, audience)
}

/// Something happened to a message that only its sender is to hear.
pub(super) fn sender(
    tx: &mut Tx<'_>,
    channel: &Channel,
    message: &Message,
    event: &'static str,
) -> Result<(), StoreError> {
    let sender = Arn::parse(&message.sender.arn).into_iter().collect();
    message_to(tx, channel, message, event, Audience::Only(sender))
}

fn message_to(
    tx: &mut Tx<'_>,
    channel: &Channel,
    message: &Message,
    event: &'static str,
    audience: Audience,
) -> Result<(), StoreError> {
    let mut payload = encode::message(channel, message, encode::text);
    // The sample web app calls string methods on it, also when there is none.
    payload.content.get_or_insert_default();
    let frame = Frame {
        channel: channel.arn.clone(),
        sub_channel: message.sub_channel.clone(),
        event,
        message_type: message.kind.text(),
        reason: None,
        payload: serde_json::to_string(&payload)?,
        audience,
    };
    tx.tell(News::Chime(ChimeNews::Frame(frame)));
    Ok(())
}

/// Something happened to a channel.
pub(super) fn channel(
    tx: &mut Tx<'_>,
    channel: &Channel,
    event: &'static str,
) -> Result<(), StoreError> {
    let payload = encode::channel(channel, encode::text);
    system(tx, channel, None, event, &payload, Audience::Members)
}

/// Somebody hears the channel from here on, and all are told unless nobody is to see it.
pub(super) fn joined(
    tx: &mut Tx<'_>,
    channel: &Channel,
    membership: &Membership,
) -> Result<(), StoreError> {
    hears(tx, channel, membership);
    about_member(tx, channel, membership, "CREATE_CHANNEL_MEMBERSHIP")
}

/// Several hear the channel from here on.
pub(super) fn joined_together(
    tx: &mut Tx<'_>,
    channel: &Channel,
    memberships: &[Membership],
) -> Result<(), StoreError> {
    for membership in memberships {
        hears(tx, channel, membership);
    }
    let Some(first) = memberships.first() else { return Ok(()) };
    if first.kind == MemberType::Hidden {
        return Ok(());
    }
    let payload = together(channel, memberships);
    let event = "BATCH_CREATE_CHANNEL_MEMBERSHIP";
    system(tx, channel, None, event, &payload, Audience::Members)
}

/// Several memberships as one, as answers and frames have them.
pub(super) fn together(channel: &Channel, memberships: &[Membership]) -> BatchChannelMemberships {
    let first = memberships.first();
    BatchChannelMemberships {
        invited_by: first.map(|one| one.invited_by.clone()),
        kind: first.map(|one| one.kind.text().to_owned()),
        members: memberships.iter().map(|one| one.member.clone()).collect(),
        channel_arn: Some(channel.arn.to_string()),
        sub_channel_id: first.and_then(|one| one.sub_channel.clone()),
    }
}

/// All are told that somebody goes, the one who goes too, who then hears the channel no more.
pub(super) fn left(
    tx: &mut Tx<'_>,
    channel: &Channel,
    membership: &Membership,
) -> Result<(), StoreError> {
    about_member(tx, channel, membership, "DELETE_CHANNEL_MEMBERSHIP")?;
    deaf(tx, channel, membership);
    Ok(())
}

/// Who was moved within an elastic channel is told, and nobody else.
pub(super) fn moved(
    tx: &mut Tx<'_>,
    channel: &Channel,
    before: &Membership,
    after: &Membership,
) -> Result<(), StoreError> {
    hears(tx, channel, after);
    let payload = encode::membership(channel, after, encode::text);
    let audience = Audience::Only(Arn::parse(&after.member.arn).into_iter().collect());
    let sub_channel = after.sub_channel.clone();
    system(tx, channel, sub_channel, "UPDATE_CHANNEL_MEMBERSHIP", &payload, audience)?;
    deaf(tx, channel, before);
    Ok(())
}

/// A moderator was in a sub-channel that is no more.
pub(super) fn sub_channel_deleted(
    tx: &mut Tx<'_>,
    channel: &Channel,
    membership: &Membership,
) -> Result<(), StoreError> {
    let payload = encode::membership(channel, membership, encode::text);
    tx.tell(News::Chime(ChimeNews::Frame(Frame {
        channel: channel.arn.clone(),
        sub_channel: membership.sub_channel.clone(),
        event: "DELETE_CHANNEL_MEMBERSHIP",
        message_type: SYSTEM,
        reason: Some("subchannel_DELETED"),
        payload: serde_json::to_string(&payload)?,
        audience: Audience::Only(Arn::parse(&membership.member.arn).into_iter().collect()),
    })));
    deaf(tx, channel, membership);
    Ok(())
}

/// Somebody hears a channel no more that is no more itself.
pub(super) fn silence(
    tx: &mut Tx<'_>,
    channel: &Channel,
    member: Arn,
    sub_channel: Option<String>,
) {
    let channel = channel.arn.clone();
    tx.tell(News::Chime(ChimeNews::Left { channel, sub_channel, member }));
}

fn about_member(
    tx: &mut Tx<'_>,
    channel: &Channel,
    membership: &Membership,
    event: &'static str,
) -> Result<(), StoreError> {
    if membership.kind == MemberType::Hidden {
        return Ok(());
    }
    let payload = encode::membership(channel, membership, encode::text);
    let sub_channel = membership.sub_channel.clone();
    system(tx, channel, sub_channel, event, &payload, Audience::Members)
}

fn hears(tx: &mut Tx<'_>, channel: &Channel, membership: &Membership) {
    if let Some(member) = Arn::parse(&membership.member.arn) {
        let (channel, sub_channel) = (channel.arn.clone(), membership.sub_channel.clone());
        tx.tell(News::Chime(ChimeNews::Joined { channel, sub_channel, member }));
    }
}

fn deaf(tx: &mut Tx<'_>, channel: &Channel, membership: &Membership) {
    if let Some(member) = Arn::parse(&membership.member.arn) {
        silence(tx, channel, member, membership.sub_channel.clone());
    }
}

fn system(
    tx: &mut Tx<'_>,
    channel: &Channel,
    sub_channel: Option<String>,
    event: &'static str,
    payload: &impl Serialize,
    audience: Audience,
) -> Result<(), StoreError> {
    tx.tell(News::Chime(ChimeNews::Frame(Frame {
        channel: channel.arn.clone(),
        sub_channel,
        event,
        message_type: SYSTEM,
        reason: None,
        payload: serde_json::to_string(payload)?,
        audience,
    })));
    Ok(())
}
