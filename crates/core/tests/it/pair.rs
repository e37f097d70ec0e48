//! Clients and the server on a virtual clock, with a network between them that loses, repeats, reorders and
//! cuts by seed.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::sync::Arc;

use chirrup_core::room::Role;
use chirrup_core::session::{Backend, ConnectConfig, JoinDetails, SendError, Side, StartDetails};
use chirrup_core::timeline::{Delivery, Origin};
use chirrup_core::{
    Event, Item, ItemId, ItemKind, Millis, Output, Phase, Request, RequestId, Response, Room,
    RoomId, Session, SessionConfig, SocketId, StoreKey, TimelineDiff, TransportError,
};
use chirrup_wire::Secret;

use crate::rng::Rng;
use crate::server::{AGENT, Server};

/// The first moment of every scenario.
pub(crate) const START: Millis = Millis(1_777_629_600_000);

/// What the network does, in so many of a thousand cases.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Faults {
    pub(crate) request_lost: u64,
    pub(crate) answer_lost: u64,
    pub(crate) request_twice: u64,
    pub(crate) frame_twice: u64,
    pub(crate) socket_cut: u64,
    pub(crate) socket_refused: u64,
    /// Longest delay of anything on the way.
    pub(crate) delay_max: u64,
}

impl Faults {
    pub(crate) fn none() -> Self {
        Self { delay_max: 20, ..Self::default() }
    }

    pub(crate) fn bad() -> Self {
        Self {
            request_lost: 60,
            answer_lost: 60,
            request_twice: 50,
            frame_twice: 100,
            socket_cut: 15,
            socket_refused: 100,
            delay_max: 900,
        }
    }
}

#[derive(Clone, Debug)]
enum Parcel {
    Request(RequestId, Request),
    Answer(RequestId, Result<Response, TransportError>),
    Open(SocketId, String),
    Opened(SocketId),
    Up(SocketId, String),
    Down(SocketId, String),
    Closed(SocketId),
    Close(SocketId),
}

/// Something on its way, to or from one life of one client.
#[derive(Clone, Debug)]
struct Letter {
    client: usize,
    life: u64,
    parcel: Parcel,
}

pub(crate) struct Client {
    pub(crate) session: Session,
    config: SessionConfig,
    pub(crate) stored: BTreeMap<StoreKey, Secret>,
    /// The timeline as a UI has it, built from diffs alone.
    pub(crate) mirror: Vec<Arc<Item>>,
    pub(crate) events: Vec<Event>,
    life: u64,
    sockets: BTreeSet<SocketId>,
    cancelled: BTreeSet<RequestId>,
    /// The network swallows everything of these sockets without a word.
    pub(crate) deaf: bool,
    offline: bool,
    details: Option<JoinDetails>,
}

pub(crate) struct Pair {
    pub(crate) now: Millis,
    pub(crate) server: Server,
    pub(crate) clients: Vec<Client>,
    pub(crate) faults: Faults,
    rng: Rng,
    queue: BinaryHeap<Reverse<(Millis, u64)>>,
    letters: BTreeMap<u64, Letter>,
    posted: u64,
    /// When the last frame of a socket arrives: frames of one socket keep their order.
    latest: BTreeMap<(usize, u64, SocketId, bool), Millis>,
    /// How many things arrived.
    pub(crate) steps: u64,
}

impl Pair {
    pub(crate) fn new(seed: u64, faults: Faults) -> Self {
        Self {
            now: START,
            server: Server::new(),
            clients: Vec::new(),
            faults,
            rng: Rng::new(seed + 1),
            queue: BinaryHeap::new(),
            letters: BTreeMap::new(),
            posted: 0,
            latest: BTreeMap::new(),
            steps: 0,
        }
    }

    /// A visitor who is in a live chat, over a good network.
    pub(crate) fn live() -> Self {
        let mut pair = Self::new(1, Faults::none());
        pair.add(Side::Customer);
        pair.start(0);
        pair.drive(2_000);
        assert_eq!(pair.clients[0].session.phase(), Phase::Live);
        pair
    }

    /// A visitor and an agent in a live chat, over a good network.
    pub(crate) fn live_with_agent() -> Self {
        let mut pair = Self::live();
        let agent = pair.add(Side::Agent);
        pair.join(agent);
        pair.drive(2_000);
        assert_eq!(pair.clients[agent].session.phase(), Phase::Live);
        pair
    }

