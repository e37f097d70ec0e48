//! The one seam between a session and the protocols: everything a session asks of a backend, and everything
//! it reads from one, goes through here.
//!
//! It only chooses the protocol. What two of them need alike is done in [`crate::session`]; what only an event
//! has is behind [`Adapter::event`].

use chirrup_wire::Secret;
use chirrup_wire::chime::close::Close;

use super::chime::Chime;
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
    Connect(Box<Connect>),
    Chime(Box<Chime>),
}

impl Adapter {
    /// `device` names this browser where the backend asks for that.
    pub(crate) fn new(backend: Backend, device: Secret) -> Self {
        match backend {
            Backend::Connect(config) => Self::Connect(Box::new(Connect::new(config))),
            Backend::Chime(config) => Self::Chime(Box::new(Chime::new(config, device))),
        }
    }

    /// What only an event has.
    pub(crate) fn event(&self) -> Option<&Chime> {
        match self {
            Self::Connect(_) => None,
            Self::Chime(chime) => Some(chime),
        }
    }

    /// The same, to change it.
    pub(crate) fn event_mut(&mut self) -> Option<&mut Chime> {
        match self {
            Self::Connect(_) => None,
            Self::Chime(chime) => Some(chime),
        }
    }

    // Who this is, and in which conversation.

    pub(crate) fn side(&self) -> Side {
        match self {
            Self::Connect(connect) => connect.side(),
            Self::Chime(_) => Side::Customer,
        }
    }

    /// This participant, as author.
    pub(crate) fn own(&self) -> Author {
        match self {
            Self::Connect(connect) => connect.own(),
            Self::Chime(chime) => chime.own(),
        }
    }

    pub(crate) fn capabilities(&self) -> Capabilities {
        match self {
            Self::Connect(connect) => connect.capabilities(),
            Self::Chime(chime) => chime.capabilities(),
        }
    }

    /// How own messages are sent.
    pub(crate) fn markup(&self) -> Markup {
        match self {
            Self::Connect(connect) => connect.markup(),
            Self::Chime(chime) => chime.markup(),
        }
    }

    pub(crate) fn refuse_markdown(&mut self) {
        match self {
            Self::Connect(connect) => connect.refuse_markdown(),
            Self::Chime(_) => {}
        }
    }

    /// Names the conversation for as long as it lasts; nothing when there is none.
    pub(crate) fn conversation(&self) -> Option<&str> {
        match self {
            Self::Connect(connect) => connect.conversation(),
            Self::Chime(chime) => chime.conversation(),
        }
    }

    /// Whether calls can be made that read or end the conversation.
    pub(crate) fn has_token(&self) -> bool {
        match self {
            Self::Connect(connect) => connect.has_token(),
            Self::Chime(_) => false,
        }
    }

    pub(crate) fn leave(&mut self) {
        match self {
            Self::Connect(connect) => connect.leave(),
            Self::Chime(chime) => chime.leave(),
        }
    }

    // Beginning, and coming back.

    /// Nothing where a conversation does not begin like that.
    pub(crate) fn start_request(&self, details: &StartDetails, token: &str) -> Option<Request> {
        match self {
            Self::Connect(connect) => Some(connect.start_request(details, token)),
            Self::Chime(_) => None,
        }
    }

    pub(crate) fn started(
        &mut self,
        result: Result<Response, TransportError>,
        details: &StartDetails,
    ) -> Result<(), Failure> {
        match self {
            Self::Connect(connect) => connect.started(result, details),
            Self::Chime(_) => Err(Failure::Unreachable),
        }
    }

    /// Answers whether there is such a way in.
    pub(crate) fn join(&mut self, details: JoinDetails) -> bool {
        match self {
            Self::Connect(connect) => {
                connect.join(details);
                true
            }
            Self::Chime(_) => false,
        }
    }

    /// What to keep so that the next page load can come back.
    pub(crate) fn kept(&self, ended_at: Option<Millis>) -> Option<Secret> {
        match self {
            Self::Connect(connect) => connect.kept(ended_at),
            Self::Chime(chime) => chime.kept(ended_at),
        }
    }

    /// Reads what was kept, without coming back to it.
    pub(crate) fn read_kept(&self, kept: &Secret) -> Option<Returned> {
        match self {
            Self::Connect(_) => Connect::read_kept(kept),
            Self::Chime(_) => Chime::read_kept(kept),
        }
    }

    /// Answers whether the conversation is there again; else its backend has to be asked first.
    pub(crate) fn come_back(&mut self, kept: &Secret) -> bool {
        match self {
            Self::Connect(connect) => {
                connect.come_back(kept);
                true
            }
            Self::Chime(_) => false,
        }
    }

    // The connection.

