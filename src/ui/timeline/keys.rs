//! Keys inside the transcript: arrows, Home and End walk the rows, Enter dives into a row's links and
//! buttons, Escape climbs back: to the row, then to the message box.
//!
//! The list is one tab stop. Rows and links have `tabindex="-1"`, so Tab leaves the transcript.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::anchor::top;
use crate::ui::dom::{find, focus_quietly};

/// Rows that arrows walk, and what can be pressed inside one.
const ROW: &str = "[data-row]";
const ACTIONS: &str = "a, button";
const ROW_GAP_PX: f64 = 12.0;

/// Handles a key pressed somewhere in the transcript.
pub fn on_keydown(
    event: &ev::KeyboardEvent,
    list: NodeRef<html::Div>,
    rows: NodeRef<html::Div>,
    composer: NodeRef<html::Textarea>,
) {
    let (Some(list), Some(rows)) = (list.get_untracked(), rows.get_untracked()) else { return };
    let Some(target) = event.target().and_then(|it| it.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let row = target.closest(ROW).ok().flatten().and_then(|row| row.dyn_into::<HtmlElement>().ok());
    let key = event.key();
    let next = match row {
        None if list.is_same_node(Some(&target)) => from_list(&key, &list, &rows),
        None => None,
        Some(row) if row.is_same_node(Some(&target)) => from_row(&key, &row, &rows, composer),
        Some(row) => from_action(&key, &target, &row),
    };
    let Some(next) = next else { return };
    focus_quietly(&next);
    if next.has_attribute("data-row") {
        reveal(&list, &next);
    }
    event.prevent_default();
    event.stop_propagation();
}

/// The list itself has focus: go to the row that is read last in view, or to an end.
fn from_list(key: &str, list: &HtmlElement, rows: &Element) -> Option<HtmlElement> {
    match key {
        "ArrowUp" | "ArrowDown" => {
            let end = list.get_bounding_client_rect().bottom();
            let all = all(rows, ROW);
            let in_view = all.iter().rposition(|row| top(row) < end);
            in_view.and_then(|index| all.into_iter().nth(index))
        }
        "Home" => all(rows, ROW).into_iter().next(),
        "End" => all(rows, ROW).pop(),
        _ => None,
    }
}

/// A row has focus.
fn from_row(
    key: &str,
    row: &HtmlElement,
    rows: &Element,
    composer: NodeRef<html::Textarea>,
) -> Option<HtmlElement> {
    match key {
        "Enter" => find(row, ACTIONS),
        "Escape" => composer.get_untracked().map(Into::into),
        _ => step(&all(rows, ROW), row, key),
    }
}

/// A link or button of a row has focus. Enter belongs to it.
fn from_action(key: &str, target: &HtmlElement, row: &HtmlElement) -> Option<HtmlElement> {
    match key {
        "Escape" => Some(row.clone()),
        _ => step(&all(row, ACTIONS), target, key),
    }
}

/// The neighbour in the direction of a key.
fn step(all: &[HtmlElement], from: &HtmlElement, key: &str) -> Option<HtmlElement> {
    let at = all.iter().position(|it| it.is_same_node(Some(from)))?;
    let next = match key {
        "ArrowUp" => at.checked_sub(1)?,
        "ArrowDown" => at + 1,
        "Home" => 0,
        "End" => all.len().checked_sub(1)?,
        _ => return None,
    };
    all.get(next).cloned()
}

/// Moves the list, and nothing else, until the row can be seen.
fn reveal(list: &HtmlElement, row: &HtmlElement) {
    let (view, edges) = (list.get_bounding_client_rect(), row.get_bounding_client_rect());
    let above = edges.top() - view.top() - ROW_GAP_PX;
    let below = edges.bottom() - view.bottom() + ROW_GAP_PX;
    if above < 0.0 {
        list.scroll_by_with_x_and_y(0.0, above);
    } else if below > 0.0 {
        list.scroll_by_with_x_and_y(0.0, below.min(above));
    }
}

fn all(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
}
