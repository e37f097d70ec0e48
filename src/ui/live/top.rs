//! What stands above the messages: the announcement, and the pinned message. A long one is folded to two lines,
//! and only that has something to press; its place is kept free, so that nothing moves when it comes.
//!
//! Invariant: a pinned message that was hidden is gone from here in the same frame as from its row.

use leptos::{html, prelude::*};

use super::badge::badge;
use super::message::name_class;
use crate::i18n::{author_name, use_locale};
use crate::state::{RoomState, Row};
use crate::ui::controls::icon::{self, Icon};
use crate::ui::dom::SizeObserver;
use crate::ui::erased::{effect, live};
use crate::ui::timeline::rich_text::marked_text;

/// So much is no line that was cut off.
const ROUNDING_PX: i32 = 4;

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
    let message = item.seen()?;
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

/// A strip that a press folds and unfolds where there is more than fits.
fn strip(class: &'static str, label: &'static str, path: &'static str, text: AnyView) -> AnyView {
    let words = use_locale().words();
    let is_open = RwSignal::new(false);
    let is_cut = RwSignal::new(false);
    let body = NodeRef::<html::Div>::new();
    let observer = StoredValue::new(None);
    effect(move || {
        let Some(body) = body.get() else { return };
        let shown = body.clone();
        let look = move || {
            if is_open.try_get_untracked() == Some(false) {
                is_cut.set(shown.scroll_height() - shown.client_height() > ROUNDING_PX);
            }
        };
        observer.set_value(Some(SizeObserver::new(&[&body], look)));
    });
    let fold = move || {
        if is_cut.get() { "icon-button top__fold" } else { "icon-button top__fold is-idle" }
    };
    view! {
        <div class=class part="top" role="note" aria-label=label>
            <Icon path />
            <div class=move || if is_open.get() { "top__body" } else { "top__body is-folded" } node_ref=body>
                {text}
            </div>
            <button
                type="button"
                class=fold
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
