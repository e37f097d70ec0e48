//! Channels.

use rusqlite::{Row, params};

use super::users::identity;
use super::{ChimeReads, ChimeWrites, arn, count, time, word};
use crate::chime::arn::Arn;
use crate::chime::domain::record::{
    Channel, Criterion, Elastic, Expiration, Mode, Privacy, Request, Seq,
};
use crate::clock::Millis;
use crate::store::StoreError;

pub(super) const COLUMNS: &str = "c.seq, c.instance, c.arn, c.name, c.mode, c.privacy, c.metadata, \
    owner.arn, owner.name, c.created_at, c.updated_at, c.last_message_at, c.last_at, flow.arn, \
    c.elastic_parts, c.elastic_target, c.elastic_percentage, c.expiration_days, \
    c.expiration_criterion, c.members, c.moderators";
pub(super) const FROM: &str = "chime_channels AS c \
    JOIN chime_users AS owner ON owner.seq = c.created_by \
    LEFT JOIN chime_flows AS flow ON flow.seq = c.flow";

/// A channel to keep.
pub struct NewChannel<'a> {
    /// The instance.
    pub instance: Seq,
    /// Its ARN.
    pub arn: &'a Arn,
    /// Name to show.
    pub name: &'a str,
    /// Who may add members.
    pub mode: Mode,
    /// Who finds it.
    pub privacy: Privacy,
    /// One line.
    pub metadata: Option<&'a str>,
    /// Whose it is.
    pub created_by: Seq,
    /// How it grows.
    pub elastic: Option<Elastic>,
    /// With what it was asked for.
    pub request: &'a Request,
    /// Since when.
    pub at: Millis,
}

/// Which channels a list has.
#[derive(Clone, Copy, Debug)]
pub enum ChannelFilter {
    /// Those of an instance.
    Of {
        /// The instance.
        instance: Seq,
        /// Who finds them.
        privacy: Privacy,
    },
    /// Those that a user moderates.
    ModeratedBy(Seq),
    /// Those with a channel flow.
    WithFlow(Seq),
}

impl ChimeReads<'_> {
    /// A channel by ARN.
    pub fn channel(&self, arn: &Arn) -> Result<Option<Channel>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE c.arn = ?1 AND c.deleted_at IS NULL");
        self.one(&sql, [arn.as_str()], channel)
    }

    /// A channel by number, as long as it is not deleted.
    pub fn channel_at(&self, seq: Seq) -> Result<Option<Channel>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE c.seq = ?1 AND c.deleted_at IS NULL");
        self.one(&sql, [seq], channel)
    }

    /// What was made with a token, and for what.
    pub fn channel_by_token(
        &self,
        created_by: Seq,
        token: &str,
    ) -> Result<Option<(Arn, [u8; 16])>, StoreError> {
        let sql = "SELECT arn, request_digest FROM chime_channels \
                   WHERE created_by = ?1 AND request_token = ?2 AND deleted_at IS NULL";
        self.one(sql, params![created_by, token], |row| Ok((arn(row, 0)?, row.get(1)?)))
    }

    /// Channels after one.
    pub fn channels(
        &self,
        filter: ChannelFilter,
        after: Seq,
        most: usize,
    ) -> Result<Vec<Channel>, StoreError> {
        let most = count(most);
        match filter {
            ChannelFilter::Of { instance, privacy } => {
                let sql = format!(
                    "SELECT {COLUMNS} FROM {FROM} \
                     WHERE c.instance = ?1 AND c.privacy = ?2 AND c.seq > ?3 \
                       AND c.deleted_at IS NULL ORDER BY c.seq LIMIT ?4"
                );
                self.all(&sql, params![instance, privacy.text(), after, most], channel)
            }
            ChannelFilter::ModeratedBy(user) => {
                let sql = format!(
                    "SELECT {COLUMNS} FROM chime_moderators AS m CROSS JOIN {FROM} \
                     WHERE m.user = ?1 AND m.channel > ?2 AND c.seq = m.channel \
                       AND c.deleted_at IS NULL ORDER BY m.channel LIMIT ?3"
                );
                self.all(&sql, params![user, after, most], channel)
            }
            ChannelFilter::WithFlow(flow) => {
                let sql = format!(
                    "SELECT {COLUMNS} FROM {FROM} \
                     WHERE c.flow = ?1 AND c.seq > ?2 AND c.deleted_at IS NULL \
                     ORDER BY c.seq LIMIT ?3"
                );
                self.all(&sql, params![flow, after, most], channel)
            }
        }
    }

    /// Channels after one that have all these users in them; the rarest member first, whose channels are tried.
    pub fn channels_with(
        &self,
        users: &[Seq],
        is_exact: bool,
        after: Seq,
        most: usize,
    ) -> Result<Vec<Channel>, StoreError> {
        let Some(rarest) = users.first() else { return Ok(Vec::new()) };
        let sql = format!(
            "SELECT {COLUMNS} FROM chime_memberships AS m CROSS JOIN {FROM} \
             WHERE m.member = ?1 AND m.channel > ?2 AND c.seq = m.channel AND c.deleted_at IS NULL \
               AND (NOT ?3 OR c.members = json_array_length(?4)) \
               AND (SELECT COUNT(DISTINCT other.member) FROM chime_memberships AS other \
                    WHERE other.channel = c.seq \
                      AND other.member IN (SELECT value FROM json_each(?4))) \
                   = json_array_length(?4) \
             GROUP BY c.seq ORDER BY c.seq LIMIT ?5"
        );
        let all = serde_json::to_string(users)?;
        self.all(&sql, params![rarest, after, is_exact, all, count(most)], channel)
    }

    /// How many elastic channels an instance has.
    pub fn count_elastic(&self, instance: Seq) -> Result<u32, StoreError> {
        let sql = "SELECT COUNT(*) FROM chime_channels \
                   WHERE instance = ?1 AND elastic_parts IS NOT NULL AND deleted_at IS NULL";
        Ok(self.one(sql, [instance], |row| row.get(0))?.unwrap_or(0))
    }

    /// Channels whose time may be over.
    pub fn expiring_channels(&self, now: Millis, most: usize) -> Result<Vec<Channel>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM {FROM} \
             WHERE c.expires_at <= ?1 AND c.deleted_at IS NULL ORDER BY c.expires_at LIMIT ?2"
        );
        self.all(&sql, params![now.0, count(most)], channel)
    }
}

