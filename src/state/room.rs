//! The reactive mirror of a room.

use std::sync::Arc;

use chirrup_core::room::{Capabilities, EndReason, HistoryState, Participant};
use chirrup_core::{Item, ItemId, RoomId};
use leptos::prelude::*;

use super::LiveState;

/// A room's signals. Written by `apply` only.
#[derive(Clone, Copy)]
pub struct RoomState {
    /// Which room.
    pub id: RoomId,
    /// Rows in order, oldest first.
    pub rows: RwSignal<Vec<Row>>,
    /// Who is typing.
    pub typing: RwSignal<Vec<Participant>>,
    /// Messages of others after the read cursor.
    pub unread: RwSignal<u32>,
    /// Messages of others that wait while the person reads further up in a room of thousands; nothing while none
    /// has to wait.
    pub paused: RwSignal<Option<u32>>,
    /// What a room of thousands has besides.
    pub live: LiveState,
    /// Who is here.
    pub participants: RwSignal<Vec<Participant>>,
    /// What the room can do.
    pub capabilities: RwSignal<Capabilities>,
    /// Where paging back stands.
    pub history: RwSignal<HistoryState>,
    /// The draft as restored, prefilled, or changed in another tab; the composer writes through `set_draft`.
    pub draft: RwSignal<String>,
    /// Why the conversation is over, once it is.
    pub ended: RwSignal<Option<EndReason>>,
    /// Grows whenever the rules of the room change, or what is known of who did what.
    pub rules: RwSignal<u32>,
    /// For so many seconds `Chat::undoable` can be undone; 0 when nothing can.
    pub undo_seconds: RwSignal<u32>,
    /// Whom this person looked up last, as a moderator; `Chat::about` reads it.
    pub about: RwSignal<String>,
}

impl RoomState {
    /// An empty room. Its signals belong to the owner that is current.
    pub(super) fn new(id: RoomId) -> Self {
        Self {
            id,
            rows: RwSignal::new(Vec::new()),
            typing: RwSignal::new(Vec::new()),
            unread: RwSignal::new(0),
            paused: RwSignal::new(None),
            live: LiveState::new(),
            participants: RwSignal::new(Vec::new()),
            capabilities: RwSignal::new(Capabilities::default()),
            history: RwSignal::new(HistoryState::default()),
            draft: RwSignal::new(String::new()),
            ended: RwSignal::new(None),
            rules: RwSignal::new(0),
            undo_seconds: RwSignal::new(0),
            about: RwSignal::new(String::new()),
        }
    }
}

/// An item's reactive mirror. The id never changes, so the node never changes identity.
#[derive(Clone)]
pub struct Row {
    /// Key of the row.
    pub id: ItemId,
    /// The item as it is.
    pub item: ArcRwSignal<Arc<Item>>,
}
