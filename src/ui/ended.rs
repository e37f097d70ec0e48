//! Stands where the message box was once a conversation is over, or this person is out of an event: why, and
//! what to do next.

use chirrup_core::Phase;
use chirrup_core::room::EndReason;
use leptos::prelude::*;

use super::controls::icon::{self, Icon};
use super::erased::live;
use crate::i18n::{Strings, use_locale};
use crate::state::{Chat, Layout, RoomState, use_chat};

/// The end of a conversation.
#[component]
pub fn Ended(
    /// The room, if there is a transcript of it.
    room: Option<RoomState>,
) -> AnyView {
    let chat = use_chat();
    let words = use_locale().words();
    let is_event = chat.admission().get_untracked().is_some();
    let reason = Memo::new(move |_| reason(chat, room));
    let text = move || {
        if is_event { event_text(reason.get(), words) } else { text(reason.get(), words) }
    };
    let start_new = (chat.settings().layout != Layout::Desk && !is_event).then(|| {
        view! {
            <button
                type="button"
                class="button button--primary"
                data-focus=""
                on:click=move |_| chat.start_over()
            >
                {words.start_new}
            </button>
        }
    });
    // An event of thousands is no conversation to take home.
    let download = room.filter(|_| !is_event).map(|_| {
        view! {
            <button type="button" class="button" on:click=move |_| chat.download_transcript()>
                <Icon path=icon::DOWNLOAD />
                {words.download_transcript}
            </button>
        }
    });
    let come_back = move || {
        let label = way_back(reason.get(), words).filter(|_| is_event)?;
        Some(view! {
            <button
                type="button"
                class="button button--primary"
                data-focus=""
                on:click=move |_| chat.take_over()
            >
                {label}
            </button>
        })
    };
    // Without anything to press, focus goes to the words.
    let has_button = move || !is_event || way_back(reason.get(), words).is_some();
    view! {
        <div class="ended" part="ended">
            <p
                class="ended__reason"
                tabindex=move || (!has_button()).then_some("-1")
                data-focus=move || (!has_button()).then_some("")
            >
                {live(move || text().into_any())}
            </p>
            <div class="ended__actions">
                {start_new}
                {live(come_back)}
                {download}
            </div>
        </div>
    }
}

/// Why it is over, as far as that is known.
fn reason(chat: Chat, room: Option<RoomState>) -> Option<EndReason> {
    let by_phase = match chat.phase().get() {
        Phase::Ended { reason } => Some(reason),
        Phase::Idle
        | Phase::Starting
        | Phase::Connecting { .. }
        | Phase::Live
        | Phase::Reconnecting { .. } => None,
    };
    room.and_then(|room| room.ended.get()).or(by_phase)
}

/// The end of a conversation between two.
fn text(reason: Option<EndReason>, words: &Strings) -> &'static str {
    match reason {
        Some(EndReason::Own) => words.ended_own,
        Some(EndReason::Expired) => words.ended_expired,
        Some(
            EndReason::Remote
            | EndReason::Replaced
            | EndReason::Banned
            | EndReason::Removed
            | EndReason::Refused,
        )
        | None => words.ended_remote,
    }
}

/// The end of an event, or of this person's part in it.
fn event_text(reason: Option<EndReason>, words: &Strings) -> &'static str {
    match reason {
        Some(EndReason::Replaced) => words.gate.replaced,
        Some(EndReason::Banned) => words.gate.banned,
        Some(EndReason::Removed) => words.gate.removed,
        Some(EndReason::Refused) => words.gate.signed_out,
        Some(EndReason::Own | EndReason::Remote | EndReason::Expired) | None => words.gate.ended,
    }
}

/// What the button says that leads back into an event, where there is a way.
fn way_back(reason: Option<EndReason>, words: &Strings) -> Option<&'static str> {
    match reason? {
        EndReason::Replaced => Some(words.gate.take_back),
        EndReason::Removed | EndReason::Refused => Some(words.gate.come_back),
        EndReason::Own | EndReason::Remote | EndReason::Expired | EndReason::Banned => None,
    }
}
