//! The room's rules: slow mode, who may write, the announcement, and a clear floor.

use chirrup_wire::conventions::{Deed, RoomMode};
use leptos::{ev, html, prelude::*};

use super::Moderating;
use super::ask::REASON_MAX;
use super::dialog::Dialog;
use crate::ui::erased::live;

/// Seconds between two messages of one person.
pub const SLOW_MODES: [u32; 6] = [0, 5, 10, 30, 60, 300];
/// Who may write.
pub const MODES: [RoomMode; 5] =
    [RoomMode::Open, RoomMode::Approved, RoomMode::ReviewLinks, RoomMode::Review, RoomMode::Frozen];

/// The rules of a room.
#[component]
pub fn Rules(moderating: Moderating) -> AnyView {
    let about = moderating.words;
    let (chat, room) = (moderating.chat, moderating.room);
    let slow = Memo::new(move |_| chat.rules(room, |rules, _| rules.slow_mode_seconds()));
    let mode = Memo::new(move |_| chat.rules(room, |rules, _| rules.mode()));
    let slow_modes = SLOW_MODES.into_iter().zip(about.slow_modes).map(|(seconds, label)| {
        let is_on = Signal::derive(move || slow.get() == Some(seconds));
        choice(label, is_on, Deed::SlowMode { seconds }, moderating)
    });
    let modes = MODES.into_iter().zip(about.modes).map(|(each, label)| {
        let is_on = Signal::derive(move || mode.get() == Some(each));
        choice(label, is_on, Deed::Mode(each), moderating)
    });
    let clear = move |_| {
        moderating.close();
        chat.moderate(Deed::Clear, "");
    };
    let body = view! {
        <div class="dialog__body">
            {group(about.slow_mode, slow_modes.collect())}
            {group(about.mode, modes.collect())}
            {announcement(moderating)}
            <div class="question__actions">
                <button type="button" class="button card__button is-danger" on:click=clear>
                    {about.clear}
                </button>
            </div>
        </div>
    };
    view! { <Dialog moderating title=about.room.to_owned() body /> }
}

fn group(label: &'static str, choices: Vec<AnyView>) -> AnyView {
    view! {
        <div class="choices" role="group" aria-label=label>
            <p class="card__label" aria-hidden="true">{label}</p>
            {choices}
        </div>
    }
}

/// One of several: pressed when it is the one that holds.
fn choice(label: &'static str, is_on: Signal<bool>, deed: Deed, moderating: Moderating) -> AnyView {
    view! {
        <button
            type="button"
            class="choice"
            aria-pressed=move || if is_on.get() { "true" } else { "false" }
            on:click=move |_| moderating.chat.moderate(deed.clone(), "")
        >
            {label}
        </button>
    }
}

/// What stands above the messages, and a field for another.
fn announcement(moderating: Moderating) -> AnyView {
    let about = moderating.words;
    let (chat, room) = (moderating.chat, moderating.room);
    let text = RwSignal::new(String::new());
    let field = html::input()
        .attr("type", "text")
        .class("dialog__input")
        .maxlength(REASON_MAX)
        .attr("autocomplete", "off")
        .on(ev::input, move |event| text.set(event_target_value(&event)));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let text = text.get_untracked().trim().to_owned();
        if !text.is_empty() {
            chat.moderate(Deed::Announce { text }, "");
            moderating.close();
        }
    };
    let is_up = Memo::new(move |_| {
        chat.rules(room, |rules, _| rules.announcement().is_some()).unwrap_or_default()
    });
    let take_down = live(move || {
        is_up.get().then(|| {
            let act = move |_| {
                moderating.close();
                chat.moderate(Deed::Unannounce, "");
            };
            view! { <button type="button" class="button" on:click=act>{about.unannounce}</button> }
        })
    });
    view! {
        <form class="announce" on:submit=submit novalidate=true>
            <label class="dialog__field"><span>{about.announcement}</span>{field}</label>
            <div class="question__actions">
                {take_down}
                <button type="submit" class="button button--primary">{about.announce}</button>
            </div>
        </form>
    }
}
