//! Runs a [`Session`]: brings it what happens outside, does what it asks, tells what changed.
//!
//! What is *not* here: state, signals, components. The driver is built with a sink and never knows who listens.
//! Invariant: every change of the session is followed by a full drain, and the drain never recurses; what is
//! answered at once, or commanded from inside the sink, waits in the queue for its turn.
//!
//! What a socket tells after a quiet moment is taken in at once; what follows waits for the next frame of the
//! page, so that a thousand messages a second cost one drawing per frame, or fewer where that is too much (`pace`).
//! Nothing else waits: a key that is pressed and a request that is answered in a burst need not have it drawn first.
//!
//! - [`outside`]: what the driver needs from the world, as a trait; tests bring a scripted one.
//! - [`browser`]: the world of a real page, put together from one file per ability.

pub mod browser;
pub mod outside;

mod clock;
mod files;
mod frame;
mod guard;
mod http;
mod input;
mod life;
mod listener;
mod news;
mod pace;
mod seed;
mod socket;
mod storage;
mod task;
mod timer;
mod watch;

pub use browser::Browser;
pub use clock::local_time;
pub use guard::Guard;
pub use life::{end_of_life, is_over};
pub use listener::Listener;
pub use outside::{News, Outside, Socket, SocketNews};
pub use storage::Persist;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use chirrup_core::session::{Backend, Network, Visibility};
use chirrup_core::{Event, Millis, Output, RequestId, Session, SessionConfig, SocketId};
use input::Input;
use pace::Pace;

/// More frames of a socket than this do not wait: in a tab behind others nobody might come for them.
const WAITING_MAX: usize = 2_000;

/// What the sink hears.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// Core says that something changed.
    Event(Event),
    /// The browser says that the network came or went.
    Network(Network),
    /// The tab came to the front or went away.
    Visibility(Visibility),
}

/// Owns a session and everything it opened. Dropping it closes all of that.
pub struct Driver {
    running: Rc<Running>,
}

struct Running {
    session: RefCell<Session>,
    outside: Rc<dyn Outside>,
    sink: RefCell<Box<dyn FnMut(Report)>>,
    queue: RefCell<VecDeque<Input>>,
    /// What sockets told, as long as a frame of the page is due.
    waiting: RefCell<VecDeque<Input>>,
    sockets: RefCell<Vec<(SocketId, Box<dyn Socket>)>>,
    requests: RefCell<Vec<(RequestId, Guard)>>,
    timer: RefCell<Option<(Millis, Guard)>>,
    watch: RefCell<Option<Guard>>,
    utc_offset_minutes: Cell<i32>,
    /// While there is one, what a socket tells waits for it.
    frame: RefCell<Option<Guard>>,
    is_frame_due: Cell<bool>,
    pace: RefCell<Pace>,
    is_draining: Cell<bool>,
    is_closed: Cell<bool>,
}

impl Driver {
    /// A driver at rest: nothing is opened, watched or told before [`Driver::wake`].
    pub fn new(
        backend: Backend,
        outside: Rc<dyn Outside>,
        sink: impl FnMut(Report) + 'static,
    ) -> Self {
        let utc_offset_minutes = outside.utc_offset_minutes();
        let config = SessionConfig {
            backend,
            utc_offset_minutes,
            seed: outside.seed(),
            stored: outside.stored(),
        };
        let session = Session::new(config, outside.now());
        Self {
            running: Rc::new(Running {
                session: RefCell::new(session),
                outside,
                sink: RefCell::new(Box::new(sink)),
                queue: RefCell::default(),
                waiting: RefCell::default(),
                sockets: RefCell::default(),
                requests: RefCell::default(),
                timer: RefCell::default(),
                watch: RefCell::default(),
                utc_offset_minutes: Cell::new(utc_offset_minutes),
                frame: RefCell::default(),
                is_frame_due: Cell::new(false),
                pace: RefCell::default(),
                is_draining: Cell::new(false),
                is_closed: Cell::new(false),
            }),
        }
    }

