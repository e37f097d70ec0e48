//! How a conversation begins and ends.

use super::Session;
use super::calls::Call;
use super::outbox::Composed;
use super::phase::{Phase, SessionError};
use super::timers::Timer;
use crate::event::{Event, RoomChange};
use crate::ids::RoomId;
use crate::output::{Response, TransportError};
use crate::pairs::Pairs;
use crate::protocol::Chime;
use crate::room::{EndReason, Room};
use crate::time::Millis;

/// How long the backend may take to say that the conversation is over, once it was told to end it.
const END_MILLIS: u64 = 3_000;
/// Tries to end a conversation before the person is told that it goes on.
const END_TRIES_MAX: u32 = 3;

impl Session {
    pub(super) fn on_started(&mut self, result: Result<Response, TransportError>, now: Millis) {
        let Some(starting) = self.starting.take() else { return };
        match self.adapter.started(result, &starting.details) {
            Ok(()) => {
                self.resumed = false;
                self.stored = Pairs::new();
                self.keep_resume(None);
                let room = self.open_room(now);
                self.set_phase(Phase::Connecting { attempt: 1 });
                self.connect(now);
                if let Some(text) = starting.details.initial_message {
                    // An empty one is none, and the form says how long it may be.
                    let composed = Composed { text: &text, ..Composed::default() };
                    let _refused = self.compose(room, composed, now);
                }
            }
            Err(failure) => {
                let (reason, retryable) = (failure.reason(), failure.is_retryable());
                self.starting = Some(starting);
                self.set_phase(Phase::Idle);
                let error = SessionError::StartFailed { reason, retryable };
                self.events.push_back(Event::Error(error));
            }
        }
    }

    pub(super) fn open_room(&mut self, now: Millis) -> RoomId {
        self.rooms_opened += 1;
        let id = RoomId(self.rooms_opened);
        let (own, capabilities) = (self.adapter.own(), self.adapter.capabilities());
        let mut room = Room::new(id, own, capabilities, self.utc_offset_minutes);
        room.moderation = self.adapter.event().map(Chime::rules);
        self.rooms.add(room);
        self.events.push_back(Event::RoomOpened(id));
        self.restore_room(id, now);
        id
    }

    pub(super) fn ask_end(&mut self, room: RoomId) {
        if !self.adapter.has_token() {
            self.end_asked = None;
            self.events.push_back(Event::Error(SessionError::EndFailed));
            return;
        }
        let token = self.random.token();
        if let Some(request) = self.adapter.end_request(&token) {
            self.ask(Call::End { room }, request);
        }
    }

    pub(super) fn on_end_answer(
        &mut self,
        room: RoomId,
        result: Result<Response, TransportError>,
        now: Millis,
    ) {
        let tries = self.end_asked.unwrap_or(0) + 1;
        match self.adapter.acknowledgement(result) {
            Ok(()) => self.timers.set(Timer::End, now + END_MILLIS),
            Err(failure) if failure.is_forbidden() => self.finish(EndReason::Own, now),
            Err(failure) if failure.is_retryable() && tries < END_TRIES_MAX => {
                self.end_asked = Some(tries);
                self.ask_end(room);
            }
            Err(_) => {
                self.end_asked = None;
                self.events.push_back(Event::Error(SessionError::EndFailed));
            }
        }
    }

    /// The conversation is over.
    pub(super) fn finish(&mut self, reason: EndReason, now: Millis) {
        if matches!(self.phase, Phase::Ended { .. }) {
            return;
        }
        self.close_link("ended");
        self.calls.cancel(|_| true, &mut self.outputs);
        self.timers.keep_only_midnight();
        self.end_asked = None;
        self.set_phase(Phase::Ended { reason });
        for room_id in self.rooms.ids() {
            self.fail_all_unsent(room_id, now);
            let Some(room) = self.rooms.get_mut(room_id) else { continue };
            room.ended = Some(reason);
            room.pages.link_lost();
            // What was said before the end, while nobody here listened, may still be readable.
            if reason == EndReason::Expired {
                room.pages.want_missed();
            }
            if room.typists.clear_all() {
                room.tell_typing();
            }
            if !self.adapter.has_token() {
                room.close_history();
            }
            room.changes.push(RoomChange::Ended(reason));
        }
        self.timers.clear(Timer::Typing);
        self.keep_resume(Some(now));
    }
}
