//! One contact in a list.

use chirrup::ui::avatar::avatar;
use chirrup_core::Millis;
use chirrup_core::room::Role;
use leptos::prelude::*;

use super::badge::Badge;
use crate::i18n;
use crate::model::{Contact, ContactId, Elapsed, Section, Standing};
use crate::state::use_desk;

/// A row: who, since when, what they said last. Pressing it opens or accepts the contact.
#[component]
pub fn ContactRow(
    /// The contact as it was when its row was made.
    contact: Contact,
    /// The contact that the Tab key reaches.
    tab_stop: Memo<Option<ContactId>>,
    /// The row has focus.
    on_focus: Callback<ContactId>,
) -> impl IntoView {
    let desk = use_desk();
    let id = StoredValue::new(contact.id.clone());
    let is_mine = move |other: Option<&ContactId>| id.with_value(|id| other == Some(id));
    let face = avatar(&contact.customer, &contact.customer_id, Role::Customer);
    let contact =
        Memo::new(move |_| desk.contact(&id.get_value()).unwrap_or_else(|| contact.clone()));
    let section = Memo::new(move |_| contact.with(Section::of));
    let is_on_screen = move || desk.on_screen().with(|shown| is_mine(shown.as_ref()));
    let is_accepting = move || desk.accepting().with(|all| id.with_value(|id| all.contains(id)));
    let name = move || contact.with(|contact| i18n::customer(&contact.customer));
    let line = move || contact.with(preview_line);
    let is_waiting = move || section.get() == Section::Waiting;
    let unread = Signal::derive(move || contact.with(|contact| contact.unread));
    let time = move || contact.with(|contact| time_line(contact, desk.now().get()));
    view! {
        <li class="contact" class:is-on-screen=is_on_screen class:is-waiting=move || section.get() == Section::Waiting
            class:is-ended=move || section.get() == Section::Ended>
            <button
                type="button"
                class="contact__button"
                aria-current=move || if is_on_screen() { "true" } else { "false" }
                tabindex=move || if tab_stop.with(|stop| is_mine(stop.as_ref())) { "0" } else { "-1" }
                on:focus=move |_| on_focus.run(id.get_value())
                on:click=move |_| desk.open(&id.get_value())
            >
                {face}
                <span class="contact__name" dir="auto">{name}</span>
                <span class="contact__preview" dir="auto">{line}</span>
                <span class="contact__time">{time}</span>
                <Badge count=unread />
                <Show when=is_waiting>
                    <span class="contact__accept">
                        {move || if is_accepting() { i18n::ACCEPTING } else { i18n::ACCEPT }}
                    </span>
                </Show>
            </button>
        </li>
    }
}

/// Waiting contacts say how long, and who handed them over; open ones when they last moved.
fn time_line(contact: &Contact, now: Millis) -> String {
    let since = |at| Elapsed::between(at, now);
    match &contact.standing {
        Standing::Waiting { transferred_by: None } => i18n::waiting_for(since(contact.since)),
        Standing::Waiting { transferred_by: Some(agent) } => {
            i18n::transferred(agent, since(contact.since))
        }
        Standing::Open => {
            let moved = contact.preview.as_ref().and_then(|preview| preview.at);
            i18n::elapsed(since(moved.unwrap_or(contact.since)))
        }
        Standing::Ended => i18n::elapsed(since(contact.since)),
    }
}

fn preview_line(contact: &Contact) -> String {
    match &contact.preview {
        Some(preview) => i18n::preview(preview.speaker, &preview.text),
        None => i18n::NO_MESSAGE.into(),
    }
}
