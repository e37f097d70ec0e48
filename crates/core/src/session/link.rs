//! The connection: one socket in use, and perhaps a second that is to replace it.
//!
//! Connects are single-flight. A socket is replaced, with overlap, before its hour is over and when it falls
//! silent; nothing that the person does touches it. Invariant: at most one socket is on its way up.

use super::Session;
use super::backoff;
use super::calls::Call;
use super::heartbeat::HEARTBEAT_MILLIS;
use super::phase::{Phase, SessionError};
use super::timers::Timer;
use crate::event::Event;
use crate::ids::SocketId;
use crate::output::{Output, Response, TransportError};
use crate::room::EndReason;
use crate::time::Millis;

/// The service closes a socket after an hour; hidden tabs run timers up to a minute late.
const RENEW_MILLIS: u64 = 57 * 60_000;
const OPEN_MILLIS: u64 = 10_000;
const SUBSCRIBE_RESEND_MILLIS: u64 = 1_000;
const SUBSCRIBE_SENDS_MAX: u32 = 5;
/// A connection that held this long did not fail at connecting.
const STABLE_MILLIS: u64 = 10_000;

const CLOSE_NORMAL: u16 = 1000;

#[derive(Debug, Default)]
pub(crate) struct Link {
    sockets_opened: u64,
    /// The socket in use.
    primary: Option<Socket>,
    /// The one that is to replace it.
    successor: Option<Socket>,
    /// Failures in a row.
    pub(super) failures: u32,
    /// Sockets in a row that were closed because of keys or clock.
    pub(super) refusals: u32,
    /// Whether an agent was marked as being there.
    attended: bool,
}

#[derive(Debug)]
pub(super) struct Socket {
    pub(super) id: SocketId,
    pub(super) stage: Stage,
    /// Whether anything was heard since the last heartbeat.
    pub(super) heard_at: Millis,
    pub(super) is_heard: bool,
    pub(super) is_silent: bool,
    pub(super) deep_pending: bool,
    pub(super) deep_misses: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Opening,
    Subscribing { sends: u32 },
    Live { since: Millis },
}

impl Link {
    pub(super) fn socket(&mut self, id: SocketId) -> Option<&mut Socket> {
        let sockets = self.primary.iter_mut().chain(&mut self.successor);
        sockets.into_iter().find(|socket| socket.id == id)
    }

    /// The socket on its way up.
    fn rising(&mut self) -> Option<&mut Socket> {
        let sockets = self.primary.iter_mut().chain(&mut self.successor);
        sockets.into_iter().find(|socket| !matches!(socket.stage, Stage::Live { .. }))
    }

    pub(super) fn live(&mut self) -> Option<&mut Socket> {
        self.primary.as_mut().filter(|socket| matches!(socket.stage, Stage::Live { .. }))
    }
}

impl Session {
    /// Fetches an address and opens a socket, unless that is under way.
    pub(super) fn connect(&mut self, now: Millis) {
        let under_way = self.link.rising().is_some()
            || self.calls.is_open(|call| matches!(call, Call::Connection));
        if under_way || self.adapter.conversation().is_none() || !self.phase.wants_connection() {
            return;
        }
        self.timers.clear(Timer::Connect);
        self.next_attempt();
        if self.adapter.event().is_some_and(|event| event.is_stale(now)) {
            // The answer connects.
            self.renew();
            return;
        }
        let request = self.adapter.connection_request();
        self.ask(Call::Connection, request);
    }