    pub(crate) fn connection_request(&self) -> Request {
        match self {
            Self::Connect(connect) => connect.connection_request(),
            Self::Chime(chime) => chime.connection_request(),
        }
    }

    /// The address of a socket, good for now.
    pub(crate) fn connection(
        &mut self,
        result: Result<Response, TransportError>,
        session_id: &str,
        now: Millis,
    ) -> Result<Secret, Failure> {
        match self {
            Self::Connect(connect) => connect.connection(result),
            Self::Chime(chime) => chime.connection(result, session_id, now),
        }
    }

    /// Marks a participant as being there, where a socket alone does not do that.
    pub(crate) fn attend_request(&self) -> Option<Request> {
        match self {
            Self::Connect(connect) => connect.attend_request(),
            Self::Chime(_) => None,
        }
    }

    /// Frames that ask the socket to tell of everything; none where it does that by itself.
    pub(crate) fn subscribe_frames(&self) -> Vec<String> {
        match self {
            Self::Connect(_) => vec![Connect::subscribe_frame()],
            Self::Chime(_) => Vec::new(),
        }
    }

    /// Frames that the backend answers; none where it takes none.
    pub(crate) fn heartbeat_frames(&self) -> Vec<String> {
        match self {
            Self::Connect(_) => Connect::heartbeat_frames(),
            Self::Chime(_) => Vec::new(),
        }
    }

    pub(crate) fn frame(&mut self, text: &str) -> Frame {
        match self {
            Self::Connect(connect) => connect.frame(text),
            Self::Chime(chime) => chime.frame(text),
        }
    }

    /// What a close code means. Connect's codes do not matter: whether the conversation goes on, the next
    /// connection tells.
    pub(crate) fn close(&self, code: u16) -> Close {
        match self {
            Self::Connect(_) => Close::Reconnect,
            Self::Chime(_) => Close::of(code),
        }
    }

    // Calls.

    /// Puts a signature under a request that needs one, as it goes out.
    pub(crate) fn sign(&self, request: &mut Request, now: Millis) {
        match self {
            Self::Connect(_) => {}
            Self::Chime(chime) => chime.sign(request, now),
        }
    }

    pub(crate) fn message_request(&self, outgoing: &Outgoing<'_>) -> Request {
        match self {
            Self::Connect(connect) => connect.message_request(outgoing),
            Self::Chime(chime) => chime.message_request(outgoing),
        }
    }

    pub(crate) fn accepted(
        &self,
        result: Result<Response, TransportError>,
    ) -> Result<Accepted, Failure> {
        match self {
            Self::Connect(_) => Connect::accepted(result),
            Self::Chime(_) => Chime::accepted(result),
        }
    }

    pub(crate) fn typing_request(&self, token: &str) -> Request {
        match self {
            Self::Connect(connect) => connect.typing_request(token),
            Self::Chime(chime) => {
                chime.control_request(chirrup_wire::conventions::Control::typing(), token)
            }
        }
    }

    /// Nothing where the backend takes none of this kind.
    pub(crate) fn receipt_request(
        &self,
        kind: ReceiptKind,
        message: &ServerId,
        token: &str,
    ) -> Option<Request> {
        match (self, kind) {
            (Self::Connect(connect), _) => Some(connect.receipt_request(kind, message, token)),
            (Self::Chime(chime), ReceiptKind::Read) => chime.read_request(),
            (Self::Chime(_), ReceiptKind::Delivered) => None,
        }
    }

    pub(crate) fn page_request(&self, start: PageStart<'_>) -> Request {
        match self {
            Self::Connect(connect) => connect.page_request(start),
            Self::Chime(chime) => chime.page_request(start),
        }
    }

    /// Whether pages can be asked for from a time on, so that a gap fills from below.
    pub(crate) fn fills_forward(&self) -> bool {
        match self {
            Self::Connect(_) => false,
            Self::Chime(_) => true,
        }
    }

    pub(crate) fn page(&self, result: Result<Response, TransportError>) -> Result<Page, Failure> {
        match self {
            Self::Connect(_) => Connect::page(result),
            Self::Chime(chime) => chime.page(result),
        }
    }

    /// Nothing where people cannot end the conversation.
    pub(crate) fn end_request(&self, token: &str) -> Option<Request> {
        match self {
            Self::Connect(connect) => Some(connect.disconnect_request(token)),
            Self::Chime(_) => None,
        }
    }

    /// For calls whose answer says nothing but yes or no.
    pub(crate) fn acknowledgement(
        &self,
        result: Result<Response, TransportError>,
    ) -> Result<(), Failure> {
        match self {
            Self::Connect(_) => Connect::acknowledgement(result),
            Self::Chime(_) => Chime::acknowledgement(result),
        }
    }
}
