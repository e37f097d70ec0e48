//! Tickets: found by their id or their device, changed one at a time.

use rusqlite::{OptionalExtension as _, Row, params};

use crate::clock::Millis;
use crate::events::{Ban, CodeHash, EventId, Role, Stage, Ticket, TicketId};
use crate::store::StoreError;
use crate::store::sqlite::events::{EventReads, EventWrites};

pub(super) const COLUMNS: &str =
    "event_id, id, code, role, stage, nickname, banned, device, reason";

impl EventReads<'_> {
    /// A ticket by its id.
    pub fn ticket(&self, event: &EventId, id: &TicketId) -> Result<Option<Ticket>, StoreError> {
        self.find("id = ?2", event, id)
    }

    /// The ticket that is signed in on a device.
    pub fn ticket_of_device(
        &self,
        event: &EventId,
        device: &[u8; 32],
    ) -> Result<Option<Ticket>, StoreError> {
        self.find("device = ?2", event, &device[..])
    }

    /// Tickets that are signed in somewhere.
    pub fn signed_in(&self, event: &EventId, limit: u32) -> Result<Vec<Ticket>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM event_tickets WHERE event_id = ?1 AND device IS NOT NULL LIMIT ?2"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let tickets = statement.query_map(params![event.as_str(), limit], ticket)?;
        Ok(tickets.collect::<Result<_, _>>()?)
    }

    /// People of a role whose users are in the channel. Not for fans: those are too many to list.
    pub fn with_role(&self, event: &EventId, role: Role) -> Result<Vec<TicketId>, StoreError> {
        let sql = "SELECT id FROM event_tickets \
                   WHERE event_id = ?1 AND role = ?2 AND role < 2 AND stage = 2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let key = (event.as_str(), role.number());
        let ids = statement.query_map(key, |row| row.get::<_, String>(0))?;
        Ok(ids.map(|id| id.map(TicketId::new)).collect::<Result<_, _>>()?)
    }

    /// How many others are waited for since an earlier moment.
    pub fn waiting_before(&self, event: &EventId, id: &TicketId) -> Result<u32, StoreError> {
        let sql = "SELECT COUNT(*) FROM event_tickets WHERE asked_at < \
                     (SELECT asked_at FROM event_tickets WHERE event_id = ?1 AND id = ?2)";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([event.as_str(), id.as_str()], |row| row.get(0))?)
    }

    fn find(
        &self,
        which: &str,
        event: &EventId,
        key: impl rusqlite::ToSql,
    ) -> Result<Option<Ticket>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM event_tickets WHERE event_id = ?1 AND {which} \
               AND upload <= (SELECT uploads FROM live_events WHERE live_events.id = ?1)"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row(params![event.as_str(), key], ticket).optional()?)
    }
}

impl rusqlite::ToSql for &TicketId {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        Ok(self.as_str().into())
    }
}

