//! The list of people above the message box, from which one is picked for a mention.
//!
//! Focus stays in the message box all the time: the row that would be picked is told by `aria-activedescendant`.

use chirrup_core::room::Participant;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::writing::Writing;
use crate::i18n::use_locale;
use crate::state::use_chat;
use crate::ui::erased::{effect, live};
use crate::ui::live::badge::badge;
use crate::ui::live::message::name_class;

/// The id of the list.
pub const LIST: &str = "people";

/// The list, as the message box sees it. `Copy`.
#[derive(Clone, Copy)]
pub struct Picking {
    writing: Writing,
    found: Memo<Vec<Participant>>,
    /// Which row was moved to.
    moved: RwSignal<usize>,
}

impl Picking {
    pub fn new(writing: Writing) -> Self {
        let found = Memo::new(move |_| writing.found());
        Self { writing, found, moved: RwSignal::new(0) }
    }

    /// Whether there is a list.
    pub fn is_open(self) -> bool {
        self.found.with(|found| !found.is_empty())
    }

    /// The id of the row that would be picked.
    pub fn active_id(self) -> Option<String> {
        self.is_open().then(|| row_id(self.active()))
    }

    /// Handles a key of the message box. Says whether it was one of the list's.
    pub fn on_keydown(self, event: &ev::KeyboardEvent) -> bool {
        let count = self.found.with_untracked(Vec::len);
        let Some(last) = count.checked_sub(1) else { return false };
        if event.shift_key() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return false;
        }
        let at = self.moved.get_untracked().min(last);
        match event.key().as_str() {
            "ArrowDown" => self.moved.set(if at == last { 0 } else { at + 1 }),
            "ArrowUp" => self.moved.set(at.checked_sub(1).unwrap_or(last)),
            "Home" => self.moved.set(0),
            "End" => self.moved.set(last),
            "Enter" | "Tab" => self.pick(at),
            "Escape" => self.writing.dismiss(),
            _ => return false,
        }
        event.prevent_default();
        event.stop_propagation();
        true
    }

    /// The text changed: the first row is the likeliest again.
    pub fn begin_again(self) {
        if self.moved.get_untracked() != 0 {
            self.moved.set(0);
        }
    }

    fn active(self) -> usize {
        let last = self.found.with(Vec::len).saturating_sub(1);
        self.moved.get().min(last)
    }

    fn pick(self, index: usize) {
        let person = self.found.with_untracked(|found| found.get(index).cloned());
        if let Some(person) = person {
            self.writing.pick(&person.id, &person.name);
        }
        self.moved.set(0);
    }
}

/// The list, while somebody is looked for and found.
#[component]
pub fn People(
    /// What is picked for.
    picking: Picking,
) -> AnyView {
    let chat = use_chat();
    let words = use_locale().words();
    let list = NodeRef::<html::Div>::new();
    let is_open = Memo::new(move |_| picking.is_open());
    effect(move || {
        let count = picking.found.with(Vec::len);
        if count > 0 {
            chat.tell_people(u32::try_from(count).unwrap_or(u32::MAX));
        }
    });
    // A list that is too long for its place follows the row that would be picked.
    effect(move || {
        let active = picking.active();
        if let Some(list) = list.get() {
            reveal(&list, active);
        }
    });
    let row = move |(index, person): (usize, Participant)| {
        let class = move || {
            if picking.active() == index { "people__row is-active" } else { "people__row" }
        };
        view! {
            <div
                class=class
                role="option"
                id=row_id(index)
                aria-selected=move || if picking.active() == index { "true" } else { "false" }
                on:click=move |_| picking.pick(index)
            >
                <span class=name_class(&person.id)><bdi>{person.name.to_string()}</bdi></span>
                {badge(person.role, words)}
            </div>
        }
    };
    live(move || {
        is_open.get().then(|| {
            view! {
                <div
                    class="people"
                    part="people"
                    role="listbox"
                    id=LIST
                    aria-label=words.live.people
                    node_ref=list
                    // A press that took focus would close the list before it is a click.
                    on:mousedown=|event| event.prevent_default()
                >
                    {live(move || {
                        picking.found.get().into_iter().enumerate().map(row).collect::<Vec<_>>()
                    })}
                </div>
            }
        })
    })
}

fn row_id(index: usize) -> String {
    ["person-", &index.to_string()].concat()
}

fn reveal(list: &HtmlElement, index: usize) {
    let row = u32::try_from(index).ok().and_then(|index| list.children().item(index));
    let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) else { return };
    let (start, end) = (row.offset_top(), row.offset_top() + row.offset_height());
    if start < list.scroll_top() {
        list.set_scroll_top(start);
    } else if end > list.scroll_top() + list.client_height() {
        list.set_scroll_top(end - list.client_height());
    }
}
