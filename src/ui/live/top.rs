//! What stands above the messages: the announcement, and the pinned message. A long one is folded to two lines.
//!
//! Invariant: a pinned message that was hidden is gone from here in the same frame as from its row.

use leptos::prelude::*;

use super::badge::badge;
use super::message::name_class;
use crate::i18n::{author_name, use_locale};
use crate::state::{RoomState, Row};
use crate::ui::controls::icon::{self, Icon};
use crate::ui::erased::live;
use crate::ui::timeline::rich_text::marked_text;

/// The announcement and the pinned message of a room.
#[component]
pub fn LiveTop(
    /// Which room.
    room: RoomState,
) -> AnyView {
    let words = use_locale().words();
    let announcement = live(move || {
        room.live.announcement.get().map(|text| {
            let text = view! { <span class="top__text" dir="auto">{text.to_string()}</span> };
            strip("top top--announcement", words.live.announcement, icon::MEGAPHONE, text)
        })
    });
    let pinned = live(move || room.live.pinned.get().and_then(|row| pinned(&row)));
    view! {
        {announcement}
        {pinned}
    }
}

fn pinned(row: &Row) -> Option<AnyView> {
    let words = use_locale().words();
    let item = row.item.get();
    let message = item.message().filter(|message| message.marks.concealed.is_none())?;
    let text = view! {
        <span class="top__text">
            {badge(message.author.role, words)}
            <span class=name_class(&message.author.id)><bdi>{author_name(&message.author, words)}</bdi></span>
            " "
            <span dir="auto">{marked_text(message, words)}</span>
        </span>
    };
    Some(strip("top top--pinned", words.live.pinned, icon::PIN, text))
}

/// A strip that a press folds and unfolds.
fn strip(class: &'static str, label: &'static str, path: &'static str, text: AnyView) -> AnyView {
    let words = use_locale().words();
    let is_open = RwSignal::new(false);
    view! {
        <div class=class part="top" role="note" aria-label=label>
            <Icon path />
            <div class=move || if is_open.get() { "top__body" } else { "top__body is-folded" }>
                {text}
            </div>
            <button
                type="button"
                class="icon-button top__fold"
                aria-label=words.live.unfold
                title=words.live.unfold
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                <Icon path=icon::FOLD />
            </button>
        </div>
    }
}
