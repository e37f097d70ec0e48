//! Which rows of a long list are drawn: heights in, a range of rows out.
//!
//! A list keeps a height for every row, measured or guessed, and draws only the rows around what the reader
//! sees. This is the arithmetic of it; there is *no* document here, and nothing knows what a row is.
//! Invariants: the height of a block is the sum of its rows; a row keeps its height as long as its id is in
//! the list, wherever it moves; no window is larger than [`ROWS_MAX`].
//!
//! Rows lie in blocks, so that a place, a height or a page costs about the square root of the length. A tree
//! would answer faster and pay for it at each page that comes in above.

use std::ops::Range;

use crate::ids::ItemId;

/// Lists up to this length are drawn whole, so that the browser finds every word of a usual conversation.
pub const ROWS_WHOLE: usize = 240;
/// More rows than this are never drawn at once.
pub const ROWS_MAX: usize = 200;
/// Rows per block before it is split.
const BLOCK_ROWS_MAX: usize = 256;
/// Height of a row before any was measured.
const GUESS_PX: f64 = 48.0;
/// Differences below this are the rounding of a measurement.
const SAME_PX: f64 = 0.05;

/// What the reader looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sight {
    /// The end.
    End,
    /// A row, and how far its top is below the top of the view.
    Row {
        /// Which row.
        id: ItemId,
        /// Distance from the top of the view; negative above it.
        from_view_px: f64,
    },
}

/// The heights of all rows of a list.
#[derive(Debug, Default)]
pub struct Heights {
    blocks: Vec<Block>,
    len: usize,
    measured: u32,
    measured_px: f64,
}

#[derive(Debug, Default)]
struct Block {
    slots: Vec<Slot>,
    px: f64,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    id: ItemId,
    px: f64,
    is_measured: bool,
}

impl Heights {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The place of a row.
    pub fn position(&self, id: ItemId) -> Option<usize> {
        let mut above = 0;
        for block in &self.blocks {
            if let Some(offset) = block.slots.iter().position(|slot| slot.id == id) {
                return Some(above + offset);
            }
            above += block.slots.len();
        }
        None
    }

    /// The row at a place.
    pub fn id(&self, index: usize) -> Option<ItemId> {
        self.slot(index).map(|slot| slot.id)
    }

    /// Whether the height of a row is a measured one.
    pub fn is_measured(&self, index: usize) -> bool {
        self.slot(index).is_some_and(|slot| slot.is_measured)
    }

    /// Where the top of a row is, from the top of the first. At the length, where the list ends.
    pub fn top(&self, index: usize) -> f64 {
        let (mut left, mut px) = (index, 0.0);
        for block in &self.blocks {
            if left < block.slots.len() {
                return px + block.slots.iter().take(left).map(|slot| slot.px).sum::<f64>();
            }
            left -= block.slots.len();
            px += block.px;
        }
        px
    }

    /// The row in which a distance from the top ends; the nearest for one outside.
    pub fn row_at(&self, px: f64) -> usize {
        let (mut index, mut left) = (0, px);
        for block in &self.blocks {
            if left < block.px {
                for slot in &block.slots {
                    left -= slot.px;
                    if left < 0.0 {
                        return index;
                    }
                    index += 1;
                }
            } else {
                left -= block.px;
                index += block.slots.len();
            }
        }
        self.len.saturating_sub(1)
    }

    /// The rows for a reader with a view of this height, and so much more above the view and below it; at the
    /// end all of that lies above.
    pub fn window(&self, sight: Sight, view_px: f64, spare_px: f64) -> Range<usize> {
        if self.len <= ROWS_WHOLE {
            return 0..self.len;
        }
        let row = match sight {
            Sight::End => None,
            Sight::Row { id, from_view_px } => {
                self.position(id).map(|index| self.top(index) - from_view_px)
            }
        };
        let Some(view_top) = row else {
            let start = self.row_at(self.top(self.len) - view_px - 2.0 * spare_px);
            return start.max(self.len.saturating_sub(ROWS_MAX))..self.len;
        };
        let start = self.row_at(view_top - spare_px);
        let end = self.row_at(view_top + view_px + spare_px) + 1;
        // What is in view comes first; more than that is spread evenly.
        let (first, last) = (self.row_at(view_top), self.row_at(view_top + view_px));
        let spare = ROWS_MAX.saturating_sub(last + 1 - first) / 2;
        let start = start.max(first.saturating_sub(spare));
        start..end.min(start + ROWS_MAX)
    }

