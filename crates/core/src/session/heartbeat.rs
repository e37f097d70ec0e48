//! Whether the socket in use still hears and is heard.

use super::Session;
use super::timers::Timer;
use crate::output::Output;
use crate::time::Millis;

pub(super) const HEARTBEAT_MILLIS: u64 = 10_000;
/// How soon an answer must come after the tab or the network came back.
const PROBE_MILLIS: u64 = 3_000;
/// A timer later than this was held back by the browser: nothing can be read from the silence.
const THROTTLED_MILLIS: u64 = 5_000;
/// Where nothing answers: a silence that says nothing, but for a page that just woke up.
const UNSURE_MILLIS: u64 = 20_000;
/// Where nothing answers: a silence that a room of thousands seldom has.
const QUIET_MILLIS: u64 = 180_000;
/// Deep heartbeats that may go wrong while shallow ones are answered.
const DEEP_MISSES_MAX: u32 = 2;

impl Session {
    /// The tab or the network came back: does the socket still hear us?
    pub(super) fn verify_link(&mut self, now: Millis) {
        self.hurry_outbox();
        if self.link.live().is_some() {
            self.probe(now);
            self.doubt(UNSURE_MILLIS, now);
            self.want_missed();
        } else if self.phase.wants_connection() {
            self.link.failures = 0;
            self.connect(now);
        }
    }

    /// The socket has to prove itself soon.
    pub(super) fn probe(&mut self, now: Millis) {
        if self.link.live().is_some() {
            self.beat();
            self.timers.set(Timer::Heartbeat, now + PROBE_MILLIS);
        }
    }

    /// Where nothing answers, a socket that has been silent for so long is replaced: the new one tells whether
    /// there was nothing to hear.
    fn doubt(&mut self, silent_millis: u64, now: Millis) {
        if self.adapter.heartbeat_frames().is_empty()
            && let Some(socket) = self.link.live()
            && now.since(socket.heard_at) >= silent_millis
        {
            socket.is_silent = true;
            socket.heard_at = now;
            self.connect(now);
        }
    }

    pub(super) fn on_heartbeat(&mut self, due: Millis, now: Millis) {
        // Where nothing answers, silence says nothing.
        let is_answered = !self.adapter.heartbeat_frames().is_empty();
        if !is_answered {
            self.doubt(QUIET_MILLIS, now);
            self.timers.set(Timer::Heartbeat, now + HEARTBEAT_MILLIS);
            return;
        }
        let Some(socket) = self.link.live() else { return };
        let held_back = now.since(due) > THROTTLED_MILLIS;
        if !held_back {
            socket.deep_misses = if socket.deep_pending { socket.deep_misses + 1 } else { 0 };
            if !socket.is_heard || socket.deep_misses >= DEEP_MISSES_MAX {
                socket.is_silent = true;
                self.connect(now);
            }
        }
        self.beat();
        self.timers.set(Timer::Heartbeat, now + HEARTBEAT_MILLIS);
    }

    fn beat(&mut self) {
        let Some(socket) = self.link.live() else { return };
        socket.is_heard = false;
        socket.deep_pending = true;
        let id = socket.id;
        for text in self.adapter.heartbeat_frames() {
            self.outputs.push_back(Output::SendFrame { socket: id, text });
        }
    }
}
