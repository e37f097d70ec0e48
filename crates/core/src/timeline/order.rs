//! The rows of a timeline in order: a sequence of chunks, so that a row in the middle of a long history
//! costs as little as one at its end.
//!
//! Invariant: keys rise strictly, and no chunk is empty.

use std::slice;
use std::sync::Arc;

use super::item::Item;
use crate::ids::ServerId;
use crate::time::Millis;

/// Rows per chunk before it is split.
const CHUNK_ROWS_MAX: usize = 512;

/// The place of a row: by time, then by id. The backend's order never depends on when something arrived.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) at: Millis,
    pub(super) tie: Tie,
    pub(super) edge: Edge,
}

/// What decides between rows of the same millisecond.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tie {
    /// A day divider, at the first moment of its day.
    Day,
    /// Something the backend knows.
    Server(ServerId),
    /// Something only this device knows, by item number.
    Local(u32),
}

/// Rows that belong to another row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edge {
    /// The unread divider above it.
    Above,
    /// The row itself.
    Itself,
    /// The gap below it.
    Below,
}

#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) key: Key,
    pub(super) item: Arc<Item>,
}

#[derive(Debug, Default)]
pub(super) struct Rows {
    chunks: Vec<Vec<Row>>,
    len: usize,
}

impl Rows {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn iter(&self) -> Iter<'_> {
        Iter { chunks: self.chunks.iter(), front: [].iter(), back: [].iter() }
    }

    pub(super) fn last(&self) -> Option<&Row> {
        self.chunks.last()?.last()
    }

    pub(super) fn get(&self, index: usize) -> Option<&Row> {
        let (chunk, offset) = self.locate(index)?;
        self.chunks.get(chunk)?.get(offset)
    }

    pub(super) fn get_mut(&mut self, index: usize) -> Option<&mut Row> {
        let (chunk, offset) = self.locate(index)?;
        self.chunks.get_mut(chunk)?.get_mut(offset)
    }

    /// Where a key stands, or where it would.
    pub(super) fn search(&self, key: &Key) -> Result<usize, usize> {
        let Some(last) = self.last() else { return Err(0) };
        if last.key < *key {
            return Err(self.len);
        }
        let chunk = self
            .chunks
            .partition_point(|rows| rows.first().is_some_and(|row| row.key <= *key))
            .saturating_sub(1);
        let before = self.rows_before(chunk);
        let Some(rows) = self.chunks.get(chunk) else { return Err(self.len) };
        match rows.binary_search_by(|row| row.key.cmp(key)) {
            Ok(offset) => Ok(before + offset),
            Err(offset) => Err(before + offset),
        }
    }

    pub(super) fn insert(&mut self, index: usize, row: Row) {
        if index >= self.len {
            self.len += 1;
            match self.chunks.last_mut() {
                Some(rows) if rows.len() < CHUNK_ROWS_MAX => rows.push(row),
                Some(_) | None => {
                    let mut rows = Vec::with_capacity(CHUNK_ROWS_MAX);
                    rows.push(row);
                    self.chunks.push(rows);
                }
            }
            return;
        }
        let Some((chunk, offset)) = self.locate(index) else { return };
        let Some(rows) = self.chunks.get_mut(chunk) else { return };
        self.len += 1;
        rows.insert(offset, row);
        if rows.len() > CHUNK_ROWS_MAX {
            let upper = rows.split_off(CHUNK_ROWS_MAX / 2);
            self.chunks.insert(chunk + 1, upper);
        }
    }

    pub(super) fn remove(&mut self, index: usize) -> Option<Row> {
        let (chunk, offset) = self.locate(index)?;
        let rows = self.chunks.get_mut(chunk)?;
        if offset >= rows.len() {
            return None;
        }
        let row = rows.remove(offset);
        if rows.is_empty() {
            self.chunks.remove(chunk);
        }
        self.len -= 1;
        Some(row)
    }

    /// Chunk and offset of a position, walked from the nearer end.
    fn locate(&self, index: usize) -> Option<(usize, usize)> {
        if index >= self.len {
            return None;
        }
        if index < self.len / 2 {
            let mut left = index;
            for (chunk, rows) in self.chunks.iter().enumerate() {
                if left < rows.len() {
                    return Some((chunk, left));
                }
                left -= rows.len();
            }
        } else {
            let mut start = self.len;
            for (chunk, rows) in self.chunks.iter().enumerate().rev() {
                start -= rows.len();
                if index >= start {
                    return Some((chunk, index - start));
                }
            }
        }
        None
    }

    fn rows_before(&self, chunk: usize) -> usize {
        let lengths = |rows: &[Vec<Row>]| rows.iter().map(Vec::len).sum::<usize>();
        if chunk < self.chunks.len() / 2 {
            lengths(self.chunks.get(..chunk).unwrap_or_default())
        } else {
            self.len - lengths(self.chunks.get(chunk..).unwrap_or_default())
        }
    }
}

/// The rows from both ends. `flatten` does the same, in more code for each thing that is looked for.
pub(super) struct Iter<'a> {
    chunks: slice::Iter<'a, Vec<Row>>,
    front: slice::Iter<'a, Row>,
    back: slice::Iter<'a, Row>,
}

impl<'a> Iterator for Iter<'a> {
    type Item = &'a Row;

    fn next(&mut self) -> Option<&'a Row> {
        loop {
            if let Some(row) = self.front.next() {
                return Some(row);
            }
            match self.chunks.next() {
                Some(chunk) => self.front = chunk.iter(),
                None => return self.back.next(),
            }
        }
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.back.next_back() {
                return Some(row);
            }
            match self.chunks.next_back() {
                Some(chunk) => self.back = chunk.iter(),
                None => return self.front.next_back(),
            }
        }
    }
}
