//! What a socket asks when it opens: where its user listens, and what is there already (protocol sheet §5.3).

use chirrup_wire::chime::frame::ChannelDetails;

use super::encode;
use crate::chime::arn::Arn;
use crate::chime::domain::record::{MemberType, SortBy, User};
use crate::chime::hub::Heard;
use crate::clock::Millis;
use crate::store::{ChimeReads, Direction, MessagePage, OwnMembership, Reads, StoreError};

const CHANNELS: usize = 50;
const MESSAGES: usize = 20;
const MEMBERS: usize = 30;

/// The channels that a user is a member of, each with the part of it if it is elastic. Nothing when there is
/// no such user.
///
/// # Errors
/// The store fails.
pub fn channels_of(reads: &dyn Reads, user: &Arn) -> Result<Option<Heard>, StoreError> {
    let chime = reads.chime();
    if chime.user(user)?.is_none() {
        return Ok(None);
    }
    let heard = chime.heard_by(user)?.into_iter();
    Ok(Some(heard.map(|(channel, part)| (channel, part.map(Into::into))).collect()))
}

/// What a socket is told at once: the payloads of `CHANNEL_DETAILS`, in order.
///
/// # Errors
/// The store fails.
pub fn prefetch(reads: &dyn Reads, user: &Arn, sort: SortBy) -> Result<Vec<String>, StoreError> {
    let chime = reads.chime();
    let Some(user) = chime.user(user)? else { return Ok(Vec::new()) };
    let mut payloads = Vec::new();
    for own in chime.front_of(user.seq, sort, CHANNELS)? {
        payloads.push(serde_json::to_string(&details(&chime, &user, &own)?)?);
    }
    Ok(payloads)
}

fn details(
    chime: &ChimeReads<'_>,
    user: &User,
    own: &OwnMembership,
) -> Result<ChannelDetails, StoreError> {
    let channel = &own.channel;
    let mut messages = chime.messages(&MessagePage {
        channel: channel.seq,
        part: own.part,
        reader: user.seq,
        direction: Direction::Backward,
        from: Millis(0),
        until: Millis(i64::MAX),
        most: MESSAGES + 1,
    })?;
    let has_more = messages.len() > MESSAGES;
    messages.truncate(MESSAGES);
    let members = chime.members(channel.seq, own.part, MemberType::Default, 0, MEMBERS)?;
    let summary = |message| encode::message_summary(message, encode::text);
    Ok(ChannelDetails {
        channel: encode::channel_summary(channel, encode::text),
        channel_messages: messages.iter().map(summary).collect(),
        channel_memberships: members.iter().map(encode::membership_summary).collect(),
        read_marker_timestamp: own.read_at.map(encode::text),
        channel_messages_has_more: has_more,
    })
}
