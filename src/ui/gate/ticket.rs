//! The ticket screen: one field, and in plain words why a ticket did not do and what helps.

use chirrup_core::session::{Admission, TicketRefusal};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::code::{self, Look};
use super::{Hero, TITLE, Typed};
use crate::i18n::{Locale, use_locale};
use crate::state::{Chat, use_chat};
use crate::ui::controls::icon;
use crate::ui::controls::spinner::Spinner;
use crate::ui::dom::{find, focus_quietly};
use crate::ui::erased::live;

const FIELD: &str = "ticket";
const NEWS: &str = "ticket-news";
/// A code that was pasted with everything around it still arrives whole.
const TYPED_CHARS_MAX: &str = "256";

/// What stands under the field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum News {
    /// The last try did not do.
    Refused(TicketRefusal),
    /// Nothing was typed.
    Empty,
    /// What is typed may be something else.
    Odd,
}

/// Asks for the ticket.
#[component]
pub fn TicketForm(
    /// What was typed before.
    typed: Typed,
) -> AnyView {
    let chat = use_chat();
    let locale = use_locale();
    let words = &locale.words().gate;
    let is_checking = Memo::new(move |_| chat.admission().get() == Some(Admission::Checking));
    let empty_tried = RwSignal::new(false);
    let news = Memo::new(move |_| news(chat, typed, empty_tried.get()));
    let is_wrong = move || {
        use TicketRefusal::{Banned, Unknown};
        matches!(news.get(), Some(News::Empty | News::Refused(Unknown | Banned)))
    };
    let may_not = move || is_checking.get() || chat.wait_seconds().get() > 0;

    let on_input = move |event: ev::Event| {
        empty_tried.set(false);
        typed.text.set(event_target_value(&event));
    };
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let text = typed.text.get_untracked();
        let is_empty = code::look(&text) == Look::Empty;
        // Somebody who was in before has nothing to type.
        let is_returning = is_empty && untrack(|| refusal(chat)).is_some();
        if untrack(may_not) {
        } else if is_returning {
            chat.sign_in_again();
        } else if is_empty {
            empty_tried.set(true);
            focus_field(&event);
        } else {
            typed.tried.set(text.clone());
            chat.sign_in(&text);
        }
    };
    view! {
        <div class="prechat" part="gate">
            <Hero
                icon=icon::TICKET
                has_field=true
                title=words.ticket_title
                text=words.ticket_text
            />
            <form
                class="prechat__form"
                novalidate=true
                aria-labelledby=TITLE
                on:submit=on_submit
            >
                <div class="field">
                    <label class="field__label" for=FIELD>{words.ticket}</label>
                    <input
                        class="field__input field__input--code"
                        part="input"
                        id=FIELD
                        type="text"
                        autocomplete="off"
                        autocapitalize="characters"
                        spellcheck="false"
                        enterkeyhint="go"
                        maxlength=TYPED_CHARS_MAX
                        dir="ltr"
                        data-focus=""
                        aria-required="true"
                        aria-invalid=move || is_wrong().then_some("true")
                        aria-describedby=move || news.get().map(|_| NEWS)
                        readonly=move || is_checking.get().then_some("")
                        prop:value=typed.text.get_untracked()
                        on:input=on_input
                    />
                </div>
                {live(move || news.get().map(|news| news_view(news, chat, locale)))}
                <button
                    type="submit"
                    class=move || {
                        // Something else is to be pressed, or nothing yet.
                        if takes_over(news.get()) || chat.wait_seconds().get() > 0 {
                            "button button--wide"
                        } else {
                            "button button--primary button--wide"
                        }
                    }
                    part="start"
                    aria-disabled=move || may_not().then_some("true")
                >
                    {live(move || is_checking.get().then(|| view! { <Spinner /> }))}
                    {live(move || button_text(chat, is_checking.get(), news.get(), locale).into_any())}
                </button>
            </form>
        </div>
    }
}

fn refusal(chat: Chat) -> Option<TicketRefusal> {
    match chat.admission().get() {
        Some(Admission::Ticket { refusal }) => refusal,
        Some(
            Admission::Checking
            | Admission::Waiting { .. }
            | Admission::Nickname { .. }
            | Admission::Admitted { .. },
        )
        | None => None,
    }
}

