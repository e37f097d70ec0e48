//! Receipts out: telling others that their messages arrived and were read.
//!
//! Only the newest message is told of; it speaks for those above it. Receipts matter least of all calls:
//! they wait a moment so that a read replaces a delivered, and give way to everything else.

use super::Session;
use super::calls::Call;
use super::phase::Phase;
use super::rate::Weight;
use super::timers::Timer;
use crate::ids::RoomId;
use crate::output::{Response, TransportError};
use crate::protocol::{Failure, ReceiptKind};
use crate::room::{Role, Room, Seen};
use crate::time::Millis;
use crate::timeline::{Item, Origin};

/// How long a receipt is held for a better one.
const HOLD_MILLIS: u64 = 300;
/// A crowd's read marker moves at most this often.
const MARKER_MILLIS: u64 = 30_000;
/// How long to wait after a failure.
const RETRY_MILLIS: u64 = 10_000;
/// A chat with more people than this takes no receipts.
const HUMANS_MAX: usize = 2;

#[derive(Debug, Default)]
pub(crate) struct ReceiptQueue {
    delivered: Wanted,
    read: Wanted,
    not_before: Option<Millis>,
    in_flight: bool,
}

/// The newest message to tell of, and the newest told of.
#[derive(Debug, Default)]
struct Wanted {
    due: Option<Seen>,
    told: Option<Seen>,
}

impl Wanted {
    fn want(&mut self, seen: &Seen) -> bool {
        let newer = self.due.as_ref() < Some(seen) && self.told.as_ref() < Some(seen);
        if newer {
            self.due = Some(seen.clone());
        }
        newer
    }
}

impl Room {
    /// A message of somebody else came.
    pub(super) fn want_delivered(&mut self, item: &Item, now: Millis) {
        // A crowd has one marker, of how far was read.
        if !self.capabilities.crowd
            && let Some(seen) = receivable(item)
            && self.receipts.delivered.want(&seen)
        {
            self.receipts.hold(now);
        }
    }

    /// The person has seen everything up to the cursor.
    pub(super) fn want_read(&mut self, now: Millis) {
        let Some(cursor) = &self.seen else { return };
        let above = self.timeline.items().rev().skip_while(|item| {
            item.server_id.as_ref().is_none_or(|id| (item.at, id) > (cursor.at, &cursor.id))
        });
        let newest = above.map(|item| receivable(item)).find(Option::is_some).flatten();
        if let Some(seen) = newest
            && self.receipts.read.want(&seen)
        {
            self.receipts.hold(now);
        }
    }
}

impl ReceiptQueue {
    fn hold(&mut self, now: Millis) {
        self.not_before = self.not_before.or(Some(now + HOLD_MILLIS));
    }

    fn is_due(&self) -> bool {
        self.delivered.due.is_some() || self.read.due.is_some()
    }

    fn wanted(&mut self, kind: ReceiptKind) -> &mut Wanted {
        match kind {
            ReceiptKind::Delivered => &mut self.delivered,
            ReceiptKind::Read => &mut self.read,
        }
    }

    /// The receipt to send: a read says delivered too.
    fn take(&mut self) -> Option<(ReceiptKind, Seen)> {
        if let Some(read) = self.read.due.take() {
            if self.delivered.due.as_ref().is_some_and(|delivered| *delivered <= read) {
                self.delivered.due = None;
            }
            if self.delivered.told.as_ref() < Some(&read) {
                self.delivered.told = Some(read.clone());
            }
            return Some((ReceiptKind::Read, read));
        }
        Some((ReceiptKind::Delivered, self.delivered.due.take()?))
    }
}

impl Session {
    pub(super) fn pump_receipts(&mut self, room_id: RoomId, now: Millis) {
        let live = self.phase == Phase::Live;
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        let is_crowd = room.capabilities.crowd;
        let possible =
            live && (is_crowd || room.capabilities.receipts && room.roster.humans() <= HUMANS_MAX);
        if !possible || !room.receipts.is_due() || room.receipts.in_flight {
            return;
        }
        if let Some(later) = room.receipts.not_before.filter(|later| *later > now) {
            self.timers.wake(Timer::Receipts, later);
            return;
        }
        if let Err(later) = self.may_call(Weight::Receipt, now) {
            self.timers.wake(Timer::Receipts, later);
            return;
        }
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        let Some((kind, seen)) = room.receipts.take() else { return };
        // A crowd talks all the time, and a marker names no message: now and then is enough.
        room.receipts.not_before = is_crowd.then_some(now + MARKER_MILLIS);
        let token = self.random.token();
        let Some(request) = self.adapter.receipt_request(kind, &seen.id, &token) else { return };
        room.receipts.in_flight = true;
        let call = Call::Receipt { room: room_id, kind, message: seen };
        self.ask(call, request);
    }

    pub(super) fn on_receipt_answer(
        &mut self,
        room_id: RoomId,
        kind: ReceiptKind,
        message: Seen,
        result: Result<Response, TransportError>,
        now: Millis,
    ) {
        let answer = self.adapter.acknowledgement(result);
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        room.receipts.in_flight = false;
        match answer {
            Ok(()) => {
                let wanted = room.receipts.wanted(kind);
                wanted.told = Some(message).max(wanted.told.take());
                if room.receipts.is_due() {
                    room.receipts.hold(now);
                }
            }
            Err(failure) if failure.is_retryable() => {
                let wanted = room.receipts.wanted(kind);
                wanted.due = Some(message).max(wanted.due.take());
                let wait = RETRY_MILLIS.max(failure.retry_after_millis());
                room.receipts.not_before = Some(now + wait);
            }
            // Too many people for receipts, or the message is none that takes them. Nobody needs to know.
            Err(Failure::Unreachable | Failure::Busy { .. } | Failure::Refused { .. }) => {}
        }
    }
}

/// The place of a message that its author wants to know about. Bots do not.
fn receivable(item: &Item) -> Option<Seen> {
    let message = item.message()?;
    let wanted = message.origin == Origin::Other && message.author.role != Role::Bot;
    Some(Seen { at: item.at, id: item.server_id.clone().filter(|_| wanted)? })
}
