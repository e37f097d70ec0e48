//! What adapters speak: entries, frames, pages and failures, free of any one protocol.
//!
//! Adapters only translate. What happens because of an entry is decided in [`crate::session`].

pub(crate) mod connect;

use std::sync::Arc;

use crate::ids::{ParticipantId, ServerId};
use crate::output::{Response, TransportError};
use crate::text::RichText;
use crate::time::Millis;
use crate::timeline::Author;

/// What a backend says happened.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The backend's id; two entries of one id are one thing.
    pub(crate) id: ServerId,
    /// The backend's time, where it was readable.
    pub(crate) at: Option<Millis>,
    /// Whose doing it is.
    pub(crate) author: Option<Author>,
    pub(crate) kind: EntryKind,
}

/// The kinds of entries.
#[derive(Clone, Debug)]
pub(crate) enum EntryKind {
    Message(Said),
    Typing,
    Joined,
    Left,
    Invited,
    Idle,
    Returned,
    AutoDisconnected,
    Renamed,
    Transferred,
    TransferFailed,
    Ended {
        /// Of an earlier session that a persistent chat continues.
        is_past: bool,
    },
    /// Older history has become available.
    Rehydrated,
    Receipts(Vec<Receipt>),
    /// Kept, but not understood.
    Opaque(Arc<str>),
    /// Understood, and of no consequence.
    Nothing,
}

/// What somebody said.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) source: String,
    pub(crate) markup: Markup,
    pub(crate) receipts: Vec<Receipt>,
    pub(crate) piece: Option<Piece>,
}

/// How a text is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Markup {
    Plain,
    Markdown,
}

impl Markup {
    pub(crate) fn parse(self, source: &str) -> RichText {
        match self {
            Self::Plain => RichText::plain(source),
            Self::Markdown => RichText::markdown(source),
        }
    }
}

/// One piece of an answer that is still being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// From 1.
    pub(crate) number: u32,
    /// Whether it is the whole answer rather than a piece.
    pub(crate) is_whole: bool,
}

/// One participant's receipt of one message.
#[derive(Clone, Debug)]
pub(crate) struct Receipt {
    pub(crate) message: ServerId,
    pub(crate) recipient: Option<ParticipantId>,
    pub(crate) is_read: bool,
}

/// A decoded frame.
#[derive(Clone, Debug)]
pub(crate) enum Frame {
    /// The subscription holds.
    Subscribed,
    /// The subscription was refused.
    SubscribeFailed,
    /// An answer to a heartbeat.
    Heartbeat,
    /// An answer to a deep heartbeat.
    DeepHeartbeat { healthy: bool },
    /// Something happened.
    Entry(Box<Entry>),
    /// Nothing this client knows, or of another conversation; counted and skipped.
    Unknown,
}

/// A page of history.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) entries: Vec<Entry>,
    /// Where the next page begins; nothing at the end.
    pub(crate) next: Option<String>,
}

/// Where a page begins.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PageStart<'a> {
    /// The newest page.
    Newest,
    /// Where an earlier page ended.
    Next(&'a str),
    /// At an item, when the place where a page ended is not valid any more.
    At(&'a ServerId),
}

/// A person's own message on its way out.
#[derive(Clone, Debug)]
pub(crate) struct Accepted {
    pub(crate) id: ServerId,
    pub(crate) at: Option<Millis>,
}

/// Why a request brought nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The network, or an answer that the backend cannot have given.
    Unreachable,
    /// The backend is busy or broken: 408, 429, 5xx.
    Busy { retry_after_millis: u64 },
    /// The backend says no.
    Refused { status: u16, reason: String },
}

impl Failure {
    /// Whether the same request may succeed later.
    pub(crate) fn is_retryable(&self) -> bool {
        match self {
            Self::Unreachable | Self::Busy { .. } => true,
            Self::Refused { .. } => false,
        }
    }

    /// Whether connecting again is without hope. A status that a proxy may make up for a while is not.
    pub(crate) fn ends_connection(&self) -> bool {
        match self {
            Self::Unreachable | Self::Busy { .. } => false,
            Self::Refused { status, .. } => matches!(status, 400 | 401 | 403 | 410),
        }
    }

    /// The backend does not accept the token, or the conversation is over.
    pub(crate) fn is_forbidden(&self) -> bool {
        matches!(self, Self::Refused { status: 401 | 403, .. })
    }

    pub(crate) fn is_invalid(&self) -> bool {
        matches!(self, Self::Refused { status: 400, .. })
    }

    /// The least time to wait before trying again.
    pub(crate) fn retry_after_millis(&self) -> u64 {
        match self {
            Self::Busy { retry_after_millis } => *retry_after_millis,
            Self::Unreachable | Self::Refused { .. } => 0,
        }
    }

    /// A sentence for people.
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::Unreachable => "the service cannot be reached".into(),
            Self::Busy { .. } => "the service is busy".into(),
            Self::Refused { reason, .. } if !reason.is_empty() => reason.clone(),
            Self::Refused { status, .. } => ["the service answered ", &status.to_string()].concat(),
        }
    }
}

/// Longest wait that a `Retry-After` may ask for.
const RETRY_AFTER_MILLIS_MAX: u64 = 300_000;

/// The body of a good answer, or why there is none. `read_reason` finds the sentence in an error body.
pub(crate) fn check(
    result: Result<Response, TransportError>,
    read_reason: fn(&str) -> String,
) -> Result<String, Failure> {
    let response = result.map_err(|TransportError| Failure::Unreachable)?;
    match response.status {
        200..=299 => Ok(response.body),
        408 | 425 | 429 | 500..=599 => {
            let header = response.headers.iter().find(|(name, _)| name == "retry-after");
            let seconds = header.and_then(|(_, value)| value.trim().parse::<u64>().ok());
            let millis = seconds.unwrap_or(0).saturating_mul(1000);
            Err(Failure::Busy { retry_after_millis: millis.min(RETRY_AFTER_MILLIS_MAX) })
        }
        status => Err(Failure::Refused { status, reason: read_reason(&response.body) }),
    }
}
