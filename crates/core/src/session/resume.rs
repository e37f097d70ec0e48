//! Coming back: what is kept of a conversation between page loads, and between tabs.
//!
//! Nothing is kept before a conversation was started, and a reset leaves nothing.

use super::Session;
use super::admission::Admission;
use super::phase::Phase;
use crate::event::{Event, RoomChange};
use crate::ids::RoomId;
use crate::output::{Output, StoreKey};
use crate::pairs::Pairs;
use crate::protocol::Returned;
use crate::room::{EndReason, Seen};
use crate::session::config::Side;
use crate::time::Millis;
use chirrup_wire::Secret;

/// How long the transcript of a conversation that is over can be come back to.
const ENDED_KEPT_MILLIS: u64 = 24 * 3_600_000;

impl Session {
    /// Drops what an earlier page load kept when it is too old to come back to.
    pub(super) fn forget_stale(&mut self, now: Millis) {
        let kept = self.kept();
        let stale = kept
            .as_ref()
            .is_none_or(|kept| kept.ended_at.is_some_and(|at| now.since(at) >= ENDED_KEPT_MILLIS));
        if stale && self.adapter.side() == Side::Customer {
            for (key, _) in std::mem::take(&mut self.stored) {
                self.outputs.push_back(Output::Forget { key });
            }
        }
    }

    pub(super) fn has_kept(&self) -> bool {
        self.kept().is_some()
    }

    pub(super) fn come_back(&mut self, now: Millis) {
        let Some(kept) = self.kept() else { return };
        self.resumed = true;
        let value = self.stored.get(&StoreKey::Resume);
        if !value.is_some_and(|value| self.adapter.come_back(value)) {
            self.admit(Admission::Checking);
            self.ask_login(None, false);
            return;
        }
        self.open_room(now);
        if kept.ended_at.is_some() {
            self.finish(EndReason::Expired, now);
        } else {
            self.set_phase(Phase::Connecting { attempt: 1 });
            self.connect(now);
        }
    }

    /// Keeps what is needed to come back. An agent comes back through the desk.
    pub(super) fn keep_resume(&mut self, ended_at: Option<Millis>) {
        let Some(value) = self.adapter.kept(ended_at) else { return };
        self.outputs.push_back(Output::Store { key: StoreKey::Resume, value });
    }

    /// What earlier page loads kept for this room: how far it was read, the draft, unsent messages.
    pub(super) fn restore_room(&mut self, room_id: RoomId, now: Millis) {
        let seen = self.stored.remove(&StoreKey::Seen);
        let draft = self.stored.remove(&StoreKey::Draft);
        if let Some(room) = self.rooms.get_mut(room_id) {
            room.seen = seen.and_then(|seen| Seen::from_text(seen.reveal()));
            if let Some(draft) = draft {
                draft.reveal().clone_into(&mut room.draft);
                room.changes.push(RoomChange::Draft(room.draft.clone()));
            }
        }
        self.restore_outbox(room_id, now);
    }

    /// Another tab stored or dropped a value.
    pub(super) fn take_stored(&mut self, key: &StoreKey, value: Option<Secret>, now: Millis) {
        match (key, value) {
            (StoreKey::Seen, Some(value)) => {
                let Some(seen) = Seen::from_text(value.reveal()) else { return };
                for room in self.rooms.iter_mut() {
                    room.see(seen.clone());
                }
            }
            (StoreKey::Draft, value) => {
                let draft = value.as_ref().map_or("", Secret::reveal);
                for room in self.rooms.iter_mut() {
                    if room.draft != draft {
                        draft.clone_into(&mut room.draft);
                        room.changes.push(RoomChange::Draft(room.draft.clone()));
                    }
                }
            }
            (StoreKey::Outbox(token), None) => self.drop_unsent(token),
            (StoreKey::Resume, None) => self.leave(),
            (StoreKey::Resume, Some(value)) => self.follow(value, now),
            // What another tab sends comes back as this person's message.
            (StoreKey::Seen, None) | (StoreKey::Outbox(_), Some(_)) | (StoreKey::Device, _) => {}
        }
    }

    /// Another tab is in a conversation: a visitor has one, so this tab joins it.
    fn follow(&mut self, value: Secret, now: Millis) {
        let Some(kept) = self.adapter.read_kept(&value) else { return };
        let same = self.adapter.own().id == kept.participant;
        if same || kept.ended_at.is_some() || self.phase == Phase::Starting {
            return;
        }
        self.leave();
        self.stored.insert(StoreKey::Resume, value);
        self.come_back(now);
    }

    /// Leaves the conversation without touching what is kept.
    pub(super) fn leave(&mut self) {
        self.close_link("reset");
        self.calls.cancel(|_| true, &mut self.outputs);
        self.timers.keep_only_midnight();
        for room in self.rooms.iter() {
            self.events.push_back(Event::RoomClosed(room.id()));
        }
        self.rooms.clear();
        self.adapter.leave();
        self.stored = Pairs::new();
        self.starting = None;
        self.resumed = false;
        self.end_asked = None;
        self.last_typing = None;
        self.thrown.clear();
        self.pause_until = None;
        self.calls.is_held = false;
        self.admit(Admission::Ticket { refusal: None });
        self.forget_attendance();
        self.set_phase(Phase::Idle);
    }

    fn kept(&self) -> Option<Returned> {
        self.adapter.read_kept(self.stored.get(&StoreKey::Resume)?)
    }
}
