//! Emptying what is deleted, and forgetting what is old, in pieces that delay nobody.
//!
//! Each step removes at most `most` rows and answers whether there may be more.

use rusqlite::params;

use super::{ChimeReads, ChimeWrites, channels, count};
use crate::chime::domain::record::{Channel, Seq, User, WHOLE};
use crate::clock::Millis;
use crate::store::StoreError;

impl ChimeReads<'_> {
    /// Deleted channels that still hold something.
    pub fn channels_to_clean(&self, most: usize) -> Result<Vec<Seq>, StoreError> {
        let sql = "SELECT seq FROM chime_channels WHERE deleted_at IS NOT NULL LIMIT ?1";
        self.all(sql, [count(most)], |row| row.get(0))
    }

    /// Deleted users who are still in channels.
    pub fn users_to_clean(&self, most: usize) -> Result<Vec<Seq>, StoreError> {
        let sql = "SELECT seq FROM chime_users \
                   WHERE deleted_at IS NOT NULL AND is_clean = 0 LIMIT ?1";
        self.all(sql, [count(most)], |row| row.get(0))
    }

    /// Deleted sub-channels that still hold messages, with their channels.
    pub fn parts_to_clean(&self, most: usize) -> Result<Vec<(Seq, Seq)>, StoreError> {
        let sql = "SELECT channel, seq FROM chime_parts WHERE deleted_at IS NOT NULL LIMIT ?1";
        self.all(sql, [count(most)], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Deleted instances that still have channels or users.
    pub fn instances_to_clean(&self, most: usize) -> Result<Vec<Seq>, StoreError> {
        let sql = "SELECT seq FROM chime_instances \
                   WHERE deleted_at IS NOT NULL AND is_clean = 0 LIMIT ?1";
        self.all(sql, [count(most)], |row| row.get(0))
    }

    /// Some channels of an instance.
    pub fn some_channels_of(&self, instance: Seq, most: usize) -> Result<Vec<Channel>, StoreError> {
        let sql = format!(
            "SELECT {} FROM {} WHERE c.instance = ?1 AND c.deleted_at IS NULL LIMIT ?2",
            channels::COLUMNS,
            channels::FROM
        );
        self.all(&sql, params![instance, count(most)], channels::channel)
    }

    /// Some users of an instance.
    pub fn some_users_of(&self, instance: Seq, most: usize) -> Result<Vec<User>, StoreError> {
        self.users(instance, 0, most)
    }

    /// Instances that forget messages, with the number of days.
    pub fn forgetful_instances(&self) -> Result<Vec<(Seq, u32)>, StoreError> {
        let sql = "SELECT seq, retention_days FROM chime_instances \
                   WHERE retention_days IS NOT NULL AND deleted_at IS NULL";
        self.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Messages of an instance that are older than a time.
    pub fn old_messages(
        &self,
        instance: Seq,
        before: Millis,
        most: usize,
    ) -> Result<Vec<Seq>, StoreError> {
        let sql = "SELECT m.seq FROM chime_channels AS c CROSS JOIN chime_messages AS m \
                   WHERE c.instance = ?1 AND c.deleted_at IS NULL \
                     AND m.channel = c.seq AND m.part = 0 AND m.is_private IN (0, 1) \
                     AND m.at < ?2 \
                   UNION ALL \
                   SELECT m.seq FROM chime_channels AS c CROSS JOIN chime_parts AS p \
                   CROSS JOIN chime_messages AS m \
                   WHERE c.instance = ?1 AND c.elastic_parts IS NOT NULL \
                     AND c.deleted_at IS NULL AND p.channel = c.seq \
                     AND m.channel = c.seq AND m.part = p.seq AND m.is_private IN (0, 1) \
                     AND m.at < ?2 LIMIT ?3";
        self.all(sql, params![instance, before.0, count(most)], |row| row.get(0))
    }
}

impl ChimeWrites<'_> {
    /// Empties a deleted channel, and forgets it once nothing is left.
    pub fn clean_channel(&self, seq: Seq, most: usize) -> Result<bool, StoreError> {
        let most = count(most);
        for table in ["chime_messages", "chime_memberships"] {
            if table == "chime_memberships" {
                let sql = "UPDATE chime_users SET memberships = memberships - 1 WHERE seq IN \
                           (SELECT member FROM chime_memberships WHERE channel = ?1 LIMIT ?2)";
                self.run(sql, [seq, most])?;
            }
            let sql = format!(
                "DELETE FROM {table} WHERE seq IN \
                 (SELECT seq FROM {table} WHERE channel = ?1 LIMIT ?2)"
            );
            if self.run(&sql, [seq, most])? > 0 {
                return Ok(true);
            }
        }
        for table in ["chime_moderators", "chime_bans", "chime_callbacks", "chime_parts"] {
            self.run(&format!("DELETE FROM {table} WHERE channel = ?1"), [seq])?;
        }
        self.run("DELETE FROM chime_channels WHERE seq = ?1", [seq])?;
        Ok(false)
    }

    /// Empties a deleted sub-channel of its messages, and forgets it once nothing is left.
    pub fn clean_part(&self, channel: Seq, part: Seq, most: usize) -> Result<bool, StoreError> {
        debug_assert_ne!(part, WHOLE, "the whole channel is no part");
        let sql = "DELETE FROM chime_messages WHERE seq IN \
                   (SELECT seq FROM chime_messages WHERE channel = ?1 AND part = ?2 LIMIT ?3)";
        if self.run(sql, [channel, part, count(most)])? > 0 {
            return Ok(true);
        }
        self.run("DELETE FROM chime_parts WHERE seq = ?1", [part])?;
        Ok(false)
    }

    /// Notes that a deleted user is in no channel any more, and forgets its say and its bans.
    pub fn end_cleaning_user(&self, seq: Seq) -> Result<(), StoreError> {
        let sql = "UPDATE chime_channels SET moderators = moderators - 1 WHERE seq IN \
                   (SELECT channel FROM chime_moderators WHERE user = ?1)";
        self.run(sql, [seq])?;
        for table in ["chime_moderators", "chime_bans"] {
            self.run(&format!("DELETE FROM {table} WHERE user = ?1"), [seq])?;
        }
        self.run("UPDATE chime_users SET is_clean = 1 WHERE seq = ?1", [seq])?;
        Ok(())
    }

    /// Notes that a deleted instance holds nothing any more.
    pub fn end_cleaning_instance(&self, seq: Seq) -> Result<(), StoreError> {
        self.run("DELETE FROM chime_flows WHERE instance = ?1", [seq])?;
        self.run("UPDATE chime_instances SET is_clean = 1 WHERE seq = ?1", [seq])?;
        Ok(())
    }

    /// Forgets messages.
    pub fn remove_messages(&self, seqs: &[Seq]) -> Result<(), StoreError> {
        let sql = "DELETE FROM chime_messages WHERE seq IN (SELECT value FROM json_each(?1))";
        self.run(sql, [serde_json::to_string(seqs)?])?;
        Ok(())
    }
}
