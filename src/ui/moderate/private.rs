//! A word to one person alone: a targeted message, so that somebody can be told what the room need not hear.

use chirrup_core::session::SendError;
use leptos::{ev, html, prelude::*};

use super::dialog::Dialog;
use super::{Moderating, Target};
use crate::ui::erased::live;

/// Longest text where a room counts bytes alone, in UTF-16 units.
const UNLIMITED_MAX: u32 = 1_000;

/// The field for it. What was not taken stays in it.
#[component]
pub fn Private(
    moderating: Moderating,
    /// To whom.
    target: Target,
) -> AnyView {
    let about = moderating.words;
    let title = (about.private_to)(&target.name);
    let longest = match moderating.room.capabilities.with_untracked(|can| can.message_chars_max) {
        0 => UNLIMITED_MAX,
        longest => longest,
    };
    let text = RwSignal::new(String::new());
    let is_refused = RwSignal::new(false);
    let field = html::input()
        .attr("type", "text")
        .class("dialog__input")
        .maxlength(longest.to_string())
        .attr("dir", "auto")
        .attr("data-first", "")
        .attr("autocomplete", "off")
        .on(ev::input, move |event| text.set(event_target_value(&event)));
    let person = target.person;
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let sent = text.with_untracked(|text| moderating.chat.send_to(&person, text));
        match sent {
            Ok(_) | Err(SendError::Empty) => moderating.close(),
            Err(_) => is_refused.set(true),
        }
    };
    let not_sent = moderating.locale.words().not_sent;
    let refused = live(move || {
        is_refused.get().then(|| view! { <p class="dialog__text" role="alert">{not_sent}</p> })
    });
    let body = view! {
        <form class="dialog__body" on:submit=submit novalidate=true>
            <label class="dialog__field"><span>{about.private_text}</span>{field}</label>
            {refused}
            <div class="question__actions">
                <button type="submit" class="button button--primary">{about.private_send}</button>
            </div>
        </form>
    };
    view! { <Dialog moderating title body /> }
}