    /// Watches the page, tells what is known from the start, and comes back to a kept conversation.
    pub fn wake(&self) {
        let weak = Rc::downgrade(&self.running);
        let watch = self.running.outside.watch(Rc::new(move |news| push(&weak, Input::News(news))));
        self.running.watch.replace(Some(watch));
        self.command(|session, now| {
            if session.can_resume() {
                session.resume(now);
            }
        });
    }

    /// Gives the session a command, and drains it.
    pub fn command<R>(&self, give: impl FnOnce(&mut Session, Millis) -> R) -> R {
        let now = self.running.outside.now();
        let result = give(&mut self.running.session.borrow_mut(), now);
        self.running.run();
        result
    }

    /// Looks at the session.
    pub fn read<R>(&self, look: impl FnOnce(&Session) -> R) -> R {
        look(&self.running.session.borrow())
    }

    /// The world this driver lives in.
    pub fn outside(&self) -> Rc<dyn Outside> {
        Rc::clone(&self.running.outside)
    }
}

impl Driver {
    /// Closes everything at once, even from inside the sink. Nothing is told after it.
    pub fn close(&self) {
        let running = &self.running;
        running.is_closed.set(true);
        running.watch.take();
        running.timer.take();
        running.frame.take();
        // Taken out before they are dropped: a socket that is dropped may call back.
        let sockets = running.sockets.take();
        let requests = running.requests.take();
        drop((sockets, requests));
        running.queue.borrow_mut().clear();
        running.waiting.borrow_mut().clear();
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.close();
    }
}

fn push(running: &Weak<Running>, input: Input) {
    let Some(running) = running.upgrade() else { return };
    let can_wait = input.can_wait();
    if can_wait && running.is_frame_due.get() {
        let mut waiting = running.waiting.borrow_mut();
        if waiting.len() < WAITING_MAX {
            return waiting.push_back(input);
        }
    }
    if can_wait || input.ends_socket() {
        running.end_wait();
    }
    running.queue.borrow_mut().push_back(input);
    running.run();
    if can_wait && !running.is_draining.get() {
        running.await_frame();
    }
}

impl Running {
    /// The run loop. A call from inside it returns at once; the outer call sees the queue.
    fn run(self: &Rc<Self>) {
        if self.is_draining.replace(true) {
            return;
        }
        loop {
            // What a burst of frames changes is told when all of it is in.
            let is_frame = self.queue.borrow().front().is_some_and(Input::can_wait);
            if !is_frame {
                self.drain();
            }
            let input = self.queue.borrow_mut().pop_front();
            match input {
                Some(input) if !self.is_closed.get() => self.handle(input),
                _ => break,
            }
        }
        self.is_draining.set(false);
        if !self.is_closed.get() {
            self.set_timer();
        }
    }

    /// From here to the next frame of the page, and on through rests and as long as each finds something, what
    /// sockets tell waits.
    fn await_frame(self: &Rc<Self>) {
        if self.is_closed.get() || self.is_frame_due.replace(true) {
            return;
        }
        let weak = Rc::downgrade(self);
        let come = move || {
            let Some(running) = weak.upgrade() else { return };
            running.is_frame_due.set(false);
            let draws = running.pace.borrow_mut().frame(running.outside.now());
            if draws && running.waiting.borrow().is_empty() {
                return running.pace.borrow_mut().stop();
            }
            if draws {
                running.end_wait();
                running.run();
            }
            running.await_frame();
        };
        let frame = self.outside.next_frame(Box::new(come));
        let old = self.frame.replace(Some(frame));
        drop(old);
    }

    /// The turn of what waits has come.
    fn end_wait(&self) {
        self.queue.borrow_mut().append(&mut self.waiting.borrow_mut());
    }

    fn drain(self: &Rc<Self>) {
        while !self.is_closed.get() {
            let output = self.session.borrow_mut().poll_output();
            if let Some(output) = output {
                self.perform(output);
                continue;
            }
            let event = self.session.borrow_mut().poll_event();
            match event {
                Some(event) => self.tell(Report::Event(event)),
                None => return,
            }
        }
    }

    fn tell(&self, report: Report) {
        (self.sink.borrow_mut())(report);
    }

