//! What is answered in place of a login, a nickname or a renewal.

use serde::Serialize;

use crate::object::{names, object};

/// Body of any answer that is not the one asked for.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct ErrorEnvelope {
    /// Everything is below `error`.
    pub error: LoginError,
}

object!(ErrorEnvelope {
    "error" => error,
});

/// Why there is no login, nickname or renewal, and what can be done.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginError {
    /// What to react to.
    pub code: Code,
    /// A sentence for people.
    pub message: String,
    /// With [`Code::TicketUsedElsewhere`]: the session may be moved here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub takeover: Option<bool>,
    /// With [`Code::EventNotOpen`]: when it will be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<String>,
    /// With [`Code::TicketWaiting`]: how many are made ready before this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// When to ask again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
    /// With [`Code::NicknameTooSimilar`]: the nickname that somebody has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub similar_to: Option<String>,
    /// With the `Nickname…` codes: up to three that are free.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<String>,
}

object!(LoginError {
    "code" => code,
    "message" => message,
    "takeover" => takeover,
    "opensAt" => opens_at,
    "position" => position,
    "retryAfterSeconds" => retry_after_seconds,
    "similarTo" => similar_to,
    "suggestions" => suggestions,
});

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// The request lacks something or cannot be read.
    RequestInvalid,
    /// Nobody logged in on this device: the ticket is needed.
    DeviceUnknown,
    /// There is no such ticket.
    TicketUnknown,
    /// Another device has the session.
    TicketUsedElsewhere,
    /// The ticket's owner is banned.
    TicketBanned,
    /// The ticket is good, and its place in the room is still being made: ask again.
    TicketWaiting,
    /// There is no such event.
    EventUnknown,
    /// Too early.
    EventNotOpen,
    /// Too late.
    EventEnded,
    /// Too many wrong codes.
    TooManyAttempts,
    /// Too short, too long, or of characters that are not allowed.
    NicknameInvalid,
    /// Somebody has it.
    NicknameTaken,
    /// It looks like somebody's.
    NicknameTooSimilar,
    /// Nobody can have it.
    NicknameReserved,
    /// A code this crate does not know.
    #[default]
    Unknown,
}

names!(Code {
    "request-invalid" => RequestInvalid,
    "device-unknown" => DeviceUnknown,
    "ticket-unknown" => TicketUnknown,
    "ticket-used-elsewhere" => TicketUsedElsewhere,
    "ticket-banned" => TicketBanned,
    "ticket-waiting" => TicketWaiting,
    "event-unknown" => EventUnknown,
    "event-not-open" => EventNotOpen,
    "event-ended" => EventEnded,
    "too-many-attempts" => TooManyAttempts,
    "nickname-invalid" => NicknameInvalid,
    "nickname-taken" => NicknameTaken,
    "nickname-too-similar" => NicknameTooSimilar,
    "nickname-reserved" => NicknameReserved,
});

impl Code {
    /// The status of an answer with this code.
    pub fn status(self) -> u16 {
        match self {
            Self::RequestInvalid | Self::NicknameInvalid => 400,
            Self::DeviceUnknown => 401,
            Self::TicketBanned => 403,
            Self::TicketUnknown | Self::EventUnknown => 404,
            Self::TicketUsedElsewhere
            | Self::NicknameTaken
            | Self::NicknameTooSimilar
            | Self::NicknameReserved => 409,
            Self::EventEnded => 410,
            Self::TicketWaiting | Self::EventNotOpen => 425,
            Self::TooManyAttempts => 429,
            Self::Unknown => 500,
        }
    }
}
