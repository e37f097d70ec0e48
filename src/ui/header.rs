//! The header: who is here, what can be done with the conversation, and the way out.

use chirrup_core::Phase;
use chirrup_core::room::{Participant, Role};
use chirrup_core::session::Admission;
use chirrup_wire::conventions::audience::Counts;
use leptos::{ev, html, prelude::*};

use super::avatar::avatar;
use super::controls::button::IconButton;
use super::controls::icon::{self, Icon};
use super::controls::menu::{Menu, MenuEntry};
use super::dom::{find, focus_quietly, media_matches};
use super::erased::{effect, live};
use crate::i18n::{Locale, Strings, use_locale};
use crate::state::{Chat, Layout, use_chat};

/// More avatars than this do not fit.
const AVATARS_MAX: usize = 3;
/// The button of the menu.
const MENU: &str = ".menu button";
/// Between the parts of the line under the title. No line begins with it.
const DOT: &str = "\u{a0}· ";

/// The header of the panel.
#[component]
pub fn Header() -> AnyView {
    let chat = use_chat();
    let locale = use_locale();
    let words = locale.words();
    let settings = chat.settings();
    let closes = settings.layout == Layout::Floating;
    let subtitle = settings.subtitle.clone();
    let status = Memo::new(move |_| status(chat, &subtitle, locale));
    let confirming = RwSignal::new(false);
    let entries = Callback::new(move |()| entries(chat, words, confirming));
    let has_entries = Memo::new(move |_| can_download(chat) || can_end(chat));

    view! {
        <div class="header" part="header">
            {live(move || faces(&people(chat)))}
            <div class="header__text">
                <h2 class="header__title">{settings.title.clone()}</h2>
                {live(move || {
                    let status = status.get();
                    (!status.is_empty())
                        .then(|| view! { <p class="header__status">{status}</p> })
                })}
            </div>
            {live(move || {
                has_entries.get().then(|| {
                    view! { <Menu icon=icon::MORE label=words.menu entries /> }
                })
            })}
            {closes
                .then(|| {
                    let on_press = Callback::new(move |()| chat.close());
                    view! { <IconButton icon=icon::CLOSE label=words.close part="close" on_press /> }
                })}
        </div>
        {live(move || {
            confirming.get().then(|| view! { <EndQuestion confirming /> })
        })}
    }
}

/// Up to three overlapping avatars, or the emblem while nobody is here.
fn faces(people: &[Participant]) -> AnyView {
    let faces = people
        .iter()
        .take(AVATARS_MAX)
        .map(|person| avatar(&person.name, person.id.as_str(), person.role))
        .collect_view();
    let nobody = people.is_empty().then(|| {
        view! { <span class="avatar avatar--brand" aria-hidden="true"><Icon path=icon::CHAT /></span> }
    });
    view! { <div class="header__faces" aria-hidden="true">{nobody}{faces}</div> }
}

/// The agents, or the bots while there are none.
fn people(chat: Chat) -> Vec<Participant> {
    let Some(room) = chat.room().get() else { return Vec::new() };
    let everybody = room.participants.get();
    let of =
        |role: Role| everybody.iter().filter(|it| it.role == role).cloned().collect::<Vec<_>>();
    let agents = of(Role::Agent);
    if agents.is_empty() { of(Role::Bot) } else { agents }
}

/// The line under the title.
fn status(chat: Chat, subtitle: &str, locale: Locale) -> String {
    let words = locale.words();
    match chat.phase().get() {
        Phase::Connecting { .. } => return words.connecting.to_owned(),
        Phase::Ended { .. } => return words.ended_status.to_owned(),
        Phase::Idle | Phase::Starting | Phase::Live | Phase::Reconnecting { .. } => {}
    }
    if let Some(Admission::Admitted { nickname, role }) = chat.admission().get() {
        let counts = chat.room().get().and_then(|room| room.live.counts.get());
        let place = own_place(&nickname, role, words);
        return match counts {
            Some(counts) => [figures(counts, locale), place].join(DOT),
            None => place,
        };
    }
    let names: Vec<String> = people(chat)
        .iter()
        .filter(|person| person.role == Role::Agent && !person.name.is_empty())
        .map(|person| person.name.to_string())
        .collect();
    if names.is_empty() { subtitle.to_owned() } else { (words.people)(&names) }
}

