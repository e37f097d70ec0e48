//! The rules of a live room, from what moderators did: what is hidden, who may write, what is pinned.
//!
//! Rulings come from history pages and live frames in any order and more than once; the model does not know
//! the difference. What counts is decided by the lists of moderators and admins that the backend gave: until
//! they are here nothing counts, and when they change, everything is as if they had always been so. It is
//! *not* the place for sending anything, for the backend's own enforcement, or for the rows themselves.
//!
//! Invariants: the state depends on which rulings, lists and messages came, never on their order. Of all
//! rulings on a subject the newest of an authority counts, by time, then id. A ruling and a question take one
//! look at a table, however many messages there are.
//!
//! # How a session uses it
//!
//! Each message of the room, on whatever way it came, goes through [`Moderation::handle_message`], each action
//! through [`Ruling::new`] and [`Moderation::handle_ruling`], and the lists through
//! [`Moderation::handle_moderators`] and [`Moderation::handle_admins`]. After any of them [`Change`]s are taken
//! with [`Moderation::take_changes`] and become timeline diffs in the same drain: a row is looked up again with
//! [`Moderation::hidden`]. The timer is set to [`Moderation::poll_timeout`]; a moderator's session also asks
//! [`Moderation::poll_redaction`]. When [`Moderation::ignored`] grows, somebody may have been made a moderator
//! since the lists came: they are worth asking for again, rarely, because anybody can make it grow.
//!
//! ```
//! use chirrup_core::moderation::{Change, Moderation, Ruling, Setup};
//! use chirrup_core::{Millis, ParticipantId, ServerId};
//! use chirrup_wire::conventions::Action;
//!
//! let (ana, leo) = (ParticipantId::from("ana"), ParticipantId::from("leo"));
//! let (rude, sent, now) = (ServerId::from("m-1"), Millis(1_000), Millis(2_000));
//! let setup = Setup { own: leo.clone(), is_artist: false, slow_mode_seconds: 0 };
//! let mut room = Moderation::new(setup);
//! room.handle_message(&rude, &leo);
//!
//! let action = Action::read(r#"{"action":"hide","id":"m-1","reason":"Rude"}"#).unwrap();
//! let id = ServerId::from("m-2");
//! room.handle_ruling(Ruling::new(id, now, ana.clone(), "Ana".into(), action).unwrap(), now);
//! assert!(room.hidden(&rude, &leo, sent).is_none(), "nobody knows who Ana is");
//!
//! room.handle_moderators(vec![ana], now);
//! assert!(room.take_changes().contains(&Change::Message(rude.clone())));
//! let ruling = room.hidden(&rude, &leo, sent).unwrap();
//! assert_eq!(ruling.reason.as_deref(), Some("Rude"));
//! ```

mod authority;
mod authors;
mod change;
mod composing;
mod decide;
mod ledger;
mod ruling;
mod standing;
mod subjects;
mod undo;

use std::sync::Arc;

use chirrup_wire::conventions::{Deed, RoomMode};

pub use change::Change;
pub use composing::Composing;
pub use ruling::{Ruling, UNDO_MILLIS};
pub use standing::Standing;

use crate::ids::{ParticipantId, ServerId};
use crate::time::Millis;
use authority::{Authority, in_order};
use authors::Authors;
use ledger::Ledger;
use ruling::Topic;
use subjects::Subjects;

/// Most rulings in the log: the newest.
const LOG_MAX: usize = 500;

/// Most rulings kept that do not count, or not yet: the newest. Those that count are never among them, so that
/// no flood of forged ones takes anything away once the lists are here.
const WAITING_MAX: usize = 2_000;

/// Whose session it is, and what holds before any ruling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// The person.
    pub own: ParticipantId,
    /// The one everybody came for, whom slow mode and room modes do not concern.
    pub is_artist: bool,
    /// Time between two messages of one person until a moderator sets another.
    pub slow_mode_seconds: u32,
}

/// The rules of one room.
#[derive(Debug)]
pub struct Moderation {
    setup: Setup,
    authority: Authority,
    subjects: Subjects,
    authors: Authors,
    /// What counts.
    log: Ledger,
    /// What does not count, or not yet.
    waiting: Ledger,
    /// In order.
    held: Vec<Arc<Ruling>>,
    /// Who was banned when the backend was asked.
    bans: Option<(Millis, Vec<ParticipantId>)>,
    /// When the backend said that this person is banned.
    own_ban: Option<Millis>,
    is_read_only: bool,
    /// The newest own message.
    sent_at: Option<Millis>,
    /// Messages that this person hid, and when their text goes for good.
    redactions: Vec<(Millis, ServerId)>,
    /// What the composer was last told.
    told: Composing,
    changes: Vec<Change>,
}

impl Moderation {
    /// A room without rulings.
    pub fn new(setup: Setup) -> Self {
        Self {
            setup,
            authority: Authority::default(),
            subjects: Subjects::default(),
            authors: Authors::default(),
            log: Ledger::new(LOG_MAX),
            waiting: Ledger::new(WAITING_MAX),
            held: Vec::new(),
            bans: None,
            own_ban: None,
            is_read_only: false,
            sent_at: None,
            redactions: Vec::new(),
            told: Composing::Free,
            changes: Vec::new(),
        }
    }

    /// What hides a message, if anything does: for everybody that it is, for moderators also by whom and why.
    pub fn hidden(
        &self,
        message: &ServerId,
        author: &ParticipantId,
        at: Millis,
    ) -> Option<&Arc<Ruling>> {
        let of_message = self.counted(Topic::Message, message.as_str());
        if let Some(ruling) = of_message
            && matches!(ruling.deed, Deed::Hide { .. })
        {
            return Some(ruling);
        }
        let cleared = self.counted(Topic::Clear, "").filter(|clear| {
            matches!(clear.deed, Deed::Clear) && (at, message) < (clear.at, &clear.id)
        });
        let wide = self.hidden_person(author).into_iter().chain(cleared);
        // One message may be brought back out of many.
        let mut wide = wide.filter(|wide| of_message.is_none_or(|restore| wide.is_after(restore)));
        wide.next()
    }

