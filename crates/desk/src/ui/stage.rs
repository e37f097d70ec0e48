//! The middle of the desk: the conversation on the screen, with the others kept beside it unseen.

use chirrup::ui::controls::icon::{self, Icon};
use chirrup::ui::controls::spinner::Spinner;
use leptos::prelude::*;

use super::conversation::ConversationView;
use super::problem::ProblemBar;
use crate::i18n;
use crate::state::{Conversation, use_desk};

/// What stands on the stage.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scene {
    Nothing,
    Opening,
    Conversation,
}

/// Every conversation stays in the page, so that its draft, place and connection are as they were left.
#[component]
pub fn Stage() -> impl IntoView {
    let desk = use_desk();
    let scene = Memo::new(move |_| match desk.on_screen().get() {
        None => Scene::Nothing,
        Some(shown)
            if desk.conversations().with(|all| all.iter().any(|one| one.contact == shown)) =>
        {
            Scene::Conversation
        }
        Some(_) => Scene::Opening,
    });
    view! {
        <div class="stage">
            <ProblemBar />
            <For
                each=move || desk.conversations().get()
                key=|conversation| conversation.contact.clone()
                children=|conversation: Conversation| view! { <ConversationView conversation /> }
            />
            {move || match scene.get() {
                Scene::Conversation => None,
                Scene::Opening => Some(opening().into_any()),
                Scene::Nothing => Some(nothing().into_any()),
            }}
        </div>
    }
}

fn opening() -> impl IntoView {
    view! {
        <p class="stage__empty" role="status">
            <Spinner />
            {i18n::OPENING}
        </p>
    }
}

fn nothing() -> impl IntoView {
    view! {
        <div class="stage__empty">
            <span class="stage__mark"><Icon path=icon::CHAT /></span>
            <h2 class="stage__heading">{i18n::NOTHING_CHOSEN}</h2>
            <p class="stage__hint">{i18n::CHOOSE_HINT}</p>
        </div>
    }
}