    /// Takes over the rows of a list, told by length and by the id at a place.
    pub fn sync(&mut self, len: usize, id_at: &dyn Fn(usize) -> Option<ItemId>) {
        let mut same = 0;
        'above: for block in &self.blocks {
            for slot in &block.slots {
                if id_at(same) != Some(slot.id) {
                    break 'above;
                }
                same += 1;
            }
        }
        let rest = self.len.min(len) - same;
        let mut same_below = 0;
        'below: for block in self.blocks.iter().rev() {
            for slot in block.slots.iter().rev() {
                if same_below == rest || id_at(len - 1 - same_below) != Some(slot.id) {
                    break 'below;
                }
                same_below += 1;
            }
        }
        let removed = same..self.len - same_below;
        let inserted = same..len - same_below;
        if !removed.is_empty() || !inserted.is_empty() {
            self.replace(removed, inserted.filter_map(id_at));
        }
    }

    /// A row was measured. Answers whether that was news.
    pub fn measure(&mut self, index: usize, px: f64) -> bool {
        let Some((block, offset)) = self.locate(index) else { return false };
        let Some(block) = self.blocks.get_mut(block) else { return false };
        let Some(slot) = block.slots.get_mut(offset) else { return false };
        if !slot.is_measured {
            slot.is_measured = true;
            self.measured += 1;
            self.measured_px += px;
        }
        let difference = px - slot.px;
        if difference.abs() < SAME_PX {
            return false;
        }
        slot.px = px;
        // Summed up anew: differences that are added up for hours drift.
        block.px = sum(&block.slots);
        true
    }

    /// Puts rows in the place of others; one that comes back keeps its height.
    fn replace(&mut self, removed: Range<usize>, inserted: impl Iterator<Item = ItemId>) {
        let guess = match self.measured {
            0 => GUESS_PX,
            count => self.measured_px / f64::from(count),
        };
        let last = self.blocks.len().saturating_sub(1);
        let (first, offset) = self.locate(removed.start).unwrap_or((last, usize::MAX));
        let count = removed.len();
        let mut after = self.blocks.split_off(first.min(self.blocks.len()));
        // The blocks that are touched, taken out, changed as one, and cut anew.
        let mut slots = Vec::new();
        let mut touched = 0;
        for block in &mut after {
            slots.append(&mut block.slots);
            touched += 1;
            if slots.len() >= offset.saturating_add(count) {
                break;
            }
        }
        after.drain(..touched);
        let start = offset.min(slots.len());
        let mut below = slots.split_off(start);
        let kept = below.split_off(count.min(below.len()));
        let new = inserted.map(|id| {
            let known = below.iter().find(|slot| slot.id == id);
            known.copied().unwrap_or(Slot { id, px: guess, is_measured: false })
        });
        let before = slots.len();
        slots.extend(new);
        self.len = self.len + (slots.len() - before) - below.len();
        slots.extend(kept);
        if slots.len() <= BLOCK_ROWS_MAX {
            self.blocks.extend(Block::of(slots));
        } else {
            for slots in slots.chunks(BLOCK_ROWS_MAX / 2) {
                self.blocks.extend(Block::of(slots.to_vec()));
            }
        }
        self.blocks.append(&mut after);
    }

    fn slot(&self, index: usize) -> Option<&Slot> {
        let (block, offset) = self.locate(index)?;
        self.blocks.get(block)?.slots.get(offset)
    }

    fn locate(&self, index: usize) -> Option<(usize, usize)> {
        let mut left = index;
        for (block, rows) in self.blocks.iter().enumerate() {
            if left < rows.slots.len() {
                return Some((block, left));
            }
            left -= rows.slots.len();
        }
        None
    }
}

impl Block {
    fn of(slots: Vec<Slot>) -> Option<Self> {
        let px = sum(&slots);
        (!slots.is_empty()).then_some(Self { slots, px })
    }
}

fn sum(slots: &[Slot]) -> f64 {
    slots.iter().map(|slot| slot.px).sum()
}

#[cfg(test)]
mod tests;
