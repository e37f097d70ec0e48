//! The offer to undo what this person did last, for as long as it stands.
//!
//! Invariant: when what has focus in it goes, the messages have focus next.

use chirrup_core::moderation::Ruling;
use chirrup_wire::conventions::Deed;
use leptos::{html, prelude::*};

use super::{Front, Moderating};
use crate::ui::dom::{find, focus_quietly};
use crate::ui::erased::live;

/// Shown while there is an offer. Its sentence is said once; the seconds are not.
#[component]
pub fn UndoToast(moderating: Moderating) -> AnyView {
    let (words, about) = (moderating.locale.words(), moderating.words);
    let (chat, room) = (moderating.chat, moderating.room);
    let ruling = Memo::new(move |_| chat.undoable(room));
    let place = NodeRef::<html::Div>::new();
    let toast = live(move || {
        let ruling = ruling.get();
        let going = match &ruling {
            None => Some(".toast :focus"),
            Some(ruling) => (!takes_reason(ruling)).then_some(".toast__why:focus"),
        };
        let focused = going.and_then(|going| find(&*place.get_untracked()?, going));
        if let Some(list) = moderating.list.get_untracked().filter(|_| focused.is_some()) {
            focus_quietly(&list);
        }
        ruling.map(|ruling| {
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
    view! { <div class="toasts" role="status" node_ref=place>{toast}</div> }
}

/// What is done at a press has had no time for a reason.
fn takes_reason(ruling: &Ruling) -> bool {
    let is_quick = matches!(ruling.deed, Deed::Hide { .. } | Deed::Timeout { .. });
    is_quick && ruling.reason.is_none()
}
