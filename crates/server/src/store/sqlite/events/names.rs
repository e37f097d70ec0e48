//! Nicknames: claimed in one step, so that of two who want one name only one gets it.

use rusqlite::{OptionalExtension as _, params};

use crate::clock::Millis;
use crate::events::{EventId, Nickname, TicketId};
use crate::store::StoreError;
use crate::store::sqlite::events::{EventReads, EventWrites};

/// Whether a name may be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It belongs to the one who asks, or nobody has it.
    Yours,
    /// Somebody else has it, or one that looks like it.
    Taken {
        /// What the other one's looks like.
        shown: String,
    },
}

/// Earlier names that stay with a ticket. The oldest beyond it is free again.
const MOST_NAMES: u32 = 5;

impl EventReads<'_> {
    /// Whether a ticket could have a name.
    pub fn may_claim(
        &self,
        event: &EventId,
        ticket: &TicketId,
        name: &Nickname,
    ) -> Result<Claim, StoreError> {
        let sql =
            "SELECT ticket_id, shown FROM event_nicknames WHERE event_id = ?1 AND folded = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let key = [event.as_str(), name.folded().as_str()];
        let holder: Option<(String, String)> =
            statement.query_row(key, |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        Ok(match holder {
            Some((holder, shown)) if holder != ticket.as_str() => Claim::Taken { shown },
            Some(_) | None => Claim::Yours,
        })
    }

    /// The names of a ticket and since when it had them, the latest first.
    pub fn names_of(
        &self,
        event: &EventId,
        ticket: &TicketId,
    ) -> Result<Vec<(String, Millis)>, StoreError> {
        let sql = "SELECT shown, at FROM event_nicknames WHERE event_id = ?1 AND ticket_id = ?2 \
                   ORDER BY at DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let names = statement.query_map([event.as_str(), ticket.as_str()], |row| {
            Ok((row.get(0)?, Millis(row.get(1)?)))
        })?;
        Ok(names.collect::<Result<_, _>>()?)
    }
}

impl EventWrites<'_> {
    /// Gives a ticket a name, if it may have it. Names it had before stay its own.
    pub fn claim(
        &self,
        event: &EventId,
        ticket: &TicketId,
        name: &Nickname,
        now: Millis,
    ) -> Result<Claim, StoreError> {
        let claim = self.may_claim(event, ticket, name)?;
        if claim != Claim::Yours {
            return Ok(claim);
        }
        let sql = "INSERT INTO event_nicknames (event_id, folded, ticket_id, shown, at) \
                   VALUES (?1, ?2, ?3, ?4, ?5) \
                   ON CONFLICT (event_id, folded) DO UPDATE SET shown = ?4, at = ?5";
        let (folded, shown) = (name.folded().as_str(), name.shown());
        let values = params![event.as_str(), folded, ticket.as_str(), shown, now.0];
        self.connection.prepare_cached(sql)?.execute(values)?;
        let sql = "DELETE FROM event_nicknames WHERE event_id = ?1 AND ticket_id = ?2 AND at < \
                     (SELECT at FROM event_nicknames WHERE event_id = ?1 AND ticket_id = ?2 \
                      ORDER BY at DESC LIMIT 1 OFFSET ?3)";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![event.as_str(), ticket.as_str(), MOST_NAMES - 1])?;
        // A user that does not exist yet is made with the name.
        let sql = "UPDATE event_tickets SET nickname = ?3, name_due = 1 \
                   WHERE event_id = ?1 AND id = ?2 AND nickname IS NOT ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute([event.as_str(), ticket.as_str(), shown])?;
        Ok(Claim::Yours)
    }
}
