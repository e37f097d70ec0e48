//! The panel: everything inside the window, and the rules of focus and Escape.
//!
//! Focus moves only for a person: when they open the panel, and when the thing that had focus is gone. It
//! never moves on load, and never scrolls the page. Escape closes what is on top, then the window. The window
//! itself, with its name and its trap for the focus of a full screen, is the loader's.

use chirrup_core::Phase;
use leptos::{ev, html, prelude::*};
use web_sys::HtmlElement;

use super::announcer::Announcer;
use super::composer::Composer;
use super::dom::{Timer, TimerSlot, find, focus_quietly, media_matches};
use super::ended::Ended;
use super::erased::{effect, live, nothing};
use super::header::Header;
use super::notice::ConnectionStrip;
use super::theme::apply_theme;
use super::timeline::{Skeleton, Timeline};
use crate::i18n::{Locale, use_locale};
use crate::state::{Chat, Layout, Panel as PanelState, RoomState, use_chat};

/// What stands before a conversation: a form, or the way into an event.
pub type Door = fn() -> AnyView;

/// The root of the component tree. Expects a [`Chat`] in context and provides the [`Locale`].
#[component]
pub fn Panel(door: Door) -> AnyView {
    let chat = use_chat();
    let settings = chat.settings();
    let locale = Locale::new(&settings.locale);
    provide_context(locale);

    let root = NodeRef::<html::Div>::new();
    effect(move || {
        if let Some(panel) = root.get() {
            apply_theme(&panel, &chat.settings());
        }
    });
    // The agents' desk has a header of its own, and asks nothing before a conversation.
    let at_desk = settings.layout == Layout::Desk;
    let asks_first = Memo::new(move |_| match chat.phase().get() {
        Phase::Idle | Phase::Starting => !at_desk,
        Phase::Connecting { .. }
        | Phase::Live
        | Phase::Reconnecting { .. }
        | Phase::Ended { .. } => false,
    });
    let touched = StoredValue::new(false);
    keep_focus(chat, root, asks_first, touched);

    let closes = matches!(settings.layout, Layout::Floating | Layout::Desk);
    // The loader names the window; at the desk there is none.
    let (layout, role) = match settings.layout {
        Layout::Floating => ("floating", None),
        Layout::Inline => ("inline", None),
        Layout::Page => ("page", None),
        Layout::Desk => ("desk", Some("region")),
    };
    let label = role.map(|_| settings.title.clone());
    let on_keydown = move |event: ev::KeyboardEvent| {
        if closes && event.key() == "Escape" && !event.is_composing() {
            event.stop_propagation();
            chat.close();
        }
    };

    view! {
        <div
            class="panel"
            part="panel"
            data-layout=layout
            role=role
            aria-label=label
            dir=locale.direction()
            node_ref=root
            on:keydown=on_keydown
            on:focusin=move |_| touched.set_value(true)
        >
            {(!at_desk).then(|| view! { <Header /> })}
            <ConnectionStrip />
            {live(move || {
                if asks_first.get() { door() } else { view! { <Conversation /> } }
            })}
            <Announcer />
        </div>
    }
}

/// The transcript, and under it the message box or the end.
#[component]
fn Conversation() -> AnyView {
    let chat = use_chat();
    let words = use_locale().words();
    let list = NodeRef::<html::Div>::new();
    let composer = NodeRef::<html::Textarea>::new();
    // A memo, because a message box that is built again at every change of the phase forgets what is in it.
    let is_over = Memo::new(move |_| ended(chat));
    let skip = move |event: ev::MouseEvent| {
        event.prevent_default();
        if let Some(composer) = composer.get_untracked() {
            focus_quietly(&composer);
        }
    };
    view! {
        <a class="skip-link" href="#composer" on:click=skip>{words.skip_to_composer}</a>
        {live(move || match chat.room().get() {
            Some(room) => view! { <Timeline room list composer /> },
            None => view! { <div class="timeline"><Skeleton /></div> },
        })}
        {live(move || match (is_over.get(), chat.room().get()) {
            (true, room) => view! { <Ended room /> },
            (false, Some(room)) => view! { <Composer room list field=composer /> },
            (false, None) => nothing(),
        })}
    }
}

/// Whether the conversation is over.
fn ended(chat: Chat) -> bool {
    let by_room = chat.room().get().is_some_and(|room: RoomState| room.ended.get().is_some());
    by_room || matches!(chat.phase().get(), Phase::Ended { .. })
}

/// Puts focus where the person goes on: when they open the panel, and when a screen takes their field away.
fn keep_focus(
    chat: Chat,
    root: NodeRef<html::Div>,
    asks_first: Memo<bool>,
    touched: StoredValue<bool>,
) {
    let later: TimerSlot = StoredValue::new(None);
    let focus_next = move |only_if_lost: bool| {
        let act = move || {
            let Some(panel) = root.try_get_untracked().flatten() else { return };
            let is_lost = is_nowhere() && find(&panel, ":focus").is_none();
            if (is_lost || !only_if_lost)
                && let Some(target) = next_target(chat, &panel)
            {
                focus_quietly(&target);
            }
        };
        // The screen that is to have focus may not be there before the next turn.
        later.set_value(Some(Timer::after(0, act)));
    };
    effect(move || match chat.panel().get() {
        PanelState::OpenedByPerson => {
            // What there is to focus may come later.
            touched.set_value(true);
            focus_next(false);
        }
        PanelState::OpenedByPage | PanelState::Closed => {}
    });
    let is_over = Memo::new(move |_| ended(chat));
    let mut is_first = true;
    effect(move || {
        asks_first.track();
        // Each step through the door of an event is a screen.
        chat.admission().track();
        is_over.track();
        if !std::mem::take(&mut is_first) && touched.get_value() {
            focus_next(true);
        }
    });
}

/// Whether nothing of the page has focus: somebody who went elsewhere on it stays there.
fn is_nowhere() -> bool {
    document().active_element().is_none_or(|focused| focused.tag_name() == "BODY")
}

/// The message box or the first field; on touch screens with something to read, the transcript instead, so
/// that no keyboard covers it.
fn next_target(chat: Chat, panel: &HtmlElement) -> Option<HtmlElement> {
    let has_unread =
        chat.room().get_untracked().is_some_and(|room| room.unread.get_untracked() > 0);
    if has_unread && media_matches("(pointer: coarse)") {
        return find(panel, ".timeline__list");
    }
    find(panel, "[data-focus]")
}
