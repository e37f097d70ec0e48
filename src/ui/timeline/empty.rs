//! A conversation in which this person has said nothing: a friendly line, and suggestions to press.

use chirrup_core::ItemKind;
use chirrup_core::room::HistoryState;
use chirrup_core::timeline::Origin;
use leptos::prelude::*;

use crate::i18n::use_locale;
use crate::state::{Layout, RoomState, Row, use_chat};
use crate::ui::controls::icon::{self, Icon};
use crate::ui::erased::{live, nothing};

/// What fills a conversation before this person's first message.
#[component]
pub fn Empty(
    /// Which room.
    room: RoomState,
) -> AnyView {
    let chat = use_chat();
    let words = use_locale().words();
    let is_opening = move || matches!(room.history.get(), HistoryState::Opening);
    let has_rows = Memo::new(move |_| room.rows.with(|rows| !rows.is_empty()));
    let settings = chat.settings();
    let has_texts = !settings.suggestions.is_empty();
    let offers = Memo::new(move |_| {
        has_texts && room.ended.get().is_none() && !room.rows.with(|rows| has_spoken(rows))
    });
    // An agent needs no invitation.
    let invites = settings.layout != Layout::Desk;
    let is_crowd = room.capabilities.with_untracked(|it| it.crowd);
    let invitation = if is_crowd { words.gate.empty } else { words.empty };
    let line = move || {
        view! {
            <span class="emblem" aria-hidden="true">
                <Icon path=icon::CHAT />
            </span>
            <p class="empty__line">{invitation}</p>
        }
    };
    let chips = move |texts: &[String]| {
        view! {
            <div class="chips" role="group" aria-label=words.suggestions>
                {texts.iter().cloned().map(chip).collect_view()}
            </div>
        }
    };
    live(move || {
        if is_opening() {
            return nothing();
        }
        let is_empty = !has_rows.get();
        let chips = offers.get().then(|| chips(&settings.suggestions));
        let line = (invites && is_empty).then(line);
        if line.is_none() && chips.is_none() {
            return nothing();
        }
        let class = if is_empty { "empty is-alone" } else { "empty" };
        view! {
            <div class=class>
                {line}
                {chips}
            </div>
        }
    })
}

/// A text that one press sends.
fn chip(text: String) -> AnyView {
    let chat = use_chat();
    let label = text.clone();
    view! {
        <button
            type="button"
            class="chip"
            part="chip"
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| {
                // A text that is not taken leaves its chip in place, which is all that can be said here.
                let _ = chat.send(&text);
            }
        >
            {label}
        </button>
    }
}

/// Whether this person has written something.
fn has_spoken(rows: &[Row]) -> bool {
    rows.iter().any(|row| match &row.item.get_untracked().kind {
        ItemKind::Message(message) => message.origin == Origin::Own,
        ItemKind::Notice(_) | ItemKind::DayDivider(_) | ItemKind::UnreadDivider | ItemKind::Gap => {
            false
        }
    })
}
