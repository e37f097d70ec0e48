//! What a room of thousands has that a conversation of a few has not: compact rows, badges, and what stands
//! around them.
//!
//! Which of it is shown follows from `Capabilities` alone. What moderators can do is *not* here.

pub mod answer;
pub mod beside;
pub mod message;
pub mod take_back;

pub mod bursts;
pub mod emoji_bar;
pub mod pause;
pub mod top;

pub mod badge;
