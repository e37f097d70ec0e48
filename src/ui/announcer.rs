//! The one live region. State decides what is said and how often; here it is put into words, and taken away
//! again so that nobody finds it while reading the page.

use leptos::{html, prelude::*};

use super::composer::closed::why;
use super::dom::{Timer, TimerSlot};
use super::erased::effect;
use super::timeline::message_label;
use crate::i18n::{Locale, notice_text, use_locale};
use crate::state::{Announcement, use_chat};
use chirrup_core::{Item, ItemKind};

/// Long enough for every screen reader to have taken it.
const SPOKEN_MILLIS: i32 = 1_000;

/// Speaks to screen readers.
#[component]
pub fn Announcer() -> AnyView {
    let chat = use_chat();
    let locale = use_locale();
    let region = NodeRef::<html::Div>::new();
    let clearing: TimerSlot = StoredValue::new(None);
    effect(move || {
        let (Some(announcement), Some(region)) = (chat.announcement().get(), region.get()) else {
            return;
        };
        region.set_text_content(Some(&spoken(&announcement, locale)));
        let clear = move || region.set_text_content(None);
        clearing.set_value(Some(Timer::after(SPOKEN_MILLIS, clear)));
    });
    view! { <div class="unseen" role="status" aria-live="polite" node_ref=region></div> }
}

/// An announcement in words.
fn spoken(announcement: &Announcement, locale: Locale) -> String {
    match announcement {
        Announcement::Item(item) | Announcement::Failed(item) => spoken_item(item, locale),
        Announcement::Messages(count) => (locale.words().new_messages)(*count),
        Announcement::Announced(text) => [locale.words().live.announcement, ": ", text].concat(),
        Announcement::Closed(composing) => why(composing, locale),
        Announcement::People(count) => (locale.words().live.people_count)(*count),
        Announcement::Typing(name) => (locale.words().typing)(&[name.to_string()]),
    }
}

fn spoken_item(item: &Item, locale: Locale) -> String {
    match &item.kind {
        ItemKind::Message(message) => message_label(item, message, locale),
        ItemKind::Notice(notice) => notice_text(notice, locale.words()),
        ItemKind::DayDivider(_) | ItemKind::UnreadDivider | ItemKind::Gap => String::new(),
    }
}
