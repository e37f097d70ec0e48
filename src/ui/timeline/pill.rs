//! The way back to the end, with the number of messages that came in meanwhile.

use leptos::prelude::*;

use super::follow::Follow;
use crate::i18n::use_locale;
use crate::ui::controls::icon::{self, Icon};
use crate::ui::erased::live;

/// Shown while the reader is away from the end.
#[component]
pub fn JumpPill(
    /// The scroll position.
    follow: Follow,
) -> AnyView {
    let words = use_locale().words();
    let missed = follow.missed();
    live(move || {
        follow.away().get().then(|| {
            view! {
                <button
                    type="button"
                    class=move || if missed.get() == 0 { "pill" } else { "pill is-counting" }
                    part="pill"
                    aria-label=move || (words.pill_label)(missed.get())
                    on:mousedown=|event| event.prevent_default()
                    on:click=move |event| follow.jump(event.detail() == 0)
                >
                    {live(move || {
                        let count = missed.get();
                        (count > 0)
                            .then(|| view! { <span>{(words.pill)(count)}</span> })
                    })}
                    <Icon path=icon::DOWN />
                </button>
            }
        })
    })
}
