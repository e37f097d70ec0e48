//! What the operations need from a storage.

use std::collections::BTreeMap;

use crate::chime::arn::Arn;
use crate::chime::bootstrap::Identity;
use crate::chime::credentials::UserKey;
use crate::clock::Millis;
use crate::domain::{AgentId, ContactId, Item, ItemId, ParticipantId, Room, RoomId};
use crate::store::{ChimeReads, ChimeWrites, EventReads, EventWrites, StoreError};
use crate::token::{TokenHash, TokenKind};

/// A token as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is good for.
    pub kind: TokenKind,
    /// The room of a participant.
    pub room_id: Option<RoomId>,
    /// The id of the participant or of the agent who holds it.
    pub holder: String,
    /// When it stops working; never, when absent.
    pub expires_at: Option<Millis>,
}

/// What somebody did with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The message.
    pub item_id: ItemId,
    /// The time of the message, which finds it within its room.
    pub item_at: Millis,
    /// Who got it.
    pub recipient: ParticipantId,
    /// When it arrived.
    pub delivered_at: Option<Millis>,
    /// When it was read.
    pub read_at: Option<Millis>,
}

/// Which way a page goes from its boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To newer items.
    Forward,
    /// To older items.
    Backward,
}

/// Which items to read.
#[derive(Clone, Debug)]
pub struct PageRequest {
    /// The room.
    pub room_id: RoomId,
    /// Only this contact of it.
    pub contact_id: Option<ContactId>,
    /// Which way.
    pub direction: Direction,
    /// The first time that counts, itself included.
    pub from: Millis,
    /// How many.
    pub limit: usize,
    /// Whether items for agents only are wanted.
    pub with_agents_only: bool,
}

/// Items in the order of the scan, with their receipts.
pub type Page = Vec<(Item, Vec<Receipt>)>;

/// A room as the desk lists it.
#[derive(Clone, Debug)]
pub struct DeskRoom {
    /// The room.
    pub room: Room,
    /// Messages of the customer that no agent has read.
    pub unread: u32,
}

/// Questions to the store.
pub trait Reads {
    /// Live events.
    fn events(&self) -> EventReads<'_>;
    /// A room by its id.
    fn room(&self, id: &RoomId) -> Result<Option<Room>, StoreError>;
    /// The room of a contact, also of an earlier one.
    fn room_of(&self, contact: &ContactId) -> Result<Option<Room>, StoreError>;
    /// The time of the newest item of one contact.
    fn end_of_contact(&self, contact: &ContactId) -> Result<Option<Millis>, StoreError>;
    /// How many rooms have not ended.
    fn live_rooms(&self) -> Result<u64, StoreError>;
    /// How many rooms wait for an agent.
    fn waiting_rooms(&self) -> Result<u64, StoreError>;
    /// Rooms to wake at this time.
    fn due_rooms(&self, now: Millis) -> Result<Vec<RoomId>, StoreError>;
    /// When the next room wants to be woken.
    fn next_wake(&self) -> Result<Option<Millis>, StoreError>;
    /// Rooms that wait for anybody or for this agent, and rooms open with this agent; oldest first.
    fn desk_rooms(&self, agent: &AgentId) -> Result<Vec<DeskRoom>, StoreError>;
    /// Rooms that are with agents or wait for agents who are none of these.
    fn orphaned_rooms(&self, agents: &[AgentId]) -> Result<Vec<RoomId>, StoreError>;
    /// An item by its id.
    fn item(&self, room: &RoomId, id: &ItemId) -> Result<Option<Item>, StoreError>;
    /// The item that a participant sent with this client token.
    fn item_by_client_token(
        &self,
        sender: &ParticipantId,
        token: &str,
    ) -> Result<Option<Item>, StoreError>;
    /// A page of a room.
    fn page(&self, request: &PageRequest) -> Result<Page, StoreError>;
    /// The time of the n-th newest item of a room, from 1; of its oldest if it has fewer.
    fn nth_newest(&self, room: &RoomId, n: u32) -> Result<Option<Millis>, StoreError>;
    /// A token that has not expired.
    fn token(
        &self,
        kind: TokenKind,
        hash: &TokenHash,
        now: Millis,
    ) -> Result<Option<Token>, StoreError>;
    /// The room that was started with this client token.
    fn room_by_start_token(&self, token: &str) -> Result<Option<Room>, StoreError>;
    /// The attributes that a room was started with.
    fn attributes(&self, room: &RoomId) -> Result<BTreeMap<String, String>, StoreError>;
    /// The key that signs page tokens.
    fn page_key(&self) -> Result<[u8; 32], StoreError>;
    /// The key from which the secret keys of users are worked out.
    fn key_of_keys(&self) -> Result<[u8; 32], StoreError>;
    /// Temporary keys of a user that have not expired.
    fn user_key(&self, access_key_id: &str, now: Millis) -> Result<Option<UserKey>, StoreError>;
    /// Who the instance is; nothing before the first start has ended.
    fn chime_identity(&self) -> Result<Option<Identity>, StoreError>;
    /// Messaging and identity, to ask.
    fn chime(&self) -> ChimeReads<'_>;
}

/// Changes of the store. Only the writer thread has them.
pub trait Writes: Reads {
    /// Writes a few bytes that nobody reads, which shows whether anything can be written.
    fn try_out(&self, now: Millis) -> Result<(), StoreError>;
    /// Live events, to change.
    fn event_writes(&self) -> EventWrites<'_>;
    /// Keeps a room as it is.
    fn save_room(&self, room: &Room) -> Result<(), StoreError>;
    /// Keeps what a room was started with.
    fn save_start(
        &self,
        room: &RoomId,
        attributes: &str,
        client_token: Option<&str>,
    ) -> Result<(), StoreError>;
    /// Adds an item.
    fn add_item(
        &self,
        room: &RoomId,
        item: &Item,
        client_token: Option<&str>,
    ) -> Result<(), StoreError>;
    /// Notes a receipt and returns what is known of it, and whether anything of it is new.
    fn add_receipt(&self, room: &RoomId, receipt: &Receipt) -> Result<(Receipt, bool), StoreError>;
    /// Keeps a token.
    fn add_token(&self, hash: &TokenHash, token: &Token) -> Result<(), StoreError>;
    /// Forgets a token and returns what it was, if it had not expired.
    fn take_token(
        &self,
        kind: TokenKind,
        hash: &TokenHash,
        now: Millis,
    ) -> Result<Option<Token>, StoreError>;
    /// Forgets tokens that have expired.
    fn drop_expired_tokens(&self, now: Millis) -> Result<(), StoreError>;
    /// Keeps temporary keys of a user.
    fn add_user_key(&self, key: &UserKey) -> Result<(), StoreError>;
    /// Forgets all keys of a user.
    fn drop_user_keys(&self, user: &Arn) -> Result<(), StoreError>;
    /// Forgets keys that have expired.
    fn drop_expired_user_keys(&self, now: Millis) -> Result<(), StoreError>;
    /// Keeps who the instance is, once.
    fn save_chime_identity(&self, identity: &Identity) -> Result<(), StoreError>;
    /// Messaging and identity, to change.
    fn chime_writes(&self) -> ChimeWrites<'_>;
}