/// A refusal is of the code that was tried: it goes when another one is being typed, but for the wait.
fn news(chat: Chat, typed: Typed, empty_tried: bool) -> Option<News> {
    let text = typed.text.get();
    if let Some(refusal) = refusal(chat)
        && (chat.wait_seconds().get() > 0 || typed.tried.with(|tried| *tried == text))
        && (chat.wait_seconds().get() > 0 || !is_wait(refusal))
    {
        return Some(News::Refused(refusal));
    }
    match code::look(&text) {
        Look::Odd => Some(News::Odd),
        Look::Empty if empty_tried => Some(News::Empty),
        Look::Empty | Look::Plausible => None,
    }
}

/// When the wait is over there is nothing more to say of it.
fn is_wait(refusal: TicketRefusal) -> bool {
    matches!(refusal, TicketRefusal::TooManyAttempts { .. })
}

fn takes_over(news: Option<News>) -> bool {
    news == Some(News::Refused(TicketRefusal::UsedElsewhere { can_take_over: true }))
}

/// The news in words, with what helps.
fn news_view(news: News, chat: Chat, locale: Locale) -> AnyView {
    let words = &locale.words().gate;
    let (class, text) = match news {
        News::Odd => {
            return view! { <p class="gate__hint" id=NEWS>{words.ticket_odd}</p> };
        }
        News::Empty => ("alert", words.ticket_empty.to_owned()),
        News::Refused(refusal) => refusal_text(refusal, locale),
    };
    let button = takes_over(Some(news)).then(|| {
        view! {
            <button
                type="button"
                class="button button--primary"
                on:click=move |_| chat.take_over()
            >
                {words.take_over}
            </button>
        }
    });
    view! {
        <div class=class role="alert" id=NEWS>
            <p>{text}</p>
            {button}
        </div>
    }
}

/// How a refusal looks, and what it says.
fn refusal_text(refusal: TicketRefusal, locale: Locale) -> (&'static str, String) {
    const WRONG: &str = "alert";
    const CALM: &str = "alert is-calm";
    let words = &locale.words().gate;
    let (class, text) = match refusal {
        TicketRefusal::Unknown => (WRONG, words.unknown),
        TicketRefusal::Banned => (WRONG, words.ticket_banned),
        TicketRefusal::UsedElsewhere { can_take_over: true } => (CALM, words.elsewhere),
        TicketRefusal::UsedElsewhere { can_take_over: false } => (CALM, words.elsewhere_only),
        TicketRefusal::NotOpen { opens_at: Some(at) } => {
            return (CALM, (words.opens_at)(&locale.moment(at).text));
        }
        TicketRefusal::NotOpen { opens_at: None } => (CALM, words.opens_later),
        TicketRefusal::TooManyAttempts { .. } => (CALM, words.too_many),
        TicketRefusal::Unreachable => (WRONG, words.unreachable),
        // Screens of their own.
        TicketRefusal::Ended => (CALM, words.over_text),
        TicketRefusal::NoEvent => (WRONG, words.no_event_text),
    };
    (class, text.to_owned())
}

fn button_text(chat: Chat, is_checking: bool, news: Option<News>, locale: Locale) -> String {
    let words = locale.words();
    let wait = chat.wait_seconds().get();
    let helps_again = matches!(
        news,
        Some(News::Refused(
            TicketRefusal::NotOpen { .. }
                | TicketRefusal::Unreachable
                | TicketRefusal::UsedElsewhere { .. }
        ))
    );
    if is_checking {
        words.gate.checking.to_owned()
    } else if wait > 0 {
        (words.gate.wait)(wait)
    } else if helps_again {
        words.try_again.to_owned()
    } else {
        words.gate.ticket_submit.to_owned()
    }
}

/// Focus goes back to what has to be typed.
fn focus_field(event: &ev::SubmitEvent) {
    let form = event.target().and_then(|form| form.dyn_into::<Element>().ok());
    if let Some(field) = form.and_then(|form| find(&form, "input")) {
        focus_quietly(&field);
    }
}
