//! The bar of somebody who reads further up while the chat goes on: that it is paused, how much waits, and the
//! one way back. Nothing pauses but scrolling: a pointer that rests on the chat means nothing.

use leptos::prelude::*;

use crate::i18n::use_locale;
use crate::state::RoomState;
use crate::ui::controls::icon::{self, Icon};
use crate::ui::erased::live;
use crate::ui::timeline::follow::Follow;

/// Shown while messages wait for a reader.
#[component]
pub fn PauseBar(
    /// Which room.
    room: RoomState,
    /// The scroll position.
    follow: Follow,
) -> AnyView {
    let words = use_locale().words();
    let is_paused = Memo::new(move |_| room.paused.with(Option::is_some));
    let text = move || (words.live.paused)(room.paused.get().unwrap_or(0));
    live(move || {
        is_paused.get().then(|| {
            view! {
                <div class="pause" part="pause">
                    <Icon path=icon::PAUSE />
                    <span class="pause__text">{live(text)}</span>
                    <button
                        type="button"
                        class="pause__resume"
                        on:mousedown=|event| event.prevent_default()
                        on:click=move |event| follow.jump(event.detail() == 0)
                    >
                        {words.live.resume}
                    </button>
                </div>
            }
        })
    })
}
