//! Emoji that float up over the chat. Nobody can press them, nobody hears them, and their number is bounded.
//!
//! They are nodes without a view: each is there for two seconds, and nothing about it changes. Whoever wants no
//! motion sees a number instead.

use chirrup_core::Pairs;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::state::{RoomState, Thrown};
use crate::ui::dom::{Timer, TimerSlot, media_matches};
use crate::ui::erased::effect;

/// More than this are never in the air.
const AFLOAT_MAX: u32 = 40;
/// Emoji of one batch leave so far apart.
const APART_MILLIS: u32 = 70;
/// How long a number stays.
const NUMBER_MILLIS: i32 = 2_000;

/// The layer over the chat.
#[component]
pub fn Bursts(
    /// Which room.
    room: RoomState,
) -> AnyView {
    let layer = NodeRef::<html::Div>::new();
    let newest = |thrown: &Vec<Thrown>| thrown.last().map_or(0, |last| last.number);
    let drawn = StoredValue::new(room.live.thrown.with_untracked(newest));
    let counted = StoredValue::new(Pairs::<String, u32>::new());
    let clearing: TimerSlot = StoredValue::new(None);
    effect(move || {
        let Some(layer) = layer.get() else { return };
        let before = drawn.get_value();
        let fresh = room.live.thrown.with(|thrown| {
            drawn.set_value(newest(thrown));
            thrown.iter().filter(|it| it.number > before).cloned().collect::<Vec<_>>()
        });
        // What nobody sees would stay: where there is no layout, no animation ends.
        if fresh.is_empty() || layer.client_height() == 0 {
            return;
        }
        if media_matches("(prefers-reduced-motion: reduce)") {
            counted.update_value(|counted| add_up(counted, &fresh));
            layer.set_text_content(Some(&counted.with_value(numbers)));
            let clear = move || {
                layer.set_text_content(None);
                counted.try_update_value(|counted| *counted = Pairs::new());
            };
            clearing.set_value(Some(Timer::after(NUMBER_MILLIS, clear)));
            return;
        }
        for thrown in &fresh {
            for nth in 0..thrown.count.min(AFLOAT_MAX) {
                float(&layer, thrown, nth);
            }
        }
    });
    let class = move || {
        let is_still = media_matches("(prefers-reduced-motion: reduce)");
        if is_still { "bursts is-still" } else { "bursts" }
    };
    view! {
        <div
            class=class
            aria-hidden="true"
            node_ref=layer
            on:animationend=|event| {
                if let Some(landed) = event.target().and_then(|it| it.dyn_into::<Element>().ok()) {
                    landed.remove();
                }
            }
        ></div>
    }
}

/// Lets one emoji go. The oldest makes room for it.
fn float(layer: &HtmlElement, thrown: &Thrown, nth: u32) {
    while layer.child_element_count() >= AFLOAT_MAX {
        let Some(oldest) = layer.first_element_child() else { break };
        oldest.remove();
    }
    let node = document().create_element("span").ok().and_then(|it| it.dyn_into().ok());
    let Some(node) = node else { return };
    let node: HtmlElement = node;
    node.set_class_name("burst");
    node.set_text_content(Some(&thrown.emoji));
    // Numbers that follow each other land far apart.
    let turn = thrown.number.wrapping_mul(7).wrapping_add(nth);
    let place = turn.wrapping_mul(61) % 100;
    let sway = i64::from(turn.wrapping_mul(37) % 48) - 24;
    let style = node.style();
    for (name, value) in [
        ("--burst-place", place.to_string()),
        ("--burst-sway", [&sway.to_string(), "px"].concat()),
        ("--burst-delay", [&(nth * APART_MILLIS).to_string(), "ms"].concat()),
    ] {
        // The only failure is a name or a value that is none.
        drop(style.set_property(name, &value));
    }
    drop(layer.append_child(&node));
}

fn add_up(counted: &mut Pairs<String, u32>, fresh: &[Thrown]) {
    for Thrown { emoji, count, .. } in fresh {
        let before = counted.get(&**emoji).copied().unwrap_or(0);
        counted.insert(emoji.to_string(), before.saturating_add(*count));
    }
}

/// "🎉 12  🔥 3".
fn numbers(counted: &Pairs<String, u32>) -> String {
    let parts = counted.iter().map(|(emoji, count)| [emoji, " ", &count.to_string()].concat());
    parts.collect::<Vec<_>>().join("  ")
}