impl EventWrites<'_> {
    /// Signs a ticket in on a device, which holds no other ticket of the event from then on. Returns whose the
    /// device was.
    pub fn sign_in(
        &self,
        ticket: &Ticket,
        device: &[u8; 32],
    ) -> Result<Option<Ticket>, StoreError> {
        let before = self.ticket_of_device(&ticket.event, device)?;
        let before = before.filter(|before| before.id != ticket.id);
        if let Some(before) = &before {
            self.sign_out(before)?;
        }
        let sql = "UPDATE event_tickets SET device = ?3 WHERE event_id = ?1 AND id = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![ticket.event.as_str(), ticket.id.as_str(), &device[..]])?;
        Ok(before)
    }

    /// Nobody is signed in with this ticket.
    pub fn sign_out(&self, ticket: &Ticket) -> Result<(), StoreError> {
        let sql = "UPDATE event_tickets SET device = NULL WHERE event_id = ?1 AND id = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute([ticket.event.as_str(), ticket.id.as_str()])?;
        Ok(())
    }

    /// Somebody waits for this ticket; the first time counts. A failed one is tried again.
    pub fn ask_for(&self, ticket: &Ticket, now: Millis) -> Result<(), StoreError> {
        let sql = "UPDATE event_tickets SET asked_at = COALESCE(asked_at, ?3), \
                     stage = CASE stage WHEN 8 THEN 0 ELSE stage END, \
                     tries = CASE stage WHEN 8 THEN 0 ELSE tries END \
                   WHERE event_id = ?1 AND id = ?2 AND stage NOT IN (2, 9)";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![ticket.event.as_str(), ticket.id.as_str(), now.0])?;
        Ok(())
    }

    /// How far the users of tickets exist. Whoever is ready is not waited for.
    pub fn set_stage(
        &self,
        event: &EventId,
        tickets: &[TicketId],
        stage: Stage,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE event_tickets SET stage = ?3, reason = NULL, retry_at = NULL, tries = 0, \
                     asked_at = CASE WHEN ?3 IN (2, 9) THEN NULL ELSE asked_at END \
                   WHERE event_id = ?1 AND id = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        for ticket in tickets {
            statement.execute(params![event.as_str(), ticket.as_str(), stage.number()])?;
        }
        Ok(())
    }

    /// A request for this ticket failed. After `most` failures, or at once when the service refuses, it is set
    /// aside until `retry_at`.
    pub fn note_failure(
        &self,
        event: &EventId,
        ticket: &TicketId,
        reason: &str,
        most: u32,
        retry_at: Option<Millis>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE event_tickets SET tries = tries + 1, reason = ?3, \
                     stage = CASE WHEN tries + 1 >= ?4 THEN 8 ELSE stage END, \
                     retry_at = CASE WHEN tries + 1 >= ?4 THEN ?5 END, \
                     asked_at = CASE WHEN tries + 1 >= ?4 THEN NULL ELSE asked_at END \
                   WHERE event_id = ?1 AND id = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let retry_at = retry_at.map(|at| at.0);
        statement.execute(params![event.as_str(), ticket.as_str(), reason, most, retry_at])?;
        Ok(())
    }

    /// Failed tickets whose time has come are wanted again.
    pub fn retry_failed(&self, event: &EventId, now: Millis) -> Result<(), StoreError> {
        let sql = "UPDATE event_tickets SET stage = 0, tries = 0, retry_at = NULL \
                   WHERE event_id = ?1 AND stage = 8 AND retry_at <= ?2";
        self.connection.prepare_cached(sql)?.execute(params![event.as_str(), now.0])?;
        Ok(())
    }

    /// The service has the name of this ticket, unless it changed meanwhile.
    pub fn name_was_sent(
        &self,
        event: &EventId,
        ticket: &TicketId,
        name: &str,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE event_tickets SET name_due = 0 \
                   WHERE event_id = ?1 AND id = ?2 AND (nickname IS NULL OR nickname = ?3)";
        self.connection.prepare_cached(sql)?.execute([event.as_str(), ticket.as_str(), name])?;
        Ok(())
    }

    /// Who bans a ticket. A channel's ban leaves the organiser's as it is.
    pub fn set_ban(&self, event: &EventId, ticket: &TicketId, ban: Ban) -> Result<(), StoreError> {
        let sql = "UPDATE event_tickets SET banned = ?3 \
                   WHERE event_id = ?1 AND id = ?2 AND (?3 <> 1 OR banned = 0)";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![event.as_str(), ticket.as_str(), ban.number()])?;
        Ok(())
    }
}

pub(super) fn ticket(row: &Row<'_>) -> rusqlite::Result<Ticket> {
    Ok(Ticket {
        event: EventId::stored(row.get(0)?),
        id: TicketId::new(row.get::<_, String>(1)?),
        code: CodeHash(row.get(2)?),
        role: Role::of(row.get(3)?),
        stage: Stage::of(row.get(4)?),
        nickname: row.get(5)?,
        is_banned: row.get(6)?,
        device: row.get(7)?,
        reason: row.get(8)?,
    })
}
