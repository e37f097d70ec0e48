//! The desk of a signed-in agent: lists, stage, details.

use leptos::prelude::*;

use super::announcer::Announcer;
use super::contacts::Contacts;
use super::details::Details;
use super::keys::Keys;
use super::masthead::Masthead;
use super::stage::Stage;
use crate::i18n;
use crate::model::Section;
use crate::state::use_desk;

/// Three panes. On a narrow page one of them at a time: the lists, or what is on the stage.
#[component]
pub fn Shell() -> impl IntoView {
    let desk = use_desk();
    let waiting = Memo::new(move |_| {
        desk.contacts().with(|contacts| {
            contacts.iter().filter(|one| Section::of(one) == Section::Waiting).count()
        })
    });
    Effect::new(move |_| document().set_title(&i18n::page_title(waiting.get())));
    view! {
        <main class="desk" class:is-on-stage=move || desk.on_screen().get().is_some()>
            // On a narrow page the lists, with the name of the product, may be out of sight.
            <h1 class="visually-hidden">{i18n::BRAND}</h1>
            <div class="desk__side">
                <Masthead />
                <Contacts />
                <Keys />
            </div>
            <Stage />
            <Details />
            <Announcer />
        </main>
    }
}
