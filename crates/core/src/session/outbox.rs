//! What a room wants to send: own messages until the backend has them.
//!
//! Messages go one at a time and in order, each with a token of its own that never changes, so that a
//! repeat is the same message. Invariant: a message leaves the outbox only when the backend confirmed it,
//! or the person discarded it.

mod answers;
mod composed;
mod parked;
mod unsent;

use super::Session;
use super::calls::Call;
use super::phase::{Phase, SendError};
use super::rate::Weight;
use super::timers::Timer;
use crate::event::Event;
use crate::ids::{ItemId, RoomId};
use crate::order::sort;
use crate::output::{Output, StoreKey};
use crate::protocol::{Accepted, Markup, Outgoing, Review};
use crate::room::Room;
use crate::time::Millis;
use crate::timeline::{Delivery, FailReason, GroupPlace, Marks, Message, Origin};
use chirrup_wire::Secret;
pub use composed::Composed;
use parked::Parked;
use unsent::{Unsent, UnsentState};

/// How long a message is sent again by itself.
const RETRY_MILLIS: u64 = 600_000;

#[derive(Debug, Default)]
pub(crate) struct Outbox {
    /// In the order of sending.
    pub(crate) unsent: Vec<Unsent>,
    /// Own messages from elsewhere that may be the echo of one here; held until its answer tells.
    parked: Vec<Parked>,
}

impl Outbox {
    fn by_token(&mut self, token: &str) -> Option<&mut Unsent> {
        self.unsent.iter_mut().find(|unsent| unsent.token == token)
    }

    fn by_item(&mut self, item: ItemId) -> Option<&mut Unsent> {
        self.unsent.iter_mut().find(|unsent| unsent.item == item)
    }

    fn take_token(&mut self, token: &str) -> Option<Unsent> {
        let index = self.unsent.iter().position(|unsent| unsent.token == token)?;
        Some(self.unsent.remove(index))
    }

    /// Whether there is a message to be sent that waits for nothing but room.
    fn is_ready(&mut self, now: Millis) -> bool {
        self.head()
            .is_some_and(|head| !head.in_flight && head.not_before.is_none_or(|later| later <= now))
    }

    /// The first that is still to be sent: those behind it wait for it.
    fn head(&mut self) -> Option<&mut Unsent> {
        self.unsent.iter_mut().find(|unsent| unsent.is_open())
    }
}

impl Session {
    pub(super) fn compose(
        &mut self,
        room_id: RoomId,
        composed: Composed<'_>,
        now: Millis,
    ) -> Result<ItemId, SendError> {
        let text = composed.text.trim();
        let clock = self.backend_time(now);
        let live = self.phase == Phase::Live;
        let room = self.rooms.get_mut(room_id).filter(|room| room.ended.is_none());
        let room = room.ok_or(SendError::Ended)?;
        room.check_text(text)?;
        if !room.takes_messages(clock) {
            return Err(SendError::NotNow);
        }
        let after = room.timeline.newest_confirmed().map_or(Millis(0), |item| item.at);
        let mut unsent = Unsent::new(text, self.random.token(), after, now);
        if room.capabilities.mentions {
            unsent.dress(&composed, room)?;
        } else if composed.target.is_some() {
            // Never to all what is for one.
            return Err(SendError::NotNow);
        }
        if live {
            unsent.state = UnsentState::Sending;
        }
        let markup = self.adapter.markup();
        let item = show(room, &mut unsent, markup, now);
        let draft_sent = composed.target.is_none() && room.draft.trim() == text;
        self.keep_unsent(&unsent);
        if let Some(room) = self.rooms.get_mut(room_id) {
            room.outbox.unsent.push(unsent);
        }
        if draft_sent {
            self.keep_draft(room_id, "");
        }
        self.last_typing = None;
        Ok(item)
    }

    /// What an earlier page load did not get through.
    pub(super) fn restore_outbox(&mut self, room_id: RoomId, now: Millis) {
        let Some(contact) = self.conversation() else { return };
        let markup = self.adapter.markup();
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        let mut restored: Vec<_> = self
            .stored
            .iter()
            .filter_map(|(key, value)| match key {
                StoreKey::Outbox(token) => Unsent::from_text(value.reveal(), &contact, token),
                StoreKey::Resume | StoreKey::Draft | StoreKey::Seen | StoreKey::Device => None,
            })
            .collect();
        self.stored.retain(|(key, _)| !matches!(key, StoreKey::Outbox(_)));
        sort(&mut restored, |a, b| (a.since, &a.token) < (b.since, &b.token));
        for mut unsent in restored {
            let written = unsent.since;
            show(room, &mut unsent, markup, written.min(now));
            room.outbox.unsent.push(unsent);
        }
    }

