//! The traits of the store, put together from the parts of this folder.

use std::collections::BTreeMap;

use crate::chime::arn::Arn;
use crate::chime::bootstrap::Identity;
use crate::chime::credentials::UserKey;
use crate::clock::Millis;
use crate::domain::{AgentId, ContactId, Item, ItemId, ParticipantId, Room, RoomId};
use crate::store::sqlite::Records;
use crate::store::sqlite::chime::{ChimeReads, ChimeWrites};
use crate::store::sqlite::events::{EventReads, EventWrites};
use crate::store::{DeskRoom, Page, PageRequest, Reads, Receipt, StoreError, Token, Writes};
use crate::token::{TokenHash, TokenKind};

impl Reads for Records<'_> {
    fn events(&self) -> EventReads<'_> {
        EventReads::new(self.connection)
    }

    fn room(&self, id: &RoomId) -> Result<Option<Room>, StoreError> {
        self.find_room("SELECT document FROM rooms WHERE id = ?1", id.as_str())
    }

    fn room_of(&self, contact: &ContactId) -> Result<Option<Room>, StoreError> {
        let sql = "SELECT document FROM rooms \
                   WHERE id = (SELECT room_id FROM contacts WHERE contacts.id = ?1)";
        self.find_room(sql, contact.as_str())
    }

    fn end_of_contact(&self, contact: &ContactId) -> Result<Option<Millis>, StoreError> {
        self.find_end_of_contact(contact)
    }

    fn live_rooms(&self) -> Result<u64, StoreError> {
        self.count_rooms("SELECT COUNT(*) FROM rooms WHERE phase <> 'ended'")
    }

    fn waiting_rooms(&self) -> Result<u64, StoreError> {
        self.count_rooms(
            "SELECT COUNT(*) FROM rooms WHERE phase IN ('waiting', 'open') AND phase = 'waiting'",
        )
    }

    fn due_rooms(&self, now: Millis) -> Result<Vec<RoomId>, StoreError> {
        self.find_due_rooms(now)
    }

    fn next_wake(&self) -> Result<Option<Millis>, StoreError> {
        self.find_next_wake()
    }

    fn desk_rooms(&self, agent: &AgentId) -> Result<Vec<DeskRoom>, StoreError> {
        self.find_desk_rooms(agent)
    }

    fn orphaned_rooms(&self, agents: &[AgentId]) -> Result<Vec<RoomId>, StoreError> {
        self.find_orphaned_rooms(agents)
    }

    fn item(&self, room: &RoomId, id: &ItemId) -> Result<Option<Item>, StoreError> {
        self.find_item(room, id)
    }

    fn item_by_client_token(
        &self,
        sender: &ParticipantId,
        token: &str,
    ) -> Result<Option<Item>, StoreError> {
        self.find_item_by_client_token(sender, token)
    }

    fn page(&self, request: &PageRequest) -> Result<Page, StoreError> {
        self.find_page(request)
    }

    fn nth_newest(&self, room: &RoomId, n: u32) -> Result<Option<Millis>, StoreError> {
        self.find_nth_newest(room, n)
    }

    fn token(
        &self,
        kind: TokenKind,
        hash: &TokenHash,
        now: Millis,
    ) -> Result<Option<Token>, StoreError> {
        self.find_token(kind, hash, now)
    }

    fn room_by_start_token(&self, token: &str) -> Result<Option<Room>, StoreError> {
        self.find_room("SELECT document FROM rooms WHERE start_token = ?1", token)
    }

    fn attributes(&self, room: &RoomId) -> Result<BTreeMap<String, String>, StoreError> {
        self.find_attributes(room)
    }

    fn page_key(&self) -> Result<[u8; 32], StoreError> {
        let sql = "SELECT value FROM meta WHERE name = 'page_key'";
        Ok(self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }

    fn key_of_keys(&self) -> Result<[u8; 32], StoreError> {
        let sql = "SELECT value FROM meta WHERE name = 'key_of_keys'";
        Ok(self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }

    fn user_key(&self, access_key_id: &str, now: Millis) -> Result<Option<UserKey>, StoreError> {
        self.find_user_key(access_key_id, now)
    }

    fn chime_identity(&self) -> Result<Option<Identity>, StoreError> {
        self.find_identity()
    }

    fn chime(&self) -> ChimeReads<'_> {
        ChimeReads::new(self.connection)
    }
}

impl Writes for Records<'_> {
    fn try_out(&self, now: Millis) -> Result<(), StoreError> {
        let sql = "INSERT INTO meta (name, value) VALUES ('tried_at', ?1) \
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.connection.prepare_cached(sql)?.execute([&now.0.to_be_bytes()[..]])?;
        Ok(())
    }

    fn event_writes(&self) -> EventWrites<'_> {
        EventWrites::new(self.connection)
    }

    fn save_room(&self, room: &Room) -> Result<(), StoreError> {
        self.put_room(room)
    }

    fn save_start(
        &self,
        room: &RoomId,
        attributes: &str,
        client_token: Option<&str>,
    ) -> Result<(), StoreError> {
        self.put_start(room, attributes, client_token)
    }

    fn add_item(
        &self,
        room: &RoomId,
        item: &Item,
        client_token: Option<&str>,
    ) -> Result<(), StoreError> {
        self.put_item(room, item, client_token)
    }

    fn add_receipt(&self, room: &RoomId, receipt: &Receipt) -> Result<(Receipt, bool), StoreError> {
        self.put_receipt(room, receipt)
    }

    fn add_token(&self, hash: &TokenHash, token: &Token) -> Result<(), StoreError> {
        self.put_token(hash, token)
    }

    fn take_token(
        &self,
        kind: TokenKind,
        hash: &TokenHash,
        now: Millis,
    ) -> Result<Option<Token>, StoreError> {
        self.remove_token(kind, hash, now)
    }

    fn drop_expired_tokens(&self, now: Millis) -> Result<(), StoreError> {
        self.remove_expired_tokens(now)
    }

    fn add_user_key(&self, key: &UserKey) -> Result<(), StoreError> {
        self.put_user_key(key)
    }

    fn drop_user_keys(&self, user: &Arn) -> Result<(), StoreError> {
        self.remove_user_keys(user)
    }

    fn drop_expired_user_keys(&self, now: Millis) -> Result<(), StoreError> {
        self.remove_expired_user_keys(now)
    }

    fn save_chime_identity(&self, identity: &Identity) -> Result<(), StoreError> {
        self.put_identity(identity)
    }

    fn chime_writes(&self) -> ChimeWrites<'_> {
        ChimeWrites::new(self.connection)
    }
}
