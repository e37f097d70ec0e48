//! A world for the driver that the test writes: time passes when it says so, and a small Connect service
//! answers at once, from inside the call, which is the hardest case for a run loop. Answers that a test wants
//! to give itself are held back. Every moment is a frame of the page, unless the test paints.
//!
//! It is everything outside a chat except the page: what is drawn is in `stage`.
//!
//! Long because: all that a test can do to a world and ask of it stands together.

mod event;
mod items;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use chirrup::driver::{Guard, News, Outside, Socket, SocketNews};
use chirrup::state::{Chat, ChatOwner, HostEvent, Settings};
use chirrup_core::session::{Backend, ConnectConfig, EventConfig, Side, StartDetails};
use chirrup_core::{Millis, Pairs, Request, Response, StoreKey, TransportError};
use chirrup_wire::Secret;

pub(crate) use event::arn;
use items::{event as event_item, js_text};
pub(crate) use items::{joined, message};

type Hear = Rc<dyn Fn(SocketNews)>;
type Answer = Box<dyn FnOnce(Result<Response, TransportError>)>;
type Timer = (u64, u64, Box<dyn FnOnce()>);
type Watcher = Rc<dyn Fn(News)>;

/// The scripted world. Clones are the same world.
#[derive(Clone, Default)]
pub(crate) struct World(Rc<Inside>);

#[derive(Default)]
struct Inside {
    now: Cell<u64>,
    next: Cell<u64>,
    timers: RefCell<Vec<Timer>>,
    is_painted_by_test: Cell<bool>,
    frames: RefCell<Vec<Box<dyn FnOnce()>>>,
    sockets: RefCell<BTreeMap<u64, Hear>>,
    stored: RefCell<Pairs<StoreKey, Secret>>,
    watching: RefCell<Option<Watcher>>,
    asked: RefCell<Vec<Request>>,
    held: RefCell<Vec<&'static str>>,
    waiting: RefCell<Vec<(u64, String, Answer)>>,
    saved: RefCell<Vec<(String, String)>>,
    copied: RefCell<Vec<String>>,
    is_down: Cell<bool>,
    is_event: Cell<bool>,
    /// Who comes back to an event, of which the world answers everything.
    guest: Cell<Option<&'static str>>,
    pages: RefCell<Vec<String>>,
    /// So far is the service's clock ahead of this one.
    ahead_millis: Cell<u64>,
}

/// When the tests take place.
const START: u64 = 1_763_700_000_000;

impl World {
    /// A world in which nothing is answered unless the test answers.
    pub(crate) fn silent() -> Self {
        let world = Self::default();
        world.hold("");
        world
    }

    /// A silent world with an event in place of a support chat.
    pub(crate) fn at_event() -> Self {
        let world = Self::silent();
        world.0.is_event.set(true);
        world
    }

    /// Requests whose address ends so wait for the test.
    pub(crate) fn hold(&self, end: &'static str) {
        self.0.held.borrow_mut().push(end);
    }

    /// Answers the oldest waiting request whose address ends so as the service would, and holds none back
    /// from here on.
    pub(crate) fn let_through(&self, end: &str) {
        self.0.held.borrow_mut().retain(|held| *held != end);
        let (_, url, answer) = self.take_waiting(end);
        answer(self.answer_to(&url));
    }

    /// Answers the oldest waiting request whose address ends so in the test's words.
    pub(crate) fn answer(&self, end: &str, result: Result<Response, TransportError>) {
        self.take_waiting(end).2(result);
    }

    /// Moves the clock and rings what is due, in order.
    pub(crate) fn pass(&self, millis: u64) {
        let end = self.0.now.get() + millis;
        loop {
            let mut timers = self.0.timers.borrow_mut();
            timers.sort_by_key(|(due, id, _)| (*due, *id));
            if timers.first().is_none_or(|(due, ..)| *due > end) {
                break;
            }
            let (due, _, ring) = timers.remove(0);
            drop(timers);
            self.0.now.set(due.max(self.0.now.get()));
            ring();
        }
        self.0.now.set(end);
    }

