//! Evening out an elastic channel: a sub-channel that has become too small is given up.
//!
//! Its members move and are told, each alone. Admins and moderators are not moved: they came by themselves,
//! and are told that the sub-channel is deleted.

use std::collections::BTreeSet;

use crate::chime::domain::elastic::{self, Balance};
use crate::chime::domain::record::{Channel, Elastic, MemberType, Membership, Part, Seq};
use crate::chime::error::ChimeError;
use crate::chime::operations::{memberships, tell};
use crate::store::Tx;

/// More than an instance may have.
const ADMINS_MAX: usize = 1_000;

/// Looks at one sub-channel.
pub(super) fn balance(tx: &mut Tx<'_>, part: &Part) -> Result<(), ChimeError> {
    let chime = tx.chime();
    chime.settle_part(part.seq)?;
    let Some(channel) = chime.channel_at(part.channel)? else { return Ok(()) };
    let Some(elastic) = channel.elastic else { return Ok(()) };
    let moderators = chime.moderators(channel.seq)?.into_iter().map(|(seq, _)| seq);
    let admins = chime.admins(channel.instance, 0, ADMINS_MAX)?.into_iter().map(|(seq, _)| seq);
    let rulers: BTreeSet<Seq> = moderators.chain(admins).collect();
    let all =
        chime.members(channel.seq, part.seq, MemberType::Default, 0, most_members(&elastic))?;
    let (staff, members): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|membership| rulers.contains(&membership.member_seq));
    let most = usize::try_from(elastic.most_parts).unwrap_or(usize::MAX);
    let mut others = chime.parts(channel.seq, 0, most)?;
    others.retain(|other| other.seq != part.seq);
    let count = u32::try_from(members.len()).unwrap_or(u32::MAX);
    let Balance::GiveUp(moves) = elastic::balance(&elastic, count, &others) else { return Ok(()) };
    let mut members = members.into_iter();
    for (to, count) in moves {
        for membership in members.by_ref().take(usize::try_from(count).unwrap_or(usize::MAX)) {
            move_to(tx, &channel, &membership, to)?;
        }
    }
    for membership in staff {
        chime.remove_membership(&membership)?;
        tell::sub_channel_deleted(tx, &channel, &membership)?;
    }
    Ok(chime.delete_part(part.seq, tx.now())?)
}

/// A sub-channel holds its members, and those who moderate beside them.
fn most_members(elastic: &Elastic) -> usize {
    usize::try_from(elastic.target).unwrap_or(usize::MAX).saturating_mul(4)
}

fn move_to(
    tx: &mut Tx<'_>,
    channel: &Channel,
    before: &Membership,
    to: &Part,
) -> Result<(), ChimeError> {
    let chime = tx.chime();
    // Who moderated once may be there already.
    let own = chime.memberships_in(channel.seq, before.member_seq)?;
    if own.iter().any(|membership| membership.part == to.seq) {
        return memberships::remove(tx, channel, before);
    }
    chime.move_membership(before, to.seq, tx.now())?;
    let after = Membership {
        part: to.seq,
        sub_channel: Some(to.id.clone()),
        updated_at: tx.now(),
        ..before.clone()
    };
    Ok(tell::moved(tx, channel, before, &after)?)
}