    fn handle(&self, input: Input) {
        self.let_go(&input);
        let now = self.outside.now();
        let mut session = self.session.borrow_mut();
        match input {
            Input::Socket(socket, SocketNews::Opened) => session.handle_socket_opened(socket, now),
            Input::Socket(socket, SocketNews::Frame(text)) => {
                session.handle_frame(socket, &text, now);
            }
            Input::Socket(socket, SocketNews::Closed(code)) => {
                session.handle_socket_closed(socket, code, now);
            }
            Input::Response(request, result) => {
                session.handle_response(request, result, now);
            }
            Input::Timeout => {
                self.check_utc_offset(&mut session, now);
                session.handle_timeout(now);
            }
            Input::News(news) => {
                self.check_utc_offset(&mut session, now);
                let report = news::handle(&mut session, news, now);
                drop(session);
                if let Some(report) = report {
                    self.tell(report);
                }
            }
        }
    }

    /// Drops what has nothing more to tell, while nothing is borrowed.
    fn let_go(&self, input: &Input) {
        match input {
            Input::Socket(socket, SocketNews::Closed(_)) => {
                let closed = take(&self.sockets, *socket);
                drop(closed);
            }
            Input::Response(request, _) => {
                let answered = take(&self.requests, *request);
                drop(answered);
            }
            Input::Socket(..) | Input::Timeout | Input::News(_) => {}
        }
    }

    fn check_utc_offset(&self, session: &mut Session, now: Millis) {
        let minutes = self.outside.utc_offset_minutes();
        if self.utc_offset_minutes.replace(minutes) != minutes {
            session.handle_utc_offset(minutes, now);
        }
    }

    fn perform(self: &Rc<Self>, output: Output) {
        match output {
            Output::OpenSocket { socket, url } => {
                let weak = Rc::downgrade(self);
                let hear = Rc::new(move |news| push(&weak, Input::Socket(socket, news)));
                let opened = self.outside.open_socket(&url, hear);
                self.sockets.borrow_mut().push((socket, opened));
            }
            Output::SendFrame { socket, text } => {
                let sockets = self.sockets.borrow();
                if let Some((_, socket)) = sockets.iter().find(|(of, _)| *of == socket) {
                    socket.send(&text);
                }
            }
            Output::CloseSocket { socket, code, reason } => {
                let closed = take(&self.sockets, socket);
                if let Some(socket) = closed {
                    socket.close(code, reason);
                }
            }
            Output::Request(id, request) => {
                let weak = Rc::downgrade(self);
                let answer = Box::new(move |result| push(&weak, Input::Response(id, result)));
                let guard = self.outside.request(request, answer);
                self.requests.borrow_mut().push((id, guard));
            }
            Output::CancelRequest(id) => {
                let cancelled = take(&self.requests, id);
                drop(cancelled);
            }
            Output::Store { key, value } => self.outside.store(&key, &value),
            Output::Forget { key } => self.outside.forget(&key),
        }
    }

    fn set_timer(self: &Rc<Self>) {
        let due = self.session.borrow().poll_timeout();
        let is_set = self.timer.borrow().as_ref().map(|(at, _)| *at);
        if due == is_set {
            return;
        }
        let timer = due.map(|due| {
            let weak = Rc::downgrade(self);
            let wait = due.since(self.outside.now());
            let ring = move || {
                if let Some(running) = weak.upgrade() {
                    running.timer.take();
                    push(&weak, Input::Timeout);
                }
            };
            (due, self.outside.after(wait, Box::new(ring)))
        });
        let old = self.timer.replace(timer);
        drop(old);
    }
}

/// Takes what goes by this id out of a short list. Two or three of each are open at a time, and a map of
/// the standard library costs the visitor some 2 KB per type of key.
fn take<K: Copy + PartialEq, V>(list: &RefCell<Vec<(K, V)>>, id: K) -> Option<V> {
    let mut list = list.borrow_mut();
    let index = list.iter().position(|(of, _)| *of == id)?;
    Some(list.swap_remove(index).1)
}
