//! What the backend answers to a message that was sent.

use super::super::backoff;
use crate::ids::RoomId;
use crate::output::{Response, TransportError};
use crate::protocol::Failure;
use crate::session::Session;
use crate::time::Millis;
use crate::timeline::FailReason;

/// How long a message whose token was refused waits, unless a fresh connection comes first.
const FORBIDDEN_WAIT_MILLIS: u64 = 60_000;

impl Session {
    pub(in crate::session) fn on_message_answer(
        &mut self,
        room_id: RoomId,
        token: &str,
        is_markdown: bool,
        result: Result<Response, TransportError>,
        now: Millis,
    ) {
        let answer = self.adapter.accepted(result);
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        let Some(unsent) = room.outbox.by_token(token) else { return };
        unsent.in_flight = false;
        match answer {
            Ok(accepted) => self.confirm_unsent(room_id, token, accepted, now),
            Err(failure) if failure.is_retryable() => {
                let asked = failure.retry_after_millis();
                let wait = backoff::wait_millis(unsent.attempts, asked, &mut self.random);
                unsent.not_before = Some(now + wait);
            }
            // The chat may not have asked for Markdown: plain text is always allowed.
            Err(failure) if failure.is_invalid() && is_markdown => {
                self.adapter.refuse_markdown();
                let capabilities = self.adapter.capabilities();
                room.set_capabilities(capabilities);
                if let Some(unsent) = room.outbox.by_token(token) {
                    unsent.not_before = None;
                }
            }
            // The room's rules, or this person is not in it any more.
            Err(failure) if failure.is_forbidden() && room.capabilities.crowd => {
                self.fail_unsent(room_id, token, FailReason::Refused, now);
                self.ask_standing();
            }
            // The token may be too old; whether the conversation is over, a connection tells.
            Err(failure) if failure.is_forbidden() && !unsent.forbidden_once => {
                unsent.forbidden_once = true;
                unsent.not_before = Some(now + FORBIDDEN_WAIT_MILLIS);
                self.connect(now);
            }
            Err(Failure::Unreachable | Failure::Busy { .. } | Failure::Refused { .. }) => {
                self.fail_unsent(room_id, token, FailReason::Refused, now);
            }
        }
    }
}
