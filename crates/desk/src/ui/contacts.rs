//! The lists of contacts: one tab stop, walked with the arrow keys.

use leptos::ev::KeyboardEvent;
use leptos::html::Nav;
use leptos::prelude::*;
use web_sys::HtmlElement;
use web_sys::wasm_bindgen::JsCast;

use super::contact_row::ContactRow;
use crate::i18n;
use crate::model::{Contact, ContactId, Section, Step, rows, step};
use crate::state::use_desk;

/// All lists.
#[component]
pub fn Contacts() -> impl IntoView {
    let desk = use_desk();
    let root = NodeRef::<Nav>::new();
    let focused = RwSignal::new(None::<ContactId>);
    let order = Memo::new(move |_| desk.contacts().with(|contacts| rows(contacts)));
    let tab_stop = Memo::new(move |_| {
        let listed = |id: &ContactId| order.with(|order| order.contains(id));
        let kept = focused.get().filter(listed);
        let shown = || desk.on_screen().get().filter(listed);
        kept.or_else(shown).or_else(|| order.with(|order| order.first().cloned()))
    });
    let focus_row = move |number: usize| {
        let Some(root) = root.try_get_untracked().flatten() else { return };
        let row = row_element(&root, number).unwrap_or(root);
        if row.offset_parent().is_none() {
            // Behind the stage of a narrow page: the lists come to the front and ask again.
            desk.close_screen();
        }
        // A row that is gone by this moment takes no focus, and none is lost.
        _ = row.focus();
    };
    let on_keydown = move |event: KeyboardEvent| {
        let how = match event.key().as_str() {
            "ArrowUp" => Step::Up,
            "ArrowDown" => Step::Down,
            "Home" => Step::First,
            "End" => Step::Last,
            _ => return,
        };
        event.prevent_default();
        let to = order.with_untracked(|order| step(order, tab_stop.get_untracked().as_ref(), how));
        if let Some(number) = to {
            focus_row(number);
        }
    };
    Effect::new(move |before: Option<u64>| {
        let asked = desk.to_lists().get();
        if before.unwrap_or_default() != asked {
            // The lists may be hidden until this frame is over.
            request_animation_frame(move || {
                let wanted = desk.on_screen().get_untracked().or_else(|| tab_stop.get_untracked());
                let number = order.with_untracked(|order| {
                    order.iter().position(|id| Some(id) == wanted.as_ref())
                });
                focus_row(number.unwrap_or_default());
            });
        }
        asked
    });
    let section = move |section: Section| {
        view! { <ContactList section tab_stop on_focus=move |id| focused.set(Some(id)) /> }
    };
    view! {
        <nav class="contacts" aria-label=i18n::CONTACTS tabindex="-1" node_ref=root on:keydown=on_keydown>
            {section(Section::Waiting)}
            {section(Section::Open)}
            {section(Section::Ended)}
        </nav>
    }
}

/// One list with its heading. Without entries it says so; ended contacts are not missed.
#[component]
fn ContactList(
    /// Which list.
    section: Section,
    /// The contact that the Tab key reaches.
    tab_stop: Memo<Option<ContactId>>,
    /// A row has focus.
    #[prop(into)]
    on_focus: Callback<ContactId>,
) -> impl IntoView {
    let desk = use_desk();
    let contacts = Memo::new(move |_| {
        desk.contacts().with(|contacts| {
            contacts.iter().filter(|one| Section::of(one) == section).cloned().collect::<Vec<_>>()
        })
    });
    let count = Memo::new(move |_| contacts.with(Vec::len));
    let (heading, nobody) = match section {
        Section::Waiting => (i18n::WAITING, Some(i18n::NOBODY_WAITS)),
        Section::Open => (i18n::OPEN, Some(i18n::NOTHING_OPEN)),
        Section::Ended => (i18n::ENDED, None),
    };
    let is_shown = move || count.get() > 0 || nobody.is_some();
    view! {
        <Show when=is_shown>
            <section class="contacts__section">
                <h2 class="contacts__heading">
                    {heading}
                    <span class="contacts__count">{move || count.get()}</span>
                </h2>
                <Show
                    when=move || { count.get() > 0 }
                    fallback=move || view! { <p class="contacts__nobody">{nobody}</p> }
                >
                    <ol class="contacts__list" role="list">
                        <For
                            each=move || contacts.get()
                            key=|contact| contact.id.clone()
                            children=move |contact: Contact| {
                                view! { <ContactRow contact tab_stop on_focus /> }
                            }
                        />
                    </ol>
                </Show>
            </section>
        </Show>
    }
}

fn row_element(root: &HtmlElement, number: usize) -> Option<HtmlElement> {
    let rows = root.query_selector_all("button").ok()?;
    rows.item(u32::try_from(number).ok()?)?.dyn_into().ok()
}
