//! The offer to undo what this person did last, for as long as it stands.

use chirrup_core::moderation::Ruling;
use chirrup_wire::conventions::Deed;
use leptos::prelude::*;

use super::{Front, Moderating};
use crate::ui::erased::live;

/// Shown while there is an offer. Its sentence is said once; the seconds are not.
#[component]
pub fn UndoToast(moderating: Moderating) -> AnyView {
    let (words, about) = (moderating.locale.words(), moderating.words);
    let (chat, room) = (moderating.chat, moderating.room);
    let ruling = Memo::new(move |_| chat.undoable(room));
    let toast = live(move || {
        ruling.get().map(|ruling| {
            let said = [words.you, " ", &moderating.deed_text(&ruling)].concat();
            let seconds = move || (about.undo_seconds)(room.undo_seconds.get());
            let why = takes_reason(&ruling).then(|| {
                let deed = ruling.deed.clone();
                view! {
                    <button
                        type="button"
                        class="toast__why"
                        on:click=move |_| moderating.open(Front::Why(deed.clone()))
                    >
                        {about.say_why}
                    </button>
                }
            });
            view! {
                <div class="toast">
                    <span class="toast__text"><bdi>{said}</bdi></span>
                    {why}
                    <button
                        type="button"
                        class="toast__undo"
                        on:mousedown=|event| event.prevent_default()
                        on:click=move |_| chat.undo()
                    >
                        {about.undo}
                        " "
                        <span class="toast__seconds" aria-hidden="true">{live(seconds)}</span>
                    </button>
                </div>
            }
        })
    });
    view! { <div class="toasts" role="status">{toast}</div> }
}

/// What is done at a press has had no time for a reason.
fn takes_reason(ruling: &Ruling) -> bool {
    let is_quick = matches!(ruling.deed, Deed::Hide { .. } | Deed::Timeout { .. });
    is_quick && ruling.reason.is_none()
}
