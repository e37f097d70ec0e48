//! The thin strip under the header: the connection, errors that belong to no message and no form, and tools that
//! are missing.

use chirrup_core::session::SessionError;
use leptos::prelude::*;

use super::erased::{live, nothing};
use crate::i18n::{Strings, use_locale};
use crate::state::{Connection, use_chat};

/// Shown only when there is something to say.
#[component]
pub fn ConnectionStrip() -> AnyView {
    let chat = use_chat();
    let words = use_locale().words();
    let connection = live(move || {
        let (class, text) = match chat.connection().get() {
            Connection::Fine => return nothing(),
            Connection::Reconnecting => ("strip is-waiting", words.reconnecting),
            Connection::Offline => ("strip is-waiting", words.offline),
            Connection::Restored => ("strip is-good", words.back_online),
        };
        view! { <p class=class part="strip">{text}</p> }
    });
    let problem = live(move || {
        let text = chat.problem().get().and_then(|problem| problem_text(&problem, words));
        text.map(|text| {
            view! { <p class="strip is-bad" part="strip" role="alert">{text}</p> }
        })
    });
    // Everybody's part of the chat works without them.
    let tools = live(move || {
        let fetch = move |_| chat.fetch_tools();
        chat.lacks_tools().get().then(|| {
            view! {
                <p class="strip is-waiting" part="strip" role="alert">
                    {words.live.tools_failed}
                    <button type="button" class="text-button" on:click=fetch>{words.try_again}</button>
                </p>
            }
        })
    });
    view! {
        {connection}
        {problem}
        {tools}
    }
}

/// The form shows its own failure, with its answers.
fn problem_text(problem: &SessionError, words: &Strings) -> Option<&'static str> {
    match problem {
        SessionError::StartFailed { .. } => None,
        SessionError::CommandFailed { .. } => Some(words.live.command_failed),
        SessionError::ConnectionRefused { .. } => Some(words.refused),
        SessionError::EndFailed => Some(words.end_failed),
    }
}
