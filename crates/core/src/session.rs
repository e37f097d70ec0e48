//! A session: one connection to one backend, with its rooms.

use std::collections::BTreeMap;

use crate::event::Event;
use crate::ids::{ItemId, RequestId, RoomId, SocketId};
use crate::output::{Output, Response, StoreKey, TransportError};
use crate::room::{EndReason, Room};
use crate::time::Millis;
use chirrup_wire::Secret;

/// What a session needs to know before anything happens.
#[derive(Clone, Debug)]
pub struct SessionConfig {
    /// Which protocol, and where.
    pub backend: Backend,
    /// Minutes that local time is ahead of UTC.
    pub utc_offset_minutes: i32,
    /// Seed for jitter, and for the client tokens: a new random number per page load.
    pub seed: u128,
    /// What an earlier page load kept, by key. Empty when nothing was kept or storage is refused.
    pub stored: BTreeMap<StoreKey, Secret>,
}

/// Which protocol, and where.
#[derive(Clone, Debug)]
pub enum Backend {
    /// Amazon Connect chat.
    Connect(ConnectConfig),
}

/// Where the Connect services are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectConfig {
    /// Address for starting a chat, in the sample proxy's form. Empty for an agent.
    pub start_url: String,
    /// The participant service, without a trailing slash.
    pub endpoint: String,
    /// For `start`.
    pub instance_id: String,
    /// For `start`.
    pub contact_flow_id: String,
    /// Customer or agent.
    pub side: Side,
}

/// On which side of a Connect contact this session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The visitor.
    Customer,
    /// An agent.
    Agent,
}

/// What the pre-chat form asks.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct StartDetails {
    /// Name shown to the other side; never empty.
    pub display_name: String,
    /// Contact attributes.
    pub attributes: BTreeMap<String, String>,
    /// A first message, sent once the chat is there.
    pub initial_message: Option<String>,
}

/// A conversation that somebody else started, for [`Session::join`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinDetails {
    /// The contact.
    pub contact_id: String,
    /// The first contact of its chain.
    pub initial_contact_id: String,
    /// This participant.
    pub participant_id: String,
    /// This participant's token.
    pub participant_token: Secret,
    /// This participant's name.
    pub display_name: String,
}

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

/// One connection to one backend, with its rooms.
#[derive(Debug)]
pub struct Session {}

#[expect(unused_variables, clippy::unused_self, reason = "signatures first")]
impl Session {
    /// A session at rest. When `config.stored` holds a conversation, call [`Session::resume`].
    pub fn new(config: SessionConfig, now: Millis) -> Self {
        Self {}
    }

    // Getters.

    /// Where the session stands.
    pub fn phase(&self) -> Phase {
        Phase::Idle
    }

    /// All rooms, oldest first.
    pub fn rooms(&self) -> impl Iterator<Item = &Room> {
        std::iter::empty()
    }

    /// One room.
    pub fn room(&self, room: RoomId) -> Option<&Room> {
        None
    }

    /// Whether an earlier page load left a conversation to come back to.
    pub fn can_resume(&self) -> bool {
        false
    }

    // Inputs.

    /// A socket is open.
    pub fn handle_socket_opened(&mut self, socket: SocketId, now: Millis) {}

    /// A text frame came in.
    pub fn handle_frame(&mut self, socket: SocketId, text: &str, now: Millis) {}

    /// A socket is closed, or could not be opened (code 1006).
    pub fn handle_socket_closed(&mut self, socket: SocketId, code: u16, now: Millis) {}

    /// A request was answered, or got no answer.
    pub fn handle_response(
        &mut self,
        request: RequestId,
        result: Result<Response, TransportError>,
        now: Millis,
    ) {
    }

    /// The time of [`Session::poll_timeout`] is here.
    pub fn handle_timeout(&mut self, now: Millis) {}

    /// The tab came to the front or went away.
    pub fn handle_visibility(&mut self, visibility: Visibility, now: Millis) {}

    /// The browser says that the network came or went.
    pub fn handle_network(&mut self, network: Network, now: Millis) {}

    /// Another tab of this visitor stored or dropped a value.
    pub fn handle_stored(&mut self, key: &StoreKey, value: Option<Secret>, now: Millis) {}

    /// The local time zone's offset changed.
    pub fn handle_utc_offset(&mut self, utc_offset_minutes: i32, now: Millis) {}

    // Commands.

    /// Starts a conversation. Ignored unless idle.
    pub fn start(&mut self, details: StartDetails, now: Millis) {}

    /// Joins a conversation that somebody else started. Ignored unless idle.
    pub fn join(&mut self, details: JoinDetails, now: Millis) {}

    /// Comes back to the conversation of an earlier page load. Ignored when there is none.
    pub fn resume(&mut self, now: Millis) {}

    /// Sends a text. The item is in the timeline at once.
    ///
    /// # Errors
    /// The text was not taken, and the caller keeps it.
    pub fn send(&mut self, room: RoomId, text: &str, now: Millis) -> Result<ItemId, SendError> {
        Err(SendError::Ended)
    }

    /// Sends a failed message again, with the same client token.
    pub fn retry(&mut self, room: RoomId, item: ItemId, now: Millis) {}

    /// Takes an unsent message (failed or waiting) out of outbox and timeline.
    pub fn discard(&mut self, room: RoomId, item: ItemId, now: Millis) {}

    /// Loads the next older page; nothing happens while one is in flight or at the beginning.
    pub fn load_older(&mut self, room: RoomId, now: Millis) {}

    /// The person has seen everything up to this item.
    pub fn mark_read(&mut self, room: RoomId, item: ItemId, now: Millis) {}

    /// The composer's text changed. Keeps the draft and sends typing.
    pub fn set_draft(&mut self, room: RoomId, text: &str, now: Millis) {}

    /// The person came back to the room (window opened or focused): places the unread divider anew.
    pub fn visit(&mut self, room: RoomId, now: Millis) {}

    /// Ends the conversation for good.
    pub fn end(&mut self, room: RoomId, now: Millis) {}

    /// Forgets the conversation, everything kept of it, and closes the connection. Back to idle.
    pub fn reset(&mut self, now: Millis) {}

    /// Closes the connection without ending the conversation: the page goes away.
    pub fn suspend(&mut self, now: Millis) {}

    // Polls.

    /// The next thing to do outside.
    pub fn poll_output(&mut self) -> Option<Output> {
        None
    }

    /// The next thing to tell the UI.
    pub fn poll_event(&mut self) -> Option<Event> {
        None
    }

    /// When [`Session::handle_timeout`] is due.
    pub fn poll_timeout(&self) -> Option<Millis> {
        None
    }
}
