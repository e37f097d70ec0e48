//! Clients and the server on a virtual clock, with a network between them that loses, repeats, reorders and
//! cuts by seed.

mod look;
mod network;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::sync::Arc;

use chirrup_core::session::{
    Backend, ConnectConfig, EventConfig, JoinDetails, SendError, Side, StartDetails,
};
use chirrup_core::{
    Event, Item, ItemId, Millis, Output, Pairs, Phase, RequestId, Session, SessionConfig, SocketId,
    StoreKey, TimelineDiff,
};
use chirrup_wire::Secret;

use crate::rng::Rng;
use crate::server::{AGENT, Server};
use crate::stage::Stage;
pub(crate) use network::Faults;
use network::{Letter, Parcel, wire};

/// The first moment of every scenario.
pub(crate) const START: Millis = Millis(1_777_629_600_000);

pub(crate) struct Client {
    pub(crate) session: Session,
    /// Each page load makes its own.
    backend: Box<dyn Fn() -> Backend>,
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
    pub(crate) stage: Stage,
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
            stage: Stage::new(),
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
        let config = ConnectConfig {
            start_url: "http://127.0.0.1:1/connect/start-chat".into(),
            endpoint: "http://127.0.0.1:1/connect".into(),
            instance_id: "i-1".into(),
            contact_flow_id: "f-1".into(),
            side,
        };
        self.add_client(move || Backend::connect(config.clone()))
    }

    /// Somebody on the way into the event.
    pub(crate) fn add_guest(&mut self) -> usize {
        let config = EventConfig { event_url: "http://127.0.0.1:2/events/gala".into() };
        self.add_client(move || Backend::event(config.clone()))
    }

    fn add_client(&mut self, backend: impl Fn() -> Backend + 'static) -> usize {
        let number = self.clients.len();
        let config = SessionConfig {
            backend: backend(),
            utc_offset_minutes: 0,
            seed: (number as u128 + 1) << 70 | u128::from(self.rng.below(1 << 40)),
            stored: Pairs::new(),
        };
        self.clients.push(Client {
            session: Session::new(config, self.now),
            backend: Box::new(backend),
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
            self.close_wire((client, wire(self.clients[client].life, socket)));
        }
        let now = self.now;
        let seed = u128::from(self.rng.below(1 << 40)) << 64;
        let client_ = &mut self.clients[client];
        client_.life += 1;
        client_.mirror.clear();
        let config = SessionConfig {
            backend: (client_.backend)(),
            utc_offset_minutes: 0,
            seed: seed | client as u128,
            stored: client_.stored.clone().into_iter().collect(),
        };
        client_.session = Session::new(config, now);
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
