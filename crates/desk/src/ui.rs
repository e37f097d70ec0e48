//! Components. They read [`Desk`] and call its commands; they write no signal of it.

mod announcer;
mod badge;
mod chat_frame;
mod contact_row;
mod contacts;
mod conversation;
mod details;
mod end_dialog;
mod keys;
mod masthead;
mod problem;
mod shell;
mod sign_in;
mod stage;
mod transfer;

use chirrup::i18n::Locale;
use leptos::prelude::*;

use crate::i18n;
use crate::state::{Desk, Door};
use shell::Shell;
use sign_in::SignIn;

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let desk = Desk::of_page();
    provide_context(desk);
    provide_context(Locale::new(i18n::LOCALE));
    let is_open = Memo::new(move |_| matches!(desk.door().get(), Door::Open(_)));
    view! {
        <Show when=move || is_open.get() fallback=|| view! { <SignIn /> }>
            <Shell />
        </Show>
    }
}
