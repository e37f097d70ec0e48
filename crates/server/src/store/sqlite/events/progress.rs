//! How far an event is made, in figures.

use rusqlite::params;
use serde::Serialize;

use crate::events::{EventId, Stage};
use crate::store::StoreError;
use crate::store::sqlite::events::EventReads;

/// Figures of an event's tickets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Tickets.
    pub wanted: u64,
    /// Of these, those whose user is in the channel.
    pub made: u64,
    /// Of these, those whose user exists and is not in the channel yet.
    pub users: u64,
    /// Of these, those that the service refused.
    pub failed: u64,
    /// Of these, those whose user was removed after the event.
    pub removed: u64,
    /// Tickets that people wait for at this moment.
    pub asked_for: u64,
    /// Why tickets failed, and how many for each reason, the most frequent first.
    pub reasons: Vec<(String, u64)>,
}

/// More reasons help nobody.
const MOST_REASONS: u32 = 10;

impl EventReads<'_> {
    /// Figures of an event.
    pub fn progress(&self, event: &EventId) -> Result<Progress, StoreError> {
        let sql = "SELECT stage, COUNT(*), COUNT(asked_at) FROM event_tickets WHERE event_id = ?1 \
                     AND upload <= (SELECT uploads FROM live_events WHERE live_events.id = ?1) \
                   GROUP BY stage";
        let mut progress = Progress::default();
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([event.as_str()])?;
        while let Some(row) = rows.next()? {
            let count = |column| row.get::<_, u32>(column).map(u64::from);
            let (count, asked_for) = (count(1)?, count(2)?);
            progress.wanted += count;
            progress.asked_for += asked_for;
            match Stage::of(row.get(0)?) {
                Stage::Wanted => {}
                Stage::User => progress.users += count,
                Stage::Ready => progress.made += count,
                Stage::Failed => progress.failed += count,
                Stage::Removed => progress.removed += count,
            }
        }
        let sql = "SELECT reason, COUNT(*) FROM event_tickets WHERE event_id = ?1 AND stage = 8 \
                   GROUP BY reason ORDER BY 2 DESC LIMIT ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let reasons = statement.query_map(params![event.as_str(), MOST_REASONS], |row| {
            Ok((row.get::<_, Option<String>>(0)?.unwrap_or_default(), row.get::<_, u32>(1)?.into()))
        })?;
        progress.reasons = reasons.collect::<Result<_, _>>()?;
        Ok(progress)
    }

    /// How many tickets an event has.
    pub fn tickets(&self, event: &EventId) -> Result<u64, StoreError> {
        let sql = "SELECT COUNT(*) FROM event_tickets WHERE event_id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let count: u32 = statement.query_row([event.as_str()], |row| row.get(0))?;
        Ok(count.into())
    }

    /// How many people are in the channel, and how many were banned from it.
    pub fn members(&self, event: &EventId) -> Result<(u64, u64), StoreError> {
        let count = |sql: &str| -> Result<u64, StoreError> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let count: u32 = statement.query_row([event.as_str()], |row| row.get(0))?;
            Ok(count.into())
        };
        let members = "SELECT COUNT(*) FROM event_tickets \
                       WHERE event_id = ?1 AND stage = 2 AND banned = 0";
        let banned = "SELECT COUNT(*) FROM event_tickets WHERE event_id = ?1 AND banned <> 0";
        Ok((count(members)?, count(banned)?))
    }
}
