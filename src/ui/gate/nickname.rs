//! The nickname screen: one field that says while typing whether the name can be had.

use chirrup_core::session::{Admission, NicknameProblem, NicknameRefusal};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{Hero, TITLE};
use crate::i18n::{GateStrings, use_locale};
use crate::state::{Chat, use_chat};
use crate::ui::controls::icon::{self, Icon};
use crate::ui::controls::spinner::Spinner;
use crate::ui::dom::{Timer, TimerSlot, find, focus_quietly};
use crate::ui::erased::{live, nothing};

const FIELD: &str = "nickname";
const VERDICT: &str = "nickname-verdict";
/// Typing has paused.
const PAUSE_MILLIS: i32 = 250;
/// Shorter ones are not looked up.
const CHARS_MIN: usize = 2;
/// Cut by the browser while typing. The backend counts characters, of which some are two here.
const UNITS_MAX: &str = "48";
const SUGGESTIONS_MAX: usize = 3;

/// What is known of the nickname in the field.
#[derive(Clone, PartialEq, Eq)]
enum Verdict {
    /// Too short to ask.
    Unasked,
    /// Being looked up.
    Asked,
    /// It can be had.
    Free(String),
    /// It cannot.
    Refused(NicknameRefusal),
}

/// Asks for the nickname.
#[component]
pub fn NicknameForm(
    /// What was typed before.
    typed: RwSignal<String>,
) -> AnyView {
    let chat = use_chat();
    let all = use_locale().words();
    let words = &all.gate;
    // What was put into the field by something else than typing.
    let put = RwSignal::new(typed.get_untracked());
    let asked = RwSignal::new(String::new());
    let later: TimerSlot = StoredValue::new(None);
    let verdict = Memo::new(move |_| verdict(chat, typed.get().trim(), &asked.get()));
    let is_claiming = Memo::new(move |_| {
        let admission = chat.admission().get();
        matches!(
            admission,
            Some(Admission::Nickname { is_claiming: true, .. } | Admission::Admitted { .. })
        )
    });
    let ask = move || {
        let text = typed.get_untracked().trim().to_owned();
        if is_askable(&text) {
            asked.set(text.clone());
            chat.check_nickname(&text);
        }
    };
    let ask_later = move || later.set_value(Some(Timer::after(PAUSE_MILLIS, ask)));
    if is_askable(typed.get_untracked().trim()) {
        ask_later();
    }

    let on_input = Callback::new(move |event: ev::Event| {
        typed.set(event_target_value(&event));
        asked.set(String::new());
        ask_later();
    });
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let text = typed.get_untracked().trim().to_owned();
        if is_claiming.get_untracked() {
        } else if is_askable(&text) {
            later.set_value(None);
            asked.set(String::new());
            chat.claim_nickname(&text);
        } else {
            focus_in_form(event.target(), "input");
        }
    };
    // The chip that was pressed goes away with the others, so focus goes on to what is next to press.
    let on_pick = Callback::new(move |(name, event): (String, ev::MouseEvent)| {
        typed.set(name.clone());
        put.set(name);
        focus_in_form(event.current_target(), "[type=submit]");
        ask();
    });

    view! {
        <div class="prechat" part="gate">
            <Hero
                icon=icon::PERSON
                has_field=true
                title=words.nickname_title
                text=words.nickname_text
            />
            <form
                class="prechat__form"
                novalidate=true
                aria-labelledby=TITLE
                on:submit=on_submit
            >
                <div class="field">
                    <label class="field__label" for=FIELD>{words.nickname}</label>
                    {live(move || field(put.get(), verdict, is_claiming, on_input))}
                    <div class="gate__verdict" role="status" id=VERDICT>
                        {live(move || verdict_view(verdict.get(), words))}
                    </div>
                    {live(move || suggestions(&verdict.get(), words, on_pick))}
                </div>
                <button
                    type="submit"
                    class="button button--primary button--wide"
                    part="start"
                    aria-disabled=move || is_claiming.get().then_some("true")
                >
                    {live(move || is_claiming.get().then(|| view! { <Spinner /> }))}
                    {live(move || {
                        let text = if is_claiming.get() { words.joining } else { words.join };
                        text.into_any()
                    })}
                </button>
            </form>
        </div>
    }
}

