//! The one seam between a session and the protocols: everything a session asks of a backend, and everything
//! it reads from one, goes through here.
//!
//! What two of them need alike is done in [`crate::session`]; what only an event has is behind
//! [`Adapter::event`]. Invariant: a session knows its adapter by this trait alone, so that a module whose `main`
//! names one protocol is built without the others. A method with a body here says what holds where a protocol
//! has nothing of the kind.

use std::fmt;

use chirrup_wire::Secret;
use chirrup_wire::chime::close::Close;

use super::chime::Chime;
use super::{Accepted, Failure, Frame, Markup, Outgoing, Page, PageStart, ReceiptKind, Returned};
use crate::ids::ServerId;
use crate::output::{Request, Response, TransportError};
use crate::room::Capabilities;
use crate::session::{JoinDetails, Side, StartDetails};
use crate::time::Millis;
use crate::timeline::Author;

/// The protocol of a session, which may live on any thread: tests of the server keep theirs on several.
pub(crate) trait Adapter: fmt::Debug + Send {
    /// What only an event has.
    fn event(&self) -> Option<&Chime> {
        None
    }

    /// The same, to change it.
    fn event_mut(&mut self) -> Option<&mut Chime> {
        None
    }

    // Who this is, and in which conversation.

    fn side(&self) -> Side {
        Side::Customer
    }

    /// This participant, as author.
    fn own(&self) -> Author;

    fn capabilities(&self) -> Capabilities;

    /// How own messages are sent.
    fn markup(&self) -> Markup;

    /// The other side does not read Markdown after all.
    fn refuse_markdown(&mut self) {}

    /// Names the conversation for as long as it lasts; nothing when there is none.
    fn conversation(&self) -> Option<&str>;

    /// Whether calls can be made that read or end the conversation.
    fn has_token(&self) -> bool {
        false
    }

    fn leave(&mut self);

    // Beginning, and coming back.

    /// Nothing where a conversation does not begin like that.
    fn start_request(&self, _details: &StartDetails, _token: &str) -> Option<Request> {
        None
    }

    fn started(
        &mut self,
        _result: Result<Response, TransportError>,
        _details: &StartDetails,
    ) -> Result<(), Failure> {
        Err(Failure::Unreachable)
    }

    /// Answers whether there is such a way in.
    fn join(&mut self, _details: JoinDetails) -> bool {
        false
    }

    /// What to keep so that the next page load can come back.
    fn kept(&self, ended_at: Option<Millis>) -> Option<Secret>;

    /// Reads what was kept, without coming back to it.
    fn read_kept(&self, kept: &Secret) -> Option<Returned>;

    /// Answers whether the conversation is there again; else its backend has to be asked first.
    fn come_back(&mut self, _kept: &Secret) -> bool {
        false
    }

    // The connection.

    fn connection_request(&self) -> Request;

    /// The address of a socket, good for now.
    fn connection(
        &mut self,
        result: Result<Response, TransportError>,
        session_id: &str,
        now: Millis,
    ) -> Result<Secret, Failure>;

    /// Marks a participant as being there, where a socket alone does not do that.
    fn attend_request(&self) -> Option<Request> {
        None
    }

    /// Frames that ask the socket to tell of everything; none where it does that by itself.
    fn subscribe_frames(&self) -> Vec<String> {
        Vec::new()
    }

    /// Frames that the backend answers; none where it takes none.
    fn heartbeat_frames(&self) -> Vec<String> {
        Vec::new()
    }

    fn frame(&mut self, text: &str) -> Frame;

    /// What a close code means. Where codes do not matter, the next connection tells whether the conversation
    /// goes on.
    fn close(&self, _code: u16) -> Close {
        Close::Reconnect
    }

    // Calls.

    /// Puts a signature under a request that needs one, as it goes out.
    fn sign(&self, _request: &mut Request, _now: Millis) {}

    fn message_request(&self, outgoing: &Outgoing<'_>) -> Request;

    fn accepted(&self, result: Result<Response, TransportError>) -> Result<Accepted, Failure>;

    fn typing_request(&self, token: &str) -> Request;

    /// Nothing where the backend takes none of this kind.
    fn receipt_request(
        &self,
        kind: ReceiptKind,
        message: &ServerId,
        token: &str,
    ) -> Option<Request>;

    fn page_request(&self, start: PageStart<'_>) -> Request;

    /// Whether pages can be asked for from a time on, so that a gap fills from below.
    fn fills_forward(&self) -> bool {
        false
    }

    fn page(&self, result: Result<Response, TransportError>) -> Result<Page, Failure>;

    /// Nothing where people cannot end the conversation.
    fn end_request(&self, _token: &str) -> Option<Request> {
        None
    }

    /// For calls whose answer says nothing but yes or no.
    fn acknowledgement(&self, result: Result<Response, TransportError>) -> Result<(), Failure>;
}
