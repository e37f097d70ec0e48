//! What a socket tells: frames, and how it ends.

use chirrup_wire::chime::close::Close;

use super::Session;
use super::link::Stage;
use super::timers::Timer;
use crate::ids::SocketId;
use crate::protocol::Frame;
use crate::room::{EndReason, Room};
use crate::time::Millis;

const SUBSCRIBE_REFUSED_MILLIS: u64 = 500;
/// Sockets in a row whose signature may be refused before this person is not let in.
const REFUSALS_MAX: u32 = 2;

impl Session {
    pub(super) fn take_frame(&mut self, id: SocketId, text: &str, now: Millis) {
        let Some(socket) = self.link.socket(id) else { return };
        socket.heard_at = now;
        socket.is_heard = true;
        socket.is_silent = false;
        match self.adapter.frame(text) {
            Frame::Subscribed => self.subscribed(id, now),
            Frame::SubscribeFailed => {
                if matches!(socket.stage, Stage::Subscribing { .. }) {
                    self.timers.set(Timer::Subscribe, now + SUBSCRIBE_REFUSED_MILLIS);
                }
            }
            Frame::Heartbeat | Frame::Nothing => {}
            Frame::DeepHeartbeat { healthy } => {
                socket.deep_pending = !healthy;
                if healthy {
                    socket.deep_misses = 0;
                }
            }
            Frame::Entry(entry) => {
                // A Connect connection carries one room.
                let room_id = self.rooms.iter().next().map(Room::id);
                if let Some(room_id) = room_id {
                    self.take_live_entry(room_id, *entry, now);
                }
            }
            Frame::Details(details) => self.take_details(*details, now),
            Frame::Moved => self.want_missed(),
            Frame::Gone(person) => {
                for room in self.rooms.iter_mut() {
                    room.crowd.forget(&person);
                    if room.typists.clear(&person) {
                        room.tell_typing();
                    }
                }
            }
            Frame::Evicted => self.evict(),
            Frame::Closed => self.finish(EndReason::Remote, now),
            Frame::Unknown => self.unknown_frames += 1,
        }
    }

    pub(super) fn socket_closed(&mut self, id: SocketId, code: u16, now: Millis) {
        if self.link.socket(id).is_none() {
            return;
        }
        match self.adapter.close(code) {
            Close::Reconnect => {}
            Close::Unauthorized if self.link.refusals < REFUSALS_MAX => {
                self.link.refusals += 1;
                self.renew();
            }
            Close::Unauthorized => return self.finish(EndReason::Refused, now),
            Close::Replaced => return self.finish(EndReason::Replaced, now),
            Close::Removed => return self.evict(),
            Close::Stopped => return self.finish(EndReason::Remote, now),
        }
        self.socket_lost(id, now);
    }
}
