//! Components. They read [`Desk`] and call its commands; they write no signal of it.

pub mod announcer;
pub mod badge;
pub mod chat_frame;
pub mod contact_row;
pub mod contacts;
pub mod conversation;
pub mod details;
pub mod end_dialog;
pub mod failure;
pub mod keys;
pub mod masthead;
pub mod problem;
pub mod shell;
pub mod sign_in;
pub mod stage;
pub mod transfer;

use leptos::prelude::*;

use crate::state::{Desk, Door};
use shell::Shell;
use sign_in::SignIn;

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let desk = Desk::of_page();
    provide_context(desk);
    let is_open = Memo::new(move |_| matches!(desk.door().get(), Door::Open(_)));
    view! {
        <Show when=move || is_open.get() fallback=|| view! { <SignIn /> }>
            <Shell />
        </Show>
    }
}