/// How many watch an event, and what was taken away, where this person is told.
fn figures(counts: Counts, locale: Locale) -> String {
    let about = &locale.words().live;
    let watching = (about.watching)(&locale.number(counts.watching));
    match (counts.hidden, counts.banned) {
        (Some(hidden), Some(banned)) => {
            let taken = (about.taken_away)(&locale.number(hidden), &locale.number(banned));
            [watching, taken].join(DOT)
        }
        _ => watching,
    }
}

/// Who this person is in an event. A fan is nothing but a name.
fn own_place(nickname: &str, role: Role, words: &Strings) -> String {
    let role = match role {
        Role::Artist => words.gate.artist,
        Role::Moderator => words.gate.moderator,
        Role::Fan | Role::Customer | Role::Agent | Role::Bot => {
            return (words.gate.signed_in_as)(nickname);
        }
    };
    [nickname, DOT, role].concat()
}

fn entries(chat: Chat, words: &'static Strings, confirming: RwSignal<bool>) -> Vec<MenuEntry> {
    let download = can_download(chat).then(|| MenuEntry {
        icon: icon::DOWNLOAD,
        label: words.download_transcript,
        danger: false,
        on_pick: Callback::new(move |()| chat.download_transcript()),
    });
    let end = can_end(chat).then(|| MenuEntry {
        icon: icon::LEAVE,
        label: words.end_chat,
        danger: true,
        on_pick: Callback::new(move |()| confirming.set(true)),
    });
    download.into_iter().chain(end).collect()
}

fn can_download(chat: Chat) -> bool {
    // An event of thousands is no conversation to take home.
    chat.room().get().is_some() && chat.admission().get().is_none()
}

fn can_end(chat: Chat) -> bool {
    let is_over = matches!(chat.phase().get(), Phase::Ended { .. });
    !is_over
        && chat
            .room()
            .get()
            .is_some_and(|room| room.ended.get().is_none() && room.capabilities.get().end)
}

/// Asks once before the conversation ends for good. Focus goes back to the menu that asked, or on to the
/// message box: what takes its place at the end of the conversation takes focus from it.
#[component]
fn EndQuestion(
    /// Whether the question is up.
    confirming: RwSignal<bool>,
) -> AnyView {
    let chat = use_chat();
    let words = use_locale().words();
    let question = NodeRef::<html::Div>::new();
    effect(move || {
        // Focus waits for the menu that asked: it gives its own focus back first.
        if let Some(cancel) = question.get().and_then(|it| find(&it, "button")) {
            focus_quietly(&cancel);
        }
    });
    let leave_to = move |next: &str| {
        let panel = question.get_untracked().and_then(|it| it.closest(".panel").ok().flatten());
        if let Some(next) = panel.and_then(|panel| find(&panel, next)) {
            focus_quietly(&next);
        }
        confirming.set(false);
    };
    let on_keydown = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            event.stop_propagation();
            leave_to(MENU);
        }
        // There are two buttons, so both directions lead to the other one, and never out of the question.
        "Tab" => {
            event.prevent_default();
            let other = question.get_untracked().and_then(|it| find(&it, "button:not(:focus)"));
            if let Some(other) = other {
                focus_quietly(&other);
            }
        }
        _ => {}
    };
    let end = move |_| {
        // A message box with focus would bring up the keyboard of a phone.
        let has_keyboard = !media_matches("(pointer: coarse)");
        leave_to(if has_keyboard { "[data-focus]" } else { ".timeline__list" });
        chat.end();
    };
    view! {
        <div class="question" node_ref=question on:keydown=on_keydown>
            <div
                class="question__card"
                role="alertdialog"
                aria-modal="true"
                aria-labelledby="question-title"
                aria-describedby="question-text"
            >
                <h3 class="question__title" id="question-title">{words.end_question}</h3>
                <p class="question__text" id="question-text">{words.end_explanation}</p>
                <div class="question__actions">
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| leave_to(MENU)
                    >
                        {words.cancel}
                    </button>
                    <button type="button" class="button button--danger" on:click=end>
                        {words.end_chat}
                    </button>
                </div>
            </div>
        </div>
    }
}
