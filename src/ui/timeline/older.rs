//! What stands above the first row: the beginning, a failed page, or a spinner that takes no height.

use chirrup_core::room::HistoryState;
use leptos::{ev, prelude::*};

use super::bubble::text_button;
use super::skeleton::Skeleton;
use crate::i18n::use_locale;
use crate::state::{RoomState, use_chat};
use crate::ui::controls::spinner::Spinner;
use crate::ui::dom::{find_up, focus_quietly};
use crate::ui::erased::{live, nothing};

/// The upper end of the transcript.
#[component]
pub fn Older(
    /// Which room.
    room: RoomState,
) -> AnyView {
    let chat = use_chat();
    let words = use_locale().words();
    let again = move |event: ev::MouseEvent| {
        // The button goes away while it is tried.
        if let Some(list) = find_up(event.target().as_ref(), ".timeline__list") {
            focus_quietly(&list);
        }
        chat.load_older();
    };
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
                {text_button(words.try_again, again)}
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
