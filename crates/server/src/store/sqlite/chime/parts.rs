//! Sub-channels of elastic channels.

use rusqlite::{Row, params};

use super::{ChimeReads, ChimeWrites, count};
use crate::chime::domain::record::{Part, Seq};
use crate::clock::Millis;
use crate::store::StoreError;

const COLUMNS: &str = "seq, channel, id, members";

impl ChimeReads<'_> {
    /// A sub-channel by id.
    pub fn part(&self, channel: Seq, id: &str) -> Result<Option<Part>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM chime_parts \
             WHERE channel = ?1 AND id = ?2 AND deleted_at IS NULL"
        );
        self.one(&sql, params![channel, id], part)
    }

    /// Sub-channels after one, in the order in which they were made.
    pub fn parts(&self, channel: Seq, after: Seq, most: usize) -> Result<Vec<Part>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM chime_parts \
             WHERE channel = ?1 AND seq > ?2 AND deleted_at IS NULL ORDER BY seq LIMIT ?3"
        );
        self.all(&sql, params![channel, after, count(most)], part)
    }

    /// Sub-channels that somebody has left, whose channels may want fewer of them.
    pub fn uneven_parts(&self, most: usize) -> Result<Vec<Part>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM chime_parts WHERE is_uneven = 1 AND deleted_at IS NULL LIMIT ?1"
        );
        self.all(&sql, [count(most)], part)
    }
}

impl ChimeWrites<'_> {
    /// Makes a sub-channel.
    pub fn add_part(&self, channel: Seq, id: &str) -> Result<Part, StoreError> {
        let sql = "INSERT INTO chime_parts (channel, id) VALUES (?1, ?2)";
        let seq = self.add(sql, params![channel, id])?;
        Ok(Part { seq, channel, id: id.to_owned(), members: 0 })
    }

    /// Notes that a sub-channel was looked at.
    pub fn settle_part(&self, seq: Seq) -> Result<(), StoreError> {
        self.run("UPDATE chime_parts SET is_uneven = 0 WHERE seq = ?1", [seq])?;
        Ok(())
    }

    /// Marks a sub-channel deleted.
    pub fn delete_part(&self, seq: Seq, now: Millis) -> Result<(), StoreError> {
        self.run("UPDATE chime_parts SET deleted_at = ?2 WHERE seq = ?1", params![seq, now.0])?;
        Ok(())
    }
}

fn part(row: &Row<'_>) -> rusqlite::Result<Part> {
    Ok(Part { seq: row.get(0)?, channel: row.get(1)?, id: row.get(2)?, members: row.get(3)? })
}
