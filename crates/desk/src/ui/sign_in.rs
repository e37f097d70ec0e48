//! Signing in with name and key.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;

use crate::i18n;
use crate::state::{Door, use_desk};

/// The form, and the reason why it is there when there is one.
#[component]
pub fn SignIn() -> impl IntoView {
    let desk = use_desk();
    let (name, key) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let is_busy = move || desk.door().get() == Door::Opening;
    let problem = move || match desk.door().get() {
        Door::Closed(problem) => problem.map(i18n::sign_in_problem),
        Door::Opening | Door::Open(_) => None,
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let (Some(name), Some(key)) = (name.get_untracked(), key.get_untracked()) {
            desk.sign_in(&name.value(), &key.value());
        }
    };
    Effect::new(move |_| document().set_title(i18n::BRAND));
    name.on_load(|field| {
        // The form is all there is on the page. A field that left it takes no focus.
        _ = field.focus();
    });
    view! {
        <main class="sign-in">
            <form class="sign-in__card" on:submit=on_submit>
                <img class="sign-in__mark" src="icon.svg" alt="" width=48 height=48 />
                <h1 class="sign-in__heading">{i18n::SIGN_IN_HEADING}</h1>
                <p class="sign-in__hint">{i18n::SIGN_IN_HINT}</p>
                <label class="field">
                    <span class="field__label">{i18n::SIGN_IN_NAME}</span>
                    <input node_ref=name class="field__input" name="name" autocomplete="username"
                        autocapitalize="words" spellcheck="false" required />
                </label>
                <label class="field">
                    <span class="field__label">{i18n::SIGN_IN_KEY}</span>
                    <input node_ref=key class="field__input" name="key" type="password"
                        autocomplete="current-password" required />
                </label>
                <p class="sign-in__problem" role="alert">{problem}</p>
                <button class="button button--primary" type="submit" aria-disabled=move || is_busy().then_some("true")>
                    {move || if is_busy() { i18n::SIGNING_IN } else { i18n::SIGN_IN }}
                </button>
            </form>
        </main>
    }
}