impl ChimeWrites<'_> {
    /// Keeps a channel.
    pub fn add_channel(&self, new: &NewChannel<'_>) -> Result<Seq, StoreError> {
        let sql = "INSERT INTO chime_channels (instance, arn, name, mode, privacy, metadata, \
                     created_by, created_at, updated_at, elastic_parts, elastic_target, \
                     elastic_percentage, request_token, request_digest) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, ?11, ?12, ?13)";
        let seq = self.add(
            sql,
            params![
                new.instance,
                new.arn.as_str(),
                new.name,
                new.mode.text(),
                new.privacy.text(),
                new.metadata,
                new.created_by,
                new.at.0,
                new.elastic.map(|one| one.most_parts),
                new.elastic.map(|one| one.target),
                new.elastic.map(|one| one.percentage),
                new.request.token,
                &new.request.digest[..]
            ],
        )?;
        let sql = "UPDATE chime_instances SET channels = channels + 1 WHERE seq = ?1";
        self.run(sql, [new.instance])?;
        Ok(seq)
    }

    /// Keeps name, mode, metadata and time of change.
    pub fn save_channel(&self, channel: &Channel) -> Result<(), StoreError> {
        let sql = "UPDATE chime_channels SET name = ?2, mode = ?3, metadata = ?4, updated_at = ?5 \
                   WHERE seq = ?1";
        self.run(
            sql,
            params![
                channel.seq,
                channel.name,
                channel.mode.text(),
                channel.metadata,
                channel.updated_at.0
            ],
        )?;
        Ok(())
    }

    /// Says when a channel goes away by itself.
    pub fn expire_channel(
        &self,
        channel: &Channel,
        expiration: Option<Expiration>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE chime_channels SET expiration_days = ?2, expiration_criterion = ?3, \
                     expires_at = ?4 WHERE seq = ?1";
        let ends_at =
            expiration.map(|one| one.ends_at(channel.created_at, channel.last_message_at).0);
        let days = expiration.map(|one| one.days);
        let criterion = expiration.map(|one| one.criterion.text());
        self.run(sql, params![channel.seq, days, criterion, ends_at])?;
        Ok(())
    }

    /// Says who looks at the messages.
    pub fn set_flow(&self, channel: Seq, flow: Option<Seq>, now: Millis) -> Result<(), StoreError> {
        let sql = "UPDATE chime_channels SET flow = ?2, updated_at = ?3 WHERE seq = ?1";
        self.run(sql, params![channel, flow, now.0])?;
        Ok(())
    }

    /// Marks a channel deleted.
    pub fn delete_channel(&self, channel: &Channel, now: Millis) -> Result<(), StoreError> {
        let sql = "UPDATE chime_channels SET deleted_at = ?2, flow = NULL WHERE seq = ?1";
        self.run(sql, params![channel.seq, now.0])?;
        let sql = "UPDATE chime_instances SET channels = channels - 1 WHERE seq = ?1";
        self.run(sql, [channel.instance])?;
        Ok(())
    }
}

pub(super) fn channel(row: &Row<'_>) -> rusqlite::Result<Channel> {
    let elastic = match row.get(14)? {
        Some(most_parts) => {
            Some(Elastic { most_parts, target: row.get(15)?, percentage: row.get(16)? })
        }
        None => None,
    };
    let expiration = match row.get(17)? {
        Some(days) => Some(Expiration { days, criterion: word(row, 18, Criterion::of)? }),
        None => None,
    };
    let flow = match row.get::<_, Option<String>>(13)? {
        Some(_) => Some(arn(row, 13)?),
        None => None,
    };
    Ok(Channel {
        seq: row.get(0)?,
        instance: row.get(1)?,
        arn: arn(row, 2)?,
        name: row.get(3)?,
        mode: word(row, 4, Mode::of)?,
        privacy: word(row, 5, Privacy::of)?,
        metadata: row.get(6)?,
        created_by: identity(row, 7)?,
        created_at: Millis(row.get(9)?),
        updated_at: Millis(row.get(10)?),
        last_message_at: time(row, 11)?,
        last_at: Millis(row.get(12)?),
        flow,
        elastic,
        expiration,
        members: row.get(19)?,
        moderators: row.get(20)?,
    })
}
