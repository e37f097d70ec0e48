//! Memberships: who is in which channel, and in which part of it.

use rusqlite::{Row, params};

use super::users::identity;
use super::{ChimeReads, ChimeWrites, channels, count, time, word};
use crate::chime::arn::Arn;
use crate::chime::domain::record::{Channel, MemberType, Membership, Seq, SortBy, WHOLE};
use crate::clock::Millis;
use crate::store::StoreError;

const COLUMNS: &str = "m.seq, m.channel, m.part, part.id, m.member, member.arn, member.name, m.type, \
    inviter.arn, inviter.name, m.created_at, m.updated_at, m.read_at";
const FROM: &str = "chime_memberships AS m \
    JOIN chime_users AS member ON member.seq = m.member \
    JOIN chime_users AS inviter ON inviter.seq = m.invited_by \
    LEFT JOIN chime_parts AS part ON part.seq = m.part";

/// A membership to keep.
pub struct NewMembership {
    /// The channel.
    pub channel: Seq,
    /// The part of it.
    pub part: Seq,
    /// Who.
    pub member: Seq,
    /// Whether seen.
    pub kind: MemberType,
    /// By whom.
    pub invited_by: Seq,
    /// Since when.
    pub at: Millis,
}

/// A channel as somebody in it sees it.
pub struct OwnMembership {
    /// The number of the membership.
    pub seq: Seq,
    /// The channel.
    pub channel: Channel,
    /// Whether seen.
    pub kind: MemberType,
    /// How far the channel was read.
    pub read_at: Option<Millis>,
    /// The number of the part.
    pub part: Seq,
    /// The id of the part, in elastic channels.
    pub sub_channel: Option<String>,
}

impl ChimeReads<'_> {
    /// All memberships of a user in a channel: one, or in an elastic channel several of a moderator.
    pub fn memberships_in(&self, channel: Seq, member: Seq) -> Result<Vec<Membership>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM {FROM} WHERE m.channel = ?1 AND m.member = ?2 ORDER BY m.part"
        );
        self.all(&sql, [channel, member], membership)
    }

    /// How a user is in a channel, whatever the part.
    pub fn member_type(&self, channel: Seq, member: Seq) -> Result<Option<MemberType>, StoreError> {
        let sql = "SELECT type FROM chime_memberships WHERE channel = ?1 AND member = ?2 LIMIT 1";
        self.one(sql, [channel, member], |row| word(row, 0, MemberType::of))
    }

    /// Members of a part of a channel after one, with their numbers.
    pub fn members(
        &self,
        channel: Seq,
        part: Seq,
        kind: MemberType,
        after: Seq,
        most: usize,
    ) -> Result<Vec<Membership>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM {FROM} \
             WHERE m.channel = ?1 AND m.part = ?2 AND m.type = ?3 AND m.member > ?4 \
             ORDER BY m.member LIMIT ?5"
        );
        self.all(&sql, params![channel, part, kind.text(), after, count(most)], membership)
    }

    /// All who hear a channel.
    pub fn hearers(&self, channel: Seq) -> Result<Vec<(Arn, Option<String>)>, StoreError> {
        let sql = "SELECT users.arn, part.id FROM chime_memberships AS m \
                   JOIN chime_users AS users ON users.seq = m.member \
                   LEFT JOIN chime_parts AS part ON part.seq = m.part WHERE m.channel = ?1";
        self.all(sql, [channel], |row| Ok((super::arn(row, 0)?, row.get(1)?)))
    }

    /// Memberships of a user after one, with their channels.
    pub fn memberships_of(
        &self,
        member: Seq,
        after: Seq,
        most: usize,
    ) -> Result<Vec<OwnMembership>, StoreError> {
        let sql = format!(
            "SELECT {}, m.seq, m.type, m.read_at, m.part, part.id \
             FROM chime_memberships AS m CROSS JOIN {} \
             LEFT JOIN chime_parts AS part ON part.seq = m.part \
             WHERE m.member = ?1 AND m.seq > ?2 AND c.seq = m.channel AND c.deleted_at IS NULL \
             ORDER BY m.seq LIMIT ?3",
            channels::COLUMNS,
            channels::FROM
        );
        self.all(&sql, params![member, after, count(most)], own)
    }

    /// The memberships that come first for a user: where something is unread, or where something was said last.
    pub fn front_of(
        &self,
        member: Seq,
        sort: SortBy,
        most: usize,
    ) -> Result<Vec<OwnMembership>, StoreError> {
        let (by_unread, by_time) = (sort != SortBy::LastMessage, sort != SortBy::Unread);
        let sql = format!(
            "SELECT {}, m.seq, m.type, m.read_at, m.part, part.id \
             FROM chime_memberships AS m CROSS JOIN {} \
             LEFT JOIN chime_parts AS part ON part.seq = m.part \
             WHERE m.member = ?1 AND c.seq = m.channel AND c.deleted_at IS NULL \
             ORDER BY (?2 AND COALESCE(c.last_message_at, 0) > COALESCE(m.read_at, 0)) DESC, \
               CASE WHEN ?3 THEN COALESCE(c.last_message_at, 0) ELSE 0 END DESC, m.seq \
             LIMIT ?4",
            channels::COLUMNS,
            channels::FROM
        );
        self.all(&sql, params![member, by_unread, by_time, count(most)], own)
    }

    /// Where a user hears.
    pub fn heard_by(&self, member: &Arn) -> Result<Vec<(Arn, Option<String>)>, StoreError> {
        let sql = "SELECT c.arn, part.id FROM chime_users AS users \
                   CROSS JOIN chime_memberships AS m \
                   CROSS JOIN chime_channels AS c \
                   LEFT JOIN chime_parts AS part ON part.seq = m.part \
                   WHERE users.arn = ?1 AND users.deleted_at IS NULL AND m.member = users.seq \
                     AND c.seq = m.channel AND c.deleted_at IS NULL";
        self.all(sql, [member.as_str()], |row| Ok((super::arn(row, 0)?, row.get(1)?)))
    }

    /// The first memberships there are of a user in channels, deleted or not.
    pub fn some_memberships_of(
        &self,
        member: Seq,
        most: usize,
    ) -> Result<Vec<Membership>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE m.member = ?1 LIMIT ?2");
        self.all(&sql, params![member, count(most)], membership)
    }

    /// What a member has said about notifications, as JSON.
    pub fn preferences(&self, membership: Seq) -> Result<Option<String>, StoreError> {
        let sql = "SELECT preferences FROM chime_memberships WHERE seq = ?1";
        Ok(self.one(sql, [membership], |row| row.get(0))?.flatten())
    }
}

