//! Where the reader is: one row and its distance from the top of the content.
//!
//! The distance is a matter of layout alone, not of scrolling. Whatever it has changed by is exactly what
//! has to be added to the scroll position so that nothing moves under the reader's eyes.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// How many rows after the first visible one may serve instead of it.
const CANDIDATES: u32 = 8;

/// A remembered place.
#[derive(Clone)]
pub struct Place {
    row: Element,
    content: Element,
    from_content_px: f64,
    from_view_px: f64,
}

impl Place {
    /// Remembers the first visible message of the list. `None` when there is none.
    pub fn of(list: &Element, rows: &Element) -> Option<Self> {
        // Everything that scrolls, what stands above the rows included.
        let content = rows.parent_element()?;
        let view_top = top(list);
        let children = rows.children();
        let first = first_below(children.length(), |index| {
            children
                .item(index)
                .is_some_and(|row| row.get_bounding_client_rect().bottom() > view_top)
        });
        let row = (first..first.saturating_add(CANDIDATES))
            .filter_map(|index| children.item(index))
            .find(|row| row.class_list().contains("row--message"))
            .or_else(|| children.item(first))?;
        let row_top = top(&row);
        Some(Self {
            from_content_px: row_top - top(&content),
            from_view_px: row_top - view_top,
            row,
            content,
        })
    }

    /// How far layout has moved the row since then. Zero when the row is gone.
    ///
    /// Rows that came in above it moved it, and so did everything that grew there.
    pub fn moved_px(&self) -> f64 {
        if self.row.is_connected() {
            top(&self.row) - top(&self.content) - self.from_content_px
        } else {
            0.0
        }
    }

    /// How far the row is from where it was on the screen: for a list that was hidden and forgot its place.
    pub fn strayed_px(&self, list: &Element) -> f64 {
        if self.row.is_connected() { top(&self.row) - top(list) - self.from_view_px } else { 0.0 }
    }
}

/// Top edge on the screen.
pub fn top(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

/// The element of the row at a place.
pub fn row_at(rows: &Element, index: usize) -> Option<HtmlElement> {
    rows.children().item(u32::try_from(index).ok()?)?.dyn_into().ok()
}

/// The first of `count` indexes for which `holds` is true, when it is false up to there and true after.
pub fn first_below(count: u32, holds: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::first_below;

    #[test]
    fn the_first_visible_row_is_found() {
        assert_eq!(first_below(0, |_| true), 0);
        assert_eq!(first_below(5, |index| index >= 3), 3);
        assert_eq!(first_below(5, |_| false), 5);
        assert_eq!(first_below(5, |_| true), 0);
    }
}