    pub(super) fn on_connection(&mut self, result: Result<Response, TransportError>, now: Millis) {
        let session_id = self.random.token().replace('-', "");
        match self.adapter.connection(result, &session_id, now) {
            Ok(url) => {
                self.keep_resume(None);
                self.link.sockets_opened += 1;
                let id = SocketId(self.link.sockets_opened);
                let socket = Socket {
                    id,
                    stage: Stage::Opening,
                    heard_at: now,
                    is_heard: false,
                    is_silent: false,
                    deep_pending: false,
                    deep_misses: 0,
                };
                if self.link.primary.is_some() {
                    self.link.successor = Some(socket);
                } else {
                    self.link.primary = Some(socket);
                }
                self.timers.set(Timer::SocketOpen, now + OPEN_MILLIS);
                self.outputs.push_back(Output::OpenSocket { socket: id, url });
            }
            Err(failure) if failure.is_forbidden() && self.adapter.event().is_some() => {
                self.finish(EndReason::Refused, now);
            }
            Err(failure) if failure.ends_connection() => {
                // A 403 says that the conversation is over; anything else is worth telling.
                if !failure.is_forbidden() || self.is_first_connection() {
                    let reason = failure.reason();
                    self.events.push_back(Event::Error(SessionError::ConnectionRefused { reason }));
                }
                self.finish(EndReason::Expired, now);
            }
            Err(failure) => {
                if self.link.primary.as_ref().is_some_and(|socket| socket.is_silent) {
                    self.drop_primary(now);
                }
                self.connect_later(failure.retry_after_millis(), now);
            }
        }
    }

    pub(super) fn socket_opened(&mut self, id: SocketId, now: Millis) {
        let Some(socket) = self.link.socket(id) else { return };
        if socket.stage != Stage::Opening {
            return;
        }
        socket.stage = Stage::Subscribing { sends: 1 };
        socket.deep_pending = true;
        self.timers.clear(Timer::SocketOpen);
        self.timers.set(Timer::Subscribe, now + SUBSCRIBE_RESEND_MILLIS);
        let frames = self.adapter.subscribe_frames().into_iter();
        for text in frames.chain(self.adapter.heartbeat_frames()) {
            self.outputs.push_back(Output::SendFrame { socket: id, text });
        }
    }

    pub(super) fn socket_lost(&mut self, id: SocketId, now: Millis) {
        if self.link.successor.as_ref().is_some_and(|socket| socket.id == id) {
            self.link.successor = None;
            self.stop_rising();
            if self.link.primary.as_ref().is_some_and(|socket| socket.is_silent) {
                self.drop_primary(now);
            }
            self.connect_later(0, now);
        } else if self.link.primary.as_ref().is_some_and(|socket| socket.id == id) {
            self.lose_primary(now);
        }
    }

    pub(super) fn on_link_timer(&mut self, timer: Timer, due: Millis, now: Millis) {
        match timer {
            Timer::Connect | Timer::Renew => self.connect(now),
            Timer::SocketOpen => self.drop_rising(now),
            Timer::Subscribe => self.subscribe_again(now),
            Timer::Heartbeat => self.on_heartbeat(due, now),
            Timer::Outbox
            | Timer::Pages
            | Timer::Receipts
            | Timer::Typing
            | Timer::End
            | Timer::Calls
            | Timer::Burst
            | Timer::Counts
            | Timer::Moderation
            | Timer::Login
            | Timer::Credentials
            | Timer::Standing
            | Timer::Midnight => {}
        }
    }

    /// Closes everything, without a word to the backend's REST side.
    pub(super) fn close_link(&mut self, reason: &'static str) {
        let sockets = [self.link.primary.take(), self.link.successor.take()];
        for socket in sockets.into_iter().flatten() {
            let socket = socket.id;
            self.outputs.push_back(Output::CloseSocket { socket, code: CLOSE_NORMAL, reason });
        }
        for timer in
            [Timer::Connect, Timer::SocketOpen, Timer::Subscribe, Timer::Heartbeat, Timer::Renew]
        {
            self.timers.clear(timer);
        }
        self.calls.cancel(|call| matches!(call, Call::Connection), &mut self.outputs);
        self.link.failures = 0;
    }

    pub(super) fn forget_attendance(&mut self) {
        self.link.attended = false;
    }

