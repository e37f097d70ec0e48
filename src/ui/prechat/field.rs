//! One field of the pre-chat form: label, mark, input, and what is wrong with it.

use leptos::prelude::*;

use super::answer::Answer;
use super::problem_text;
use crate::i18n::use_locale;
use crate::state::settings::{FieldKind, Need};
use crate::ui::erased::live;

/// Longer answers are cut by the browser while typing, never silently afterwards.
const ANSWER_CHARS_MAX: &str = "256";
const LONG_ANSWER_CHARS_MAX: &str = "1024";

/// A field.
#[component]
pub fn Field(
    /// Its place in the form: makes its ids.
    index: usize,
    /// The field and its text.
    answer: Answer,
    /// Whether the chat is being started, so nothing may change.
    is_busy: Memo<bool>,
) -> AnyView {
    let words = use_locale().words();
    let Answer { field, typed, problem } = answer;
    let id = ["field-", &index.to_string()].concat();
    let problem_id = [&id, "-problem"].concat();
    let mark = match field.need {
        Need::Required => {
            // Not written into the view: see `Spinner`.
            let star = "*";
            view! { <span class="field__required" aria-hidden="true">{star}</span> }
        }
        Need::Optional => view! { <span class="field__optional">{words.optional}</span> },
    };
    let described = {
        let problem_id = problem_id.clone();
        move || problem.get().is_some().then(|| problem_id.clone())
    };
    let required = (field.need == Need::Required).then_some("true");
    // What is being corrected is no longer wrong; the next submit tells.
    let on_input = move |text: String| {
        typed.set(text);
        problem.set(None);
    };
    let (kind, autocomplete, input_mode) = match field.kind {
        FieldKind::Email => ("email", "email", "email"),
        FieldKind::Tel => ("tel", "tel", "tel"),
        FieldKind::Text | FieldKind::Multiline if index == 0 => ("text", "name", "text"),
        FieldKind::Text | FieldKind::Multiline => ("text", "on", "text"),
    };
    let focus = (index == 0).then_some("");
    let input = if field.kind == FieldKind::Multiline {
        view! {
            <textarea
                class="field__input field__input--long"
                part="input"
                id=id.clone()
                rows="3"
                maxlength=LONG_ANSWER_CHARS_MAX
                aria-required=required
                aria-invalid=move || problem.get().is_some().then_some("true")
                aria-describedby=described
                readonly=move || is_busy.get().then_some("")
                prop:value=typed.get_untracked()
                on:input=move |event| on_input(event_target_value(&event))
            ></textarea>
        }
    } else {
        view! {
            <input
                class="field__input"
                part="input"
                id=id.clone()
                type=kind
                autocomplete=autocomplete
                inputmode=input_mode
                maxlength=ANSWER_CHARS_MAX
                data-focus=focus
                aria-required=required
                aria-invalid=move || problem.get().is_some().then_some("true")
                aria-describedby=described
                readonly=move || is_busy.get().then_some("")
                prop:value=typed.get_untracked()
                on:input=move |event| on_input(event_target_value(&event))
            />
        }
    };
    let label = field.label.clone();
    view! {
        <div class="field">
            <label class="field__label" for=id>
                {field.label}
                " "
                {mark}
            </label>
            {input}
            {live(move || {
                problem
                    .get()
                    .map(|problem| {
                        let text = problem_text(problem, &label, words);
                        view! { <p class="field__problem" id=problem_id.clone()>{text}</p> }
                    })
            })}
        </div>
    }
}
