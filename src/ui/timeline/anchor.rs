//! Where the reader is: one row and its distance from the top of the content.
//!
//! The distance is a matter of layout alone, not of scrolling. Whatever it has changed by is exactly what
//! has to be added to the scroll position so that nothing moves under the reader's eyes. A row that is not
//! drawn yet has no layout; it has a distance from the top of the view at which it is wanted.

use chirrup_core::{ItemId, ItemKind};
use web_sys::{Element, HtmlElement};

use super::mounted::{Mounted, Shown};
use crate::state::Row;

/// How many rows after the first visible one may serve instead of it.
const CANDIDATES: usize = 8;

/// A remembered place.
#[derive(Clone)]
pub struct Place {
    pub id: ItemId,
    /// Distance of its top from the top of the view.
    pub from_view_px: f64,
    laid_out: Option<LaidOut>,
}

#[derive(Clone)]
struct LaidOut {
    row: Element,
    content: Element,
    from_content_px: f64,
}

impl Place {
    /// A row where it should be seen.
    pub fn wanted(id: ItemId, from_view_px: f64) -> Self {
        Self { id, from_view_px, laid_out: None }
    }

    /// Remembers the first visible message of the list. `None` when there is none.
    pub fn of(list: &Element, rows: &Element, mounted: &Mounted, all: &[Row]) -> Option<Self> {
        // Everything that scrolls, what stands above the rows included.
        let content = rows.parent_element()?;
        let heights = mounted.heights();
        let first_drawn = heights.top(mounted.shown().first()?.index);
        let view_top = first_drawn + top(list) - top(rows);
        let first = heights.row_at(view_top);
        let is_message = |index: &usize| all.get(*index).is_some_and(is_message);
        let index = (first..first + CANDIDATES).find(is_message).unwrap_or(first);
        let view = list.get_bounding_client_rect();
        let in_view = |row: &HtmlElement| (view.top()..view.bottom()).contains(&top(row));
        let drawn = |index| mounted.shown().iter().find(|shown| shown.index == index);
        let found = drawn(index).or_else(|| {
            // Who scrolls fast sees room where rows are to be; what else is in view stays where it is.
            mounted.shown().iter().find(|shown| in_view(&shown.node))
        });
        let Some(Shown { id, node: row, .. }) = found else {
            return Some(Self::wanted(heights.id(index)?, heights.top(index) - view_top));
        };
        let row_top = top(row);
        let from_content_px = row_top - top(&content);
        let laid_out = Some(LaidOut { row: row.clone().into(), content, from_content_px });
        Some(Self { id: *id, from_view_px: row_top - view.top(), laid_out })
    }

    /// How far layout has moved the row since then. Zero when the row is gone.
    ///
    /// Rows that came in above it moved it, and so did everything that grew there.
    pub fn moved_px(&self, list: &Element, mounted: &Mounted) -> f64 {
        match &self.laid_out {
            Some(LaidOut { row, content, from_content_px }) if row.is_connected() => {
                top(row) - top(content) - from_content_px
            }
            Some(_) => 0.0,
            None => self.strayed_px(list, mounted),
        }
    }

    /// How far the row is from where it was on the screen: for a list that was hidden and forgot its place.
    pub fn strayed_px(&self, list: &Element, mounted: &Mounted) -> f64 {
        mounted.node(self.id).map_or(0.0, |row| top(row) - top(list) - self.from_view_px)
    }
}

/// Top edge on the screen.
pub fn top(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

fn is_message(row: &Row) -> bool {
    match &row.item.get_untracked().kind {
        ItemKind::Message(_) => true,
        ItemKind::Notice(_) | ItemKind::DayDivider(_) | ItemKind::UnreadDivider | ItemKind::Gap => {
            false
        }
    }
}
