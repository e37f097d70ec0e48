//! What is in the message box, and whom it mentions. It writes the field and the draft; it draws nothing.
//!
//! The text is derived: what was typed over a draft, or the draft itself once that has changed outside
//! (restored, prefilled, or typed in another tab). Invariant: mentions are of the text that is in the field.

use chirrup_core::mention::{Candidate, Draft, Edit, Query, rank};
use chirrup_core::room::Participant;
use chirrup_core::{Millis, ParticipantId};
use leptos::{html, prelude::*};

use crate::state::{Chat, RoomState};
use crate::ui::dom::focus_quietly;
use crate::ui::erased::effect;

/// Rows of the list of people.
const PEOPLE_MAX: usize = 8;

/// The message box of a room. `Copy`.
#[derive(Clone, Copy)]
pub struct Writing {
    chat: Chat,
    room: RoomState,
    field: NodeRef<html::Textarea>,
    typed: RwSignal<String>,
    over: StoredValue<String>,
    text: Memo<String>,
    mentions: StoredValue<Draft>,
    query: RwSignal<Option<Query>>,
    /// Where a list stands that the person put away.
    dismissed: StoredValue<Option<u32>>,
    most: RwSignal<Option<usize>>,
}

impl Writing {
    pub fn new(chat: Chat, room: RoomState, field: NodeRef<html::Textarea>) -> Self {
        let typed = RwSignal::new(String::new());
        let over = StoredValue::new(String::new());
        let text = Memo::new(move |_| {
            let draft = room.draft.get();
            let typed = typed.get();
            if over.with_value(|over| *over == draft) { typed } else { draft }
        });
        let writing = Self {
            chat,
            room,
            field,
            typed,
            over,
            text,
            mentions: StoredValue::new(Draft::default()),
            query: RwSignal::new(None),
            dismissed: StoredValue::new(None),
            most: RwSignal::new(None),
        };
        // The field is written only when it differs: writing the same text would disturb an input method.
        effect(move || {
            let text = text.get();
            if let Some(field) = field.get()
                && field.value() != text
            {
                field.set_value(&text);
                writing.mentions.update_value(Draft::clear);
            }
        });
        writing
    }

    /// The text.
    pub fn text(self) -> Memo<String> {
        self.text
    }

    /// How many people a message can mention, once it mentions more.
    pub fn most(self) -> RwSignal<Option<usize>> {
        self.most
    }

    /// The person typed, or took something away.
    pub fn on_input(self) {
        let Some(field) = self.field.get_untracked() else { return };
        let (old, mut new) = (self.text.get_untracked(), field.value());
        let edit = self
            .mentions
            .try_update_value(|mentions| mentions.handle_edit(&old, &new, caret(&field)))
            .flatten();
        if let Some(edit) = edit {
            show(&field, &edit);
            new = edit.text;
        }
        self.chat.set_draft(&new);
        self.put(new);
        self.look();
    }

    /// Sends the text. It stays until it is taken.
    pub fn send(self) {
        let text = self.text.get_untracked();
        let outgoing = match self.mentions.with_value(|mentions| mentions.outgoing(&text)) {
            Ok(outgoing) => outgoing,
            Err(too_many) => {
                self.most.set(Some(too_many.most));
                return;
            }
        };
        if self.chat.send_naming(&outgoing).is_ok() {
            self.mentions.update_value(Draft::clear);
            self.put(String::new());
            self.close();
        }
    }

    // The list of people.

    /// Whoever the letters at the caret may mean.
    pub fn found(self) -> Vec<Participant> {
        let people = self.room.live.people.get();
        self.query
            .with(|query| query.as_ref().map(|query| find(&people, &query.letters)))
            .unwrap_or_default()
    }

    /// The caret moved, or the text changed: is somebody looked for?
    pub fn look(self) {
        let Some(field) = self.field.get_untracked() else { return };
        let can = self.room.capabilities.with_untracked(|can| can.mentions);
        let text = self.text.get_untracked();
        let query = self.mentions.with_value(|mentions| mentions.query(&text, caret(&field)));
        let query = query.filter(|_| can);
        if query.as_ref().map(|query| query.start) != self.dismissed.get_value() {
            self.dismissed.set_value(None);
        }
        let query = query.filter(|_| self.dismissed.get_value().is_none());
        let is_new = query.is_some() && self.query.with_untracked(Option::is_none);
        if is_new {
            self.chat.look_for_people();
        }
        if self.query.with_untracked(|before| *before != query) {
            self.query.set(query);
        }
    }

    /// Puts somebody's name in the place of the letters.
    pub fn pick(self, who: &ParticipantId, name: &str) {
        let (Some(query), Some(field)) = (self.query.get_untracked(), self.field.get_untracked())
        else {
            return;
        };
        let text = self.text.get_untracked();
        let edit = self
            .mentions
            .try_update_value(|mentions| mentions.insert(&text, &query, who, name))
            .flatten();
        if let Some(edit) = edit {
            show(&field, &edit);
            self.chat.set_draft(&edit.text);
            self.put(edit.text);
        }
        self.close();
        focus_quietly(&field);
    }

    /// Puts the list away until something else is looked for.
    pub fn dismiss(self) {
        let start = self.query.with_untracked(|query| query.as_ref().map(|query| query.start));
        self.dismissed.set_value(start);
        self.close();
    }

    /// Takes the list away.
    pub fn close(self) {
        // A field that leaves the page with focus in it loses that too, when its signals are gone.
        if self.query.try_with_untracked(Option::is_some).unwrap_or(false) {
            self.query.set(None);
        }
    }

    fn put(self, text: String) {
        self.over.set_value(self.room.draft.get_untracked());
        self.typed.set(text);
        if self.most.with_untracked(Option::is_some) {
            self.most.set(None);
        }
    }
}

/// The likeliest first; among equals whoever spoke last.
fn find(people: &[Participant], letters: &str) -> Vec<Participant> {
    let candidates: Vec<_> = people
        .iter()
        .rev()
        .zip(0..)
        .map(|(person, turn)| Candidate {
            id: person.id.clone(),
            name: person.name.clone(),
            spoke_at: Some(Millis(turn)),
        })
        .collect();
    let found = rank(letters, &candidates, PEOPLE_MAX);
    let person = |one: &Candidate| people.iter().find(|person| person.id == one.id).cloned();
    found.into_iter().filter_map(person).collect()
}

/// Writes a text and puts the caret where it belongs.
fn show(field: &web_sys::HtmlTextAreaElement, edit: &Edit) {
    field.set_value(&edit.text);
    // The only failure is a field that takes no text.
    drop(field.set_selection_range(edit.caret, edit.caret));
}

fn caret(field: &web_sys::HtmlTextAreaElement) -> u32 {
    field.selection_end().ok().flatten().unwrap_or(0)
}