    pub(crate) fn add(&mut self, side: Side) -> usize {
        let number = self.clients.len();
        let config = SessionConfig {
            backend: Backend::Connect(ConnectConfig {
                start_url: "http://127.0.0.1:1/connect/start-chat".into(),
                endpoint: "http://127.0.0.1:1/connect".into(),
                instance_id: "i-1".into(),
                contact_flow_id: "f-1".into(),
                side,
            }),
            utc_offset_minutes: 0,
            seed: (number as u128 + 1) << 70 | u128::from(self.rng.below(1 << 40)),
            stored: BTreeMap::new(),
        };
        self.clients.push(Client {
            session: Session::new(config.clone(), self.now),
            config,
            stored: BTreeMap::new(),
            mirror: Vec::new(),
            events: Vec::new(),
            life: 0,
            sockets: BTreeSet::new(),
            cancelled: BTreeSet::new(),
            deaf: false,
            offline: false,
            details: None,
        });
        self.drain(number);
        number
    }

    // What people do.

    pub(crate) fn start(&mut self, client: usize) {
        let details = StartDetails { display_name: "Mira".into(), ..StartDetails::default() };
        self.act(client, |session, now| session.start(details, now));
    }

    pub(crate) fn join(&mut self, client: usize) {
        let contact = self.server.contact_id();
        let details = JoinDetails {
            contact_id: contact.clone(),
            initial_contact_id: contact,
            participant_id: AGENT.into(),
            participant_token: Secret::new(format!("ptok-{}-{AGENT}", self.server.contact)),
            display_name: "Ana".into(),
        };
        self.clients[client].details = Some(details.clone());
        self.act(client, |session, now| session.join(details, now));
    }

    pub(crate) fn send(&mut self, client: usize, text: &str) -> Result<ItemId, SendError> {
        let room = self.room(client);
        self.act(client, |session, now| session.send(room, text, now))
    }

    /// The page is loaded anew: only what was stored is left.
    pub(crate) fn reload(&mut self, client: usize) {
        for socket in std::mem::take(&mut self.clients[client].sockets) {
            self.server.close((client, wire(self.clients[client].life, socket)));
        }
        let now = self.now;
        let seed = u128::from(self.rng.below(1 << 40)) << 64;
        let client_ = &mut self.clients[client];
        client_.life += 1;
        client_.mirror.clear();
        client_.config.seed = seed | client as u128;
        let stored = client_.stored.clone();
        client_.session = Session::new(SessionConfig { stored, ..client_.config.clone() }, now);
        let join = client_.details.clone();
        self.drain(client);
        if let Some(details) = join {
            self.act(client, |session, now| session.join(details, now));
        } else if self.clients[client].session.can_resume() {
            self.act(client, Session::resume);
        } else {
            self.start(client);
        }
    }

    /// Calls the session, then does what it asks.
    pub(crate) fn act<T>(
        &mut self,
        client: usize,
        act: impl FnOnce(&mut Session, Millis) -> T,
    ) -> T {
        let now = self.now;
        let result = act(&mut self.clients[client].session, now);
        self.drain(client);
        result
    }

    // What the network does.

    /// Every socket breaks, and everything on its way is lost.
    pub(crate) fn cut(&mut self) {
        for client in 0..self.clients.len() {
            self.cut_client(client);
        }
    }

    pub(crate) fn cut_client(&mut self, client: usize) {
        let life = self.clients[client].life;
        let requests: Vec<_> = self
            .letters
            .values()
            .filter(|letter| letter.client == client && letter.life == life)
            .filter_map(|letter| match letter.parcel {
                Parcel::Request(id, _) | Parcel::Answer(id, _) => Some(id),
                _ => None,
            })
            .collect();
        self.letters.retain(|_, letter| letter.client != client);
        for id in requests {
            self.post(client, 5, Parcel::Answer(id, Err(TransportError)));
        }
        for socket in self.clients[client].sockets.clone() {
            self.server.close((client, wire(life, socket)));
            self.post(client, 1, Parcel::Closed(socket));
        }
    }

    pub(crate) fn set_offline(&mut self, client: usize, offline: bool) {
        self.clients[client].offline = offline;
        if offline {
            self.cut_client(client);
        }
    }

    /// Lets everything happen for so long.
    pub(crate) fn drive(&mut self, millis: u64) {
        let end = self.now + millis;
        while self.step(end) {}
        self.now = end;
    }

    /// Lets one thing happen, if it happens before the end.
    pub(crate) fn step(&mut self, end: Millis) -> bool {
        self.post_outbound();
        let letter = self.queue.peek().map(|Reverse((at, _))| *at);
        let timer = self
            .clients
            .iter()
            .enumerate()
            .filter_map(|(client, state)| Some((state.session.poll_timeout()?, client)))
            .min();
        let due = letter.into_iter().chain(timer.map(|(at, _)| at)).min();
        let Some(due) = due.filter(|due| *due <= end) else { return false };
        self.now = self.now.max(due);
        if letter == Some(due) {
            let Some(Reverse((_, number))) = self.queue.pop() else { return false };
            if let Some(letter) = self.letters.remove(&number) {
                self.steps += 1;
                self.deliver(letter);
            }
        } else if let Some((_, client)) = timer {
            self.act(client, Session::handle_timeout);
        }
        true
    }

