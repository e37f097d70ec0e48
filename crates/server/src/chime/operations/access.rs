//! Who calls, about which channel, and what they are to it: asked of the store in each call.
//!
//! A channel that does not exist is answered like one that is none of the caller's business.

use crate::chime::arn::{Arn, Kind};
use crate::chime::call::{Call, Principal};
use crate::chime::domain::field;
use crate::chime::domain::record::{Channel, Membership, Seq, User, WHOLE};
use crate::chime::domain::role::{Action, Standing, allows};
use crate::chime::error::ChimeError;
use crate::store::{ChimeReads, MarkKind};

/// A caller before a channel.
pub(super) struct Scene {
    pub(super) channel: Channel,
    pub(super) actor: User,
    pub(super) standing: Standing,
}

impl Scene {
    /// Whether the caller may do this.
    pub(super) fn may(&self, action: Action) -> bool {
        allows(action, &self.standing, &self.channel)
    }

    /// An error unless the caller may do this.
    pub(super) fn need(&self, action: Action) -> Result<(), ChimeError> {
        if self.may(action) {
            return Ok(());
        }
        Err(ChimeError::forbidden(format!("{} may not do this here", self.actor.arn)))
    }

    /// An error when the channel is elastic, where there is no such thing.
    pub(super) fn refuse_elastic(&self, what: &str) -> Result<(), ChimeError> {
        match self.channel.elastic {
            Some(_) => Err(ChimeError::bad_request(format!("elastic channels have no {what}"))),
            None => Ok(()),
        }
    }
}

/// The user for whom a call is made.
pub(super) fn actor(reads: &ChimeReads<'_>, arn: &Arn) -> Result<User, ChimeError> {
    let unknown = || ChimeError::forbidden(format!("no such user: {arn}"));
    reads.user(arn)?.ok_or_else(unknown)
}

/// A user whom a call names.
pub(super) fn user(reads: &ChimeReads<'_>, arn: &Arn) -> Result<User, ChimeError> {
    let unknown = || ChimeError::not_found(format!("no such user: {arn}"));
    reads.user(arn)?.ok_or_else(unknown)
}

/// The caller before the channel.
pub(super) fn enter(
    reads: &ChimeReads<'_>,
    channel: &Arn,
    bearer: &Arn,
) -> Result<Scene, ChimeError> {
    let actor = actor(reads, bearer)?;
    let hidden = || ChimeError::forbidden(format!("no such channel, or not yours: {channel}"));
    let channel = reads.channel(channel)?.ok_or_else(hidden)?;
    if channel.instance != actor.instance {
        return Err(hidden());
    }
    let standing = standing(reads, &channel, &actor)?;
    Ok(Scene { channel, actor, standing })
}

/// What a user is to a channel.
pub(super) fn standing(
    reads: &ChimeReads<'_>,
    channel: &Channel,
    user: &User,
) -> Result<Standing, ChimeError> {
    Ok(Standing {
        is_admin: reads.is_admin(channel.instance, user.seq)?,
        is_moderator: reads.is_marked(MarkKind::Moderator, channel.seq, user.seq)?,
        member: reads.member_type(channel.seq, user.seq)?,
    })
}

/// A part of a channel, and its id where there are parts.
pub(super) type Place = (Seq, Option<String>);

/// The part of a channel that a call names, or the only one that the caller is in.
pub(super) fn part(
    reads: &ChimeReads<'_>,
    scene: &Scene,
    sub_channel: Option<&str>,
) -> Result<Place, ChimeError> {
    let channel = &scene.channel;
    if channel.elastic.is_none() {
        return match sub_channel {
            None => Ok((WHOLE, None)),
            Some(_) => Err(ChimeError::bad_request("only elastic channels have a SubChannelId")),
        };
    }
    let own = reads.memberships_in(channel.seq, scene.actor.seq)?;
    let Some(id) = sub_channel else {
        return match own.as_slice() {
            [only] => Ok((only.part, only.sub_channel.clone())),
            _ => Err(ChimeError::bad_request("SubChannelId is required in elastic channels")),
        };
    };
    let unknown = || ChimeError::forbidden(format!("no such SubChannelId, or not yours: {id}"));
    let part = reads.part(channel.seq, id)?.ok_or_else(unknown)?;
    let is_own = own.iter().any(|membership| membership.part == part.seq);
    if is_own || scene.standing.rules() { Ok((part.seq, Some(part.id))) } else { Err(unknown()) }
}

