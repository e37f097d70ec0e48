//! How an event's room is reviewed, and the messages that wait for it.

use rusqlite::params;
use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::events::EventId;
use crate::store::StoreError;
use crate::store::sqlite::events::{EventReads, EventWrites};

/// How a room is reviewed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Review {
    /// Which messages wait, by the newest word of a moderator.
    pub wanted: Wanted,
    /// When that word was said, and in which message.
    pub since: (Millis, String),
    /// The channel flow, once it was made.
    pub flow: Option<String>,
    /// What that flow calls.
    pub processor: Option<String>,
    /// Whether the channel has that flow.
    pub is_on: bool,
}

/// Which messages of fans wait for a moderator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    /// None.
    #[default]
    Nothing,
    /// Those with addresses in them.
    Links,
    /// All.
    Everything,
}

/// A message that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// What the service calls its waiting.
    pub callback: String,
    /// Its id.
    pub message: String,
    /// Where it was said, in an elastic channel.
    pub sub_channel: Option<String>,
    /// Whose it is, as an ARN.
    pub user: String,
    /// What that person is called; empty where the service does not say.
    pub name: String,
    /// What it says.
    pub text: String,
    /// What is to be done.
    pub stage: HeldStage,
}

/// How far a message that waits has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldStage {
    /// Moderators are to be told.
    Fresh,
    /// They were.
    Told,
    /// It may appear.
    Approved,
    /// It may not.
    Rejected,
}

impl HeldStage {
    fn number(self) -> i64 {
        match self {
            Self::Fresh => 0,
            Self::Told => 1,
            Self::Approved => 2,
            Self::Rejected => 3,
        }
    }

    fn of(number: i64) -> Self {
        match number {
            0 => Self::Fresh,
            1 => Self::Told,
            2 => Self::Approved,
            _ => Self::Rejected,
        }
    }
}

impl EventReads<'_> {
    /// How the room of an event is reviewed.
    pub fn review(&self, event: &EventId) -> Result<Review, StoreError> {
        let sql = "SELECT review FROM live_events WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let text: String = statement.query_row([event.as_str()], |row| row.get(0))?;
        Ok(serde_json::from_str(&text)?)
    }

    /// Messages about which something is to be done: first those whose wait is over, of these the oldest first.
    pub fn held_to_do(&self, event: &EventId, limit: u32) -> Result<Vec<Held>, StoreError> {
        let sql = "SELECT callback_id, message_id, sub_channel, user_arn, user_name, text, stage \
                   FROM event_held WHERE event_id = ?1 AND stage <> 1 \
                   ORDER BY stage = 0, seq LIMIT ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let held = statement.query_map(params![event.as_str(), limit], |row| {
            Ok(Held {
                callback: row.get(0)?,
                message: row.get(1)?,
                sub_channel: row.get(2)?,
                user: row.get(3)?,
                name: row.get(4)?,
                text: row.get(5)?,
                stage: HeldStage::of(row.get(6)?),
            })
        })?;
        Ok(held.collect::<Result<_, _>>()?)
    }
}

impl EventWrites<'_> {
    /// Keeps how a room is reviewed.
    pub fn save_review(&self, event: &EventId, review: &Review) -> Result<(), StoreError> {
        let sql = "UPDATE live_events SET review = ?2 WHERE id = ?1";
        let text = serde_json::to_string(review)?;
        self.connection.prepare_cached(sql)?.execute([event.as_str(), &text])?;
        Ok(())
    }

    /// A message waits. One that waits already goes on waiting as it does.
    pub fn hold(&self, event: &EventId, held: &Held) -> Result<(), StoreError> {
        let sql = "INSERT INTO event_held \
                     (event_id, callback_id, message_id, sub_channel, user_arn, user_name, text, stage) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING";
        self.connection.prepare_cached(sql)?.execute(params![
            event.as_str(),
            held.callback,
            held.message,
            held.sub_channel,
            held.user,
            held.name,
            held.text,
            held.stage.number(),
        ])?;
        Ok(())
    }

    /// Moderators know of a message that waits.
    pub fn held_was_told(&self, callback: &str) -> Result<(), StoreError> {
        let sql = "UPDATE event_held SET stage = 1 WHERE callback_id = ?1 AND stage = 0";
        self.connection.prepare_cached(sql)?.execute([callback])?;
        Ok(())
    }

    /// A moderator says what becomes of a message. The first word counts.
    pub fn rule_held(
        &self,
        event: &EventId,
        message: &str,
        ruling: HeldStage,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE event_held SET stage = ?3 \
                   WHERE event_id = ?1 AND message_id = ?2 AND stage < 2";
        let key = params![event.as_str(), message, ruling.number()];
        self.connection.prepare_cached(sql)?.execute(key)?;
        Ok(())
    }

    /// A message does not wait any more.
    pub fn release_held(&self, callback: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM event_held WHERE callback_id = ?1";
        self.connection.prepare_cached(sql)?.execute([callback])?;
        Ok(())
    }

    /// Nobody waits any more in events that are over.
    pub fn release_all_of_the_past(&self) -> Result<(), StoreError> {
        let sql = "DELETE FROM event_held WHERE event_id IN \
                     (SELECT id FROM live_events WHERE phase NOT IN ('loading', 'live'))";
        self.connection.prepare_cached(sql)?.execute([])?;
        Ok(())
    }
}
