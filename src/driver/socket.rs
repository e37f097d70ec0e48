//! One WebSocket.
//!
//! Each message is heard in the browser's own task for it: a stream in between would cost a burst a second task
//! per message.

use std::rc::Rc;

use chirrup_wire::Secret;
use wasm_bindgen::JsCast;
use web_sys::{CloseEvent, MessageEvent, WebSocket};

use super::listener::Listener;
use super::outside::{Socket, SocketNews};
use super::task::Task;

/// What a browser calls a connection that was never there or broke.
const ABNORMAL: u16 = 1006;

/// A socket that the browser opens or has opened.
struct BrowserSocket {
    socket: WebSocket,
    _heard: [Listener; 3],
}

/// A socket that there will never be, and the task that says so.
struct NoSocket(#[expect(dead_code, reason = "held for its drop")] Task);

/// Opens a socket.
pub(super) fn open(url: &Secret, hear: Rc<dyn Fn(SocketNews)>) -> Box<dyn Socket> {
    let Ok(socket) = WebSocket::new(url.reveal()) else {
        // An address the browser does not take, or that the page's policy forbids, is a socket that closed.
        let closed = async move { hear(SocketNews::Closed(ABNORMAL)) };
        return Box::new(NoSocket(Task::spawn(closed)));
    };
    let (opened, told, closed) = (Rc::clone(&hear), Rc::clone(&hear), hear);
    let heard = [
        Listener::new(&socket, "open", move |_| opened(SocketNews::Opened)),
        Listener::new(&socket, "message", move |event| {
            // Every protocol spoken here is text.
            let text = event.unchecked_into::<MessageEvent>().data().as_string();
            if let Some(text) = text {
                told(SocketNews::Frame(text));
            }
        }),
        // An error is followed by the close that explains it.
        Listener::new(&socket, "close", move |event| {
            closed(SocketNews::Closed(event.unchecked_into::<CloseEvent>().code()));
        }),
    ];
    Box::new(BrowserSocket { socket, _heard: heard })
}

impl Socket for BrowserSocket {
    fn send(&self, text: &str) {
        // A socket that is not open drops the frame; core learns it from the close.
        let _ = self.socket.send_with_str(text);
    }

    fn close(&self, code: u16, reason: &str) {
        // Codes come from core, which uses only those a page may send.
        let _ = self.socket.close_with_code_and_reason(code, reason);
    }
}

impl Drop for BrowserSocket {
    fn drop(&mut self) {
        // The browser refuses codes and reasons only, and here is neither.
        let _ = self.socket.close();
    }
}

impl Socket for NoSocket {
    fn send(&self, _text: &str) {}

    fn close(&self, _code: u16, _reason: &str) {}
}
