//! Records of live events: a part of the database of its own, with questions and changes of its own.
//!
//! Everything that decides lives in `crate::events`; here is SQL. Invariant: a ticket of an upload that did not
//! come to its end is found by nothing but [`EventWrites::drop_leftovers`].

mod log;
mod names;
mod plan;
mod progress;
mod review;
mod tickets;
mod uploads;

use std::ops::Deref;

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::clock::Millis;
use crate::events::{Archive, Event, EventId, Phase};
use crate::store::StoreError;

pub use log::{Cursor, Follow, LogEntry};
pub use names::Claim;
pub use plan::Due;
pub use progress::Progress;
pub use review::{Held, HeldStage, Review, Wanted};
pub use uploads::Added;

/// Questions about events.
pub struct EventReads<'a> {
    connection: &'a Connection,
}

/// Changes of events, beside the questions.
pub struct EventWrites<'a> {
    reads: EventReads<'a>,
}

impl<'a> EventReads<'a> {
    pub(super) fn new(connection: &'a Connection) -> Self {
        Self { connection }
    }
}

impl<'a> EventWrites<'a> {
    pub(super) fn new(connection: &'a Connection) -> Self {
        Self { reads: EventReads::new(connection) }
    }
}

impl<'a> Deref for EventWrites<'a> {
    type Target = EventReads<'a>;

    fn deref(&self) -> &EventReads<'a> {
        &self.reads
    }
}

const COLUMNS: &str =
    "id, phase, opens_at, ends_at, document, uploads, has_channel, is_elastic, archive";

impl EventReads<'_> {
    /// An event whose first upload is whole.
    pub fn event(&self, id: &EventId) -> Result<Option<Event>, StoreError> {
        Ok(self.any_event(id)?.filter(|event| event.phase != Phase::Loading))
    }

    /// An event, also one whose first upload has not come to its end.
    pub fn any_event(&self, id: &EventId) -> Result<Option<Event>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM live_events WHERE id = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.query_row([id.as_str()], |row| Ok(event(row))).optional()?.transpose()
    }

    /// Events in one of these phases, the soonest first.
    pub fn events(&self, phases: &[Phase]) -> Result<Vec<Event>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM live_events ORDER BY opens_at, id");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let events = statement.query_map([], |row| Ok(event(row)))?;
        let events: Vec<Event> = events.map(|event| event?).collect::<Result<_, _>>()?;
        Ok(events.into_iter().filter(|event| phases.contains(&event.phase)).collect())
    }
}

impl EventWrites<'_> {
    /// Keeps an event as it is.
    pub fn save_event(&self, event: &Event) -> Result<(), StoreError> {
        let sql = "INSERT INTO live_events (id, phase, opens_at, ends_at, document, uploads, \
                     has_channel, is_elastic, archive) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
                   ON CONFLICT (id) DO UPDATE SET phase = ?2, opens_at = ?3, ends_at = ?4, \
                     document = ?5, uploads = ?6, has_channel = ?7, is_elastic = ?8, archive = ?9";
        let archive = event.archive.as_ref().map(serde_json::to_string).transpose()?;
        self.connection.prepare_cached(sql)?.execute(params![
            event.id.as_str(),
            event.phase.text(),
            event.opens_at.0,
            event.ends_at.0,
            serde_json::to_string(&event.settings)?,
            event.uploads,
            event.has_channel,
            event.is_elastic,
            archive,
        ])?;
        Ok(())
    }

    /// Puts events whose time is over into the phase after, and says whether there were any.
    pub fn end_due_events(&self, now: Millis) -> Result<bool, StoreError> {
        let sql =
            "UPDATE live_events SET phase = 'archiving' WHERE phase = 'live' AND ends_at <= ?1";
        Ok(self.connection.prepare_cached(sql)?.execute([now.0])? > 0)
    }
}

fn event(row: &Row<'_>) -> Result<Event, StoreError> {
    let archive: Option<String> = row.get(8)?;
    let archive: Option<Archive> = archive.map(|text| serde_json::from_str(&text)).transpose()?;
    Ok(Event {
        id: EventId::stored(row.get(0)?),
        phase: Phase::of(&row.get::<_, String>(1)?),
        opens_at: Millis(row.get(2)?),
        ends_at: Millis(row.get(3)?),
        settings: serde_json::from_str(&row.get::<_, String>(4)?)?,
        uploads: row.get(5)?,
        has_channel: row.get(6)?,
        is_elastic: row.get(7)?,
        archive,
    })
}
