//! One WebSocket.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;

use chirrup_wire::Secret;
use futures_core::Stream;
use futures_sink::Sink;
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, State, WebSocketError};

use super::outside::{Socket, SocketNews};
use super::task::Task;

/// What a browser calls a connection that was never there or broke.
const ABNORMAL: u16 = 1006;

/// A socket and the task that listens to it.
struct BrowserSocket {
    // Dropped first, so that nothing is heard of the closing.
    _listening: Task,
    shared: Shared,
}

/// `None` once it is closed. Borrowed only inside one poll or one call, never across.
type Shared = Rc<RefCell<Option<WebSocket>>>;

/// Opens a socket.
pub(super) fn open(url: &Secret, hear: Rc<dyn Fn(SocketNews)>) -> Box<dyn Socket> {
    // An address the browser does not take, or that the page's policy forbids, is a socket that closed.
    let shared: Shared = Rc::new(RefCell::new(WebSocket::open(url.reveal()).ok()));
    let listening = Task::spawn(listen(Rc::clone(&shared), hear));
    Box::new(BrowserSocket { _listening: listening, shared })
}

async fn listen(shared: Shared, hear: Rc<dyn Fn(SocketNews)>) {
    let is_there = poll_fn(|context| match shared.borrow_mut().as_mut() {
        Some(socket) => Pin::new(socket).poll_ready(context).map(|ready| ready.is_ok()),
        None => false.into(),
    });
    if is_there.await && is_open(&shared) {
        hear(SocketNews::Opened);
    }
    loop {
        let next = poll_fn(|context| match shared.borrow_mut().as_mut() {
            Some(socket) => Pin::new(socket).poll_next(context),
            None => None.into(),
        });
        match next.await {
            Some(Ok(Message::Text(text))) => hear(SocketNews::Frame(text)),
            // Every protocol spoken here is text; and an error is followed by the close that explains it.
            Some(Ok(Message::Bytes(_)) | Err(WebSocketError::ConnectionError)) => {}
            Some(Err(WebSocketError::ConnectionClose(close))) => {
                return hear(SocketNews::Closed(close.code));
            }
            Some(Err(_)) | None => return hear(SocketNews::Closed(ABNORMAL)),
        }
    }
}

fn is_open(shared: &Shared) -> bool {
    let socket = shared.borrow();
    let state = socket.as_ref().map(WebSocket::state);
    matches!(state, Some(State::Open))
}

impl Socket for BrowserSocket {
    fn send(&self, text: &str) {
        if let Some(socket) = self.shared.borrow_mut().as_mut() {
            // A socket that is closing drops the frame; core learns it from the close.
            let _ = Pin::new(socket).start_send(Message::Text(text.into()));
        }
    }

    fn close(&self, code: u16, reason: &str) {
        let socket = self.shared.borrow_mut().take();
        if let Some(socket) = socket {
            // Codes come from core, which uses only those a page may send.
            let _ = socket.close(Some(code), Some(reason));
        }
    }
}