    pub(super) fn retry_unsent(&mut self, room_id: RoomId, item: ItemId, now: Millis) {
        let live = self.phase == Phase::Live;
        let Some(room) = self.rooms.get_mut(room_id).filter(|room| room.ended.is_none()) else {
            return;
        };
        let index =
            room.outbox.unsent.iter().position(|unsent| unsent.item == item && !unsent.is_open());
        let Some(mut unsent) = index.map(|index| room.outbox.unsent.remove(index)) else {
            return;
        };
        unsent.since = now;
        unsent.attempts = 0;
        unsent.not_before = None;
        unsent.forbidden_once = false;
        unsent.state = if live { UnsentState::Sending } else { UnsentState::Waiting };
        room.timeline.set_delivery(item, unsent.delivery(now));
        self.keep_unsent(&unsent);
        if let Some(room) = self.rooms.get_mut(room_id) {
            room.outbox.unsent.push(unsent);
        }
    }

    pub(super) fn discard_unsent(&mut self, room_id: RoomId, item: ItemId) {
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        let Some(unsent) = room.outbox.by_item(item).filter(|unsent| !unsent.in_flight) else {
            return;
        };
        let token = unsent.token.clone();
        room.outbox.take_token(&token);
        room.timeline.remove(item);
        self.outputs.push_back(Output::Forget { key: StoreKey::Outbox(token) });
        self.release_parked(room_id);
    }

    /// Another tab dropped an unsent message: it was sent there, or discarded.
    pub(super) fn drop_unsent(&mut self, token: &str) {
        for room_id in self.rooms.ids() {
            let Some(room) = self.rooms.get_mut(room_id) else { continue };
            let idle = room.outbox.by_token(token).is_some_and(|unsent| !unsent.in_flight);
            if let Some(unsent) = idle.then(|| room.outbox.take_token(token)).flatten() {
                room.timeline.remove(unsent.item);
                self.release_parked(room_id);
            }
        }
    }

    /// Sends what may be sent, gives up what is too old, and shows which is which.
    pub(super) fn pump_outbox(&mut self, room_id: RoomId, now: Millis) {
        self.give_up_old(room_id, now);
        let live = self.phase == Phase::Live;
        let is_ready =
            live && self.rooms.get_mut(room_id).is_some_and(|room| room.outbox.is_ready(now));
        let may = if is_ready { self.may_call(Weight::Message, now) } else { Err(now) };
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        let mut wake = room
            .outbox
            .unsent
            .iter()
            .filter(|unsent| !unsent.in_flight && unsent.is_open())
            .map(|unsent| unsent.since + RETRY_MILLIS)
            .min();
        let mut blocked = !live;
        if let Some(head) = room.outbox.head().filter(|_| live) {
            if head.in_flight {
                // Its answer comes first.
            } else if let Some(later) = head.not_before.filter(|later| *later > now) {
                blocked = true;
                wake = wake.min(Some(later)).or(Some(later));
            } else {
                match may {
                    Ok(()) => {
                        head.in_flight = true;
                        head.attempted = true;
                        head.attempts += 1;
                        let (text, token) = (head.text.clone(), head.token.clone());
                        let markup = self.adapter.markup();
                        let (metadata, mentioned) = (head.metadata.clone(), head.mentioned.clone());
                        let target = head.target.clone();
                        let outgoing = Outgoing {
                            text: &text,
                            markup,
                            token: &token,
                            metadata: metadata.as_deref(),
                            mentioned: &mentioned,
                            target: target.as_deref(),
                        };
                        let request = self.adapter.message_request(&outgoing);
                        let is_markdown = markup.is_markdown;
                        let call = Call::Message { room: room_id, token, is_markdown };
                        self.ask(call, request);
                    }
                    Err(later) => wake = wake.min(Some(later)).or(Some(later)),
                }
            }
        }
        self.show_standing(room_id, blocked, now);
        if let Some(at) = wake {
            self.timers.wake(Timer::Outbox, at);
        }
    }

    /// The conversation is over: nothing more goes out.
    pub(super) fn fail_all_unsent(&mut self, room_id: RoomId, now: Millis) {
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        let open = room.outbox.unsent.iter_mut();
        let open = open.filter(|unsent| unsent.is_open());
        let tokens: Vec<_> = open
            .map(|unsent| {
                unsent.in_flight = false;
                unsent.token.clone()
            })
            .collect();
        for token in tokens {
            self.fail_unsent(room_id, &token, FailReason::Ended, now);
        }
    }

    /// Nothing that waited for a connection has to wait longer.
    pub(super) fn hurry_outbox(&mut self) {
        for room in self.rooms.iter_mut() {
            for unsent in &mut room.outbox.unsent {
                unsent.not_before = None;
            }
        }
    }

