//! What a chat is, whatever the protocol: rooms, participants, items. No IO, no clock.
//!
//! A [`Room`] decides; the store keeps what it decided and the hub tells those who listen. Every change
//! of a room goes through one of its methods, which return the items that the change made.

pub mod ids;
pub mod item;
pub mod participant;
pub mod phase;
pub mod room;
mod timers;
mod words;

pub use ids::{AgentId, ContactId, ItemId, ParticipantId, RoomId};
pub use item::{Body, Item, Sender, Visibility};
pub use participant::{Participant, Presence, Role};
pub use phase::{Phase, Refusal};
pub use room::{PastRoom, Room, Start};
pub use timers::Idle;
pub use words::FirstWords;
