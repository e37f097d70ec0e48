//! What a driver needs from the world.
//!
//! Two worlds implement it: [`super::Browser`], and the scripted one of the browser tests.

use std::rc::Rc;

use chirrup_core::session::{Network, Visibility};
use chirrup_core::{Millis, Pairs, Request, Response, StoreKey, TransportError};
use chirrup_wire::Secret;

use super::Guard;

/// The world as a driver sees it. Answers may come at once or later; what a returned guard stands for ends
/// when the guard is dropped, and no answer comes after that.
pub trait Outside {
    /// The time. It never runs backwards.
    fn now(&self) -> Millis;

    /// Minutes that local time is ahead of UTC.
    fn utc_offset_minutes(&self) -> i32;

    /// A random number.
    fn seed(&self) -> u128;

    /// Runs something later.
    fn after(&self, millis: u64, run: Box<dyn FnOnce()>) -> Guard;

    /// Runs something right before the page is painted next, or soon when it is not painted at all.
    fn next_frame(&self, run: Box<dyn FnOnce()>) -> Guard;

    /// Opens a socket. An address that cannot be opened is told as a closed socket.
    fn open_socket(&self, url: &Secret, hear: Rc<dyn Fn(SocketNews)>) -> Box<dyn Socket>;

    /// Makes an HTTP request.
    fn request(
        &self,
        request: Request,
        answer: Box<dyn FnOnce(Result<Response, TransportError>)>,
    ) -> Guard;

    /// Everything kept by earlier page loads.
    fn stored(&self) -> Pairs<StoreKey, Secret>;

    /// Keeps a value; a world without storage does nothing.
    fn store(&self, key: &StoreKey, value: &Secret);

    /// Drops a kept value.
    fn forget(&self, key: &StoreKey);

    /// Tells what happens to the page.
    fn watch(&self, tell: Rc<dyn Fn(News)>) -> Guard;

    /// Hands the person a text file.
    fn save_text(&self, file_name: &str, text: &str);

    /// Puts text on the clipboard.
    fn copy_text(&self, text: &str);
}

/// An open or opening socket. Dropping it closes it.
pub trait Socket {
    /// Sends a text frame; a socket that is not open drops it.
    fn send(&self, text: &str);

    /// Closes with a code and a reason.
    fn close(&self, code: u16, reason: &str);
}

/// What a socket tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketNews {
    /// It is open.
    Opened,
    /// A text frame came in.
    Frame(String),
    /// It is closed, with this code.
    Closed(u16),
}

/// What happens to the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// The tab came to the front or went away.
    Visibility(Visibility),
    /// The browser says that the network came or went.
    Network(Network),
    /// Another tab stored or dropped a value.
    Stored {
        /// Its name.
        key: StoreKey,
        /// Its value; `None` when it was dropped.
        value: Option<Secret>,
    },
    /// The page goes away, perhaps into the browser's cache of pages.
    PageHidden,
    /// The page is back from that cache.
    PageRestored,
}
