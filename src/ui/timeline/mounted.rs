//! The rows that are in the document: a window of all rows, and empty room in place of the others.
//!
//! Which rows that are is the arithmetic of `core::window`; nothing here scrolls. Invariants: rows stand in the
//! order of the list; a row that stays keeps its node; the row that has focus is never taken out; the room
//! above and below has the height of the rows that are missing there.

use chirrup_core::ItemId;
use chirrup_core::window::{Heights, Sight};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use super::row::{RowContext, timeline_row};
use crate::state::Row;
use crate::ui::piece::Piece;

/// The class of the room above and below while nothing is missing there.
pub const EMPTY_ROOM: &str = "timeline__room is-empty";
/// Such a part of the view is a little.
const LITTLE: f64 = 4.0;
/// Parts of a pixel that browsers lay out.
const PARTS_OF_PX: f64 = 64.0;
/// Differences below this are the rounding of a measurement.
const SAME_PX: f64 = 0.1;

/// All rows by height, and those that are drawn.
pub struct Mounted {
    heights: Heights,
    shown: Vec<Shown>,
    context: RowContext,
    owner: Owner,
    kept: Option<HtmlElement>,
    /// What is left free above and below, in parts of pixels.
    room: [i32; 2],
}

/// A row in the document.
pub struct Shown {
    pub id: ItemId,
    pub index: usize,
    pub node: HtmlElement,
    /// What it says of its place and of how many there are.
    numbered: (usize, Option<usize>),
    piece: Piece,
}

impl Mounted {
    pub fn new(context: RowContext) -> Self {
        Self {
            heights: Heights::default(),
            shown: Vec::new(),
            context,
            owner: Owner::current().unwrap_or_default(),
            kept: None,
            room: [0; 2],
        }
    }

    pub fn heights(&self) -> &Heights {
        &self.heights
    }

    /// What is drawn, from top to bottom.
    pub fn shown(&self) -> &[Shown] {
        &self.shown
    }

    /// The node of a row, if it is drawn.
    pub fn node(&self, id: ItemId) -> Option<&HtmlElement> {
        self.shown.iter().find(|shown| shown.id == id).map(|shown| &shown.node)
    }

    /// Whether what such a reader sees is drawn, and a little around it.
    pub fn covers(&self, (sight, view_px): (Sight, f64)) -> bool {
        let window = self.heights.window(sight, view_px, view_px / LITTLE);
        let has = |index: usize| self.shown.iter().any(|shown| shown.index == index);
        window.is_empty() || has(window.start) && has(window.end - 1)
    }

    /// Draws the rows that such a reader needs: many around them, or a `little`. `total` is how many rows there are, if that is known. Answers
    /// whether anything changed in the document.
    pub fn draw(
        &mut self,
        all: &[Row],
        total: Option<usize>,
        (sight, view_px): (Sight, f64),
        little: bool,
        rows: &HtmlElement,
    ) -> bool {
        self.heights.sync(all.len(), &|index| all.get(index).map(|row| row.id));
        let spare_px = if little { view_px / LITTLE } else { view_px };
        let window = self.heights.window(sight, view_px, spare_px);
        let kept = self.focused(rows).and_then(|id| self.heights.position(id));
        let kept = kept.filter(|index| !window.contains(index));
        let above = kept.filter(|index| *index < window.start);
        let below = kept.filter(|index| *index >= window.end);
        let wanted = above.into_iter().chain(window.clone()).chain(below);

        // From the end, because a new row is put above one that is there.
        let mut old: Vec<_> = std::mem::take(&mut self.shown).into_iter().map(Some).collect();
        let mut edge = old.len();
        let mut next: Option<Node> = None;
        let mut changed = false;
        for index in wanted.rev() {
            let Some(row) = all.get(index) else { continue };
            let is_it = |shown: &Option<Shown>| shown.as_ref().is_some_and(|it| it.id == row.id);
            let at = old.iter().take(edge).rposition(is_it);
            let in_order = at.is_some();
            edge = at.unwrap_or(edge);
            let at = at.or_else(|| old.iter().position(is_it));
            let found = at.and_then(|at| old.get_mut(at)?.take());
            let Some(mut shown) = found.or_else(|| self.build(row.clone())) else { continue };
            if !in_order {
                shown.piece.mount(rows, next.as_ref());
                changed = true;
            }
            shown.place(index, total);
            next = Some(shown.node.clone().into());
            self.shown.push(shown);
        }
        self.shown.reverse();
        for gone in old.into_iter().flatten() {
            gone.piece.unmount();
            changed = true;
        }
        self.space(rows, (above, below), window) || changed
    }

