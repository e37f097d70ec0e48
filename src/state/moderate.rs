//! What moderators are told and can do: the rules of a room as core has them, deeds, and the way back from one.
//!
//! Nothing is kept twice: core is asked anew whenever [`RoomState::rules`] grows. Whether this person may do any
//! of it is *not* decided here. Invariants: a deed can be undone from the moment when the backend has it; what
//! is done for those who did something is reached through what they did, so that a module without tools is
//! built without it.

use std::cell::RefCell;
use std::sync::Arc;

use chirrup_core::moderation::{Moderation, Ruling};
use chirrup_core::session::{Composed, SendError};
use chirrup_core::{ItemId, Millis, ParticipantId, ServerId, Session};
use chirrup_wire::conventions::Deed;
use chirrup_wire::conventions::audience::Person;
use chirrup_wire::rfc3339;
use leptos::prelude::untrack;

use super::{Chat, RoomState};
use crate::driver::Guard;

const SECOND_MILLIS: u64 = 1_000;

/// What this person did as a moderator.
pub(super) struct Undoing {
    /// What was done last, unless that was to undo something.
    deed: Option<Deed>,
    /// The same as the room has it, while it is offered to be undone.
    offered: Option<Arc<Ruling>>,
    timer: RefCell<Option<Guard>>,
    /// Looks whether that is still so.
    look: fn(Chat),
}

impl Chat {
    /// Asks core about the rules of a room, and follows their changes.
    pub fn rules<R>(
        self,
        room: RoomState,
        look: impl FnOnce(&Moderation, Millis) -> R,
    ) -> Option<R> {
        room.rules.track();
        let works = self.works()?;
        let now = works.driver.outside().now();
        works.driver.read(|session| {
            let moderation = session.room(room.id)?.moderation()?;
            Some(look(moderation, session.clock(now)))
        })
    }

    /// Whether this is the person whose chat it is.
    pub fn is_own(self, person: &ParticipantId) -> bool {
        let Some(room) = self.room.try_get_untracked().flatten() else { return false };
        let of = |session: &Session| session.room(room.id).is_some_and(|room| room.is_own(person));
        self.works().is_some_and(|works| works.driver.read(of))
    }

    /// Does something as a moderator.
    pub fn moderate(self, deed: Deed, reason: &str) {
        self.note_deed(Some(deed.clone()));
        self.say_deed(deed, Some(reason));
    }

    /// What only moderators may know of somebody, once the backend has answered [`Self::look_up`]. Tracks.
    pub fn about(self, room: RoomState, person: &ParticipantId) -> Option<Person> {
        let told = room.about.with(|body| chirrup_wire::decode::<Person>(body))?;
        (told.user == person.as_str()).then_some(told)
    }

    /// Asks for that.
    pub fn look_up(self, person: &ParticipantId) {
        if let Some(works) = self.works() {
            works.driver.command(|session, now| session.look_up(person, now));
        }
    }

    /// Says something to one person alone.
    ///
    /// # Errors
    /// The text was not taken.
    pub fn send_to(self, person: &ParticipantId, text: &str) -> Result<ItemId, SendError> {
        let composed = Composed { text, target: Some(person), ..Composed::default() };
        self.room_command(|session, room, now| session.send_composed(room, composed, now))
            .unwrap_or(Err(SendError::Ended))
    }

    /// Reads what was said in all parts of an elastic channel, and not in this person's alone.
    pub fn read_parts(self) {
        if let Some(works) = self.works() {
            works.driver.command(Session::read_parts);
        }
    }

    /// Silences somebody for a while.
    pub fn time_out(self, person: &ParticipantId, seconds: u64, reason: &str) {
        let Some(works) = self.works() else { return };
        let now = works.driver.outside().now();
        let until = works.driver.read(|session| session.clock(now)) + seconds * SECOND_MILLIS;
        let user = person.as_str().to_owned();
        self.moderate(Deed::Timeout { user, until: rfc3339::write(until.0) }, reason);
    }

    /// What this person did last, while it is offered to be undone. Tracks.
    pub fn undoable(self, room: RoomState) -> Option<Arc<Ruling>> {
        room.undo_seconds.track();
        self.works()?.undoing.borrow().as_ref()?.offered.clone()
    }

    /// Takes that back.
    pub fn undo(self) {
        let room = self.room.try_get_untracked().flatten();
        if let Some(ruling) = room.and_then(|room| untrack(|| self.undoable(room))) {
            self.take_back(&ruling.id);
        }
    }

    /// Takes back something of the log: what held before it holds again.
    pub fn take_back(self, ruling: &ServerId) {
        let undo =
            |session: &Session, room: RoomState| session.room(room.id)?.moderation()?.undo(ruling);
        let room = self.room.try_get_untracked().flatten();
        let (Some(works), Some(room)) = (self.works(), room) else { return };
        if let Some(deed) = works.driver.read(|session| undo(session, room)) {
            self.note_deed(None);
            self.say_deed(deed, None);
        }
        look_for_undo(self);
    }

    fn note_deed(self, deed: Option<Deed>) {
        let Some(works) = self.works() else { return };
        let mut undoing = works.undoing.borrow_mut();
        let new = || Undoing {
            deed: None,
            offered: None,
            timer: RefCell::default(),
            look: look_for_undo,
        };
        undoing.get_or_insert_with(new).deed = deed;
    }

    fn say_deed(self, deed: Deed, reason: Option<&str>) {
        self.room_command(|session, room, now| session.moderate(room, deed, reason, now));
    }

    /// Puts any text on the clipboard.
    pub fn copy_text(self, text: &str) {
        if let Some(works) = self.works() {
            works.driver.outside().copy_text(text);
        }
    }
}

/// The rules of a room changed.
pub(super) fn note_change(chat: Chat, room: RoomState) {
    room.rules.update(|count| *count = count.wrapping_add(1));
    let look = chat.works().and_then(|works| works.undoing.borrow().as_ref().map(|it| it.look));
    if let Some(look) = look {
        look(chat);
    }
}

/// Offers to undo what this person did last, and counts down while that is possible.
fn look_for_undo(chat: Chat) {
    let Some(room) = chat.room.try_get_untracked().flatten() else { return };
    let Some(works) = chat.works() else { return };
    let now = works.driver.outside().now();
    let found = works.driver.read(|session| {
        let undoing = works.undoing.borrow();
        let (deed, room) = (undoing.as_ref()?.deed.as_ref()?, session.room(room.id)?);
        let is_it = |ruling: &&Arc<Ruling>| ruling.deed == *deed && room.is_own(&ruling.by);
        let moderation = room.moderation()?;
        let ruling = moderation.log().rev().find(is_it).cloned()?;
        let left = ruling.undo_until().since(session.clock(now));
        (left > 0 && moderation.undo(&ruling.id).is_some()).then_some((ruling, left))
    });
    let again = found.as_ref().map(|(_, left)| (left - 1) % SECOND_MILLIS + 1);
    let seconds = found.as_ref().map_or(0, |(_, left)| left.div_ceil(SECOND_MILLIS));
    let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
    let offered = found.map(|(ruling, _)| ruling);
    let is_news = {
        let mut undoing = works.undoing.borrow_mut();
        let Some(undoing) = undoing.as_mut() else { return };
        let before = std::mem::replace(&mut undoing.offered, offered);
        works.set_timer(&undoing.timer, again, move || look_for_undo(chat));
        before != undoing.offered
    };
    if is_news || room.undo_seconds.try_get_untracked().is_some_and(|before| before != seconds) {
        room.undo_seconds.set(seconds);
    }
}
