//! Fan-out: who listens to which room, and a bounded queue for each of them.
//!
//! The hub knows no protocol: it passes frames that were encoded once and are shared. Invariants:
//! telling never waits; whoever does not read is dropped, and nobody else notices.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::ws::Utf8Bytes;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::domain::{ParticipantId, Role, RoomId};
use crate::metrics::Metrics;

/// What the hub puts in a socket's queue.
#[derive(Clone, Debug)]
pub enum Outgoing {
    /// A frame.
    Frame(Utf8Bytes),
    /// Nothing more comes: the socket ends after what was queued before.
    Finish,
}

/// Who listens to a room.
#[derive(Clone, Debug)]
pub struct Listener {
    /// The participant.
    pub participant_id: ParticipantId,
    /// The role, by which items are shown or not.
    pub role: Role,
    /// The socket's queue.
    pub queue: mpsc::Sender<Outgoing>,
    /// Cancelled when the socket reads too slowly.
    pub too_slow: CancellationToken,
}

/// The rooms and those who listen.
pub struct Hub {
    state: Mutex<State>,
    metrics: Arc<Metrics>,
}

#[derive(Default)]
struct State {
    rooms: HashMap<RoomId, Vec<(u64, Listener)>>,
    sockets: HashMap<ParticipantId, usize>,
    next_id: u64,
}

impl Hub {
    /// A hub nobody listens to.
    pub fn new(metrics: Arc<Metrics>) -> Self {
        Self { state: Mutex::default(), metrics }
    }

    /// How many sockets a participant has open.
    pub fn sockets_of(&self, participant: &ParticipantId) -> usize {
        self.lock().sockets.get(participant).copied().unwrap_or(0)
    }

    /// Counts a socket while the seat lives; nothing when the participant has `limit` already.
    pub fn take_seat(self: &Arc<Self>, participant: &ParticipantId, limit: usize) -> Option<Seat> {
        let mut state = self.lock();
        let open = state.sockets.entry(participant.clone()).or_default();
        if *open >= limit {
            return None;
        }
        *open += 1;
        self.metrics.sockets_open.inc();
        Some(Seat { hub: Arc::clone(self), participant: participant.clone() })
    }

    /// Listens to a room while the subscription lives. `first` is queued before anything of the room.
    pub fn listen(
        self: &Arc<Self>,
        room: &RoomId,
        listener: Listener,
        first: Utf8Bytes,
    ) -> Subscription {
        let mut state = self.lock();
        send(&listener, Outgoing::Frame(first), &self.metrics);
        state.next_id += 1;
        let id = state.next_id;
        state.rooms.entry(room.clone()).or_default().push((id, listener));
        Subscription { hub: Arc::clone(self), room: room.clone(), id }
    }

    /// Tells those in a room whom `wants` names.
    pub fn tell(&self, room: &RoomId, what: &Outgoing, wants: impl Fn(&Listener) -> bool) {
        let mut state = self.lock();
        if let Some(listeners) = state.rooms.get_mut(room) {
            listeners.retain(|(_, listener)| {
                !wants(listener) || send(listener, what.clone(), &self.metrics)
            });
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Queues without waiting. A full queue is the end of that listener.
fn send(listener: &Listener, what: Outgoing, metrics: &Metrics) -> bool {
    match listener.queue.try_send(what) {
        Ok(()) => true,
        Err(mpsc::error::TrySendError::Full(_)) => {
            metrics.slow_readers_dropped.inc();
            listener.too_slow.cancel();
            false
        }
        Err(mpsc::error::TrySendError::Closed(_)) => false,
    }
}

/// An open socket of a participant.
pub struct Seat {
    hub: Arc<Hub>,
    participant: ParticipantId,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.hub.metrics.sockets_open.dec();
        let mut state = self.hub.lock();
        if let Some(open) = state.sockets.get_mut(&self.participant) {
            *open = open.saturating_sub(1);
            if *open == 0 {
                state.sockets.remove(&self.participant);
            }
        }
    }
}

/// A socket that listens to a room.
pub struct Subscription {
    hub: Arc<Hub>,
    room: RoomId,
    id: u64,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut state = self.hub.lock();
        if let Some(listeners) = state.rooms.get_mut(&self.room) {
            listeners.retain(|(id, _)| *id != self.id);
            if listeners.is_empty() {
                state.rooms.remove(&self.room);
            }
        }
    }
}
