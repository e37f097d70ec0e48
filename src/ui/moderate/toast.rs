//! The offer to undo what this person did last, for as long as it stands.

use leptos::prelude::*;

use super::Moderating;
use crate::i18n::use_locale;
use crate::ui::erased::live;

/// Shown while there is an offer. Its sentence is said once; the seconds are not.
#[component]
pub fn UndoToast(moderating: Moderating) -> AnyView {
    let locale = use_locale();
    let words = locale.words();
    let (chat, undo) = (moderating.chat, moderating.room.undo);
    let ruling = Memo::new(move |_| undo.get().map(|offer| offer.ruling));
    let toast = live(move || {
        ruling.get().map(|ruling| {
            let said = [words.you, " ", &moderating.deed_text(&ruling, locale)].concat();
            let seconds =
                move || undo.get().map(|offer| (words.moderate.undo_seconds)(offer.seconds));
            view! {
                <div class="toast">
                    <span class="toast__text"><bdi>{said}</bdi></span>
                    <button
                        type="button"
                        class="toast__undo"
                        on:mousedown=|event| event.prevent_default()
                        on:click=move |_| chat.undo()
                    >
                        {words.moderate.undo}
                        " "
                        <span class="toast__seconds" aria-hidden="true">{live(seconds)}</span>
                    </button>
                </div>
            }
        })
    });
    view! { <div class="toasts" role="status">{toast}</div> }
}
