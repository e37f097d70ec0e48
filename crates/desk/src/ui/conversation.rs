//! One conversation: the toolbar of the contact above the widget's chat.

use chirrup::ui::controls::button::IconButton;
use leptos::html::Button;
use leptos::prelude::*;

use super::chat_frame::ChatFrame;
use super::end_dialog::EndDialog;
use super::transfer::Transfer;
use crate::i18n;
use crate::model::{Contact, ContactId, Elapsed, Standing};
use crate::state::{Conversation, use_desk};

/// An arrow back to the lists.
const BACK: &str = "M15 5l-7 7 7 7";

/// A conversation. Unless it is on the screen it cannot be seen, reached or heard, but keeps its layout and
/// with it its place.
#[component]
pub fn ConversationView(
    /// Which.
    conversation: Conversation,
) -> impl IntoView {
    let desk = use_desk();
    let id = StoredValue::new(conversation.contact.clone());
    let contact = Memo::new(move |_| desk.contact(&id.get_value()));
    let name = Memo::new(move |_| {
        contact.with(|contact| {
            i18n::customer(contact.as_ref().map_or("", |contact| &contact.customer))
        })
    });
    let is_ended = Memo::new(move |_| {
        contact.with(|contact| contact.as_ref().is_none_or(|one| one.standing == Standing::Ended))
    });
    let status =
        move || contact.with(|one| one.as_ref().map(|one| status_line(one, desk.now().get())));
    let is_on_screen =
        move || desk.on_screen().with(|shown| id.with_value(|id| shown.as_ref() == Some(id)));
    view! {
        <div
            class="conversation"
            class:is-away=move || !is_on_screen()
            inert=move || !is_on_screen()
        >
            <header class="conversation__bar">
                <span class="conversation__back">
                    <IconButton icon=BACK label=i18n::BACK on_press=Callback::new(move |()| desk.close_screen()) />
                </span>
                <div class="conversation__who">
                    <h2 class="conversation__name" dir="auto">{name}</h2>
                    <p class="conversation__status">{status}</p>
                </div>
                <Show
                    when=move || !is_ended.get()
                    fallback=move || view! { <PutAway contact=id.get_value() /> }
                >
                    <Transfer contact=id.get_value() />
                    <EndDialog contact=id.get_value() customer=name />
                </Show>
            </header>
            <ChatFrame conversation />
        </div>
    }
}

/// Takes an ended contact out of the list. Focus that was on a button of the open contact comes here.
#[component]
pub fn PutAway(
    /// Which contact.
    contact: ContactId,
) -> impl IntoView {
    let desk = use_desk();
    let button = NodeRef::<Button>::new();
    button.on_load(move |button| {
        let focused = document().active_element();
        if focused.is_none_or(|focused| focused.tag_name() == "BODY") {
            // A conversation that is not on the screen is inert and takes no focus.
            _ = button.focus();
        }
    });
    view! {
        <button type="button" class="button" node_ref=button on:click=move |_| desk.put_away(&contact)>
            {i18n::PUT_AWAY}
        </button>
    }
}

/// Where the contact stands, and since when.
pub(super) fn status_line(contact: &Contact, now: chirrup_core::Millis) -> String {
    let elapsed = Elapsed::between(contact.since, now);
    match contact.standing {
        Standing::Waiting { .. } => i18n::waiting_for(elapsed),
        Standing::Open => i18n::open_for(elapsed),
        Standing::Ended => i18n::ended_ago(elapsed),
    }
}
