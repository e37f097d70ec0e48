//! The message box. It grows from one line to six, sends on Enter, and clears itself only when the text was
//! taken.
//!
//! What is in it is derived: the text typed over a draft, or the draft itself once that has changed outside
//! (restored, prefilled, or typed in another tab).

pub mod counter;

use leptos::{ev, html, prelude::*};

use self::counter::Counter;
use super::controls::icon::{self, Icon};
use super::dom::media_matches;
use super::erased::effect;
use crate::i18n::use_locale;
use crate::state::settings::EnterOnTouch;
use crate::state::{Chat, RoomState, use_chat};

/// A key event with this code belongs to an input method, even where `isComposing` does not say so.
const IME_KEY_CODE: u32 = 229;
/// A page leaves one tenth of the view in sight.
const PAGE_SHARE: f64 = 0.9;

/// The message box of a room.
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
    let words = use_locale().words();
    let typed = RwSignal::new(String::new());
    let over = StoredValue::new(String::new());
    let text = Memo::new(move |_| {
        let draft = room.draft.get();
        let typed = typed.get();
        if over.with_value(|over| *over == draft) { typed } else { draft }
    });
    let put = move |text: String| {
        over.set_value(room.draft.get_untracked());
        typed.set(text);
    };
    // The field is written only when it differs: writing the same text would disturb an input method.
    effect(move || {
        let text = text.get();
        if let Some(field) = field.get()
            && field.value() != text
        {
            field.set_value(&text);
        }
    });
    let limit = move || room.capabilities.get().message_bytes_max;
    let can_send = Memo::new(move |_| {
        text.with(|text| !text.trim().is_empty() && counter::fits(text, limit()))
    });
    let send = move || {
        if can_send.get_untracked() && chat.send(&text.get_untracked()).is_ok() {
            put(String::new());
        }
    };
    let on_input = move |event: ev::Event| {
        let text = event_target_value(&event);
        chat.set_draft(&text);
        put(text);
    };
    let on_keydown = move |event: ev::KeyboardEvent| match event.key().as_str() {
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
    };

    view! {
        <form
            class="composer"
            part="composer"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
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
                        placeholder=words.composer
                        node_ref=field
                        on:input=on_input
                        on:keydown=on_keydown
                    ></textarea>
                </div>
                <button
                    type="submit"
                    class="composer__send"
                    part="send"
                    aria-label=words.send
                    title=words.send
                    aria-disabled=move || (!can_send.get()).then_some("true")
                    // A press that took focus would fold the keyboard of a phone away.
                    on:pointerdown=|event| event.prevent_default()
                    on:mousedown=|event| event.prevent_default()
                >
                    <Icon path=icon::SEND />
                </button>
            </div>
            <Counter text room />
        </form>
    }
}

/// Whether Enter sends: not within an input method, not with Shift, not where the host wants new lines.
fn sends(event: &ev::KeyboardEvent, chat: Chat) -> bool {
    if event.is_composing() || event.key_code() == IME_KEY_CODE || event.shift_key() {
        return false;
    }
    match chat.settings().enter_on_touch {
        EnterOnTouch::Sends => true,
        EnterOnTouch::NewLine => !media_matches("(pointer: coarse)"),
    }
}
