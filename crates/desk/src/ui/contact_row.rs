//! One contact in a list.

use chirrup::ui::avatar::avatar;
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
    let face = avatar(&contact.customer, contact.id.as_str(), Role::Customer);
    let contact =
        Memo::new(move |_| desk.contact(&id.get_value()).unwrap_or_else(|| contact.clone()));
    let section = Memo::new(move |_| contact.with(Section::of));
    let is_on_screen = move || desk.on_screen().with(|shown| is_mine(shown.as_ref()));
    let is_accepting = move || desk.accepting().with(|all| id.with_value(|id| all.contains(id)));
    let name = move || contact.with(|contact| i18n::customer(&contact.customer));
    let line = move || contact.with(preview_line);
    let note = move || contact.with(transfer_note);
    let unread = Signal::derive(move || contact.with(|contact| contact.unread));
    let time = move || {
        let elapsed =
            contact.with(|contact| Elapsed::between(shown_time(contact), desk.now().get()));
        match section.get() {
            Section::Waiting => i18n::waiting_for(elapsed),
            Section::Open | Section::Ended => i18n::elapsed(elapsed),
        }
    };
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
                <span class="contact__time">{time}</span>
                <span class="contact__preview" dir="auto">{line}</span>
                <span class="contact__end">
                    <Badge count=unread />
                    <Show when=move || section.get() == Section::Waiting>
                        <span class="contact__accept">
                            {move || if is_accepting() { i18n::ACCEPTING } else { i18n::ACCEPT }}
                        </span>
                    </Show>
                </span>
                <Show when=move || note().is_some()>
                    <span class="contact__note">{note}</span>
                </Show>
            </button>
        </li>
    }
}

/// Waiting and ended contacts show since when they are that; open ones when they last moved.
fn shown_time(contact: &Contact) -> chirrup_core::Millis {
    match contact.standing {
        Standing::Waiting { .. } | Standing::Ended => contact.since,
        Standing::Open => {
            contact.preview.as_ref().and_then(|preview| preview.at).unwrap_or(contact.since)
        }
    }
}

fn preview_line(contact: &Contact) -> String {
    match &contact.preview {
        Some(preview) => i18n::preview(preview.speaker, &preview.text),
        None => i18n::NO_MESSAGE.into(),
    }
}

fn transfer_note(contact: &Contact) -> Option<String> {
    match &contact.standing {
        Standing::Waiting { transferred_by } => transferred_by.as_deref().map(i18n::transferred_by),
        Standing::Open | Standing::Ended => None,
    }
}