    fn deliver(&mut self, letter: Letter) {
        let Letter { client, life, parcel } = letter;
        if life != self.clients[client].life {
            return;
        }
        let offline = self.clients[client].offline;
        match parcel {
            Parcel::Request(id, request) => {
                let lost = offline || self.rng.chance(self.faults.request_lost);
                if lost {
                    self.post(client, 3_000, Parcel::Answer(id, Err(TransportError)));
                    return;
                }
                let mut answer = self.server.request(&request, self.now);
                if self.rng.chance(self.faults.request_twice) {
                    answer = self.server.request(&request, self.now);
                }
                let lost = self.rng.chance(self.faults.answer_lost);
                let (delay, answer) =
                    if lost { (3_000, Err(TransportError)) } else { (self.delay(), Ok(answer)) };
                self.post_outbound();
                self.post(client, delay, Parcel::Answer(id, answer));
            }
            Parcel::Answer(id, result) => {
                if !self.clients[client].cancelled.contains(&id) {
                    self.act(client, |session, now| session.handle_response(id, result, now));
                }
            }
            Parcel::Open(socket, url) => {
                let refused = offline || self.rng.chance(self.faults.socket_refused);
                let wire = (client, wire(life, socket));
                if !refused && self.server.open(wire, &url) {
                    self.clients[client].sockets.insert(socket);
                    let delay = self.delay();
                    self.post(client, delay, Parcel::Opened(socket));
                } else {
                    self.act(client, |session, now| {
                        session.handle_socket_closed(socket, 1006, now);
                    });
                }
            }
            Parcel::Opened(socket) => {
                if self.clients[client].sockets.contains(&socket) {
                    self.act(client, |session, now| session.handle_socket_opened(socket, now));
                }
            }
            Parcel::Up(socket, text) => {
                if self.clients[client].sockets.contains(&socket) && !self.clients[client].deaf {
                    self.server.frame((client, wire(life, socket)), &text);
                }
            }
            Parcel::Down(socket, text) => {
                if self.rng.chance(self.faults.socket_cut) {
                    self.cut_client(client);
                } else if self.clients[client].sockets.contains(&socket)
                    && !self.clients[client].deaf
                {
                    self.act(client, |session, now| session.handle_frame(socket, &text, now));
                }
            }
            Parcel::Closed(socket) => {
                if self.clients[client].sockets.remove(&socket) {
                    self.act(client, |session, now| {
                        session.handle_socket_closed(socket, 1006, now);
                    });
                }
            }
            Parcel::Close(socket) => {
                self.server.close((client, wire(life, socket)));
            }
        }
    }

    fn post_outbound(&mut self) {
        while let Some(((client, number), text)) = self.server.outbound.pop_front() {
            let (life, socket) = (number >> 32, SocketId(number & 0xffff_ffff));
            if life == self.clients[client].life {
                let twice = text.contains("aws/chat") && self.rng.chance(self.faults.frame_twice);
                self.post_ordered(client, socket, Parcel::Down(socket, text.clone()), true);
                if twice {
                    self.post_ordered(client, socket, Parcel::Down(socket, text), true);
                }
            }
        }
    }

    fn post_ordered(&mut self, client: usize, socket: SocketId, parcel: Parcel, down: bool) {
        let key = (client, self.clients[client].life, socket, down);
        let at = (self.now + self.delay()).max(self.latest.get(&key).copied().unwrap_or_default());
        self.latest.insert(key, at);
        self.post(client, at.since(self.now), parcel);
    }

    fn post(&mut self, client: usize, delay: u64, parcel: Parcel) {
        self.posted += 1;
        let life = self.clients[client].life;
        self.letters.insert(self.posted, Letter { client, life, parcel });
        self.queue.push(Reverse((self.now + delay, self.posted)));
    }

    fn delay(&mut self) -> u64 {
        1 + self.rng.below(self.faults.delay_max)
    }

