//! The network of a [`Pair`]: it loses, repeats, reorders and cuts by seed, and moves the clock.

use std::cmp::Reverse;

use chirrup_core::{Millis, Request, RequestId, Response, Session, SocketId, TransportError};

use super::Pair;

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
pub(super) enum Parcel {
    Request(RequestId, Request),
    Answer(RequestId, Result<Response, TransportError>),
    Open(SocketId, String),
    Opened(SocketId),
    Up(SocketId, String),
    Down(SocketId, String),
    Closed(SocketId, u16),
    Close(SocketId),
}

/// Something on its way, to or from one life of one client.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    client: usize,
    life: u64,
    parcel: Parcel,
}

impl Pair {
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
            self.close_wire((client, wire(life, socket)));
            self.post(client, 1, Parcel::Closed(socket, 1006));
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
                let mut answer = self.answer(&request);
                if self.rng.chance(self.faults.request_twice) {
                    answer = self.answer(&request);
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
                if !refused && self.open_wire(wire, &url) {
                    self.clients[client].sockets.insert(socket);
                    self.post_ordered(client, socket, Parcel::Opened(socket), true);
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
            Parcel::Closed(socket, code) => {
                if self.clients[client].sockets.remove(&socket) {
                    self.act(client, |session, now| {
                        session.handle_socket_closed(socket, code, now);
                    });
                }
            }
            Parcel::Close(socket) => {
                self.close_wire((client, wire(life, socket)));
            }
        }
    }

    fn post_outbound(&mut self) {
        let stage = std::mem::take(&mut self.stage.outbound);
        self.server.outbound.extend(stage);
        for ((client, number), code) in std::mem::take(&mut self.stage.closing) {
            let (life, socket) = (number >> 32, SocketId(number & 0xffff_ffff));
            if life == self.clients[client].life {
                self.post_ordered(client, socket, Parcel::Closed(socket, code), true);
            }
        }
        while let Some(((client, number), text)) = self.server.outbound.pop_front() {
            let (life, socket) = (number >> 32, SocketId(number & 0xffff_ffff));
            if life == self.clients[client].life {
                let is_chat = text.contains("aws/chat") || text.contains("CHANNEL_MESSAGE");
                let twice = is_chat && self.rng.chance(self.faults.frame_twice);
                self.post_ordered(client, socket, Parcel::Down(socket, text.clone()), true);
                if twice {
                    self.post_ordered(client, socket, Parcel::Down(socket, text), true);
                }
            }
        }
    }

    /// Which server a request goes to, its address says.
    fn answer(&mut self, request: &Request) -> Response {
        if request.url.contains("/connect") {
            self.server.request(request, self.now)
        } else {
            self.stage.request(request, self.now)
        }
    }

    fn open_wire(&mut self, wire: (usize, u64), url: &str) -> bool {
        if url.contains("ticket=") {
            self.server.open(wire, url)
        } else {
            self.stage.open(wire, url, self.now)
        }
    }

    pub(super) fn close_wire(&mut self, wire: (usize, u64)) {
        self.server.close(wire);
        self.stage.close(wire);
    }

    pub(super) fn post_ordered(
        &mut self,
        client: usize,
        socket: SocketId,
        parcel: Parcel,
        down: bool,
    ) {
        let key = (client, self.clients[client].life, socket, down);
        let at = (self.now + self.delay()).max(self.latest.get(&key).copied().unwrap_or_default());
        self.latest.insert(key, at);
        self.post(client, at.since(self.now), parcel);
    }

    pub(super) fn post(&mut self, client: usize, delay: u64, parcel: Parcel) {
        self.posted += 1;
        let life = self.clients[client].life;
        self.letters.insert(self.posted, Letter { client, life, parcel });
        self.queue.push(Reverse((self.now + delay, self.posted)));
    }

    pub(super) fn delay(&mut self) -> u64 {
        1 + self.rng.below(self.faults.delay_max)
    }
}

pub(super) fn wire(life: u64, socket: SocketId) -> u64 {
    life << 32 | socket.0
}
