//! A dialog in front of the panel: it keeps focus, and Escape closes it.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::Moderating;
use crate::ui::controls::button::IconButton;
use crate::ui::controls::icon;
use crate::ui::dom::{Timer, TimerSlot, find, focus_quietly};
use crate::ui::erased::effect;

/// What a button of a body that is drawn anew has, and no other: it names what the button is about.
pub(super) const KEY: &str = "data-about";
/// What can have focus in a dialog.
const STOPS: &str = "button, input, .dialog__body[tabindex]";

/// A dialog with a title and a way out. Focus begins at what has `data-first`, or at the way out.
#[component]
pub fn Dialog(
    moderating: Moderating,
    /// Its name.
    title: String,
    /// What it is: `dialog`, or `alertdialog` for a question.
    #[prop(default = "dialog")]
    role: &'static str,
    /// What is in it.
    body: AnyView,
) -> AnyView {
    let card = NodeRef::<html::Div>::new();
    effect(move || {
        let Some(card) = card.get() else { return };
        if let Some(first) = find(&card, "[data-first]").or_else(|| find(&card, "button")) {
            focus_quietly(&first);
        }
    });
    let on_keydown = move |event: ev::KeyboardEvent| {
        match event.key().as_str() {
            "Escape" if !event.is_composing() => moderating.close(),
            "Tab" => {
                let Some(next) = card.get_untracked().and_then(|it| stop(&it, event.shift_key()))
                else {
                    return;
                };
                focus_quietly(&next);
            }
            _ => {
                // Whatever it is, it is not meant for what is behind.
                event.stop_propagation();
                return;
            }
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let on_press = Callback::new(move |()| moderating.close());
    let name = title.clone();
    view! {
        <div class="question" on:keydown=on_keydown>
            <div class="dialog" role=role aria-modal="true" aria-label=name node_ref=card>
                <div class="dialog__head">
                    <h3 class="question__title">{title}</h3>
                    <IconButton icon=icon::CLOSE label=moderating.words.close on_press />
                </div>
                {body}
            </div>
        </div>
    }
}

/// Focus on a button in something that is drawn anew stays with it, wherever it goes; a button that is gone leaves it to
/// all of that. Buttons are told apart by their [`KEY`]. Called before the drawing.
pub(super) fn keep_focus(body: NodeRef<html::Div>, later: TimerSlot) {
    let Some(body) = body.get_untracked() else { return };
    let Some(key) = find(&body, "button:focus").and_then(|it| it.get_attribute(KEY)) else {
        return;
    };
    let act = move || {
        let buttons = body.query_selector_all("button").ok();
        let buttons = buttons.iter().flat_map(|all| (0..all.length()).map(|index| all.item(index)));
        let buttons = buttons.filter_map(|it| it?.dyn_into::<HtmlElement>().ok());
        let next = buttons.into_iter().find(|it| it.get_attribute(KEY).as_ref() == Some(&key));
        focus_quietly(next.as_ref().unwrap_or(&body));
    };
    later.set_value(Some(Timer::after(0, act)));
}

/// The next thing that can have focus, round and round.
fn stop(card: &HtmlElement, backwards: bool) -> Option<HtmlElement> {
    let found = card.query_selector_all(STOPS).ok()?;
    let focused = find(card, ":focus");
    let count = found.length();
    let is_it = |index: &u32| {
        focused.as_ref().is_some_and(|it| it.is_same_node(found.item(*index).as_ref()))
    };
    let at = (0..count).find(is_it);
    let next = match (at, backwards) {
        (Some(at), false) => (at + 1) % count,
        (Some(at), true) => (at + count - 1) % count,
        (None, _) => 0,
    };
    found.item(next)?.dyn_into().ok()
}
