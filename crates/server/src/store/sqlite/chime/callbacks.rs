//! Messages and edits that wait for a processor.

use rusqlite::{Row, params};

use super::{ChimeReads, ChimeWrites, count, time};
use crate::chime::domain::record::Seq;
use crate::clock::Millis;
use crate::store::StoreError;

const COLUMNS: &str = "id, channel, message, sender, document, attempts, call_at, ends_at";

/// Something that waits.
#[derive(Clone, Debug)]
pub struct Callback {
    /// `CallbackId`.
    pub id: String,
    /// The channel.
    pub channel: Seq,
    /// The id of the message.
    pub message: String,
    /// Who sent it.
    pub sender: Seq,
    /// What waits, as JSON.
    pub document: String,
    /// How often the processor was called in vain.
    pub attempts: u32,
    /// When it is to be called; nothing once it has it.
    pub call_at: Option<Millis>,
    /// When waiting ends.
    pub ends_at: Millis,
}

impl ChimeReads<'_> {
    /// What waits under an id.
    pub fn callback(&self, id: &str) -> Result<Option<Callback>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM chime_callbacks WHERE id = ?1");
        self.one(&sql, [id], callback)
    }

    /// What waits of a message.
    pub fn callback_of(&self, channel: Seq, message: &str) -> Result<Option<Callback>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM chime_callbacks WHERE channel = ?1 AND message = ?2");
        self.one(&sql, params![channel, message], callback)
    }

    /// For what a processor is to be called.
    pub fn callbacks_to_call(&self, now: Millis, most: usize) -> Result<Vec<Callback>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM chime_callbacks \
             WHERE call_at <= ?1 ORDER BY call_at LIMIT ?2"
        );
        self.all(&sql, params![now.0, count(most)], callback)
    }

    /// When a processor is to be called next.
    pub fn next_call(&self) -> Result<Option<Millis>, StoreError> {
        let sql = "SELECT MIN(call_at) FROM chime_callbacks WHERE call_at IS NOT NULL";
        Ok(self.one(sql, [], |row| time(row, 0))?.flatten())
    }

    /// What has waited long enough.
    pub fn ended_callbacks(&self, now: Millis, most: usize) -> Result<Vec<Callback>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM chime_callbacks WHERE ends_at <= ?1 ORDER BY ends_at LIMIT ?2"
        );
        self.all(&sql, params![now.0, count(most)], callback)
    }
}

impl ChimeWrites<'_> {
    /// Lets something wait.
    pub fn add_callback(&self, new: &Callback) -> Result<(), StoreError> {
        let sql = "INSERT INTO chime_callbacks \
                     (id, channel, message, sender, document, attempts, call_at, ends_at) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        self.run(
            sql,
            params![
                new.id,
                new.channel,
                new.message,
                new.sender,
                new.document,
                new.attempts,
                new.call_at.map(|at| at.0),
                new.ends_at.0
            ],
        )?;
        Ok(())
    }

    /// Notes how often and when the processor is called.
    pub fn save_call(
        &self,
        id: &str,
        attempts: u32,
        call_at: Option<Millis>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE chime_callbacks SET attempts = ?2, call_at = ?3 WHERE id = ?1";
        self.run(sql, params![id, attempts, call_at.map(|at| at.0)])?;
        Ok(())
    }

    /// Ends waiting.
    pub fn remove_callback(&self, id: &str) -> Result<(), StoreError> {
        self.run("DELETE FROM chime_callbacks WHERE id = ?1", [id])?;
        Ok(())
    }
}

fn callback(row: &Row<'_>) -> rusqlite::Result<Callback> {
    Ok(Callback {
        id: row.get(0)?,
        channel: row.get(1)?,
        message: row.get(2)?,
        sender: row.get(3)?,
        document: row.get(4)?,
        attempts: row.get(5)?,
        call_at: time(row, 6)?,
        ends_at: Millis(row.get(7)?),
    })
}