    /// Does what a session asks, and checks what it tells.
    fn drain(&mut self, client: usize) {
        while let Some(output) = self.clients[client].session.poll_output() {
            let delay = self.delay();
            match output {
                Output::OpenSocket { socket, url } => {
                    self.post(client, delay, Parcel::Open(socket, url.reveal().to_owned()));
                }
                Output::SendFrame { socket, text } => {
                    self.post_ordered(client, socket, Parcel::Up(socket, text), false);
                }
                Output::CloseSocket { socket, .. } => {
                    self.clients[client].sockets.remove(&socket);
                    self.post(client, delay, Parcel::Close(socket));
                }
                Output::Request(id, request) => {
                    self.post(client, delay, Parcel::Request(id, request));
                }
                Output::CancelRequest(id) => {
                    self.clients[client].cancelled.insert(id);
                }
                Output::Store { key, value } => {
                    self.clients[client].stored.insert(key, value);
                }
                Output::Forget { key } => {
                    self.clients[client].stored.remove(&key);
                }
            }
        }
        let state = &mut self.clients[client];
        while let Some(event) = state.session.poll_event() {
            match &event {
                Event::Timeline { diffs, .. } => apply(&mut state.mirror, diffs.clone()),
                Event::RoomClosed(_) => state.mirror.clear(),
                _ => {}
            }
            state.events.push(event);
        }
        if let Some(room) = state.session.rooms().next() {
            assert!(state.mirror.iter().eq(room.timeline().items()), "the UI sees the timeline");
        }
    }

    // What one can see.

    pub(crate) fn room(&self, client: usize) -> RoomId {
        self.the_room(client).id()
    }

    pub(crate) fn the_room(&self, client: usize) -> &Room {
        self.clients[client].session.rooms().next().expect("a room")
    }

    pub(crate) fn phase(&self, client: usize) -> Phase {
        self.clients[client].session.phase()
    }

    /// The confirmed messages on screen: ids and texts.
    pub(crate) fn shown(&self, client: usize) -> Vec<(String, String)> {
        self.clients[client]
            .mirror
            .iter()
            .filter_map(|item| {
                let id = item.server_id.as_ref()?.as_str().to_owned();
                Some((id, item.message()?.source.to_string()))
            })
            .collect()
    }

    /// The texts on screen.
    pub(crate) fn texts(&self, client: usize) -> Vec<String> {
        let messages = self.clients[client].mirror.iter().filter_map(|item| item.message());
        messages.map(|message| message.source.to_string()).collect()
    }

    pub(crate) fn deliveries(&self, client: usize) -> Vec<Delivery> {
        let messages = self.clients[client].mirror.iter().filter_map(|item| item.message());
        let own = messages.filter(|message| message.origin == Origin::Own);
        own.map(|message| message.delivery).collect()
    }

    pub(crate) fn last_item(&self, client: usize) -> Arc<Item> {
        self.clients[client].mirror.last().expect("an item").clone()
    }

    pub(crate) fn kinds(&self, client: usize) -> Vec<ItemKind> {
        self.clients[client].mirror.iter().map(|item| item.kind.clone()).collect()
    }

    pub(crate) fn typing(&self, client: usize) -> Vec<String> {
        self.the_room(client).typing().iter().map(|who| who.name.to_string()).collect()
    }

    pub(crate) fn received(&self, client: usize) -> Vec<String> {
        self.clients[client]
            .events
            .iter()
            .filter_map(|event| match event {
                Event::MessageReceived { item, .. } => Some(item.message()?.source.to_string()),
                _ => None,
            })
            .collect()
    }

    pub(crate) fn participants(&self, client: usize) -> Vec<(String, Role)> {
        let people = self.the_room(client).participants();
        people.iter().map(|who| (who.name.to_string(), who.role)).collect()
    }

    /// Every client shows what the server has, and nothing waits.
    pub(crate) fn assert_equal(&mut self, story: &str) {
        for client in 0..self.clients.len() {
            while matches!(
                self.the_room(client).history(),
                chirrup_core::room::HistoryState::More | chirrup_core::room::HistoryState::Failed
            ) {
                let room = self.room(client);
                self.act(client, |session, now| session.load_older(room, now));
                self.drive(60_000);
            }
            assert_eq!(self.shown(client), self.server.messages(), "{story}, client {client}");
            assert_eq!(self.texts(client).len(), self.shown(client).len(), "{story}: unsent");
            let gaps = self.kinds(client).contains(&ItemKind::Gap);
            assert!(!gaps, "{story}: no gap is left");
        }
    }
}

fn wire(life: u64, socket: SocketId) -> u64 {
    life << 32 | socket.0
}

fn apply(mirror: &mut Vec<Arc<Item>>, diffs: Vec<TimelineDiff>) {
    for diff in diffs {
        match diff {
            TimelineDiff::Insert { index, items } => {
                mirror.splice(index..index, items);
            }
            TimelineDiff::Update { index, item } => mirror[index] = item,
            TimelineDiff::Remove { index, count } => {
                mirror.drain(index..index + count);
            }
            TimelineDiff::Clear => mirror.clear(),
        }
    }
}
