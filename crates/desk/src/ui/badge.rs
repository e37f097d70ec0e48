//! A number of unread messages.

use leptos::prelude::*;

use crate::i18n;

/// The number, in words for those who do not see it; nothing for none.
#[component]
pub fn Badge(
    /// How many.
    count: Signal<u32>,
) -> impl IntoView {
    move || {
        let count = count.get();
        (count > 0).then(|| {
            view! {
                <span class="badge">
                    <span aria-hidden="true">{i18n::unread_badge(count)}</span>
                    <span class="visually-hidden">{i18n::unread(count)}</span>
                </span>
            }
        })
    }
}
