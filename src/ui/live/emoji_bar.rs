//! The emoji bar: one press throws one, and focus stays where it is.

use leptos::prelude::*;

use crate::i18n::use_locale;
use crate::state::use_chat;

/// What can be thrown, in the order of their names.
const EMOJI: [&str; 6] = ["❤️", "🔥", "👏", "😂", "😮", "🎉"];

/// The emoji that can be thrown.
#[component]
pub fn EmojiBar() -> AnyView {
    let chat = use_chat();
    let words = use_locale().words();
    let button = |(emoji, name): (&'static str, &'static str)| {
        view! {
            <button
                type="button"
                class="emoji-bar__button"
                aria-label=name
                title=name
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| chat.throw(emoji)
            >
                {emoji}
            </button>
        }
    };
    let buttons: Vec<AnyView> = EMOJI.into_iter().zip(words.live.emoji).map(button).collect();
    view! {
        <div class="emoji-bar" part="emoji-bar" role="group" aria-label=words.live.throw>
            {buttons}
        </div>
    }
}
