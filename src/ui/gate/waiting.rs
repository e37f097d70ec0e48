//! Screens of the door without a field: coming back, a place that is being made, and a door that stays shut.

use chirrup_core::session::{Admission, TicketRefusal};
use leptos::prelude::*;

use super::Hero;
use crate::i18n::use_locale;
use crate::state::use_chat;
use crate::ui::controls::icon;
use crate::ui::erased::live;
use crate::ui::timeline::Skeleton;

/// Somebody who was in before is on the way back into the room, which core tries until it works. When that takes
/// long, there is a way out. Focus waits here for the message box.
#[component]
pub fn Returning() -> AnyView {
    let chat = use_chat();
    let words = &use_locale().words().gate;
    view! {
        <div
            class="timeline gate__returning"
            role="group"
            tabindex="-1"
            data-focus=""
            aria-label=words.checking
        >
            <Skeleton />
        </div>
        <div class="ended gate__late">
            <p class="ended__reason">{words.checking}</p>
            <button type="button" class="text-button" on:click=move |_| chat.start_over()>
                {words.other_ticket}
            </button>
        </div>
    }
}

/// The ticket is good, and core asks by itself until there is a place.
#[component]
pub fn Waiting() -> AnyView {
    let chat = use_chat();
    let words = &use_locale().words().gate;
    let position = Memo::new(move |_| match chat.admission().get() {
        Some(Admission::Waiting { position }) => position,
        Some(
            Admission::Ticket { .. }
            | Admission::Checking
            | Admission::Nickname { .. }
            | Admission::Admitted { .. },
        )
        | None => None,
    });
    let hero = view! {
        <Hero
            icon=icon::TICKET
            is_busy=true
            has_field=false
            title=words.waiting_title
            text=words.waiting_text
        />
    };
    view! {
        <div class="prechat gate" part="gate">
            {hero}
            <p class="gate__position" role="status">
                {live(move || position.get().map(|before| (words.position)(before).into_any()))}
            </p>
            <button type="button" class="text-button" on:click=move |_| chat.start_over()>
                {words.other_ticket}
            </button>
        </div>
    }
}

/// The event is over, or there is none.
#[component]
pub fn Closed(
    /// Which of the two.
    refusal: TicketRefusal,
) -> AnyView {
    let chat = use_chat();
    let all = use_locale().words();
    let words = &all.gate;
    let is_over = refusal == TicketRefusal::Ended;
    let (icon, title, text) = if is_over {
        (icon::CLOCK, words.over_title, words.over_text)
    } else {
        (icon::ALERT, words.no_event_title, words.no_event_text)
    };
    let (label, on_press) = if is_over {
        (words.other_ticket, Callback::new(move |()| chat.start_over()))
    } else {
        (all.try_again, Callback::new(move |()| chat.sign_in_again()))
    };
    view! {
        <div class="prechat gate" part="gate">
            <Hero icon has_field=false title text />
            <button type="button" class="button" on:click=move |_| on_press.run(())>
                {label}
            </button>
        </div>
    }
}
