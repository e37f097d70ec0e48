//! Which messages were read: in view for a second, in a tab that is in front and has focus, in an open panel.

use chirrup_core::timeline::Origin;
use chirrup_core::{ItemId, ItemKind};
use leptos::{html, prelude::*};
use web_sys::{HtmlDivElement, VisibilityState};

use super::mounted::Mounted;
use crate::state::{Chat, Panel, RoomState, Row};
use crate::ui::dom::{Timer, TimerSlot};

/// What was in view for this long was read.
const DWELL_MILLIS: i32 = 1_000;

/// Watches what the reader sees. `Copy`.
#[derive(Clone, Copy)]
pub struct Reading {
    chat: Chat,
    room: RoomState,
    list: NodeRef<html::Div>,
    mounted: StoredValue<Mounted>,
    dwell: TimerSlot,
}

impl Reading {
    pub fn new(
        chat: Chat,
        room: RoomState,
        list: NodeRef<html::Div>,
        mounted: StoredValue<Mounted>,
    ) -> Self {
        Self { chat, room, list, mounted, dwell: StoredValue::new(None) }
    }

    /// Something changed that matters: starts the second if there is something to read and none is running,
    /// and calls it off when nobody looks any more.
    pub fn look(self) {
        let Some(is_waiting) = self.dwell.try_with_value(Option::is_some) else { return };
        if is_waiting {
            if !self.may_be_seen() {
                self.dwell.set_value(None);
            }
            return;
        }
        if let Some((_, candidate)) = self.last_in_view() {
            let decide = move || {
                self.dwell.set_value(None);
                self.mark(candidate);
            };
            self.dwell.set_value(Some(Timer::after(DWELL_MILLIS, decide)));
        }
    }

    /// A second later: what was the last row in view then was read, unless the reader went away or back up.
    fn mark(self, candidate: ItemId) {
        let Some((last_index, last)) = self.last_in_view() else { return };
        let index = self.mounted.with_value(|mounted| mounted.heights().position(candidate));
        if index.is_some_and(|index| index <= last_index) {
            self.chat.mark_read(candidate);
        }
        if last != candidate {
            self.look();
        }
    }

    /// The last message of somebody else whose end is in view, while somebody may be looking.
    fn last_in_view(self) -> Option<(usize, ItemId)> {
        if self.room.unread.try_get_untracked()? == 0 || !self.may_be_seen() {
            return None;
        }
        let list = self.list.try_get_untracked()??;
        let view = list.get_bounding_client_rect();
        let window_height = window().inner_height().ok()?.as_f64()?;
        // An inline chat may itself be scrolled out of the page's view.
        let (view_top, view_bottom) = (view.top().max(0.0), view.bottom().min(window_height));
        if view_bottom <= view_top {
            return None;
        }
        self.room.rows.with_untracked(|all| {
            self.mounted.with_value(|mounted| {
                if mounted.heights().len() != all.len() {
                    // Rows are about to be drawn, which is another reason to look.
                    return None;
                }
                let mut drawn = mounted.shown().iter().rev();
                let found = drawn.find(|shown| {
                    let edges = shown.node.get_bounding_client_rect();
                    let ends_in_view =
                        edges.bottom() <= view_bottom + 1.0 && edges.bottom() > view_top;
                    let fills_view = edges.top() <= view_top && edges.bottom() >= view_bottom;
                    (ends_in_view || fills_view) && all.get(shown.index).is_some_and(is_of_another)
                })?;
                Some((found.index, found.id))
            })
        })
    }

    fn may_be_seen(self) -> bool {
        let is_open = match self.chat.panel().try_get_untracked() {
            Some(Panel::Closed) | None => false,
            Some(Panel::OpenedByPerson | Panel::OpenedByPage) => true,
        };
        is_open
            && document().visibility_state() == VisibilityState::Visible
            && document().has_focus().unwrap_or(false)
            && self.list.try_get_untracked().flatten().is_some_and(has_height)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "a handle, taken from an option")]
fn has_height(list: HtmlDivElement) -> bool {
    list.client_height() > 0
}

fn is_of_another(row: &Row) -> bool {
    match &row.item.get_untracked().kind {
        ItemKind::Message(message) => message.origin == Origin::Other,
        ItemKind::Notice(_) | ItemKind::DayDivider(_) | ItemKind::UnreadDivider | ItemKind::Gap => {
            false
        }
    }
}
