//! What adapters speak: entries, frames, pages and failures, free of any one protocol.
//!
//! Adapters only translate. What happens because of an entry is decided in [`crate::session`].

mod adapter;
mod chime;
mod connect;

pub(crate) use adapter::Adapter;
pub(crate) use chime::{Chime, Listed};
pub(crate) use connect::Connect;

use std::sync::Arc;

use crate::ids::{ParticipantId, ServerId};
use crate::output::{Response, TransportError};
use crate::text::RichText;
use crate::time::Millis;
use crate::timeline::{Author, Marks};
use chirrup_wire::conventions::Action;

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
    /// What a moderator did, if its author is one.
    Action(Action),
    /// Somebody threw emoji.
    Burst {
        emoji: String,
        count: u32,
    },
    /// The text of the message of this id was taken away for good.
    Redacted,
    /// The message of this id was never there.
    Deleted,
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
    pub(crate) marks: Marks,
    /// The client token it was sent with, where the backend tells.
    pub(crate) token: Option<String>,
    pub(crate) review: Review,
}

/// How far a message got with those who look at messages before others see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Review {
    /// Everybody sees it.
    #[default]
    Passed,
    /// It is being looked at.
    Pending,
    /// It may not appear.
    Denied,
    /// It could not be looked at.
    Failed,
}

/// How a text is to be read. It holds the function that reads, so that a module whose protocols have no Markdown
/// is built without what reads it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Markup {
    pub(crate) is_markdown: bool,
    read: fn(&str) -> RichText,
}

impl Markup {
    pub(crate) const PLAIN: Self = Self { is_markdown: false, read: RichText::plain };
    /// Not even addresses become links.
    pub(crate) const UNLINKED: Self = Self { is_markdown: false, read: RichText::unlinked };
    pub(crate) const MARKDOWN: Self = Self { is_markdown: true, read: RichText::markdown };

    pub(crate) fn parse(self, source: &str) -> RichText {
        (self.read)(source)
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

/// A receipt to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReceiptKind {
    Delivered,
    Read,
}

/// A message to send.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outgoing<'a> {
    pub(crate) text: &'a str,
    pub(crate) markup: Markup,
    /// Makes repeats harmless.
    pub(crate) token: &'a str,
    /// What goes beside the text, ready made.
    pub(crate) metadata: Option<&'a str>,
    /// Whom it mentions.
    pub(crate) mentioned: &'a [String],
    /// The one person whom it is for, if it is not for all.
    pub(crate) target: Option<&'a str>,
}

/// What an earlier page load kept of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Returned {
    /// Who this person was in it.
    pub(crate) participant: ParticipantId,
    pub(crate) ended_at: Option<Millis>,
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
    /// What the room is like, told without being asked.
    Details(Box<Details>),
    /// This person is elsewhere in the room, where other messages are.
    Moved,
    /// Somebody else left.
    Gone(ParticipantId),
    /// This person was taken out.
    Evicted,
    /// The room is no more.
    Closed,
    /// Understood, and of no consequence.
    Nothing,
    /// Nothing this client knows, or of another conversation; counted and skipped.
    Unknown,
}

/// The newest part of a room.
#[derive(Clone, Debug)]
pub(crate) struct Details {
    pub(crate) entries: Vec<Entry>,
    /// Some of those who are there.
    pub(crate) members: Vec<Author>,
    /// Whether there are older entries.
    pub(crate) has_more: bool,
    /// How far the person has read on any device.
    pub(crate) read_at: Option<Millis>,
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
    /// At an item of this time, when the place where a page ended is not valid any more.
    At(&'a ServerId, Millis),
    /// The oldest page from this time on.
    After(Millis),
    /// Where an earlier page from that time on ended.
    NextAfter(&'a str, Millis),
}

/// A person's own message on its way out.
#[derive(Clone, Debug)]
pub(crate) struct Accepted {
    pub(crate) id: ServerId,
    pub(crate) at: Option<Millis>,
    pub(crate) review: Review,
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
