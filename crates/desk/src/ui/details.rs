//! What is known of the contact on the screen.

use chirrup::ui::avatar::avatar;
use chirrup_core::room::{Participant, Presence, Role};
use leptos::prelude::*;

use super::conversation::status_line;
use crate::i18n;
use crate::model::{Attribute, Contact, Standing};
use crate::state::use_desk;

/// The third pane. A page without room for it leaves it out: all of it is in the other two.
#[component]
pub fn Details() -> impl IntoView {
    let desk = use_desk();
    let contact = Memo::new(move |_| desk.on_screen().get().and_then(|id| desk.contact(&id)));
    let conversation = move || {
        let shown = desk.on_screen().get()?;
        desk.conversations().with(|all| all.iter().find(|one| one.contact == shown).cloned())
    };
    let attributes = Memo::new(move |_| conversation().map(|shown| shown.attributes));
    let people =
        Memo::new(move |_| conversation()?.chat.room().get().map(|room| room.participants.get()));
    view! {
        <Show when=move || contact.with(Option::is_some)>
            // Nothing in it takes focus, and it may be longer than the page: keys must be able to scroll it.
            <section class="details" aria-label=i18n::DETAILS tabindex="0">
                {move || contact.get().map(|contact| who(&contact, desk.now().get()))}
                {move || attributes.get().filter(|all| !all.is_empty()).map(|all| started_with(&all))}
                {move || people.get().map(|people| list(&people))}
            </section>
        </Show>
    }
}

fn who(contact: &Contact, now: chirrup_core::Millis) -> impl IntoView + use<> {
    let handed_over_by = match &contact.standing {
        Standing::Waiting { transferred_by } => transferred_by.clone(),
        Standing::Open | Standing::Ended => None,
    };
    view! {
        <div class="details__who">
            {avatar(&contact.customer, &contact.customer_id, Role::Customer)}
            <p class="details__name" dir="auto">{i18n::customer(&contact.customer)}</p>
        </div>
        <dl class="details__facts">
            <dt class="details__label">{i18n::STATUS}</dt>
            <dd class="details__value">{status_line(contact, now)}</dd>
            {handed_over_by.map(|agent| {
                view! {
                    <dt class="details__label">{i18n::HANDED_OVER_BY}</dt>
                    <dd class="details__value">{agent.to_string()}</dd>
                }
            })}
            <dt class="details__label">{i18n::CONTACT_ID}</dt>
            <dd class="details__value details__value--id">{contact.id.to_string()}</dd>
        </dl>
    }
}

/// Strangers may have written all of this, so each text stands for itself in its own direction.
fn started_with(attributes: &[Attribute]) -> impl IntoView + use<> {
    let rows = attributes.iter().map(|attribute| {
        view! {
            <dt class="details__label" dir="auto">{attribute.label.clone()}</dt>
            <dd class="details__value details__value--given" dir="auto">{attribute.value.clone()}</dd>
        }
    });
    view! {
        <h2 class="details__heading">{i18n::STARTED_WITH}</h2>
        <dl class="details__facts">{rows.collect_view()}</dl>
    }
}

fn list(people: &[Participant]) -> impl IntoView + use<> {
    let rows = people.iter().map(|person| {
        let role = match person.role {
            // Events have no desk; a customer is what their people are to an agent.
            Role::Customer | Role::Fan | Role::Artist | Role::Moderator => i18n::ROLE_CUSTOMER,
            Role::Agent => i18n::ROLE_AGENT,
            Role::Bot => i18n::ROLE_BOT,
        };
        let presence = match person.presence {
            Presence::Active => None,
            Presence::Idle => Some(i18n::AWAY),
        };
        view! {
            <li class="details__person">
                {avatar(&person.name, person.id.as_str(), person.role)}
                <span class="details__person-name" dir="auto">{person.name.to_string()}</span>
                <span class="details__role">{role}{presence.map(|away| format!(", {away}"))}</span>
            </li>
        }
    });
    view! {
        <h2 class="details__heading">{i18n::PEOPLE}</h2>
        <ul class="details__people" role="list">{rows.collect_view()}</ul>
    }
}
