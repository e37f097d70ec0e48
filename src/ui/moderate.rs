//! What moderators have beside what everybody has: tools on each row, a bar above the messages, and one thing at
//! a time in front of them: a menu, a question, somebody's card, the log.
//!
//! Who may do any of it is *not* decided here: the tools are there when `Capabilities` say so, and each of them is
//! a command. Nothing outside names this module but the binary with tools, which installs it. Invariant: focus
//! goes back to where it was when what is in front goes away, and while something is in front, no row moves
//! behind it.

pub mod kit;

pub mod bar;
pub mod pointing;
pub mod row;
pub mod toast;
pub mod triage;

pub mod front;

pub mod ask;
pub mod card;
pub mod dialog;
pub mod log;
pub mod menu;
pub mod private;
pub mod review;
pub mod rules;

pub use kit::install;
pub use menu::TIME_OUTS;
pub use rules::{MODES, SLOW_MODES};

use chirrup_core::{Item, ItemId, ParticipantId, ServerId};
use chirrup_wire::conventions::Deed;
use leptos::{html, prelude::*};
use web_sys::HtmlElement;

use self::ask::Question;
use super::dom::{TimerSlot, find, focus_quietly};
use super::timeline::follow::Follow;
use crate::i18n::{Locale, ModerateStrings, Strings, author_name};
use crate::state::{Chat, RoomState};

/// What is in front of the messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Front {
    /// What can be done about a message.
    Menu(Target),
    /// For how long its author is to be silent.
    TimeOuts(Target),
    /// What is known of its author.
    Card(Target),
    /// Whether to do something that concerns many.
    Ask(Question, Target),
    /// Why this person did what is done.
    Why(Deed),
    /// A word to its author alone.
    Private(Target),
    /// What waits for review.
    Review,
    /// Who did what.
    Log,
    /// The room's rules.
    Rules,
}

/// A message and its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its row.
    pub item: ItemId,
    /// Its id, where it has one.
    pub message: Option<ServerId>,
    /// Its author.
    pub person: ParticipantId,
    /// The author's name.
    pub name: String,
}

impl Target {
    /// The message of a row that the backend has.
    fn of(item: &Item, words: &Strings) -> Option<Self> {
        let message = item.message()?;
        Some(Self {
            item: item.id,
            message: Some(item.server_id.clone()?),
            person: message.author.id.clone(),
            name: author_name(&message.author, words),
        })
    }

    /// The message as the backend's deeds name it.
    fn id(&self) -> String {
        self.message.as_ref().map_or(String::new(), |id| id.as_str().to_owned())
    }
}

/// The moderators' tools of one transcript. `Copy`.
#[derive(Clone, Copy)]
pub struct Moderating {
    chat: Chat,
    room: RoomState,
    locale: Locale,
    words: &'static ModerateStrings,
    list: NodeRef<html::Div>,
    follow: StoredValue<Option<Follow>>,
    front: RwSignal<Option<Front>>,
    triage: RwSignal<bool>,
    /// What had focus before something came in front.
    back: StoredValue<Option<HtmlElement>>,
    /// A finger that rests on a row.
    press: TimerSlot,
    /// The pointer is on the buttons of a row.
    is_hovering: StoredValue<bool>,
    /// The person paused the chat by key, and it stays so until they go on.
    is_paused: StoredValue<bool>,
}

impl Moderating {
    /// Tools for the transcript with this list.
    fn new(chat: Chat, room: RoomState, locale: Locale, list: NodeRef<html::Div>) -> Self {
        Self {
            chat,
            room,
            locale,
            words: locale.moderate_words(),
            list,
            follow: StoredValue::new(None),
            front: RwSignal::new(None),
            triage: RwSignal::new(false),
            back: StoredValue::new(None),
            press: StoredValue::new(None),
            is_hovering: StoredValue::new(false),
            is_paused: StoredValue::new(false),
        }
    }

    /// Whether this person has tools. Tracks.
    fn is_on(self) -> bool {
        self.room.capabilities.with(|can| can.moderation)
    }

    /// Puts something in front.
    fn open(self, front: Front) {
        if self.front.with_untracked(Option::is_none) {
            self.back.set_value(self.panel().and_then(|panel| find(&panel, ":focus")));
        }
        self.hold(true);
        self.front.set(Some(front));
    }

    /// Takes it away; focus goes back, or to the messages when what had it is gone.
    fn close(self) {
        self.front.set(None);
        let back = self.back.try_update_value(Option::take).flatten();
        let back = back.filter(|back| back.is_connected());
        let list = || self.list.get_untracked().map(Into::into);
        if let Some(back) = back.or_else(list) {
            focus_quietly(&back);
        }
        self.hold(false);
    }

    /// Rows stand still, or follow what comes in again, unless the person paused them.
    fn hold(self, holds: bool) {
        if holds && self.room.paused.with_untracked(Option::is_none) {
            self.is_paused.set_value(false);
        }
        self.hold_still(holds || self.is_paused.get_value());
    }

    /// Pauses by key, or goes on.
    fn pause(self) {
        let is_paused = self.room.paused.with_untracked(Option::is_some);
        self.is_paused.set_value(!is_paused);
        self.hold_still(!is_paused);
    }

    fn hold_still(self, holds: bool) {
        if let Some(follow) = self.follow.get_value() {
            follow.hold_still(holds);
        }
    }

    fn panel(self) -> Option<HtmlElement> {
        use wasm_bindgen::JsCast;
        self.list.get_untracked()?.closest(".panel").ok().flatten()?.dyn_into().ok()
    }

    /// The message of a row.
    fn target(self, item: ItemId) -> Option<Target> {
        let row = self.room.rows.with_untracked(|rows| {
            rows.iter().find(|row| row.id == item).map(|row| row.item.get_untracked())
        });
        Target::of(&*row?, self.locale.words())
    }

    /// What somebody was last called here, or else what they are called elsewhere, if anything is known.
    fn name_or(self, person: &ParticipantId, elsewhere: &str) -> String {
        let words = self.locale.words();
        let here = self.room.rows.with_untracked(|rows| {
            let authors = rows.iter().rev().map(|row| row.item.get_untracked());
            let mut messages = authors
                .filter(|item| item.message().is_some_and(|message| message.author.id == *person));
            messages.next()?.message().map(|message| author_name(&message.author, words))
        });
        here.unwrap_or_else(|| match elsewhere {
            "" => ["…", &tail(person)].concat(),
            name => name.to_owned(),
        })
    }
}

/// The end of a person's id: all that a moderator can tell the organiser of a ticket.
fn tail(person: &ParticipantId) -> String {
    const CHARACTERS: usize = 6;
    let id = person.as_str().rsplit('/').next().unwrap_or_default();
    let skipped = id.chars().count().saturating_sub(CHARACTERS);
    id.chars().skip(skipped).collect()
}