/// The part of a channel in which the caller is a member, which elastic channels want named.
pub(super) fn own_part(
    reads: &ChimeReads<'_>,
    scene: &Scene,
    sub_channel: Option<&str>,
) -> Result<Place, ChimeError> {
    if scene.channel.elastic.is_some() {
        field::required(sub_channel, "SubChannelId")?;
    }
    let place = part(reads, scene, sub_channel)?;
    let own = reads.memberships_in(scene.channel.seq, scene.actor.seq)?;
    if own.iter().any(|membership| membership.part == place.0) {
        return Ok(place);
    }
    Err(ChimeError::forbidden("join the channel first"))
}

/// The memberships that a call means: all of somebody in a channel, or the one in the named part.
pub(super) fn memberships(
    reads: &ChimeReads<'_>,
    channel: &Channel,
    member: &User,
    sub_channel: Option<&str>,
) -> Result<Vec<Membership>, ChimeError> {
    let mut all = reads.memberships_in(channel.seq, member.seq)?;
    if sub_channel.is_some() && channel.elastic.is_none() {
        return Err(ChimeError::bad_request("only elastic channels have a SubChannelId"));
    }
    if sub_channel.is_some() {
        all.retain(|membership| membership.sub_channel.as_deref() == sub_channel);
    }
    Ok(all)
}

/// The one membership that a call means: the only one, or the one in the named part.
pub(super) fn membership(
    reads: &ChimeReads<'_>,
    channel: &Channel,
    member: &User,
    sub_channel: Option<&str>,
) -> Result<Membership, ChimeError> {
    let none = || ChimeError::not_found(format!("not a member of the channel: {}", member.arn));
    let mut all = memberships(reads, channel, member, sub_channel)?;
    if all.len() > 1 {
        return Err(ChimeError::bad_request("SubChannelId is required for this member"));
    }
    all.pop().ok_or_else(none)
}

/// The ARN of a channel in the path.
pub(super) fn channel_arn(call: &Call) -> Result<Arn, ChimeError> {
    named(call, 0, "ChannelArn", Kind::Channel)
}

/// The ARN of a user in the path after the channel.
pub(super) fn member_arn(call: &Call) -> Result<Arn, ChimeError> {
    named(call, 1, "MemberArn", Kind::User)
}

/// An ARN of one kind in the path.
pub(super) fn named(call: &Call, index: usize, name: &str, kind: Kind) -> Result<Arn, ChimeError> {
    field::arn(call.path.get(index).map_or("", String::as_str), name, kind)
}

/// An ARN of one kind in the query.
pub(super) fn asked(call: &Call, parameter: &str, kind: Kind) -> Result<Option<Arn>, ChimeError> {
    call.parameter(parameter).map(|text| field::arn(text, parameter, kind)).transpose()
}

/// Who stands behind a call that need not name a user.
#[derive(Clone, Debug)]
pub(super) enum Power {
    /// The instance's own keys.
    Owner,
    /// A user.
    User(Arn),
}

impl Power {
    /// Who stands behind a call.
    pub(super) fn of(call: &Call) -> Self {
        match (&call.caller.bearer, &call.caller.principal) {
            (Some(bearer), _) => Self::User(bearer.clone()),
            (None, Principal::User(user)) => Self::User(user.clone()),
            (None, Principal::Owner) => Self::Owner,
        }
    }

    /// An error unless it is the owner or an admin of the instance.
    pub(super) fn need_admin(
        &self,
        reads: &ChimeReads<'_>,
        instance: Seq,
    ) -> Result<(), ChimeError> {
        let Self::User(arn) = self else { return Ok(()) };
        let user = actor(reads, arn)?;
        if user.instance == instance && reads.is_admin(instance, user.seq)? {
            return Ok(());
        }
        Err(ChimeError::forbidden("only an admin of the app instance may do this"))
    }

    /// An error unless it is the owner or a user of the instance.
    pub(super) fn need_user(
        &self,
        reads: &ChimeReads<'_>,
        instance: Seq,
    ) -> Result<(), ChimeError> {
        let Self::User(arn) = self else { return Ok(()) };
        if actor(reads, arn)?.instance == instance {
            return Ok(());
        }
        Err(ChimeError::forbidden("not a user of this app instance"))
    }
}
