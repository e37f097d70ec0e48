//! How requests leave: at once, or through the queue where the backend counts every call.
//!
//! A request is signed as it leaves the queue, because a signature holds for minutes. An answer that is about
//! the signature, or about too many calls, is dealt with here, and its request goes again; whoever asked never
//! hears of it.

use super::Session;
use super::backoff;
use super::calls::{Call, Waiting};
use super::timers::Timer;
use crate::ids::RequestId;
use crate::output::{Request, Response, TransportError};
use crate::protocol::Chime;
use crate::time::Millis;

/// How often a request goes again for reasons that are none of its own.
const TRIES_MAX: u32 = 4;
/// Longest pause that a `Retry-After` may ask for.
const PAUSE_MILLIS_MAX: u64 = 300_000;

impl Session {
    /// Makes a call, in its turn.
    pub(super) fn ask(&mut self, call: Call, request: Request) {
        if self.adapter.event().is_none() {
            self.calls.make(call, request, &mut self.outputs);
        } else {
            self.calls.wait(Waiting { call, request, tries: 0 });
        }
    }

    /// Lets go what may go.
    pub(super) fn pump_calls(&mut self, now: Millis) {
        while !self.calls.is_held && !self.calls.is_idle() {
            let room = match self.pause_until.filter(|until| *until > now) {
                Some(until) => Err(until),
                None => self.pace.take(super::rate::Weight::Message, now),
            };
            if let Err(later) = room {
                self.timers.wake(Timer::Calls, later);
                return;
            }
            let Some(waiting) = self.calls.next_waiting() else { return };
            let mut signed = waiting.request.clone();
            self.adapter.sign(&mut signed, now);
            self.calls.send(waiting, signed, &mut self.outputs);
        }
    }

    /// Looks at an answer before whoever asked does. Nothing when the request goes again.
    pub(super) fn take_answer(
        &mut self,
        id: RequestId,
        result: Result<Response, TransportError>,
        now: Millis,
    ) -> Option<(Call, Result<Response, TransportError>)> {
        let call = self.calls.take(id)?;
        let again = self.calls.take_again(id);
        let Some(event) = self.adapter.event_mut() else { return Some((call, result)) };
        let Ok(response) = &result else { return Some((call, result)) };
        let was_off = event.take_date(response, now);
        let Some((request, tries)) = again.filter(|(_, tries)| *tries < TRIES_MAX) else {
            return Some((call, result));
        };
        let waiting = Waiting { call: call.clone(), request, tries: tries + 1 };
        if response.status == 429 {
            let asked = retry_after_millis(response);
            let wait = backoff::wait_millis(tries, asked, &mut self.random);
            self.pause_until = self.pause_until.max(Some(now + wait));
            if !call.is_passing() {
                self.calls.wait_first(waiting);
            }
            return None;
        }
        if Chime::is_unsigned(response) && tries < 2 {
            // A clock that was off is right from here on; else the keys are what is wrong.
            if !was_off {
                self.calls.is_held = true;
                self.renew();
            }
            self.calls.wait_first(waiting);
            return None;
        }
        Some((call, result))
    }
}

fn retry_after_millis(response: &Response) -> u64 {
    let header = response.headers.iter().find(|(name, _)| name == "retry-after");
    let seconds = header.and_then(|(_, seconds)| seconds.trim().parse::<u64>().ok());
    seconds.unwrap_or(0).saturating_mul(1000).min(PAUSE_MILLIS_MAX)
}
