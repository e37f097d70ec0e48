//! Handing a contact to another agent.

use chirrup::ui::avatar::avatar;
use chirrup_core::room::Role;
use chirrup_wire::desk::Agent;
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html::{Button, Div};
use leptos::prelude::*;
use web_sys::wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

use crate::i18n;
use crate::model::ContactId;
use crate::state::{Door, use_desk};

/// A button that unfolds the agents who are online.
#[component]
pub fn Transfer(
    /// Which contact.
    contact: ContactId,
) -> impl IntoView {
    let desk = use_desk();
    let contact = StoredValue::new(contact);
    let is_unfolded = RwSignal::new(false);
    let (root, button) = (NodeRef::<Div>::new(), NodeRef::<Button>::new());
    let is_busy = move || {
        desk.transferring().with(|one| contact.with_value(|contact| one.as_ref() == Some(contact)))
    };
    let others = move || {
        let own = match desk.door().get() {
            Door::Open(agent) => Some(agent.id),
            Door::Closed(_) | Door::Opening => None,
        };
        let mut agents = desk.agents().get();
        agents.retain(|agent| agent.online && Some(&agent.id) != own.as_ref());
        agents
    };
    let on_focusout = move |event: FocusEvent| {
        let next = event.related_target().and_then(|next| next.dyn_into::<Node>().ok());
        let is_inside =
            root.try_get_untracked().flatten().is_some_and(|root| root.contains(next.as_ref()));
        // Without a next element the press was on something that takes no focus, or the window changed, or
        // all of this has left the page, and then there is nothing to fold.
        if !is_inside {
            is_unfolded.try_set(false);
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" && is_unfolded.get_untracked() {
            event.stop_propagation();
            is_unfolded.set(false);
            focus(button.get_untracked().map(Into::into));
        }
    };
    let pick = move |agent: &str| {
        is_unfolded.set(false);
        focus(button.get_untracked().map(Into::into));
        desk.transfer(&contact.get_value(), agent);
    };
    view! {
        <div class="transfer" node_ref=root on:focusout=on_focusout on:keydown=on_keydown>
            <button
                type="button"
                class="button"
                node_ref=button
                aria-disabled=move || is_busy().then_some("true")
                aria-expanded=move || if is_unfolded.get() { "true" } else { "false" }
                // A press must not move focus: the list would fold and unfold again.
                on:mousedown=move |event| if is_unfolded.get_untracked() { event.prevent_default() }
                on:click=move |_| is_unfolded.update(|unfolded| *unfolded = !*unfolded && !is_busy())
            >
                {i18n::TRANSFER}
            </button>
            <Show when=move || is_unfolded.get()>
                <div class="transfer__list" tabindex="-1">
                    <h3 class="transfer__heading">{i18n::TRANSFER_TO}</h3>
                    <Show
                        when=move || !others().is_empty()
                        fallback=|| view! { <p class="transfer__nobody">{i18n::NOBODY_ONLINE}</p> }
                    >
                        <ul class="transfer__agents" role="list">
                            <For
                                each=others
                                key=|agent| agent.id.clone()
                                children=move |agent| view! { <AgentEntry agent on_pick=pick /> }
                            />
                        </ul>
                    </Show>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn AgentEntry(
    /// Who.
    agent: Agent,
    /// The contact shall go there.
    on_pick: impl Fn(&str) + 'static,
) -> impl IntoView {
    let face = avatar(&agent.name, &agent.id, Role::Agent);
    view! {
        <li>
            <button type="button" class="transfer__agent" on:click=move |_| on_pick(&agent.id)>
                {face}
                {agent.name.clone()}
            </button>
        </li>
    }
}

fn focus(element: Option<HtmlElement>) {
    if let Some(element) = element {
        // An element that left the page in the meantime takes no focus.
        _ = element.focus();
    }
}
