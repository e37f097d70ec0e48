//! Where a session stands, and what can go wrong with it.

use crate::room::EndReason;
use crate::time::Millis;

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing to do: the pre-chat form is up.
    Idle,
    /// The chat is being started.
    Starting,
    /// The first connection is being made.
    Connecting {
        /// 1 for the first try.
        attempt: u32,
    },
    /// Connected and subscribed.
    Live,
    /// The connection is gone and is being made again.
    Reconnecting {
        /// When it was lost.
        since: Millis,
        /// 1 for the first try.
        attempt: u32,
    },
    /// Over.
    Ended {
        /// Why.
        reason: EndReason,
    },
}

impl Phase {
    /// Whether there should be a socket.
    pub(crate) fn wants_connection(self) -> bool {
        match self {
            Self::Connecting { .. } | Self::Live | Self::Reconnecting { .. } => true,
            Self::Idle | Self::Starting | Self::Ended { .. } => false,
        }
    }
}

/// Something a person or the host page should know, told once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// The chat could not be started; the form is up again with its answers.
    #[error("the chat could not be started: {reason}")]
    StartFailed {
        /// The service's sentence, or ours.
        reason: String,
        /// Whether trying again may help.
        retryable: bool,
    },
    /// The service refused the connection for good.
    #[error("the connection was refused: {reason}")]
    ConnectionRefused {
        /// The service's sentence, or ours.
        reason: String,
    },
    /// The conversation could not be ended; it goes on.
    #[error("the chat could not be ended")]
    EndFailed,
    /// Something that the person asked for was not done; nothing changed.
    #[error("this could not be done: {reason}")]
    CommandFailed {
        /// The service's sentence, or ours.
        reason: String,
    },
}

/// Why a text was not taken for sending. It stays in the composer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Nothing but white space.
    #[error("the message is empty")]
    Empty,
    /// Too long.
    #[error("the message has {bytes} bytes, at most {max} are allowed")]
    TooLong {
        /// Its UTF-8 bytes.
        bytes: usize,
        /// The room's limit.
        max: usize,
    },
    /// Too many characters.
    #[error("the message has {characters} characters, at most {max} are allowed")]
    TooManyCharacters {
        /// Its characters.
        characters: usize,
        /// The room's limit.
        max: usize,
    },
    /// It names more people than fit beside a message.
    #[error("the message names too many people")]
    TooManyMentions,
    /// The room's rules say no at the moment: `composing` of its moderation says which.
    #[error("the room does not take this message now")]
    NotNow,
    /// The conversation is over or there is no such room.
    #[error("the conversation is over")]
    Ended,
}

/// Whether the page can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// The tab is in front.
    Visible,
    /// The tab is hidden.
    Hidden,
}

/// What the browser says of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// There may be a network.
    Online,
    /// There is none.
    Offline,
}