impl ChimeWrites<'_> {
    /// Keeps a membership.
    pub fn add_membership(&self, new: &NewMembership) -> Result<Seq, StoreError> {
        let sql = "INSERT INTO chime_memberships \
                     (channel, part, member, type, invited_by, created_at, updated_at) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)";
        let kind = new.kind.text();
        let values = params![new.channel, new.part, new.member, kind, new.invited_by, new.at.0];
        let seq = self.add(sql, values)?;
        self.count_membership(new.channel, new.part, new.member, 1)?;
        Ok(seq)
    }

    /// Forgets a membership.
    pub fn remove_membership(&self, old: &Membership) -> Result<(), StoreError> {
        self.run("DELETE FROM chime_memberships WHERE seq = ?1", [old.seq])?;
        self.count_membership(old.channel, old.part, old.member_seq, -1)
    }

    /// Moves a member to another part of an elastic channel.
    pub fn move_membership(
        &self,
        old: &Membership,
        part: Seq,
        now: Millis,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE chime_memberships SET part = ?2, updated_at = ?3 WHERE seq = ?1";
        self.run(sql, params![old.seq, part, now.0])?;
        self.count_in_part(old.part, -1)?;
        self.count_in_part(part, 1)
    }

    /// Notes how far a member has read.
    pub fn mark_read(&self, membership: Seq, at: Millis) -> Result<(), StoreError> {
        let sql = "UPDATE chime_memberships SET read_at = ?2 WHERE seq = ?1";
        self.run(sql, params![membership, at.0])?;
        Ok(())
    }

    /// Notes what a member says about notifications.
    pub fn prefer(&self, membership: Seq, preferences: &str) -> Result<(), StoreError> {
        let sql = "UPDATE chime_memberships SET preferences = ?2 WHERE seq = ?1";
        self.run(sql, params![membership, preferences])?;
        Ok(())
    }

    fn count_membership(
        &self,
        channel: Seq,
        part: Seq,
        member: Seq,
        by: i64,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE chime_channels SET members = members + ?2 WHERE seq = ?1";
        self.run(sql, [channel, by])?;
        let sql = "UPDATE chime_users SET memberships = memberships + ?2 WHERE seq = ?1";
        self.run(sql, [member, by])?;
        if part == WHOLE { Ok(()) } else { self.count_in_part(part, by) }
    }

    fn count_in_part(&self, part: Seq, by: i64) -> Result<(), StoreError> {
        let sql = "UPDATE chime_parts SET members = members + ?2, \
                     is_uneven = is_uneven OR ?2 < 0 WHERE seq = ?1";
        self.run(sql, [part, by])?;
        Ok(())
    }
}

fn own(row: &Row<'_>) -> rusqlite::Result<OwnMembership> {
    Ok(OwnMembership {
        channel: channels::channel(row)?,
        seq: row.get(21)?,
        kind: word(row, 22, MemberType::of)?,
        read_at: time(row, 23)?,
        part: row.get(24)?,
        sub_channel: row.get(25)?,
    })
}

fn membership(row: &Row<'_>) -> rusqlite::Result<Membership> {
    Ok(Membership {
        seq: row.get(0)?,
        channel: row.get(1)?,
        part: row.get(2)?,
        sub_channel: row.get(3)?,
        member_seq: row.get(4)?,
        member: identity(row, 5)?,
        kind: word(row, 7, MemberType::of)?,
        invited_by: identity(row, 8)?,
        created_at: Millis(row.get(10)?),
        updated_at: Millis(row.get(11)?),
        read_at: time(row, 12)?,
    })
}
