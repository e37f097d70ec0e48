//! What is to be made next: the order in which the provisioner works, as questions to the database.
//!
//! Nothing of the order is kept in memory, so a restart goes on where the last one was killed.

use rusqlite::params;

use crate::clock::Millis;
use crate::events::{EventId, Ticket, TicketId};
use crate::store::StoreError;
use crate::store::sqlite::events::EventReads;
use crate::store::sqlite::events::tickets::{COLUMNS, ticket};

/// Tickets of one event that wait for the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Their user is to be made.
    User,
    /// They are to be added to the channel.
    Member,
    /// They are to be removed.
    Removal,
}

impl EventReads<'_> {
    /// Tickets of live events that people wait for, who asked first first.
    pub fn asked_for(&self, limit: u32) -> Result<Vec<Ticket>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM event_tickets \
             WHERE asked_at IS NOT NULL AND stage IN (0, 1) AND upload <= \
               (SELECT uploads FROM live_events WHERE id = event_id AND phase = 'live') \
             ORDER BY asked_at, number LIMIT ?1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let tickets = statement.query_map([limit], ticket)?;
        Ok(tickets.collect::<Result<_, _>>()?)
    }

    /// Tickets of live events whose new name the service does not know.
    pub fn to_rename(&self, limit: u32) -> Result<Vec<Ticket>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM event_tickets \
             WHERE name_due = 1 AND stage IN (1, 2) AND event_id IN \
               (SELECT id FROM live_events WHERE phase = 'live') LIMIT ?1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let tickets = statement.query_map([limit], ticket)?;
        Ok(tickets.collect::<Result<_, _>>()?)
    }

    /// Tickets of an event that wait for something: moderators and artists first, then by day, then as listed.
    pub fn due(&self, event: &EventId, due: Due, limit: u32) -> Result<Vec<Ticket>, StoreError> {
        let (stages, order) = match due {
            Due::User => ("stage = 0", "role, day, number"),
            Due::Member => ("stage = 1", "role, day, number"),
            Due::Removal => ("stage <> 9", "stage"),
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM event_tickets WHERE event_id = ?1 AND {stages} \
               AND upload <= (SELECT uploads FROM live_events WHERE live_events.id = ?1) \
             ORDER BY {order} LIMIT ?2"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let tickets = statement.query_map(params![event.as_str(), limit], ticket)?;
        Ok(tickets.collect::<Result<_, _>>()?)
    }

    /// When the next event ends or the next failed ticket is to be tried again.
    pub fn next_moment(&self) -> Result<Option<Millis>, StoreError> {
        let sql = "SELECT MIN(at) FROM ( \
                     SELECT MIN(ends_at) AS at FROM live_events WHERE phase = 'live' \
                     UNION ALL SELECT MIN(retry_at) FROM event_tickets \
                       WHERE stage = 8 AND event_id IN (SELECT id FROM live_events WHERE phase = 'live'))";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([], |row| row.get::<_, Option<i64>>(0))?.map(Millis))
    }

    /// Tickets that are banned by the channel.
    pub fn banned(&self, event: &EventId) -> Result<Vec<TicketId>, StoreError> {
        let sql = "SELECT id FROM event_tickets WHERE event_id = ?1 AND banned = 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let ids = statement.query_map([event.as_str()], |row| row.get::<_, String>(0))?;
        Ok(ids.map(|id| id.map(TicketId::new)).collect::<Result<_, _>>()?)
    }
}