    pub(super) fn subscribed(&mut self, id: SocketId, now: Millis) {
        let Some(socket) = self.link.socket(id) else { return };
        if !matches!(socket.stage, Stage::Subscribing { .. }) {
            return;
        }
        socket.stage = Stage::Live { since: now };
        self.stop_rising();
        if self.link.successor.as_ref().is_some_and(|socket| socket.id == id) {
            let old = std::mem::replace(&mut self.link.primary, self.link.successor.take());
            if let Some(old) = old {
                self.close_socket(old.id, "replaced");
            }
        }
        self.timers.set(Timer::Heartbeat, now + HEARTBEAT_MILLIS);
        if !self.adapter.heartbeat_frames().is_empty() {
            self.timers.set(Timer::Renew, now + RENEW_MILLIS);
        }
        self.link.refusals = 0;
        self.set_phase(Phase::Live);
        self.hurry_outbox();
        self.want_missed();
        self.arrive(now);
        if let Some(request) = self.adapter.attend_request().filter(|_| !self.link.attended) {
            self.link.attended = true;
            self.ask(Call::Attend, request);
        }
    }

    fn subscribe_again(&mut self, now: Millis) {
        let Some(socket) = self.link.rising() else { return };
        let Stage::Subscribing { sends } = socket.stage else { return };
        if sends >= SUBSCRIBE_SENDS_MAX {
            self.drop_rising(now);
            return;
        }
        socket.stage = Stage::Subscribing { sends: sends + 1 };
        let id = socket.id;
        self.timers.set(Timer::Subscribe, now + SUBSCRIBE_RESEND_MILLIS);
        for text in self.adapter.subscribe_frames() {
            self.outputs.push_back(Output::SendFrame { socket: id, text });
        }
    }

    /// The socket on its way up does not get there.
    fn drop_rising(&mut self, now: Millis) {
        if let Some(id) = self.link.rising().map(|socket| socket.id) {
            self.close_socket(id, "not answering");
            self.socket_lost(id, now);
        }
    }

    fn drop_primary(&mut self, now: Millis) {
        if let Some(id) = self.link.primary.as_ref().map(|socket| socket.id) {
            self.close_socket(id, "silent");
            self.lose_primary(now);
        }
    }

    fn lose_primary(&mut self, now: Millis) {
        let lost = self.link.primary.take();
        self.link.primary = self.link.successor.take();
        self.timers.clear(Timer::Heartbeat);
        self.timers.clear(Timer::Renew);
        if let Some(Socket { stage: Stage::Live { since }, .. }) = lost {
            if now.since(since) >= STABLE_MILLIS {
                self.link.failures = 0;
            }
        } else if self.link.primary.is_none() {
            self.stop_rising();
        }
        if self.phase == Phase::Live {
            self.set_phase(Phase::Reconnecting { since: now, attempt: 1 });
        }
        if self.link.primary.is_none() {
            self.connect_later(0, now);
        }
    }

    /// Tries again after a wait, unless a try is under way.
    fn connect_later(&mut self, asked_millis: u64, now: Millis) {
        if self.calls.is_open(|call| matches!(call, Call::Connection))
            || self.link.rising().is_some()
            || !self.phase.wants_connection()
        {
            return;
        }
        let wait = backoff::wait_millis(self.link.failures, asked_millis, &mut self.random);
        self.link.failures += 1;
        self.timers.set(Timer::Connect, now + wait);
    }

    fn stop_rising(&mut self) {
        self.timers.clear(Timer::SocketOpen);
        self.timers.clear(Timer::Subscribe);
    }

    fn close_socket(&mut self, socket: SocketId, reason: &'static str) {
        self.outputs.push_back(Output::CloseSocket { socket, code: CLOSE_NORMAL, reason });
    }

    fn is_first_connection(&self) -> bool {
        matches!(self.phase, Phase::Connecting { .. }) && !self.resumed
    }

    /// Counts the tries that the phase tells of.
    fn next_attempt(&mut self) {
        let tried = self.link.failures;
        match self.phase {
            Phase::Connecting { .. } => self.set_phase(Phase::Connecting { attempt: tried + 1 }),
            Phase::Reconnecting { since, .. } => {
                self.set_phase(Phase::Reconnecting { since, attempt: tried.max(1) });
            }
            Phase::Idle | Phase::Starting | Phase::Live | Phase::Ended { .. } => {}
        }
    }
}
