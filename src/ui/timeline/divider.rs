//! Lines between messages: a new day, and where the unread ones begin.

use chirrup_core::Day;
use leptos::prelude::*;

use super::row::RowContext;
use crate::i18n::Locale;
use crate::ui::erased::live;

/// A pill with the day. Its words follow the calendar: at midnight "Today" becomes "Yesterday".
pub fn day_divider(day: Day, context: RowContext) -> AnyView {
    let today = context.chat.today();
    view! {
        <span class="day" part="divider" aria-hidden="true">
            {live(move || context.locale.day(day, today.get()).into_any())}
        </span>
    }
}

/// A line with "New" at its end.
pub fn unread_divider(locale: Locale) -> AnyView {
    view! {
        <span class="unread" part="divider" aria-hidden="true">
            {locale.words().new}
        </span>
    }
}
