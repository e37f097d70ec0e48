//! Coming into a channel, whoever asks for it. It is checked whole before anything is written.

use crate::chime::domain::elastic::{self, Place};
use crate::chime::domain::limits::Quotas;
use crate::chime::domain::record::{Channel, MemberType, Membership, Seq, User, WHOLE};
use crate::chime::error::ChimeError;
use crate::chime::operations::access;
use crate::store::{ChimeWrites, MarkKind, NewMembership, Tx};

/// Who is to come in, and how.
pub(in crate::chime::operations) struct Newcomer<'a> {
    pub(in crate::chime::operations) user: &'a User,
    pub(in crate::chime::operations) invited_by: &'a User,
    pub(in crate::chime::operations) kind: MemberType,
    /// Where a moderator goes in an elastic channel; others are put somewhere.
    pub(in crate::chime::operations) sub_channel: Option<&'a str>,
}

/// Lets somebody in. Telling it is the caller's part.
pub(in crate::chime::operations) fn admit(
    tx: &Tx<'_>,
    channel: &mut Channel,
    newcomer: &Newcomer<'_>,
    quotas: &Quotas,
) -> Result<Membership, ChimeError> {
    let (chime, user) = (tx.chime(), newcomer.user);
    if user.instance != channel.instance {
        return Err(ChimeError::not_found(format!("no such user: {}", user.arn)));
    }
    if chime.is_marked(MarkKind::Ban, channel.seq, user.seq)? {
        return Err(ChimeError::forbidden(format!("banned from the channel: {}", user.arn)));
    }
    let most = quotas.memberships_per_user;
    if user.memberships >= most {
        let limit = format!("a user is in at most {most} channels");
        return Err(ChimeError::resource_limit_exceeded(limit));
    }
    let (part, sub_channel) = match channel.elastic {
        Some(_) => elastic_place(&chime, channel, newcomer)?,
        None => whole_place(&chime, channel, newcomer, quotas)?,
    };
    let at = tx.now();
    let seq = chime.add_membership(&NewMembership {
        channel: channel.seq,
        part,
        member: user.seq,
        kind: newcomer.kind,
        invited_by: newcomer.invited_by.seq,
        at,
    })?;
    channel.members += 1;
    Ok(Membership {
        seq,
        channel: channel.seq,
        part,
        sub_channel,
        member_seq: user.seq,
        member: user.identity(),
        kind: newcomer.kind,
        invited_by: newcomer.invited_by.identity(),
        created_at: at,
        updated_at: at,
        read_at: None,
    })
}

fn whole_place(
    chime: &ChimeWrites<'_>,
    channel: &Channel,
    newcomer: &Newcomer<'_>,
    quotas: &Quotas,
) -> Result<(Seq, Option<String>), ChimeError> {
    if newcomer.sub_channel.is_some() {
        return Err(ChimeError::bad_request("only elastic channels have a SubChannelId"));
    }
    if chime.member_type(channel.seq, newcomer.user.seq)?.is_some() {
        return Err(already(newcomer.user));
    }
    let most = quotas.members_per_channel;
    if channel.members >= most {
        let limit = format!("a channel has at most {most} members");
        return Err(ChimeError::resource_limit_exceeded(limit));
    }
    Ok((WHOLE, None))
}

/// Those who rule the channel go where they say; others are put where there is room.
fn elastic_place(
    chime: &ChimeWrites<'_>,
    channel: &Channel,
    newcomer: &Newcomer<'_>,
) -> Result<(Seq, Option<String>), ChimeError> {
    let Some(elastic) = channel.elastic else { return Ok((WHOLE, None)) };
    if newcomer.kind == MemberType::Hidden {
        return Err(ChimeError::bad_request("elastic channels have no hidden members"));
    }
    let own = chime.memberships_in(channel.seq, newcomer.user.seq)?;
    let rules = access::standing(chime, channel, newcomer.user)?.rules();
    if let Some(id) = newcomer.sub_channel {
        if !rules {
            let rule = "SubChannelId is for moderators; other members are put somewhere";
            return Err(ChimeError::bad_request(rule));
        }
        let unknown = || ChimeError::not_found(format!("no such SubChannelId: {id}"));
        let part = chime.part(channel.seq, id)?.ok_or_else(unknown)?;
        if own.iter().any(|membership| membership.part == part.seq) {
            return Err(already(newcomer.user));
        }
        return Ok((part.seq, Some(part.id)));
    }
    if !own.is_empty() {
        return Err(already(newcomer.user));
    }
    let most = usize::try_from(elastic.most_parts).unwrap_or(usize::MAX);
    let parts = chime.parts(channel.seq, 0, most)?;
    match elastic::place(&elastic, &parts) {
        Place::In(part) => Ok((part.seq, Some(part.id.clone()))),
        Place::New => {
            let part = chime.add_part(channel.seq, &uuid::Uuid::new_v4().to_string())?;
            Ok((part.seq, Some(part.id)))
        }
        Place::Full => {
            Err(ChimeError::resource_limit_exceeded("all sub-channels of the channel are full"))
        }
    }
}

fn already(user: &User) -> ChimeError {
    ChimeError::conflict(format!("a member already: {}", user.arn))
}
