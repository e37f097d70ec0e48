//! Where pointer, finger and focus are: rows stand still under a pointer that is on their buttons, and a finger that
//! rests opens the menu.
//!
//! Invariant: while the pointer is on the buttons of a row, no row moves under it.

use chirrup_core::ItemId;
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Event, EventTarget};

use super::{Front, Moderating};
use crate::ui::dom::{Heard, Timer, find_up};
use crate::ui::erased::effect;
use crate::ui::timeline::keys::ROW;

/// A finger that rests this long opens the menu.
const PRESS_MILLIS: i32 = 450;

impl Moderating {
    /// Follows pointer, fingers and focus over the rows.
    pub(super) fn watch(self) {
        let heard = StoredValue::new(Vec::new());
        effect(move || {
            let Some(list) = self.list.get() else { return };
            let hear =
                |name, act: fn(Self, Event)| Heard::new(&list, name, move |it| act(self, it));
            heard.set_value(vec![
                hear("pointerover", |tools, event| tools.point(event.target().as_ref())),
                hear("focusin", |tools, event| tools.point(event.target().as_ref())),
                hear("pointerleave", |tools, _| tools.point(None)),
                hear("pointerdown", |tools, event| tools.press(event.unchecked_ref())),
                hear("pointerup", |tools, _| tools.release()),
                hear("pointercancel", |tools, _| tools.release()),
                hear("touchend", |tools, event| tools.lift(&event)),
            ]);
        });
    }

    /// The pointer or focus is somewhere in the transcript.
    fn point(self, target: Option<&EventTarget>) {
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
    }

    /// The pointer is on the buttons: nothing moves under it.
    pub(super) fn reach_for(self) {
        self.is_hovering.set_value(true);
        self.hold(true);
    }

    /// A finger went down on a row.
    fn press(self, event: &ev::PointerEvent) {
        let row = row_of(event.target().as_ref()).filter(|_| event.pointer_type() == "touch");
        let Some(row) = row.filter(|_| self.room.capabilities.with_untracked(|can| can.moderation))
        else {
            return;
        };
        let open = move || {
            if let Some(target) = self.target(row) {
                self.open(Front::Menu(target));
            }
        };
        self.press.set_value(Some(Timer::after(PRESS_MILLIS, open)));
    }

    /// The finger moved on, or up.
    fn release(self) {
        self.press.set_value(None);
    }

    /// The finger that opened a menu goes up, maybe over one of its entries: that is no click.
    fn lift(self, event: &Event) {
        if self.front.with_untracked(Option::is_some) {
            event.prevent_default();
        }
    }
}

/// The row that an element lies in.
pub(super) fn row_of(target: Option<&EventTarget>) -> Option<ItemId> {
    let row = find_up(target, ROW)?;
    row.get_attribute("data-item")?.parse().ok().map(ItemId)
}
