//! Where a person stands on the way into an event: ticket, nickname, room.
//!
//! Types only; what moves a person along is in `login`. A support chat has no admission.

use std::sync::Arc;

use crate::room::Role;
use crate::time::Millis;

/// Where a person stands on the way into an event. Each is a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// A ticket is asked for.
    Ticket {
        /// Why the last one did not do.
        refusal: Option<TicketRefusal>,
    },
    /// The backend is looking at the ticket, or at what this device did with one before.
    Checking,
    /// The ticket is good, and its place in the room is still being made. It is asked for again by itself.
    Waiting {
        /// How many are made ready before this one, where the backend says.
        position: Option<u32>,
    },
    /// A nickname is asked for.
    Nickname {
        /// Whether one is being claimed.
        is_claiming: bool,
        /// Why the last one did not do.
        refusal: Option<NicknameRefusal>,
    },
    /// In: the phase tells of the connection.
    Admitted {
        /// As others see it.
        nickname: Arc<str>,
        /// What this person is in the event.
        role: Role,
    },
}

/// Why a ticket did not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketRefusal {
    /// There is no such ticket.
    Unknown,
    /// Another device has the session.
    UsedElsewhere {
        /// Whether [`Session::take_over`](super::Session::take_over) moves it here.
        can_take_over: bool,
    },
    /// The ticket's owner is banned.
    Banned,
    /// The event has not begun.
    NotOpen {
        /// When it does, where the backend says.
        opens_at: Option<Millis>,
    },
    /// The event is over.
    Ended,
    /// There is no such event.
    NoEvent,
    /// Too many wrong codes: the next one is looked at after this time.
    TooManyAttempts {
        /// When.
        until: Millis,
    },
    /// The login endpoint cannot be reached, or is broken.
    Unreachable,
}

/// Why a nickname did not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NicknameRefusal {
    /// The nickname.
    pub nickname: String,
    /// What is wrong with it.
    pub problem: NicknameProblem,
    /// Up to three that are free.
    pub suggestions: Vec<String>,
}

/// What is wrong with a nickname.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NicknameProblem {
    /// Too short, too long, or of characters that are not allowed.
    Invalid,
    /// Somebody has it.
    Taken,
    /// It looks like somebody's.
    TooSimilar {
        /// Whose, where the backend says.
        to: Option<String>,
    },
    /// Nobody can have it.
    Reserved,
    /// The login endpoint cannot be reached, or is broken: the same one may do later.
    Unreachable,
}
