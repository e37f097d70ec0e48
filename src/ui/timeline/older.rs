//! What stands above the first row: the beginning, a failed page, or a spinner that takes no height.

use chirrup_core::room::HistoryState;
use leptos::prelude::*;

use super::skeleton::Skeleton;
use crate::i18n::use_locale;
use crate::state::{RoomState, use_chat};
use crate::ui::controls::spinner::Spinner;
use crate::ui::erased::{live, nothing};

/// The upper end of the transcript.
#[component]
pub fn Older(
    /// Which room.
    room: RoomState,
) -> AnyView {
    let chat = use_chat();
    let words = use_locale().words();
    live(move || match room.history.get() {
        HistoryState::Opening => {
            if room.rows.with(Vec::is_empty) {
                view! { <Skeleton /> }
            } else {
                nothing()
            }
        }
        HistoryState::More => nothing(),
        HistoryState::Loading => view! {
            <div class="older" role="img" aria-label=words.older_loading>
                <Spinner />
            </div>
        },
        HistoryState::Failed => view! {
            <p class="older-line">
                {words.older_failed}
                " · "
                <button type="button" class="text-button" on:click=move |_| chat.load_older()>
                    {words.try_again}
                </button>
            </p>
        },
        HistoryState::Complete => {
            let is_empty = room.rows.with(Vec::is_empty);
            let is_crowd = room.capabilities.with(|can| can.crowd);
            let beginning = if is_crowd { words.live.beginning } else { words.beginning };
            let line = (!is_empty).then(|| view! { <p class="older-line">{beginning}</p> });
            line.into_any()
        }
    })
}