    /// The page is painted when the test says so.
    pub(crate) fn hold_frames(&self) {
        self.0.is_painted_by_test.set(true);
    }

    /// A frame of the page.
    pub(crate) fn paint(&self) {
        for run in self.0.frames.take() {
            run();
        }
    }

    /// The agent says something.
    pub(crate) fn agent_says(&self, id: &str, text: &str) {
        self.happens(&message(id, text));
    }

    /// The agent types.
    pub(crate) fn agent_types(&self, id: &str) {
        self.happens(&event_item(id, "typing"));
    }

    /// The service says that the chat is over.
    pub(crate) fn chat_ends(&self, id: &str) {
        self.happens(&event_item(id, "chat.ended"));
    }

    /// Something happens in the chat: its item arrives.
    fn happens(&self, item: &str) {
        let content = js_text(item);
        self.frame(&format!(
            r#"{{"topic":"aws/chat","contentType":"application/json","content":{content}}}"#
        ));
    }

    /// A frame arrives on every open socket.
    pub(crate) fn frame(&self, text: &str) {
        for hear in self.hearing() {
            hear(SocketNews::Frame(text.into()));
        }
    }

    /// The network goes, and everything with it, or comes back.
    pub(crate) fn set_down(&self, is_down: bool) {
        self.0.is_down.set(is_down);
        if is_down {
            for hear in self.hearing() {
                hear(SocketNews::Closed(1006));
            }
            self.0.sockets.borrow_mut().clear();
        }
    }

    /// The page hears something.
    pub(crate) fn tell(&self, news: News) {
        let tell = self.0.watching.borrow().clone();
        tell.expect("somebody watches")(news);
    }

    /// Pages of history to come, newest first, each the JSON of its items.
    pub(crate) fn has_pages(&self, pages: &[&[String]]) {
        let pages = pages.iter().rev().map(|page| page.join(","));
        *self.0.pages.borrow_mut() = pages.collect();
    }

    /// Bodies asked of an operation.
    pub(crate) fn bodies(&self, operation: &str) -> Vec<String> {
        let asked = self.0.asked.borrow();
        let of = asked.iter().filter(|request| request.url.ends_with(operation));
        of.map(|request| request.body.reveal().to_owned()).collect()
    }

