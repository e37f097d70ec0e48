//! Keys inside the transcript: arrows, Home and End walk the rows, Enter dives into a row's links and
//! buttons, Escape climbs back: to the row, then to the message box.
//!
//! The list is one tab stop. Rows and links have `tabindex="-1"`, so Tab leaves the transcript.

use chirrup_core::ItemKind;
use leptos::ev;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::anchor::top;
use super::follow::Follow;
use super::row::RowContext;
use crate::state::Row;
use crate::ui::dom::{find, find_up, focus_quietly};
use crate::ui::live::answer::begin;

/// Rows that arrows walk, and what can be pressed inside one.
pub const ROW: &str = "[data-row]";
const ACTIONS: &str = "a, button";
const ROW_GAP_PX: f64 = 12.0;

/// Handles a key pressed somewhere in the transcript.
pub fn on_keydown(event: &ev::KeyboardEvent, follow: Follow, context: RowContext) {
    let Some((list, rows, room)) = follow.parts() else { return };
    let Some(target) = event.target().and_then(|it| it.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let row = find_up(Some(&target), ROW);
    let RowContext { composer, tools, .. } = context;
    let mut key = event.key();
    if let Some(tools) = tools.get_value() {
        key = tools.translated(key);
        let is_on_row = row.as_ref().is_none_or(|row| row.is_same_node(Some(&target)));
        if is_on_row && tools.take_key(&key, row.as_ref()) {
            event.prevent_default();
            event.stop_propagation();
            return;
        }
    }
    let walk = |from: Option<usize>| {
        let index = room.rows.with_untracked(|rows| walk(rows, from, &key))?;
        follow.reach(index)
    };
    let next = match row {
        None if list.is_same_node(Some(&target)) => match key.as_str() {
            "ArrowUp" | "ArrowDown" => last_in_view(&list, &rows),
            _ => walk(None),
        },
        None => None,
        Some(row) if row.is_same_node(Some(&target)) => match key.as_str() {
            "Enter" => find(&row, ACTIONS),
            "Escape" => composer.get_untracked().map(Into::into),
            "r" | "R" if context.is_crowd() && begin(&row, follow, context) => {
                event.prevent_default();
                event.stop_propagation();
                return;
            }
            _ => walk(follow.index_of(&row)),
        },
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

/// Puts focus on the row at a place, and the row in view.
pub fn go_to(index: usize, follow: Follow) {
    if let Some(row) = follow.reach(index)
        && let Some((list, ..)) = follow.parts()
    {
        focus_quietly(&row);
        reveal(&list, &row);
    }
}

/// Where a key leads from a row: to the next one that can have focus, whether it is drawn or not.
fn walk(rows: &[Row], from: Option<usize>, key: &str) -> Option<usize> {
    let can_have_focus = |index: &usize| rows.get(*index).is_some_and(can_have_focus);
    match key {
        "ArrowUp" => (0..from?).rev().find(can_have_focus),
        "ArrowDown" => (from? + 1..rows.len()).find(can_have_focus),
        "Home" => (0..rows.len()).find(can_have_focus),
        "End" => (0..rows.len()).rev().find(can_have_focus),
        _ => None,
    }
}

/// Whether arrows stop at a row. Dividers are passed over.
fn can_have_focus(row: &Row) -> bool {
    match &row.item.get_untracked().kind {
        ItemKind::Message(_) | ItemKind::Notice(_) => true,
        ItemKind::DayDivider(_) | ItemKind::UnreadDivider | ItemKind::Gap => false,
    }
}

/// The list itself has focus: the row that is read last in view.
fn last_in_view(list: &HtmlElement, rows: &Element) -> Option<HtmlElement> {
    let end = list.get_bounding_client_rect().bottom();
    all(rows, ROW).into_iter().rfind(|row| top(row) < end)
}

/// A link or button of a row has focus. Enter belongs to it.
fn from_action(key: &str, target: &HtmlElement, row: &HtmlElement) -> Option<HtmlElement> {
    if key == "Escape" {
        return Some(row.clone());
    }
    let all = all(row, ACTIONS);
    let at = all.iter().position(|it| it.is_same_node(Some(target)))?;
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
