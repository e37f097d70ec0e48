//! Uploads of tickets: written in pieces, counting as a whole or not at all.

use rusqlite::params;

use crate::clock::Millis;
use crate::events::{Event, EventId, NewTicket, Phase};
use crate::store::StoreError;
use crate::store::sqlite::events::{Claim, EventWrites};

/// What became of a ticket of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is kept.
    New,
    /// An earlier list has it; it stays as it is.
    Known,
    /// The same list has it already.
    Twice,
    /// Its nickname belongs to another ticket.
    NameTaken,
}

impl EventWrites<'_> {
    /// Adds a ticket to the upload that runs.
    pub fn add_ticket(
        &self,
        event: &Event,
        ticket: &NewTicket,
        now: Millis,
    ) -> Result<Added, StoreError> {
        let upload = event.uploads + 1;
        let sql = "INSERT INTO event_tickets (event_id, id, code, upload, role, day, number) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING";
        let added = self.connection.prepare_cached(sql)?.execute(params![
            event.id.as_str(),
            ticket.id.as_str(),
            &ticket.code.0[..],
            upload,
            ticket.role.number(),
            ticket.day.0,
            ticket.number,
        ])?;
        if added == 0 {
            let sql = "SELECT upload FROM event_tickets WHERE event_id = ?1 AND id = ?2";
            let mut statement = self.connection.prepare_cached(sql)?;
            let ids = [event.id.as_str(), ticket.id.as_str()];
            let known: u32 = statement.query_row(ids, |row| row.get(0))?;
            return Ok(if known == upload { Added::Twice } else { Added::Known });
        }
        let Some(nickname) = &ticket.nickname else { return Ok(Added::New) };
        // A name of an upload that is given up goes with its tickets.
        match self.claim(&event.id, &ticket.id, nickname, now)? {
            Claim::Yours => Ok(Added::New),
            Claim::Taken { .. } => Ok(Added::NameTaken),
        }
    }

    /// The upload that runs is whole.
    pub fn accept_upload(&self, event: &EventId) -> Result<(), StoreError> {
        let sql = "UPDATE live_events SET uploads = uploads + 1, \
                     phase = CASE phase WHEN 'loading' THEN 'live' ELSE phase END WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute([event.as_str()])?;
        // The service learns these names when it makes the users.
        Ok(())
    }

    /// Forgets some tickets of uploads that did not come to their end, and says whether there may be more.
    pub fn drop_leftovers(&self, event: &EventId, limit: u32) -> Result<bool, StoreError> {
        let which = "SELECT id FROM event_tickets WHERE event_id = ?1 AND upload > \
                       (SELECT uploads FROM live_events WHERE live_events.id = ?1) LIMIT ?2";
        let names =
            format!("DELETE FROM event_nicknames WHERE event_id = ?1 AND ticket_id IN ({which})");
        self.connection.prepare_cached(&names)?.execute(params![event.as_str(), limit])?;
        let tickets = format!("DELETE FROM event_tickets WHERE event_id = ?1 AND id IN ({which})");
        let dropped =
            self.connection.prepare_cached(&tickets)?.execute(params![event.as_str(), limit])?;
        if dropped == 0 {
            let sql = "DELETE FROM live_events WHERE id = ?1 AND phase = ?2";
            let mut statement = self.connection.prepare_cached(sql)?;
            statement.execute([event.as_str(), Phase::Loading.text()])?;
        }
        Ok(dropped > 0)
    }
}
