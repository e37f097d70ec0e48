//! Rooms, contacts and what rooms were started with.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension as _, Row, params};

use crate::clock::Millis;
use crate::domain::{AgentId, ContactId, Phase, Room, RoomId};
use crate::store::sqlite::Records;
use crate::store::{DeskRoom, StoreError};

impl Records<'_> {
    pub(super) fn find_room(&self, sql: &str, key: &str) -> Result<Option<Room>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let document: Option<String> = statement.query_row([key], |row| row.get(0)).optional()?;
        document.map(|text| Ok(serde_json::from_str(&text)?)).transpose()
    }

    pub(super) fn count_rooms(&self, sql: &str) -> Result<u64, StoreError> {
        let count: i64 = self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    pub(super) fn find_due_rooms(&self, now: Millis) -> Result<Vec<RoomId>, StoreError> {
        let sql = "SELECT id FROM rooms WHERE wake_at IS NOT NULL AND wake_at <= ?1 \
                   ORDER BY wake_at LIMIT 500";
        let mut statement = self.connection.prepare_cached(sql)?;
        let ids = statement.query_map([now.0], |row| row.get::<_, String>(0))?;
        Ok(ids.map(|id| id.map(RoomId::new)).collect::<Result<_, _>>()?)
    }

    pub(super) fn find_next_wake(&self) -> Result<Option<Millis>, StoreError> {
        let sql = "SELECT MIN(wake_at) FROM rooms WHERE wake_at IS NOT NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([], |row| row.get::<_, Option<i64>>(0))?.map(Millis))
    }

    pub(super) fn find_desk_rooms(&self, agent: &AgentId) -> Result<Vec<DeskRoom>, StoreError> {
        let sql = "SELECT document, (SELECT COUNT(*) FROM items \
                     WHERE items.room_id = rooms.id AND kind = 'message' AND role = 'customer' \
                       AND at > COALESCE(document ->> '$.agents_read_at', 0)) \
                   FROM rooms \
                   WHERE phase IN ('waiting', 'open') \
                     AND (agent_id = ?1 OR (phase = 'waiting' AND agent_id IS NULL)) \
                   ORDER BY since";
        let mut statement = self.connection.prepare_cached(sql)?;
        let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?));
        let rows = statement.query_map([agent.as_str()], read)?;
        rows.map(|row| {
            let (document, unread) = row?;
            Ok(DeskRoom { room: serde_json::from_str(&document)?, unread })
        })
        .collect()
    }

    pub(super) fn find_orphaned_rooms(
        &self,
        agents: &[AgentId],
    ) -> Result<Vec<RoomId>, StoreError> {
        let sql = "SELECT id FROM rooms WHERE phase IN ('waiting', 'open') \
                     AND agent_id NOT IN (SELECT value FROM json_each(?1))";
        let mut statement = self.connection.prepare_cached(sql)?;
        let ids =
            statement.query_map([serde_json::to_string(agents)?], |row| row.get::<_, String>(0))?;
        Ok(ids.map(|id| id.map(RoomId::new)).collect::<Result<_, _>>()?)
    }

    pub(super) fn put_room(&self, room: &Room) -> Result<(), StoreError> {
        let (phase, agent, since) = columns(room);
        let sql = "INSERT INTO rooms (id, phase, agent_id, since, wake_at, document) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
                   ON CONFLICT (id) DO UPDATE SET phase = ?2, agent_id = ?3, since = ?4, \
                     wake_at = ?5, document = ?6";
        self.connection.prepare_cached(sql)?.execute(params![
            room.id.as_str(),
            phase,
            agent.map(AgentId::as_str),
            since.0,
            room.next_wake().map(|at| at.0),
            serde_json::to_string(room)?,
        ])?;
        let sql = "INSERT INTO contacts (id, room_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        let ids = [room.contact_id.as_str(), room.id.as_str()];
        self.connection.prepare_cached(sql)?.execute(ids)?;
        Ok(())
    }

    pub(super) fn put_start(
        &self,
        room: &RoomId,
        attributes: &str,
        client_token: Option<&str>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE rooms SET attributes = ?2, start_token = ?3 WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute(params![room.as_str(), attributes, client_token])?;
        Ok(())
    }

    pub(super) fn find_attributes(
        &self,
        room: &RoomId,
    ) -> Result<BTreeMap<String, String>, StoreError> {
        let sql = "SELECT attributes FROM rooms WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let text: String = statement.query_row([room.as_str()], |row| row.get(0))?;
        Ok(serde_json::from_str(&text)?)
    }

    pub(super) fn find_end_of_contact(
        &self,
        contact: &ContactId,
    ) -> Result<Option<Millis>, StoreError> {
        let sql = "SELECT MAX(at) FROM items \
                   WHERE room_id = (SELECT room_id FROM contacts WHERE id = ?1) \
                     AND contact_id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let at = statement.query_row([contact.as_str()], |row| row.get::<_, Option<i64>>(0))?;
        Ok(at.map(Millis))
    }
}

/// What the columns beside a room's document say.
fn columns(room: &Room) -> (&'static str, Option<&AgentId>, Millis) {
    match &room.phase {
        Phase::Expected => ("expected", None, Millis(0)),
        Phase::Bot => ("bot", None, Millis(0)),
        Phase::Waiting { since, for_agent, .. } => ("waiting", for_agent.as_ref(), *since),
        Phase::Open { since, agent } => ("open", Some(agent), *since),
        Phase::Ended { at } => ("ended", None, *at),
    }
}