/// The field with this text in it. It is drawn again when something else than typing fills it.
fn field(
    text: String,
    verdict: Memo<Verdict>,
    is_claiming: Memo<bool>,
    on_input: Callback<ev::Event>,
) -> AnyView {
    let is_refused = move || verdict.with(|it| matches!(it, Verdict::Refused(_)));
    view! {
        <input
            class="field__input"
            part="input"
            id=FIELD
            type="text"
            autocomplete="nickname"
            spellcheck="false"
            enterkeyhint="go"
            maxlength=UNITS_MAX
            dir="auto"
            data-focus=""
            aria-required="true"
            aria-invalid=move || is_refused().then_some("true")
            aria-describedby=VERDICT
            readonly=move || is_claiming.get().then_some("")
            prop:value=text
            on:input=move |event| on_input.run(event)
        />
    }
}

fn is_askable(text: &str) -> bool {
    text.chars().count() >= CHARS_MIN
}

/// What is known of a text, when `asked` is what was asked about last.
fn verdict(chat: Chat, text: &str, asked: &str) -> Verdict {
    if !is_askable(text) {
        return Verdict::Unasked;
    }
    if let Some(check) = chat.nickname_check().get()
        && asked == text
    {
        return check.refusal.map_or(Verdict::Free(check.nickname), Verdict::Refused);
    }
    match chat.admission().get() {
        Some(Admission::Nickname { refusal: Some(refusal), .. }) if refusal.nickname == text => {
            Verdict::Refused(refusal)
        }
        Some(Admission::Nickname { is_claiming: true, .. } | Admission::Admitted { .. }) => {
            Verdict::Unasked
        }
        Some(
            Admission::Nickname { .. }
            | Admission::Ticket { .. }
            | Admission::Checking
            | Admission::Waiting { .. },
        )
        | None => Verdict::Asked,
    }
}

fn verdict_view(verdict: Verdict, words: &'static GateStrings) -> AnyView {
    let (class, icon, text) = match verdict {
        Verdict::Unasked => ("gate__hint", None, words.nickname_rule.to_owned()),
        // Not for screen readers: what is said between two letters is noise.
        Verdict::Asked => {
            return view! { <p class="gate__hint" aria-hidden="true"><Spinner /></p> };
        }
        Verdict::Free(nickname) => {
            ("gate__hint is-good", Some(icon::CHECK), (words.nickname_free)(&nickname))
        }
        Verdict::Refused(refusal) => {
            ("gate__hint is-bad", Some(icon::ALERT), problem_text(&refusal.problem, words))
        }
    };
    let icon = icon.map(|path| view! { <Icon path /> });
    view! { <p class=class>{icon} <span>{text}</span></p> }.into_any()
}

fn problem_text(problem: &NicknameProblem, words: &GateStrings) -> String {
    match problem {
        NicknameProblem::Invalid => words.nickname_rule.to_owned(),
        NicknameProblem::Taken => words.nickname_taken.to_owned(),
        NicknameProblem::TooSimilar { to } => (words.nickname_similar)(to.as_deref()),
        NicknameProblem::Reserved => words.nickname_reserved.to_owned(),
        NicknameProblem::Unreachable => words.nickname_unreachable.to_owned(),
    }
}

/// Nicknames like the one that cannot be had.
fn suggestions(
    verdict: &Verdict,
    words: &'static GateStrings,
    on_pick: Callback<(String, ev::MouseEvent)>,
) -> AnyView {
    let Verdict::Refused(NicknameRefusal { suggestions, .. }) = verdict else {
        return nothing();
    };
    if suggestions.is_empty() {
        return nothing();
    }
    let chips = suggestions.iter().take(SUGGESTIONS_MAX).cloned().map(|name| {
        let label = name.clone();
        view! {
            <button
                type="button"
                class="chip"
                part="suggestion"
                on:click=move |event| on_pick.run((name.clone(), event))
            >
                {label}
            </button>
        }
    });
    let chips = chips.collect_view();
    view! {
        <div class="gate__chips" role="group" aria-label=words.nickname_suggestions>
            {chips}
        </div>
    }
}

/// Moves focus to something of the form that an event came from.
fn focus_in_form(target: Option<web_sys::EventTarget>, selector: &str) {
    let target = target.and_then(|target| target.dyn_into::<Element>().ok());
    let form = target.and_then(|target| target.closest("form").ok().flatten());
    if let Some(next) = form.and_then(|form| find(&form, selector)) {
        focus_quietly(&next);
    }
}
