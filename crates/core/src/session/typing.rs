//! The composer's text: kept as a draft, and told to others as typing.

use super::Session;
use super::calls::Call;
use super::phase::Phase;
use super::rate::Weight;
use super::timers::Timer;
use crate::ids::RoomId;
use crate::output::{Output, StoreKey};
use crate::time::Millis;
use chirrup_wire::Secret;

/// Typing is told at most this often.
const TYPING_MILLIS: u64 = 3_000;

impl Session {
    /// Keeps the composer's text; answers whether it changed.
    pub(super) fn keep_draft(&mut self, room: RoomId, text: &str) -> bool {
        let Some(room) = self.rooms.get_mut(room).filter(|room| room.draft != text) else {
            return false;
        };
        text.clone_into(&mut room.draft);
        let key = StoreKey::Draft;
        self.outputs.push_back(if text.is_empty() {
            Output::Forget { key }
        } else {
            Output::Store { key, value: Secret::new(text) }
        });
        true
    }

    /// Tells others that this person types, if it is time. What cannot be told at once is not worth telling.
    pub(super) fn send_typing(&mut self, room: RoomId, now: Millis) {
        let wanted = self.rooms.get(room).is_some_and(|room| room.capabilities.typing);
        let recent = self.last_typing.is_some_and(|last| now.since(last) < TYPING_MILLIS);
        if !wanted || recent || self.phase != Phase::Live {
            return;
        }
        if self.calls.is_idle() && self.may_call(Weight::Typing, now).is_ok() {
            self.last_typing = Some(now);
            let request = self.adapter.typing_request(&self.random.token());
            self.ask(Call::Typing, request);
        }
    }

    pub(super) fn expire_typing(&mut self, now: Millis) {
        for room in self.rooms.iter_mut() {
            if room.typists.expire(now) {
                room.tell_typing();
            }
        }
    }

    pub(super) fn pump_typing(&mut self, room: RoomId) {
        let deadline = self.rooms.get(room).and_then(|room| room.typists.deadline());
        if let Some(at) = deadline {
            self.timers.wake(Timer::Typing, at);
        }
    }
}
