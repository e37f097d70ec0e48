//! How the members of an elastic channel are spread over its sub-channels (protocol sheet §3.7).
//!
//! Newcomers go where most are, as long as there is room, so that few sub-channels are needed; a sub-channel
//! that has become too small is given up, and its members move to where there is room for them.

use super::record::{Elastic, Part};

impl Elastic {
    /// Below this many members a sub-channel is given up.
    pub fn least(&self) -> u32 {
        (self.target * self.percentage).div_ceil(100)
    }
}

/// Where a newcomer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'p> {
    /// Into this sub-channel.
    In(&'p Part),
    /// Into one that is to be made.
    New,
    /// Nowhere: all are full.
    Full,
}

/// Finds a place among all sub-channels.
pub fn place<'p>(elastic: &Elastic, parts: &'p [Part]) -> Place<'p> {
    let with_room = parts.iter().filter(|part| part.members < elastic.target);
    match with_room.max_by_key(|part| (part.members, std::cmp::Reverse(part.seq))) {
        Some(part) => Place::In(part),
        None if count(parts) < elastic.most_parts => Place::New,
        None => Place::Full,
    }
}

/// What becomes of the members of a sub-channel that somebody has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Balance<'p> {
    /// They stay.
    Stay,
    /// They move, this many to each of these, and the sub-channel is deleted.
    GiveUp(Vec<(&'p Part, u32)>),
}

/// Decides about a sub-channel of `members` who can be moved, among all others.
pub fn balance<'p>(elastic: &Elastic, members: u32, others: &'p [Part]) -> Balance<'p> {
    if members >= elastic.least() && members > 0 {
        return Balance::Stay;
    }
    let mut others: Vec<&Part> = others.iter().collect();
    others.sort_by_key(|part| (std::cmp::Reverse(part.members), part.seq));
    let mut left = members;
    let mut moves = Vec::new();
    for part in others {
        let room = elastic.target.saturating_sub(part.members).min(left);
        if room > 0 {
            moves.push((part, room));
            left -= room;
        }
    }
    if left == 0 { Balance::GiveUp(moves) } else { Balance::Stay }
}

fn count(parts: &[Part]) -> u32 {
    u32::try_from(parts.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Balance, Place, balance, place};
    use crate::chime::domain::record::{Elastic, Part};

    const ELASTIC: Elastic = Elastic { most_parts: 3, target: 10, percentage: 35 };

    fn parts(members: &[u32]) -> Vec<Part> {
        (1..)
            .zip(members)
            .map(|(seq, members)| Part { seq, channel: 1, id: seq.to_string(), members: *members })
            .collect()
    }

    #[test]
    fn newcomers_fill_sub_channels_one_by_one() {
        assert_eq!(place(&ELASTIC, &[]), Place::New);
        let some = parts(&[10, 4, 7]);
        assert_eq!(place(&ELASTIC, &some), Place::In(&some[2]));
        assert_eq!(place(&ELASTIC, &parts(&[10, 10])), Place::New);
        assert_eq!(place(&ELASTIC, &parts(&[10, 10, 10])), Place::Full);
    }

    #[test]
    fn a_small_sub_channel_is_given_up_when_the_others_have_room() {
        assert_eq!(ELASTIC.least(), 4, "35 % of 10, rounded up");
        let others = parts(&[9, 8]);
        assert_eq!(balance(&ELASTIC, 4, &others), Balance::Stay);
        let moves = vec![(&others[0], 1), (&others[1], 2)];
        assert_eq!(balance(&ELASTIC, 3, &others), Balance::GiveUp(moves));
        assert_eq!(balance(&ELASTIC, 3, &parts(&[10, 8])), Balance::Stay, "no room");
        assert_eq!(balance(&ELASTIC, 0, &[]), Balance::GiveUp(Vec::new()), "nobody is left");
    }
}
