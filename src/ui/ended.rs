//! Stands where the message box was once a conversation is over: why, and what to do next.

use chirrup_core::Phase;
use chirrup_core::room::EndReason;
use leptos::prelude::*;

use super::controls::icon::{self, Icon};
use super::erased::live;
use crate::i18n::use_locale;
use crate::state::{Layout, RoomState, use_chat};

/// The end of a conversation.
#[component]
pub fn Ended(
    /// The room, if there is a transcript of it.
    room: Option<RoomState>,
) -> AnyView {
    let chat = use_chat();
    let words = use_locale().words();
    let reason = move || {
        let by_phase = match chat.phase().get() {
            Phase::Ended { reason } => Some(reason),
            Phase::Idle
            | Phase::Starting
            | Phase::Connecting { .. }
            | Phase::Live
            | Phase::Reconnecting { .. } => None,
        };
        match room.and_then(|room| room.ended.get()).or(by_phase) {
            Some(EndReason::Own) => words.ended_own,
            Some(EndReason::Remote) | None => words.ended_remote,
            Some(EndReason::Expired) => words.ended_expired,
        }
    };
    let start_new = (chat.settings().layout != Layout::Desk).then(|| {
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
    let download = room.map(|_| {
        view! {
            <button type="button" class="button" on:click=move |_| chat.download_transcript()>
                <Icon path=icon::DOWNLOAD />
                {words.download_transcript}
            </button>
        }
    });
    view! {
        <div class="ended" part="ended">
            <p class="ended__reason">{live(move || reason().into_any())}</p>
            <div class="ended__actions">
                {start_new}
                {download}
            </div>
        </div>
    }
}
