//! Requests, the desk's socket, the alarm and what is kept: the desk's protocol on top of the widget's
//! [`Outside`].
//!
//! Nothing here decides anything: [`Net`] does as it is told and tells what came of it through one sink.

mod call;
mod kept;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use chirrup::driver::{Guard, News, Outside, Socket, SocketNews};
use chirrup_core::Millis;
use chirrup_core::session::Network;
use chirrup_wire::Secret;
use chirrup_wire::desk::{DeskFrame, Hello};

pub use call::{Answer, Call, CallError};
pub use kept::{Kept, SignedIn};

const MINUTE_MILLIS: u64 = 60_000;

/// What happened outside.
#[derive(Debug)]
pub enum Input {
    /// A call came back.
    Answered(Call, Result<Answer, CallError>),
    /// The socket is open.
    Opened,
    /// A frame came in.
    Frame(DeskFrame),
    /// The socket closed or could not be opened.
    Closed,
    /// The browser's network came or went.
    Network(Network),
    /// The alarm.
    Timeout,
    /// Another minute has passed.
    Minute,
}

/// Where inputs go.
pub type Sink = Rc<dyn Fn(Input)>;

/// The desk's hands. Dropping it lets go of everything.
pub struct Net {
    outside: Rc<dyn Outside>,
    origin: String,
    sink: OnceCell<Sink>,
    calls: Rc<RefCell<BTreeMap<u64, Guard>>>,
    calls_made: Cell<u64>,
    socket: RefCell<Option<Box<dyn Socket>>>,
    alarm: RefCell<Option<(Millis, Guard)>>,
    minute: Rc<RefCell<Option<Guard>>>,
    watch: OnceCell<Guard>,
}

impl Net {
    /// Hands that reach a server at `origin`.
    pub fn new(outside: Rc<dyn Outside>, origin: String) -> Self {
        Self {
            outside,
            origin,
            sink: OnceCell::new(),
            calls: Rc::default(),
            calls_made: Cell::new(0),
            socket: RefCell::default(),
            alarm: RefCell::default(),
            minute: Rc::default(),
            watch: OnceCell::new(),
        }
    }

    /// Tells `sink` what happens, from here on.
    pub fn wake(&self, sink: Sink) {
        let tell = Rc::clone(&sink);
        let watch = self.outside.watch(Rc::new(move |news| {
            if let News::Network(network) = news {
                tell(Input::Network(network));
            }
        }));
        tick(&self.outside, &sink, &self.minute);
        // The desk wakes its hands once.
        _ = self.watch.set(watch);
        _ = self.sink.set(sink);
    }

    /// The time.
    pub fn now(&self) -> Millis {
        self.outside.now()
    }

    /// The participant service, which has the desk's own origin.
    pub fn participant_service(&self) -> String {
        format!("{}/connect", self.origin)
    }

    /// What this tab keeps.
    pub fn kept(&self) -> Kept<'_> {
        Kept::new(&*self.outside)
    }

    /// Makes a call, with the agent's token when there is one.
    pub fn call(&self, call: Call, token: Option<&Secret>) {
        let Some(sink) = self.sink.get().map(Rc::clone) else { return };
        let number = self.calls_made.get();
        self.calls_made.set(number + 1);
        let request = call.request(&self.origin, token);
        let calls = Rc::clone(&self.calls);
        let answer = Box::new(move |response| {
            let answered = calls.borrow_mut().remove(&number);
            drop(answered);
            let result = call.answer(response);
            sink(Input::Answered(call, result));
        });
        let guard = self.outside.request(request, answer);
        self.calls.borrow_mut().insert(number, guard);
    }

    /// Forgets every call that is not back.
    pub fn cancel_calls(&self) {
        let calls = self.calls.take();
        drop(calls);
    }

    /// Opens the desk's socket in place of any other.
    pub fn open_socket(&self) {
        let Some(sink) = self.sink.get().map(Rc::clone) else { return };
        // `http` becomes `ws` and `https` becomes `wss`.
        let url = format!("{}/desk/api/socket", self.origin.replacen("http", "ws", 1));
        let hear = Rc::new(move |news| match news {
            SocketNews::Opened => sink(Input::Opened),
            // A frame of a later server that this desk does not know is skipped.
            SocketNews::Frame(text) => {
                if let Ok(frame) = serde_json::from_str(&text) {
                    sink(Input::Frame(frame));
                }
            }
            SocketNews::Closed(_) => sink(Input::Closed),
        });
        let opened = self.outside.open_socket(&Secret::new(url), hear);
        let old = self.socket.replace(Some(opened));
        drop(old);
    }

    /// Says on the socket who is there.
    pub fn say_hello(&self, token: &Secret) {
        let hello = serde_json::to_string(&Hello { token: token.clone() });
        if let (Ok(hello), Some(socket)) = (hello, &*self.socket.borrow()) {
            socket.send(&hello);
        }
    }

    /// Closes the desk's socket.
    pub fn close_socket(&self) {
        let closed = self.socket.take();
        if let Some(socket) = closed {
            socket.close(1000, "");
        }
    }

    /// Sets the one alarm, or takes it away.
    pub fn set_alarm(&self, due: Option<Millis>) {
        let is_set = self.alarm.borrow().as_ref().map(|(at, _)| *at);
        let Some(sink) = self.sink.get().filter(|_| due != is_set) else { return };
        let alarm = due.map(|due| {
            let sink = Rc::clone(sink);
            let ring = Box::new(move || sink(Input::Timeout));
            (due, self.outside.after(due.since(self.now()), ring))
        });
        let old = self.alarm.replace(alarm);
        drop(old);
    }

    /// Puts away the alarm that rang, so that the same time can be asked for again.
    pub fn clear_alarm(&self) {
        let rang = self.alarm.take();
        drop(rang);
    }
}

/// Tells each minute that one has passed.
fn tick(outside: &Rc<dyn Outside>, sink: &Sink, minute: &Rc<RefCell<Option<Guard>>>) {
    let again = (Rc::downgrade(outside), Rc::clone(sink), Rc::downgrade(minute));
    let run = Box::new(move || {
        let (outside, sink, minute) = &again;
        sink(Input::Minute);
        if let (Some(outside), Some(minute)) = (outside.upgrade(), minute.upgrade()) {
            tick(&outside, sink, &minute);
        }
    });
    let old = minute.replace(Some(outside.after(MINUTE_MILLIS, run)));
    drop(old);
}
