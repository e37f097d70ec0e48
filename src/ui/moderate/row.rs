//! What a row has for moderators: three buttons that float over its end while it is pointed at or has focus, and
//! under a hidden message who hid it, why, and the way back.
//!
//! Invariant: neither shifts the text, and a row that nobody points at has no buttons.

use std::sync::Arc;

use chirrup_core::timeline::Concealed;
use chirrup_core::{Item, ItemId};
use chirrup_wire::conventions::Deed;
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget};

use super::{Front, Moderating, Target};
use crate::i18n::Strings;
use crate::ui::controls::button::IconButton;
use crate::ui::controls::icon::{self, Icon};
use crate::ui::dom::Timer;
use crate::ui::erased::{live, nothing};
use crate::ui::timeline::row::RowContext;

/// A finger that rests this long opens the menu.
const PRESS_MILLIS: i32 = 450;

/// The place of the buttons in a row.
pub fn tools(item: &Arc<Item>, context: RowContext) -> AnyView {
    let moderating = context.tools.get_value();
    let words = context.locale.words();
    if !moderating.is_on() {
        return nothing();
    }
    let Some(target) = Target::of(item, words) else { return nothing() };
    let concealed = item.message().and_then(|message| message.marks.concealed);
    let id = item.id;
    live(move || {
        let is_active = moderating.active.get() == Some(id);
        is_active.then(|| toolbar(&target, concealed, moderating, words))
    })
}

fn toolbar(
    target: &Target,
    concealed: Option<Concealed>,
    moderating: Moderating,
    words: &'static Strings,
) -> AnyView {
    let words = &words.moderate;
    let open = |front: fn(Target) -> Front| {
        let target = target.clone();
        Callback::new(move |()| moderating.open(front(target.clone())))
    };
    let (path, label) = match concealed {
        Some(_) => (icon::UNDO, words.restore),
        None => (icon::HIDDEN, words.hide),
    };
    let hides = target.clone();
    let turn = Callback::new(move |()| turn(&hides, concealed, moderating));
    let can_turn = concealed != Some(Concealed::Redacted);
    view! {
        <div
            class="tools"
            role="toolbar"
            aria-label=(words.tools)(&target.name)
            on:pointerenter=move |_| moderating.reach_for()
        >
            {can_turn.then(|| view! { <IconButton icon=path label on_press=turn /> })}
            <IconButton icon=icon::CLOCK label=words.time_out on_press=open(Front::TimeOuts) />
            <IconButton icon=icon::MORE label=words.more on_press=open(Front::Menu) />
        </div>
    }
}

/// Hides a message, or brings it back.
pub(super) fn turn(target: &Target, concealed: Option<Concealed>, moderating: Moderating) {
    let id = target.id();
    let deed = match concealed {
        None => Deed::Hide { id },
        Some(Concealed::Hidden) => Deed::Restore { id },
        // Its text is nowhere any more.
        Some(Concealed::Redacted) => return,
    };
    moderating.chat.moderate(deed, "");
}

/// That a message is hidden; for moderators also by whom, why, and the way back.
pub fn note(item: &Arc<Item>, context: RowContext) -> AnyView {
    let moderating = context.tools.get_value();
    let (chat, room, words) = (moderating.chat, moderating.room, context.locale.words());
    let sign = view! {
        <span class="live__sign">
            <Icon path=icon::HIDDEN />
            {words.live.hidden}
        </span>
    };
    if !moderating.is_on() {
        return sign;
    }
    let (item, at) = (Arc::clone(item), item.at);
    let by_whom = live(move || {
        let target = Target::of(&item, words)?;
        let id = target.message.clone()?;
        let ruling =
            chat.rules(room, |rules, _| rules.hidden(&id, &target.person, at).cloned())??;
        let offered = room.undo.get().is_some_and(|offer| offer.ruling.id == ruling.id);
        let label = if offered { words.moderate.undo } else { words.moderate.restore };
        let by = (!chat.is_own(&ruling.by))
            .then(|| (words.moderate.hidden_by)(&moderating.name_of_moderator(&ruling, words)));
        let why = ruling.reason.clone().map(|why| {
            view! { <span class="hidden-note__why" dir="auto">{why}</span> }
        });
        let restore = move |_| turn(&target, Some(Concealed::Hidden), moderating);
        Some(view! {
            <bdi>{by}</bdi>
            {why}
            <button type="button" class="text-button" on:click=restore>{label}</button>
        })
    });
    view! {
        <div class="hidden-note">
            {sign}
            {by_whom}
        </div>
    }
}

impl Moderating {
    /// The pointer or focus is somewhere in the transcript.
    pub fn point(self, target: Option<&EventTarget>) {
        if !self.room.capabilities.with_untracked(|can| can.moderation) {
            return;
        }
        let is_away = self.is_hovering.get_value() && find_up(target, ".tools").is_none();
        if is_away {
            self.is_hovering.set_value(false);
            if self.front.with_untracked(Option::is_none) {
                self.hold(false);
            }
        }
        let row = row_of(target);
        if row != self.active.get_untracked() {
            self.active.set(row);
        }
    }

    /// The pointer is on the buttons: nothing moves under it.
    fn reach_for(self) {
        self.is_hovering.set_value(true);
        self.hold(true);
    }

    /// A finger went down on a row.
    pub fn press(self, event: &ev::PointerEvent, words: &'static Strings) {
        let row = row_of(event.target().as_ref()).filter(|_| event.pointer_type() == "touch");
        let Some(row) = row.filter(|_| self.room.capabilities.with_untracked(|can| can.moderation))
        else {
            return;
        };
        let open = move || {
            if let Some(target) = self.target(row, words) {
                self.open(Front::Menu(target));
            }
        };
        self.press.set_value(Some(Timer::after(PRESS_MILLIS, open)));
    }

    /// The finger moved on, or up.
    pub fn release(self) {
        self.press.set_value(None);
    }
}

/// The row that an element lies in.
pub(super) fn row_of(target: Option<&EventTarget>) -> Option<ItemId> {
    let row = find_up(target, "[data-row]")?;
    row.get_attribute("data-item")?.parse().ok().map(ItemId)
}

fn find_up(target: Option<&EventTarget>, selector: &str) -> Option<Element> {
    target?.dyn_ref::<Element>()?.closest(selector).ok().flatten()
}
