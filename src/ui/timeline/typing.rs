//! Who is typing: one line of fixed height under the last row. It is no row, and nothing counts it.

use leptos::prelude::*;

use crate::i18n::use_locale;
use crate::state::RoomState;
use crate::ui::erased::live;

/// The typing line.
#[component]
pub fn Typing(
    /// Which room.
    room: RoomState,
) -> AnyView {
    let words = use_locale().words();
    // Not written into the view: see `Spinner`.
    let dot = "typing__dot";
    let names = move || {
        room.typing.with(|people| {
            people.iter().map(|person| name_of(&person.name, words.somebody)).collect::<Vec<_>>()
        })
    };
    live(move || {
        let names = names();
        // Among thousands somebody always is.
        let is_crowd = room.capabilities.with(|can| can.crowd);
        (!names.is_empty() && !is_crowd).then(|| {
            view! {
                <div class="typing">
                    <span class="typing__dots" aria-hidden="true">
                        <span class=dot></span>
                        <span class=dot></span>
                        <span class=dot></span>
                    </span>
                    <span class="typing__text">{(words.typing)(&names)}</span>
                </div>
            }
        })
    })
}

fn name_of(name: &str, otherwise: &str) -> String {
    if name.is_empty() { otherwise } else { name }.to_owned()
}