    fn give_up_old(&mut self, room_id: RoomId, now: Millis) {
        let Some(room) = self.rooms.get(room_id) else { return };
        let open = room.outbox.unsent.iter().filter(|unsent| !unsent.in_flight && unsent.is_open());
        let old = open.filter(|unsent| now.since(unsent.since) >= RETRY_MILLIS);
        let tokens: Vec<_> = old.map(|unsent| unsent.token.clone()).collect();
        for token in tokens {
            self.fail_unsent(room_id, &token, FailReason::TimedOut, now);
        }
    }

    pub(super) fn confirm_unsent(
        &mut self,
        room_id: RoomId,
        token: &str,
        accepted: Accepted,
        now: Millis,
    ) {
        let clock = self.backend_time(now);
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        let Some(unsent) = room.outbox.take_token(token) else { return };
        let Accepted { id, at, review } = accepted;
        let echoed = room.outbox.parked.iter().find(|parked| parked.id == id);
        let at = at.or(echoed.map(|parked| parked.at));
        let at = at.or(room.timeline.item(unsent.item).map(|item| item.at)).unwrap_or(unsent.since);
        room.outbox.parked.retain(|parked| parked.id != id);
        room.timeline.confirm(unsent.item, &id, at);
        room.apply_early_receipt(&id);
        room.note_own(&id, clock, clock);
        room.show_review(unsent.item, review, None);
        self.outputs.push_back(Output::Forget { key: StoreKey::Outbox(unsent.token) });
        self.release_parked(room_id);
        self.tell_timeline(room_id);
        let item = self.rooms.get(room_id).and_then(|room| room.timeline.item(unsent.item));
        if let Some(item) = item.cloned() {
            self.events.push_back(Event::MessageSent { room: room_id, item });
        }
    }

    /// A message did not get through, unless an echo says that it did.
    fn fail_unsent(&mut self, room_id: RoomId, token: &str, reason: FailReason, now: Millis) {
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        let Some(unsent) = room.outbox.by_token(token) else { return };
        let (item, text, after) = (unsent.item, unsent.text.clone(), unsent.after);
        let attempted = unsent.attempted;
        let echo = room
            .outbox
            .parked
            .iter()
            .find(|parked| attempted && parked.source == text && parked.at >= after);
        if let Some(Parked { id, at, .. }) = echo {
            let accepted = Accepted { id: id.clone(), at: Some(*at), review: Review::Passed };
            self.confirm_unsent(room_id, token, accepted, now);
            return;
        }
        let Some(unsent) = room.outbox.by_token(token) else { return };
        unsent.state = UnsentState::Failed(reason);
        let delivery = unsent.delivery(now);
        room.timeline.set_delivery(item, delivery);
        if let Some(contact) = self.conversation()
            && let Some(room) = self.rooms.get_mut(room_id)
            && let Some(unsent) = room.outbox.by_token(token)
        {
            let (key, value) = (StoreKey::Outbox(token.to_owned()), unsent.to_text(&contact));
            self.outputs.push_back(Output::Store { key, value: Secret::from(value) });
        }
        self.release_parked(room_id);
    }

    /// Shows what is on its way as sending and the rest as waiting.
    fn show_standing(&mut self, room_id: RoomId, blocked: bool, now: Millis) {
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        for unsent in &mut room.outbox.unsent {
            let state = match unsent.state {
                UnsentState::Failed(_) => continue,
                UnsentState::Sending | UnsentState::Waiting if blocked && !unsent.in_flight => {
                    UnsentState::Waiting
                }
                UnsentState::Sending | UnsentState::Waiting => UnsentState::Sending,
            };
            if state != unsent.state {
                unsent.state = state;
                room.timeline.set_delivery(unsent.item, unsent.delivery(now));
            }
        }
    }

    fn keep_unsent(&mut self, unsent: &Unsent) {
        let Some(contact) = self.conversation() else { return };
        let key = StoreKey::Outbox(unsent.token.clone());
        self.outputs
            .push_back(Output::Store { key, value: Secret::from(unsent.to_text(&contact)) });
    }
}

/// Puts an unsent message into the timeline.
fn show(room: &mut Room, unsent: &mut Unsent, markup: Markup, at: Millis) -> ItemId {
    let delivery = unsent.delivery(at);
    let mut message = own_message(room, &unsent.text, markup, delivery);
    message.marks = unsent.marks(room);
    unsent.item = room.timeline.push_local(message, at);
    unsent.item
}

fn own_message(room: &Room, source: &str, markup: Markup, delivery: Delivery) -> Message {
    Message {
        author: room.own.clone(),
        origin: Origin::Own,
        text: std::sync::Arc::new(markup.parse(source)),
        source: source.into(),
        delivery,
        group: GroupPlace::Single,
        marks: Marks::default(),
    }
}
