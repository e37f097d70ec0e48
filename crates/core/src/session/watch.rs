//! How many watch. The event's backend is asked while somebody looks at the chat, and knows by that that they do.
//!
//! A question that is not answered is not made up for. Invariant: a figure that is told was true a few questions
//! ago; an older one is taken back.

use chirrup_wire::conventions::audience::Counts;
use chirrup_wire::decode;

use super::Session;
use super::calls::Call;
use super::phase::Phase;
use super::timers::Timer;
use crate::event::Event;
use crate::ids::ParticipantId;
use crate::output::{Response, TransportError};
use crate::time::Millis;

/// The least and the most time between two questions: not everybody asks in the same second.
const EVERY_MILLIS: (u64, u64) = (27_000, 33_000);
/// After so many questions in vain nobody knows any more.
const FAILURES_MAX: u32 = 3;
/// The backend follows the room when a moderator asks, so that what was just done is there soon.
const AFTER_DEED_MILLIS: u64 = 1_000;

/// Whether somebody looks, and what the backend said last.
#[derive(Debug)]
pub(crate) struct Watch {
    pub(super) is_open: bool,
    pub(super) is_visible: bool,
    next: Millis,
    failures: u32,
    counts: Option<Counts>,
}

impl Watch {
    pub(super) fn new() -> Self {
        Self { is_open: true, is_visible: true, next: Millis(0), failures: 0, counts: None }
    }
}

impl Session {
    /// Asks when it is time to.
    pub(super) fn pump_counts(&mut self, now: Millis) {
        let Some(event) = self.adapter.event() else { return };
        let Watch { is_open, is_visible, next, .. } = self.watch;
        if self.phase != Phase::Live || !(is_open && is_visible) {
            return;
        }
        if next > now {
            self.timers.wake(Timer::Counts, next);
        } else if !self.calls.is_open(|call| matches!(call, Call::Counts)) {
            let request = event.counts_request();
            let (least, most) = EVERY_MILLIS;
            self.watch.next = now + self.random.between(least, most);
            self.timers.wake(Timer::Counts, self.watch.next);
            self.calls.make(Call::Counts, request, &mut self.outputs);
        }
    }

    pub(super) fn on_counts(&mut self, result: Result<Response, TransportError>) {
        let known = self.watch.counts;
        let told = good(result).and_then(|body| decode::<Counts>(&body));
        // Whoever asks watches.
        let told = told.filter(|counts| counts.watching > 0);
        self.watch.failures = if told.is_some() { 0 } else { self.watch.failures + 1 };
        if told.is_some() || self.watch.failures >= FAILURES_MAX {
            self.watch.counts = told;
        }
        if self.watch.counts != known {
            self.events.push_back(Event::Counts(self.watch.counts));
        }
    }

    /// A moderator did something that figures may follow.
    pub(super) fn count_soon(&mut self, now: Millis) {
        self.watch.next = self.watch.next.min(now + AFTER_DEED_MILLIS);
    }

    /// Asks what only the event's backend knows of somebody.
    pub(super) fn ask_about(&mut self, person: &ParticipantId) {
        let Some(event) = self.adapter.event() else { return };
        let request = event.person_request(person);
        self.calls.cancel(|call| matches!(call, Call::About), &mut self.outputs);
        self.calls.make(Call::About, request, &mut self.outputs);
    }

    pub(super) fn on_about(&mut self, result: Result<Response, TransportError>) {
        if let Some(body) = good(result) {
            self.events.push_back(Event::About(body));
        }
    }
}

/// The body of a good answer.
fn good(result: Result<Response, TransportError>) -> Option<String> {
    let response = result.ok()?;
    (200..300).contains(&response.status).then_some(response.body)
}
