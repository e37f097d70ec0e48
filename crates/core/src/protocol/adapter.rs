//! The one seam between a session and the protocols: everything a session asks of a backend, and everything
//! it reads from one, goes through here.
//!
//! It only chooses the protocol. What two of them need alike is done in [`crate::session`].

use chirrup_wire::Secret;

use super::connect::Connect;
use super::{Accepted, Failure, Frame, Markup, Outgoing, Page, PageStart, ReceiptKind, Returned};
use crate::ids::ServerId;
use crate::output::{Request, Response, TransportError};
use crate::room::Capabilities;
use crate::session::{Backend, JoinDetails, Side, StartDetails};
use crate::time::Millis;
use crate::timeline::Author;

/// The protocol of a session.
#[derive(Debug)]
pub(crate) enum Adapter {
    Connect(Connect),
}

impl Adapter {
    pub(crate) fn new(backend: Backend) -> Self {
        match backend {
            Backend::Connect(config) => Self::Connect(Connect::new(config)),
        }
    }

    // Who this is, and in which conversation.

    pub(crate) fn side(&self) -> Side {
        match self {
            Self::Connect(connect) => connect.side(),
        }
    }

    /// This participant, as author.
    pub(crate) fn own(&self) -> Author {
        match self {
            Self::Connect(connect) => connect.own(),
        }
    }

    pub(crate) fn capabilities(&self) -> Capabilities {
        match self {
            Self::Connect(connect) => connect.capabilities(),
        }
    }

    /// How own messages are sent.
    pub(crate) fn markup(&self) -> Markup {
        match self {
            Self::Connect(connect) => connect.markup(),
        }
    }

    pub(crate) fn refuse_markdown(&mut self) {
        match self {
            Self::Connect(connect) => connect.refuse_markdown(),
        }
    }

    /// Names the conversation for as long as it lasts; nothing when there is none.
    pub(crate) fn conversation(&self) -> Option<&str> {
        match self {
            Self::Connect(connect) => connect.conversation(),
        }
    }

    /// Whether calls can be made that read or end the conversation.
    pub(crate) fn has_token(&self) -> bool {
        match self {
            Self::Connect(connect) => connect.has_token(),
        }
    }

    pub(crate) fn leave(&mut self) {
        match self {
            Self::Connect(connect) => connect.leave(),
        }
    }

    // Beginning, and coming back.

    pub(crate) fn start_request(&self, details: &StartDetails, token: &str) -> Request {
        match self {
            Self::Connect(connect) => connect.start_request(details, token),
        }
    }

    pub(crate) fn started(
        &mut self,
        result: Result<Response, TransportError>,
        details: &StartDetails,
    ) -> Result<(), Failure> {
        match self {
            Self::Connect(connect) => connect.started(result, details),
        }
    }

    pub(crate) fn join(&mut self, details: JoinDetails) {
        match self {
            Self::Connect(connect) => connect.join(details),
        }
    }

    /// What to keep so that the next page load can come back.
    pub(crate) fn kept(&self, ended_at: Option<Millis>) -> Option<Secret> {
        match self {
            Self::Connect(connect) => connect.kept(ended_at),
        }
    }

    /// Reads what was kept, without coming back to it.
    pub(crate) fn read_kept(&self, kept: &Secret) -> Option<Returned> {
        match self {
            Self::Connect(_) => Connect::read_kept(kept),
        }
    }

    pub(crate) fn come_back(&mut self, kept: &Secret) {
        match self {
            Self::Connect(connect) => connect.come_back(kept),
        }
    }

    // The connection.

    pub(crate) fn connection_request(&self) -> Request {
        match self {
            Self::Connect(connect) => connect.connection_request(),
        }
    }

    /// The address of a socket.
    pub(crate) fn connection(
        &mut self,
        result: Result<Response, TransportError>,
    ) -> Result<Secret, Failure> {
        match self {
            Self::Connect(connect) => connect.connection(result),
        }
    }

    /// Marks a participant as being there, where a socket alone does not do that.
    pub(crate) fn attend_request(&self) -> Option<Request> {
        match self {
            Self::Connect(connect) => connect.attend_request(),
        }
    }

    /// Frames that ask the socket to tell of everything; none where it does that by itself.
    pub(crate) fn subscribe_frames(&self) -> Vec<String> {
        match self {
            Self::Connect(_) => vec![Connect::subscribe_frame()],
        }
    }

    /// Frames that the backend answers; none where silence says nothing.
    pub(crate) fn heartbeat_frames(&self) -> Vec<String> {
        match self {
            Self::Connect(_) => Connect::heartbeat_frames(),
        }
    }

    pub(crate) fn frame(&mut self, text: &str) -> Frame {
        match self {
            Self::Connect(connect) => connect.frame(text),
        }
    }

    // Calls.

    pub(crate) fn message_request(&self, outgoing: &Outgoing<'_>) -> Request {
        match self {
            Self::Connect(connect) => connect.message_request(outgoing),
        }
    }

    pub(crate) fn accepted(
        &self,
        result: Result<Response, TransportError>,
    ) -> Result<Accepted, Failure> {
        match self {
            Self::Connect(_) => Connect::accepted(result),
        }
    }

    pub(crate) fn typing_request(&self, token: &str) -> Request {
        match self {
            Self::Connect(connect) => connect.typing_request(token),
        }
    }

    pub(crate) fn receipt_request(
        &self,
        kind: ReceiptKind,
        message: &ServerId,
        token: &str,
    ) -> Request {
        match self {
            Self::Connect(connect) => connect.receipt_request(kind, message, token),
        }
    }

    pub(crate) fn page_request(&self, start: PageStart<'_>) -> Request {
        match self {
            Self::Connect(connect) => connect.page_request(start),
        }
    }

    pub(crate) fn page(&self, result: Result<Response, TransportError>) -> Result<Page, Failure> {
        match self {
            Self::Connect(_) => Connect::page(result),
        }
    }

    pub(crate) fn end_request(&self, token: &str) -> Request {
        match self {
            Self::Connect(connect) => connect.disconnect_request(token),
        }
    }

    /// For calls whose answer says nothing but yes or no.
    pub(crate) fn acknowledgement(
        &self,
        result: Result<Response, TransportError>,
    ) -> Result<(), Failure> {
        match self {
            Self::Connect(_) => Connect::acknowledgement(result),
        }
    }
}
