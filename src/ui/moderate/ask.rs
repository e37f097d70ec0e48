//! The question before something that concerns all that a person wrote, and the reason of what was done at once.

use chirrup_wire::conventions::Deed;
use leptos::{ev, html, prelude::*};

use super::dialog::Dialog;
use super::{Moderating, Target};
use crate::i18n::use_locale;

/// Longest reason, in UTF-16 units.
pub(super) const REASON_MAX: &str = "200";

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether to hide everything of a person.
    HideUser,
    /// Whether to ban a person.
    Ban,
}

/// The question. Focus begins at the reason, so that Enter in it answers.
#[component]
pub fn Ask(
    moderating: Moderating,
    /// What is asked.
    question: Question,
    /// Of whom.
    target: Target,
) -> AnyView {
    let words = use_locale().words();
    let about = moderating.words;
    let Target { person, name, .. } = target;
    let user = person.as_str().to_owned();
    let (title, explanation, label, deed) = match question {
        Question::HideUser => (
            (about.hide_user_question)(&name),
            about.hide_user_explanation,
            about.hide_user,
            Deed::HideUser { user },
        ),
        Question::Ban => {
            ((about.ban_question)(&name), about.ban_explanation, about.ban, Deed::Ban { user })
        }
    };
    let reason = RwSignal::new(String::new());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        moderating.chat.moderate(deed.clone(), &reason.get_untracked());
        moderating.close();
    };
    // Without the dots that stand for the question.
    let label = label.trim_end_matches('…');
    let body = view! {
        <form class="dialog__body" on:submit=submit novalidate=true>
            <p class="dialog__text">{explanation}</p>
            {reason_field(reason, about.reason, words.optional)}
            <div class="question__actions">
                <button type="button" class="button" on:click=move |_| moderating.close()>
                    {words.cancel}
                </button>
                <button type="submit" class="button button--danger">{label}</button>
            </div>
        </form>
    };
    view! { <Dialog moderating title role="alertdialog" body /> }
}

/// Room for the reason of what is done already: it is said once more, with the reason.
#[component]
pub fn Why(
    moderating: Moderating,
    /// What was done.
    deed: Deed,
) -> AnyView {
    let words = use_locale().words();
    let about = moderating.words;
    let reason = RwSignal::new(String::new());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let reason = reason.get_untracked();
        if !reason.trim().is_empty() {
            moderating.chat.moderate(deed.clone(), &reason);
        }
        moderating.close();
    };
    let label = about.say_why.trim_end_matches('…');
    let body = view! {
        <form class="dialog__body" on:submit=submit novalidate=true>
            {reason_field(reason, about.reason, words.optional)}
            <div class="question__actions">
                <button type="submit" class="button button--primary">{label}</button>
            </div>
        </form>
    };
    view! { <Dialog moderating title=label.to_owned() body /> }
}

/// A field for a reason, in the person's own words.
fn reason_field(reason: RwSignal<String>, label: &'static str, optional: &'static str) -> AnyView {
    let input = html::input()
        .attr("type", "text")
        .class("dialog__input")
        .maxlength(REASON_MAX)
        .attr("data-first", "")
        .attr("autocomplete", "off")
        .on(ev::input, move |event| reason.set(event_target_value(&event)));
    view! {
        <label class="dialog__field">
            <span>{label}" "<span class="dialog__hint">"("{optional}")"</span></span>
            {input}
        </label>
    }
}
