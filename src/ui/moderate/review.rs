//! Messages that wait for review, oldest first, each with its two answers.
//!
//! Invariant: focus on an answer stays with its message, wherever others go, and when that is answered it goes to
//! the same answer of the next one, or the one before, or at last to the way out.

use std::sync::Arc;

use chirrup_core::ParticipantId;
use chirrup_core::moderation::Ruling;
use chirrup_wire::conventions::Deed;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::Moderating;
use super::dialog::Dialog;
use crate::ui::dom::{Timer, TimerSlot, find, focus_quietly};
use crate::ui::erased::live;

/// Answers to each message.
const ANSWERS: u32 = 2;

/// The queue.
#[component]
pub fn Review(moderating: Moderating) -> AnyView {
    let list = NodeRef::<html::Div>::new();
    let shown = StoredValue::new(Vec::new());
    let later: TimerSlot = StoredValue::new(None);
    let lines = live(move || {
        let held = moderating.held();
        let before: Vec<Arc<Ruling>> = shown.get_value();
        shown.set_value(held.clone());
        if let Some(button) = list.get_untracked().and_then(|list| focused(&list)) {
            let had = before.get((button / ANSWERS) as usize);
            let is_due =
                |it: &Arc<Ruling>| had.is_some_and(|had| (it.at, &it.id) >= (had.at, &had.id));
            let row = held.iter().position(is_due).or_else(|| held.len().checked_sub(1));
            let act = move || {
                if let Some(list) = list.try_get_untracked().flatten() {
                    focus(&list, row, button % ANSWERS);
                }
            };
            later.set_value(Some(Timer::after(0, act)));
        }
        let none = held.is_empty().then_some(moderating.words.review_empty);
        view! {
            <p class="dialog__text">{none}</p>
            <div role="list" node_ref=list>
                {held.iter().filter_map(|it| line(it, moderating)).collect_view()}
            </div>
        }
    });
    let body = view! { <div class="dialog__body" tabindex="0" data-first="">{lines}</div> };
    view! { <Dialog moderating title=(moderating.words.review)(0) body /> }
}

/// Which of all buttons has focus.
fn focused(list: &HtmlElement) -> Option<u32> {
    let focused = find(list, "button:focus")?;
    let buttons = list.query_selector_all("button").ok()?;
    (0..buttons.length()).find(|index| focused.is_same_node(buttons.item(*index).as_ref()))
}

/// Moves focus to an answer of a row, or where there is none, to the way out.
fn focus(list: &HtmlElement, row: Option<usize>, answer: u32) {
    let button = row.and_then(|row| {
        let row = u32::try_from(row).ok()?;
        let buttons = list.query_selector_all("button").ok()?;
        buttons.item(row * ANSWERS + answer)?.dyn_into().ok()
    });
    let way_out = || find(&list.closest(".dialog").ok().flatten()?, "button");
    if let Some(next) = button.or_else(way_out) {
        focus_quietly(&next);
    }
}

fn line(held: &Arc<Ruling>, moderating: Moderating) -> Option<AnyView> {
    let (locale, words) = (moderating.locale, moderating.words);
    let Deed::Held { id, user, name, text } = &held.deed else { return None };
    let person = ParticipantId::from(user.as_str());
    let name = moderating.name_or(&person, name);
    let answer = |label, class, deed: Deed| {
        let act = move |_| moderating.chat.moderate(deed.clone(), "");
        view! { <button type="button" class=class on:click=act>{label}</button> }
    };
    let approve = Deed::Approve { id: id.clone() };
    let reject = Deed::Reject { id: id.clone() };
    Some(view! {
        <div class="held" role="listitem">
            <p class="held__text">
                <span class="card__label">{locale.time(held.at)}</span>
                " "
                <bdi class="log__who">{name}</bdi>
                " "
                <span dir="auto">{text.clone()}</span>
            </p>
            <div class="held__answers">
                {answer(words.approve, "button button--primary", approve)}
                {answer(words.reject, "button", reject)}
            </div>
        </div>
    })
}

impl Moderating {
    /// What waits for review. Tracks.
    pub(super) fn held(self) -> Vec<Arc<Ruling>> {
        self.chat.rules(self.room, |rules, _| rules.held().to_vec()).unwrap_or_default()
    }
}