    /// Messages that were told to the service as read.
    pub(crate) fn read_receipts(&self) -> Vec<String> {
        let read = self.bodies("/event").into_iter().filter(|body| body.contains("message.read"));
        read.map(|body| {
            let after = body.split(r#"messageId\":\""#).nth(1).expect("it names a message");
            after.split('\\').next().unwrap().to_owned()
        })
        .collect()
    }

    /// How many sockets are open.
    pub(crate) fn open_sockets(&self) -> usize {
        self.0.sockets.borrow().len()
    }

    /// How many timers run.
    pub(crate) fn timers(&self) -> usize {
        self.0.timers.borrow().len()
    }

    /// Whether somebody watches the page.
    pub(crate) fn is_watched(&self) -> bool {
        self.0.watching.borrow().is_some()
    }

    /// Names of what is stored.
    pub(crate) fn stored_names(&self) -> Vec<String> {
        self.0.stored.borrow().iter().map(|(key, _)| key.to_text()).collect()
    }

    /// Everything that is stored.
    pub(crate) fn stored_text(&self) -> String {
        self.0.stored.borrow().iter().map(|(_, value)| value.reveal()).collect()
    }

    /// Files handed to the person.
    pub(crate) fn saved(&self) -> Vec<(String, String)> {
        self.0.saved.borrow().clone()
    }

    /// Texts put on the clipboard.
    pub(crate) fn copied(&self) -> Vec<String> {
        self.0.copied.borrow().clone()
    }

    /// A chat in this world, and what its host hears.
    pub(crate) fn chat(&self) -> (ChatOwner, Rc<RefCell<Vec<HostEvent>>>) {
        self.chat_with(Settings::default())
    }

    /// A chat in this world with these settings.
    pub(crate) fn chat_with(&self, settings: Settings) -> (ChatOwner, Rc<RefCell<Vec<HostEvent>>>) {
        let heard = Rc::new(RefCell::new(Vec::new()));
        let sink = Rc::clone(&heard);
        let backend = if self.0.is_event.get() { event_backend() } else { support_backend() };
        let outside: Rc<dyn Outside> = Rc::new(self.clone());
        let owner =
            Chat::new(settings, backend, outside, move |event| sink.borrow_mut().push(event));
        (owner, heard)
    }

    /// A chat with a conversation that is live.
    pub(crate) fn live_chat(&self) -> (ChatOwner, Rc<RefCell<Vec<HostEvent>>>) {
        let (owner, heard) = self.chat();
        owner.chat().start(StartDetails { display_name: "Mia".into(), ..StartDetails::default() });
        self.pass(100);
        (owner, heard)
    }

    fn hearing(&self) -> Vec<Hear> {
        self.0.sockets.borrow().values().cloned().collect()
    }

    fn number(&self) -> u64 {
        self.0.next.set(self.0.next.get() + 1);
        self.0.next.get()
    }

    fn take_waiting(&self, end: &str) -> (u64, String, Answer) {
        let mut waiting = self.0.waiting.borrow_mut();
        let index = waiting.iter().position(|(_, url, _)| url.ends_with(end));
        waiting.remove(index.expect("such a request is waiting"))
    }

    fn answer_to(&self, url: &str) -> Result<Response, TransportError> {
        let body = self.body_for(url);
        if self.0.is_down.get() {
            Err(TransportError)
        } else {
            let now = START + self.0.now.get() + self.0.ahead_millis.get();
            let now = js_sys::Date::new(&chirrup_wire::rfc3339::write(now).into());
            let date = String::from(now.to_utc_string());
            Ok(Response { status: 200, headers: vec![("date".into(), date)], body })
        }
    }

    fn body_for(&self, url: &str) -> String {
        if let Some(name) = self.0.guest.get() {
            return event::body_for(url, name);
        }
        let number = self.number();
        let expiry = "2099-01-01T00:00:00.000Z";
        match url.rsplit('/').next().unwrap_or_default() {
            "start-chat" => r#"{"data":{"startChatResult":{"ContactId":"c","ParticipantId":"me","ParticipantToken":"t"}}}"#.into(),
            "connection" => format!(r#"{{"Websocket":{{"Url":"wss://chat.example/{number}","ConnectionExpiry":"{expiry}"}},"ConnectionCredentials":{{"ConnectionToken":"ct","Expiry":"{expiry}"}}}}"#),
            "transcript" => {
                let mut pages = self.0.pages.borrow_mut();
                let items = pages.pop().unwrap_or_default();
                let next = if pages.is_empty() { "null" } else { "\"next\"" };
                format!(r#"{{"InitialContactId":"c","Transcript":[{items}],"NextToken":{next}}}"#)
            }
            _ => format!(r#"{{"Id":"sent-{number}","AbsoluteTime":"2025-11-21T04:40:01.000Z"}}"#),
        }
    }
}

fn support_backend() -> Backend {
    Backend::connect(ConnectConfig {
        start_url: "https://chat.example/start-chat".into(),
        endpoint: "https://chat.example".into(),
        instance_id: "i".into(),
        contact_flow_id: "f".into(),
        side: Side::Customer,
    })
}

fn event_backend() -> Backend {
    Backend::event(EventConfig { event_url: "https://event.example/events/demo".into() })
}

/// Runs a closure when dropped.
struct OnDrop<F: Fn()>(F);

impl<F: Fn()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

struct Line {
    world: World,
    number: u64,
}

impl Socket for Line {
    fn send(&self, text: &str) {
        let hear = self.world.0.sockets.borrow().get(&self.number).cloned();
        let Some(hear) = hear else { return };
        // The socket of an event is not spoken to.
        let answer = if text.contains("aws/subscribe") {
            r#"{"topic":"aws/subscribe","content":{"status":"success","topics":["aws/chat"]}}"#
        } else if text.contains("aws/ping") {
            r#"{"topic":"aws/ping","statusCode":200,"statusContent":"OK"}"#
        } else {
            r#"{"topic":"aws/heartbeat"}"#
        };
        hear(SocketNews::Frame(answer.into()));
    }

    fn close(&self, _code: u16, _reason: &str) {
        self.world.0.sockets.borrow_mut().remove(&self.number);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.close(1000, "");
    }
}

impl Outside for World {
    fn now(&self) -> Millis {
        Millis(START + self.0.now.get())
    }

    fn utc_offset_minutes(&self) -> i32 {
        60
    }

    fn seed(&self) -> u128 {
        u128::from(self.number()) + 7
    }

    fn after(&self, millis: u64, run: Box<dyn FnOnce()>) -> Guard {
        let id = self.number();
        self.0.timers.borrow_mut().push((self.0.now.get() + millis, id, run));
        let world = self.clone();
        Guard::of(OnDrop(move || {
            let mut timers = world.0.timers.borrow_mut();
            let index = timers.iter().position(|(_, of, _)| *of == id);
            let timer = index.map(|index| timers.remove(index));
            drop(timers);
            drop(timer);
        }))
    }

    fn next_frame(&self, run: Box<dyn FnOnce()>) -> Guard {
        if self.0.is_painted_by_test.get() {
            self.0.frames.borrow_mut().push(run);
        } else {
            run();
        }
        Guard::of(())
    }

    fn open_socket(&self, _url: &Secret, hear: Hear) -> Box<dyn Socket> {
        let number = self.number();
        if self.0.is_down.get() {
            hear(SocketNews::Closed(1006));
        } else {
            self.0.sockets.borrow_mut().insert(number, Rc::clone(&hear));
            hear(SocketNews::Opened);
        }
        Box::new(Line { world: self.clone(), number })
    }

    fn request(&self, request: Request, answer: Answer) -> Guard {
        let url = request.url.clone();
        self.0.asked.borrow_mut().push(request);
        if !self.0.held.borrow().iter().any(|end| url.ends_with(end)) {
            answer(self.answer_to(&url));
            return Guard::of(());
        }
        let id = self.number();
        self.0.waiting.borrow_mut().push((id, url, answer));
        let world = self.clone();
        Guard::of(OnDrop(move || {
            let mut waiting = world.0.waiting.borrow_mut();
            let index = waiting.iter().position(|(of, ..)| *of == id);
            let request = index.map(|index| waiting.remove(index));
            drop(waiting);
            drop(request);
        }))
    }

    fn stored(&self) -> Pairs<StoreKey, Secret> {
        self.0.stored.borrow().clone()
    }

    fn store(&self, key: &StoreKey, value: &Secret) {
        self.0.stored.borrow_mut().insert(key.clone(), value.clone());
    }

    fn forget(&self, key: &StoreKey) {
        self.0.stored.borrow_mut().remove(key);
    }

    fn watch(&self, tell: Rc<dyn Fn(News)>) -> Guard {
        *self.0.watching.borrow_mut() = Some(tell);
        let world = self.clone();
        Guard::of(OnDrop(move || drop(world.0.watching.borrow_mut().take())))
    }

    fn save_text(&self, file_name: &str, text: &str) {
        self.0.saved.borrow_mut().push((file_name.into(), text.into()));
    }

    fn copy_text(&self, text: &str) {
        self.0.copied.borrow_mut().push(text.into());
    }
}
