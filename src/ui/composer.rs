//! The message box. It grows from one line to six, sends on Enter, and clears itself only when the text was
//! taken. Where moderators silence people, a sentence stands in its place, and the text waits.
//!
//! What is in it is [`writing`]; here is how it looks and which keys it knows.

pub mod writing;

pub mod closed;
pub mod counter;
pub mod people;
pub mod ring;

use chirrup_core::moderation::Composing;
use leptos::{ev, html, prelude::*};

use self::closed::{closed, is_closed};
use self::counter::Counter;
use self::people::{LIST, People, Picking};
use self::ring::ring;
use self::writing::Writing;
use super::controls::icon::{self, Icon};
use super::dom::{Timer, TimerSlot, find, focus_quietly, media_matches};
use super::erased::live;
use super::live::answer::{answering, description};
use super::live::emoji_bar::EmojiBar;
use crate::i18n::use_locale;
use crate::state::settings::EnterOnTouch;
use crate::state::{Chat, RoomState, use_chat};

/// A key event with this code belongs to an input method, even where `isComposing` does not say so.
const IME_KEY_CODE: u32 = 229;
/// A page leaves one tenth of the view in sight.
const PAGE_SHARE: f64 = 0.9;

/// The message box of a room, or what stands in its place.
#[component]
pub fn Composer(
    /// Which room.
    room: RoomState,
    /// The transcript, which the page keys scroll while the box is empty.
    list: NodeRef<html::Div>,
    /// The text field.
    field: NodeRef<html::Textarea>,
) -> AnyView {
    let chat = use_chat();
    let locale = use_locale();
    let writing = Writing::new(chat, room, field);
    let place = NodeRef::<html::Div>::new();
    // The box is drawn anew only when it comes or goes, and not when a wait begins in it.
    let instead = Memo::new(move |_| Some(room.live.composing.get()).filter(is_closed));
    let later: TimerSlot = StoredValue::new(None);
    let mut is_first = true;
    let shown = live(move || {
        let instead = instead.get();
        let has_focus = place.get_untracked().is_some_and(|place| find(&place, ":focus").is_some());
        let is_first = std::mem::take(&mut is_first);
        if let Some(composing) = instead.clone().filter(|_| !is_first && !has_focus) {
            chat.tell_closed(composing);
        }
        if !is_first && has_focus {
            // What has focus is about to go: what comes has it next.
            let act = move || {
                let place = place.try_get_untracked().flatten();
                if let Some(next) = place.and_then(|place| find(&place, "[data-focus]")) {
                    focus_quietly(&next);
                }
            };
            later.set_value(Some(Timer::after(0, act)));
        }
        match instead {
            Some(composing) => closed(&composing, room, locale),
            None => view! { <Form room list field writing /> },
        }
    });
    view! { <div class="composer-place" node_ref=place>{shown}</div> }
}

/// The message box.
#[component]
fn Form(
    /// Which room.
    room: RoomState,
    /// The transcript.
    list: NodeRef<html::Div>,
    /// The text field.
    field: NodeRef<html::Textarea>,
    /// What is in it.
    writing: Writing,
) -> AnyView {
    let chat = use_chat();
    let locale = use_locale();
    let words = locale.words();
    let text = writing.text();
    let picking = Picking::new(writing);
    let is_waiting = move || matches!(room.live.composing.get(), Composing::SlowMode { .. });
    let can_send = Memo::new(move |_| {
        let can = room.capabilities.get();
        !is_waiting() && text.with(|text| !text.trim().is_empty() && counter::fits(text, can))
    });
    let send = move || {
        if can_send.get_untracked() {
            writing.send();
        }
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        if is_composing(&event) || picking.on_keydown(&event) {
            return;
        }
        match event.key().as_str() {
            "Escape" if room.live.answering.with_untracked(Option::is_some) => {
                event.stop_propagation();
                chat.stop_answering();
            }
            "Enter" if sends(&event, chat) => {
                event.prevent_default();
                send();
            }
            key @ ("PageUp" | "PageDown") if text.with_untracked(String::is_empty) => {
                if let Some(list) = list.get_untracked() {
                    let page = f64::from(list.client_height()) * PAGE_SHARE;
                    list.scroll_by_with_x_and_y(0.0, if key == "PageUp" { -page } else { page });
                    event.prevent_default();
                }
            }
            _ => {}
        }
    };
    let on_input = move |_| {
        writing.on_input();
        picking.begin_again();
    };
    let send_label = move || match room.live.wait.get() {
        Some(wait) => (words.live.wait)(wait.left),
        None => words.send.to_owned(),
    };
    let attribute = move |value: &'static str| picking.is_open().then_some(value);
    let has_emoji = Memo::new(move |_| room.capabilities.with(|can| can.bursts));

    view! {
        <form
            class="composer"
            part="composer"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <People picking />
            {(
                live(move || has_emoji.get().then(|| view! { <EmojiBar /> })),
                live(move || answering(chat, room, locale, field)),
            )}
            <div class="composer__box">
                // A copy of the text under the field gives both their height, without measuring.
                <div class="composer__grow" data-text=move || text.get()>
                    <textarea
                        class="composer__input"
                        part="input"
                        id="composer"
                        rows="1"
                        dir="auto"
                        enterkeyhint="send"
                        autocomplete="off"
                        data-focus=""
                        aria-label=words.composer
                        aria-describedby=move || description(room)
                        placeholder=words.composer
                        // A field of many lines may not have the role of a combobox.
                        aria-autocomplete=move || attribute("list")
                        aria-controls=move || attribute(LIST)
                        aria-activedescendant=move || picking.active_id()
                        node_ref=field
                        on:input=on_input
                        on:keydown=on_keydown
                        on:keyup=move |event| if moves_caret(&event) { writing.look() }
                        on:click=move |_| writing.look()
                        on:blur=move |_| writing.close()
                    ></textarea>
                </div>
                <button
                    type="submit"
                    class="composer__send"
                    part="send"
                    aria-label=send_label
                    title=send_label
                    aria-disabled=move || (!can_send.get()).then_some("true")
                    // A press that took focus would fold the keyboard of a phone away.
                    on:pointerdown=|event| event.prevent_default()
                    on:mousedown=|event| event.prevent_default()
                >
                    {live(move || match room.live.wait.get() {
                        Some(wait) => ring(wait),
                        None => view! { <Icon path=icon::SEND /> },
                    })}
                </button>
            </div>
            {live(move || {
                let wait = room.live.wait.get().map(|wait| (words.live.wait)(wait.left));
                wait.map(|text| view! { <p class="counter">{text}</p> })
            })}
            {live(move || {
                let problem = writing.most().get().map(words.live.too_many_mentions);
                problem.map(|text| view! { <p class="counter is-over" role="alert">{text}</p> })
            })}
            <Counter text room />
        </form>
    }
}

/// Whether a key belongs to an input method.
fn is_composing(event: &ev::KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == IME_KEY_CODE
}

/// Whether a key moved the caret without changing the text.
fn moves_caret(event: &ev::KeyboardEvent) -> bool {
    matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight" | "Home" | "End")
}

/// Whether Enter sends: not with Shift, not where the host wants new lines.
fn sends(event: &ev::KeyboardEvent, chat: Chat) -> bool {
    if event.shift_key() {
        return false;
    }
    match chat.settings().enter_on_touch {
        EnterOnTouch::Sends => true,
        EnterOnTouch::NewLine => !media_matches("(pointer: coarse)"),
    }
}