    /// The messages of a person that are here, in the order in which they came.
    pub fn messages_of(&self, person: &ParticipantId) -> &[ServerId] {
        self.authors.messages(person)
    }

    /// The pinned message. It may be hidden.
    pub fn pin(&self) -> Option<ServerId> {
        let Deed::Pin { id } = &self.counted(Topic::Pin, "")?.deed else { return None };
        Some(ServerId::from(id.as_str()))
    }

    /// The announcement, in the ruling that made it.
    pub fn announcement(&self) -> Option<&Arc<Ruling>> {
        let ruling = self.counted(Topic::Announcement, "");
        ruling.filter(|ruling| matches!(ruling.deed, Deed::Announce { .. }))
    }

    /// How open the room is.
    pub fn mode(&self) -> RoomMode {
        match self.counted(Topic::Mode, "").map(|ruling| &ruling.deed) {
            Some(Deed::Mode(mode)) => *mode,
            _ => RoomMode::Open,
        }
    }

    /// Time between two messages of one person; 0 is none.
    pub fn slow_mode_seconds(&self) -> u32 {
        match self.counted(Topic::SlowMode, "").map(|ruling| &ruling.deed) {
            Some(Deed::SlowMode { seconds }) => *seconds,
            _ => self.setup.slow_mode_seconds,
        }
    }

    /// Messages that wait for review, oldest first.
    pub fn held(&self) -> &[Arc<Ruling>] {
        &self.held
    }

    /// Who did what, when and why, oldest first: the newest that count.
    pub fn log(&self) -> impl DoubleEndedIterator<Item = &Arc<Ruling>> {
        self.log.iter()
    }

    /// How many rulings do not count, because their senders are no authorities.
    pub fn ignored(&self) -> u32 {
        if !self.authority.is_known() {
            return 0;
        }
        let waiting = u32::try_from(self.waiting.len()).unwrap_or(u32::MAX);
        waiting.saturating_add(self.waiting.dropped)
    }

    /// A message is here. Once for each, and not for those whose text is gone for good.
    pub fn handle_message(&mut self, message: &ServerId, author: &ParticipantId) {
        self.authors.add(author, message.clone());
        self.schedule_redaction(message.as_str());
    }

    /// A message is not kept any more.
    pub fn handle_forgotten(&mut self, message: &ServerId, author: &ParticipantId) {
        self.authors.remove(author, message);
    }

    /// An action of the room's history.
    pub fn handle_ruling(&mut self, ruling: Ruling, now: Millis) {
        let ruling = Arc::new(ruling);
        if self.authority.is_known() {
            self.decide(ruling);
            self.tell_composing(now);
        } else {
            self.waiting.enter(ruling);
        }
    }

    /// The backend's list of the room's moderators, whole.
    pub fn handle_moderators(&mut self, list: Vec<ParticipantId>, now: Millis) {
        if self.authority.set_moderators(list) {
            self.decide_again(now);
        }
    }

    /// The backend's list of artists, whole. They have a badge and no say.
    pub fn handle_artists(&mut self, list: Vec<ParticipantId>) {
        if self.authority.set_artists(list) {
            self.change(Change::Authorities);
        }
    }

    /// The backend's list of admins, whole.
    pub fn handle_admins(&mut self, list: Vec<ParticipantId>, now: Millis) {
        if self.authority.set_admins(list) {
            self.decide_again(now);
        }
    }

    /// The backend's list of banned people, whole. Only moderators get it.
    pub fn handle_bans(&mut self, list: Vec<ParticipantId>, now: Millis) {
        self.bans = Some((now, in_order(list)));
        self.change(Change::Bans);
        self.tell_composing(now);
    }

    /// The backend refuses this person because of a ban.
    pub fn handle_own_ban(&mut self, now: Millis) {
        self.own_ban = Some(now);
        self.change(Change::Bans);
        self.tell_composing(now);
    }

    /// This person may, or may not, write at all.
    pub fn handle_read_only(&mut self, is_read_only: bool, now: Millis) {
        self.is_read_only = is_read_only;
        self.tell_composing(now);
    }

    /// This person sent a message, here or on another device.
    pub fn handle_own_message(&mut self, at: Millis, now: Millis) {
        // A clock behind the backend's does not make the pause longer.
        self.sent_at = self.sent_at.max(Some(at.min(now)));
        self.tell_composing(now);
    }

    /// The time of [`Self::poll_timeout`] has come.
    pub fn handle_timeout(&mut self, now: Millis) {
        self.tell_composing(now);
    }

    /// What changed since the last call.
    pub fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    /// A message that this person hid, when its undo window has passed: its text is to be taken away for good,
    /// unless it is not here or that has been done. Each is told once.
    pub fn poll_redaction(&mut self, now: Millis) -> Option<ServerId> {
        let due = self.redactions.iter().position(|(due, _)| *due <= now)?;
        Some(self.redactions.remove(due).1)
    }

    /// When something changes by itself.
    pub fn poll_timeout(&self) -> Option<Millis> {
        let redactions = self.redactions.iter().map(|(due, _)| *due);
        redactions.chain(self.told.ends()).min()
    }

    fn counted(&self, topic: Topic, name: &str) -> Option<&Arc<Ruling>> {
        self.subjects.counted(topic, name)
    }
}

#[cfg(test)]
mod tests;
