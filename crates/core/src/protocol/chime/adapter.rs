//! What a session asks of every adapter, answered for an event. Each answer is where its subject is.

use chirrup_wire::Secret;
use chirrup_wire::chime::close::Close;
use chirrup_wire::conventions::Control;

use super::super::{
    Accepted, Adapter, Failure, Frame, Markup, Outgoing, Page, PageStart, ReceiptKind, Returned,
};
use super::{Chime, Place};
use crate::ids::ServerId;
use crate::output::{Request, Response, TransportError};
use crate::room::Capabilities;
use crate::time::Millis;
use crate::timeline::Author;

impl Adapter for Chime {
    fn event(&self) -> Option<&Chime> {
        Some(self)
    }

    fn event_mut(&mut self) -> Option<&mut Chime> {
        Some(self)
    }

    fn own(&self) -> Author {
        self.own()
    }

    fn capabilities(&self) -> Capabilities {
        self.capabilities()
    }

    fn markup(&self) -> Markup {
        self.markup()
    }

    fn conversation(&self) -> Option<&str> {
        self.conversation()
    }

    fn leave(&mut self) {
        self.place = None;
    }

    fn kept(&self, ended_at: Option<Millis>) -> Option<Secret> {
        self.kept(ended_at)
    }

    fn read_kept(&self, kept: &Secret) -> Option<Returned> {
        Place::read_kept(kept.reveal())
    }

    fn connection_request(&self) -> Request {
        self.connection_request()
    }

    fn connection(
        &mut self,
        result: Result<Response, TransportError>,
        session_id: &str,
        now: Millis,
    ) -> Result<Secret, Failure> {
        // The receiver would choose this very method.
        Self::connection(self, result, session_id, now)
    }

    fn frame(&mut self, text: &str) -> Frame {
        self.frame(text)
    }

    fn close(&self, code: u16) -> Close {
        Close::of(code)
    }

    fn sign(&self, request: &mut Request, now: Millis) {
        self.sign(request, now);
    }

    fn message_request(&self, outgoing: &Outgoing<'_>) -> Request {
        self.message_request(outgoing)
    }

    fn accepted(&self, result: Result<Response, TransportError>) -> Result<Accepted, Failure> {
        Self::accepted(result)
    }

    fn typing_request(&self, token: &str) -> Request {
        self.control_request(Control::typing(), token)
    }

    fn receipt_request(&self, kind: ReceiptKind, _: &ServerId, _: &str) -> Option<Request> {
        match kind {
            ReceiptKind::Delivered => None,
            ReceiptKind::Read => self.read_request(),
        }
    }

    fn page_request(&self, start: PageStart<'_>) -> Request {
        self.page_request(start)
    }

    fn fills_forward(&self) -> bool {
        true
    }

    fn page(&self, result: Result<Response, TransportError>) -> Result<Page, Failure> {
        self.page(result)
    }

    fn acknowledgement(&self, result: Result<Response, TransportError>) -> Result<(), Failure> {
        Self::acknowledgement(result)
    }
}
