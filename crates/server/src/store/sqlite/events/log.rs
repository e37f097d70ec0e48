//! What the channel of an event has told: the moderators' log, hidden messages, and how far it was read.

use rusqlite::params;
use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::events::EventId;
use crate::store::StoreError;
use crate::store::sqlite::events::{EventReads, EventWrites};

/// How far a channel was read, and what was counted on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Follow {
    /// Messages of people, hidden ones included.
    pub messages: u64,
    /// By sub-channel (empty for a plain channel): the time of the newest message that was read.
    pub at: std::collections::BTreeMap<String, Cursor>,
}

/// A place in a channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The time of the newest message that was read.
    pub at: Millis,
    /// The messages of that time that were read: the next page begins with them again.
    pub ids: Vec<String>,
}

/// Something that a moderator did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogEntry {
    /// The message or ban that says so.
    pub source: String,
    /// When.
    pub at: Millis,
    /// Who, as an ARN.
    pub who: String,
    /// Who, by name.
    pub who_name: Option<String>,
    /// What.
    pub action: String,
    /// To which message or person.
    pub subject: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

impl EventReads<'_> {
    /// How far the channel of an event was read.
    pub fn follow(&self, event: &EventId) -> Result<Follow, StoreError> {
        let sql = "SELECT follow FROM live_events WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let text: String = statement.query_row([event.as_str()], |row| row.get(0))?;
        Ok(serde_json::from_str(&text)?)
    }

    /// How many messages are hidden.
    pub fn hidden(&self, event: &EventId) -> Result<u64, StoreError> {
        let sql = "SELECT COUNT(*) FROM event_hidden WHERE event_id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let count: u32 = statement.query_row([event.as_str()], |row| row.get(0))?;
        Ok(count.into())
    }

    /// The moderators' log after a place in it, oldest first, and the place after each entry.
    pub fn log(
        &self,
        event: &EventId,
        after: i64,
        limit: u32,
    ) -> Result<Vec<(i64, LogEntry)>, StoreError> {
        let sql = "SELECT seq, source, at, who, who_name, action, subject, reason FROM event_log \
                   WHERE event_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let entries = statement.query_map(params![event.as_str(), after, limit], |row| {
            let entry = LogEntry {
                source: row.get(1)?,
                at: Millis(row.get(2)?),
                who: row.get(3)?,
                who_name: row.get(4)?,
                action: row.get(5)?,
                subject: row.get(6)?,
                reason: row.get(7)?,
            };
            Ok((row.get(0)?, entry))
        })?;
        Ok(entries.collect::<Result<_, _>>()?)
    }
}

impl EventWrites<'_> {
    /// Keeps how far a channel was read.
    pub fn save_follow(&self, event: &EventId, follow: &Follow) -> Result<(), StoreError> {
        let sql = "UPDATE live_events SET follow = ?2 WHERE id = ?1";
        let text = serde_json::to_string(follow)?;
        self.connection.prepare_cached(sql)?.execute([event.as_str(), &text])?;
        Ok(())
    }

    /// Adds to the moderators' log what is not in it.
    pub fn add_log(&self, event: &EventId, entry: &LogEntry) -> Result<(), StoreError> {
        let sql = "INSERT INTO event_log (event_id, source, at, who, who_name, action, subject, reason) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING";
        self.connection.prepare_cached(sql)?.execute(params![
            event.as_str(),
            entry.source,
            entry.at.0,
            entry.who,
            entry.who_name,
            entry.action,
            entry.subject,
            entry.reason,
        ])?;
        Ok(())
    }

    /// Whether a message is hidden.
    pub fn set_hidden(
        &self,
        event: &EventId,
        message: &str,
        is_hidden: bool,
    ) -> Result<(), StoreError> {
        let sql = if is_hidden {
            "INSERT INTO event_hidden (event_id, message_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING"
        } else {
            "DELETE FROM event_hidden WHERE event_id = ?1 AND message_id = ?2"
        };
        self.connection.prepare_cached(sql)?.execute([event.as_str(), message])?;
        Ok(())
    }
}