    /// Measures what is drawn, where something has another height than was thought.
    pub fn measure(&mut self, rows: &HtmlElement) {
        for only_new in [true, false] {
            let (Some(first), Some(last)) = (self.shown.first(), self.shown.last()) else { return };
            let thought = self.heights.top(last.index + 1) - self.heights.top(first.index);
            if (height(rows) - thought).abs() < SAME_PX {
                return;
            }
            for shown in &self.shown {
                if !(only_new && self.heights.is_measured(shown.index)) {
                    self.heights.measure(shown.index, height(&shown.node));
                }
            }
        }
    }

    /// The drawn row that focus is in.
    fn focused(&self, rows: &HtmlElement) -> Option<ItemId> {
        let has_focus = |element: &Element| element.matches(":focus-within").unwrap_or(false);
        has_focus(rows)
            .then(|| self.shown.iter().find(|shown| has_focus(&shown.node)))?
            .map(|it| it.id)
    }

    fn build(&self, row: Row) -> Option<Shown> {
        let id = row.id;
        let piece = Piece::draw(&self.owner, || timeline_row(row, self.context));
        let node = piece.first_node()?.dyn_into().ok()?;
        Some(Shown { id, index: 0, node, numbered: (0, None), piece })
    }

    /// Leaves room for what is not drawn: above, below, and between the window and a row that is kept for its
    /// focus.
    fn space(
        &mut self,
        rows: &HtmlElement,
        (above, below): (Option<usize>, Option<usize>),
        window: std::ops::Range<usize>,
    ) -> bool {
        if let Some(kept) = self.kept.take() {
            for property in ["margin-block-start", "margin-block-end"] {
                drop(kept.style().remove_property(property));
            }
        }
        let heights = &self.heights;
        let between = match (above, below) {
            (Some(index), _) => Some(("margin-block-end", index, index + 1..window.start)),
            (None, Some(index)) => Some(("margin-block-start", index, window.end..index)),
            (None, None) => None,
        };
        if let Some((property, index, rows)) = between
            && let Some(kept) = heights.id(index).and_then(|id| self.node(id)).cloned()
        {
            set_parts(&kept, property, parts(heights.top(rows.end) - heights.top(rows.start)));
            self.kept = Some(kept);
        }
        let start = heights.top(above.unwrap_or(window.start));
        let end = heights.top(below.map_or(window.end, |index| index + 1));
        let room = [parts(start), parts(heights.top(heights.len()) - end)];
        if room == self.room {
            return false;
        }
        self.room = room;
        let sides = [rows.previous_element_sibling(), rows.next_element_sibling()];
        for (side, parts) in sides.into_iter().zip(room) {
            if let Some(side) = side.and_then(|side| side.dyn_into().ok()) {
                set_parts(&side, "block-size", parts);
                side.set_class_name(if parts == 0 { EMPTY_ROOM } else { "timeline__room" });
            }
        }
        true
    }
}

impl Shown {
    /// Where it stands, for those who hear the list.
    fn place(&mut self, index: usize, total: Option<usize>) {
        self.index = index;
        let number = (index + 1, total);
        if self.numbered == number || !self.node.has_attribute("data-row") {
            return;
        }
        self.numbered = number;
        let total = total.map_or_else(|| "-1".to_owned(), |total| total.to_string());
        // The only failure is a name that is none.
        drop(self.node.set_attribute("aria-posinset", &number.0.to_string()));
        drop(self.node.set_attribute("aria-setsize", &total));
    }
}

fn height(element: &Element) -> f64 {
    element.get_bounding_client_rect().height()
}

/// A length in whole parts of pixels, because writing out fractions costs the visitor 8 KB.
#[expect(clippy::cast_possible_truncation, reason = "no list is so long")]
fn parts(px: f64) -> i32 {
    (px * PARTS_OF_PX).round() as i32
}

/// Sets a length through the CSS object model, which a strict policy allows.
fn set_parts(element: &HtmlElement, property: &str, parts: i32) {
    // The only failure is a name or a value that is none.
    drop(element.style().set_property(property, &format!("calc({parts}px / 64)")));
}
