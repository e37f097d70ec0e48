//! The reactive mirror of a room.

use std::sync::Arc;

use chirrup_core::room::{Capabilities, EndReason, HistoryState, Participant};
use chirrup_core::{Item, ItemId, RoomId};
use leptos::prelude::*;

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
}

impl RoomState {
    /// An empty room. Its signals belong to the owner that is current.
    pub(super) fn new(id: RoomId) -> Self {
        Self {
            id,
            rows: RwSignal::new(Vec::new()),
            typing: RwSignal::new(Vec::new()),
            unread: RwSignal::new(0),
            participants: RwSignal::new(Vec::new()),
            capabilities: RwSignal::new(Capabilities::default()),
            history: RwSignal::new(HistoryState::default()),
            draft: RwSignal::new(String::new()),
            ended: RwSignal::new(None),
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
