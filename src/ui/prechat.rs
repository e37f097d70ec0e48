//! The form before a conversation. It keeps its answers while the chat is being started and after a failure.

pub mod answer;
pub mod field;

use chirrup_core::Phase;
use chirrup_core::session::{SessionError, StartDetails};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use self::answer::{Answer, Problem};
use self::field::Field;
use super::controls::icon::{self, Icon};
use super::controls::spinner::Spinner;
use super::dom::{Timer, TimerSlot, find, focus_quietly};
use super::erased::{live, nothing};
use crate::i18n::{Strings, use_locale};
use crate::state::settings::{FieldKind, Need};
use crate::state::{Chat, PrechatField, use_chat};

/// The answer to this field is sent as the first message.
const FIRST_MESSAGE: &str = "message";

/// The pre-chat form.
#[component]
pub fn Prechat() -> AnyView {
    let chat = use_chat();
    let words = use_locale().words();
    let settings = chat.settings();
    let answers = StoredValue::new(answers(chat, words));
    let refused = RwSignal::new(0_u32);
    let is_starting = Memo::new(move |_| matches!(chat.phase().get(), Phase::Starting));
    let later: TimerSlot = StoredValue::new(None);

    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if is_starting.get_untracked() {
            return;
        }
        let mut wrong = 0;
        for answer in answers.get_value() {
            wrong += u32::from(!answer.check());
        }
        refused.set(wrong);
        if wrong == 0 {
            chat.start(answers.with_value(|answers| details(answers)));
        } else {
            let form = event.target().and_then(|form| form.dyn_into::<Element>().ok());
            let focus_first = move || {
                let first = form.as_ref().and_then(|form| find(form, "[aria-invalid=true]"));
                if let Some(first) = first {
                    focus_quietly(&first);
                }
            };
            // The marks are in the page only after this turn.
            later.set_value(Some(Timer::after(0, focus_first)));
        }
    };
    let greeting = match settings.greeting.as_str() {
        "" => words.greeting.to_owned(),
        greeting => greeting.to_owned(),
    };

    view! {
        <div class="prechat" part="prechat">
            <div class="prechat__hero">
                <span class="emblem" aria-hidden="true"><Icon path=icon::CHAT /></span>
                <p class="prechat__greeting">{greeting}</p>
            </div>
            <form class="prechat__form" novalidate=true on:submit=on_submit>
                {live(move || summary(refused.get(), words))}
                {live(move || start_problem(chat, words))}
                {answers
                    .get_value()
                    .into_iter()
                    .enumerate()
                    .map(|(index, answer)| view! { <Field index answer is_busy=is_starting /> })
                    .collect_view()}
                <button
                    type="submit"
                    class="button button--primary button--wide"
                    part="start"
                    aria-disabled=move || is_starting.get().then_some("true")
                >
                    {live(move || {
                        is_starting.get().then(|| view! { <Spinner /> })
                    })}
                    {live(move || {
                        let text = if is_starting.get() { words.starting } else { words.start_chat };
                        text.into_any()
                    })}
                </button>
            </form>
        </div>
    }
}

/// The name, then the fields of the settings.
fn answers(chat: Chat, words: &'static Strings) -> Vec<Answer> {
    let name = PrechatField {
        name: String::new(),
        label: words.name.to_owned(),
        kind: FieldKind::Text,
        need: Need::Required,
    };
    let name = Answer::new(name, chat.start_name().get_untracked());
    let settings = chat.settings();
    let others = settings.prechat.iter().map(|field| Answer::new(field.clone(), String::new()));
    std::iter::once(name).chain(others).collect()
}

/// What the answers say, in core's words.
fn details(answers: &[Answer]) -> StartDetails {
    let mut details = StartDetails::default();
    for (index, answer) in answers.iter().enumerate() {
        let text = answer.text();
        if index == 0 {
            details.display_name = text;
        } else if text.is_empty() {
            // An answer that was not given is no attribute.
        } else if answer.field.kind == FieldKind::Multiline && answer.field.name == FIRST_MESSAGE {
            details.initial_message = Some(text);
        } else {
            details.attributes.insert(answer.field.name.clone(), text);
        }
    }
    details
}

/// How many answers need another look.
fn summary(wrong: u32, words: &Strings) -> AnyView {
    let summary = (wrong > 0).then(|| {
        let text = (words.form_errors)(wrong);
        view! { <p class="alert" role="alert">{text}</p> }
    });
    summary.into_any()
}

/// Why the chat could not be started, and what else there is to do.
fn start_problem(chat: Chat, words: &'static Strings) -> AnyView {
    let Some(SessionError::StartFailed { reason, retryable }) = chat.problem().get() else {
        return nothing();
    };
    let text = if retryable { words.start_failed_retry } else { words.start_failed };
    let contact = chat.settings().contact.as_ref().map(|url| {
        view! {
            <a class="alert__link" href=url.as_str().to_owned() target="_blank" rel="noopener noreferrer">
                {words.contact_link}
            </a>
        }
    });
    view! {
        <div class="alert" role="alert">
            <p>{text}</p>
            <p class="alert__reason">{reason}</p>
            {contact}
        </div>
    }
}

/// What is wrong with an answer, in words.
fn problem_text(problem: Problem, label: &str, words: &Strings) -> String {
    match problem {
        Problem::Empty => (words.field_empty)(label),
        Problem::Email => words.field_email.to_owned(),
        Problem::Tel => words.field_tel.to_owned(),
    }
}
