//! Stars and underlines to pairs, by the rules of `CommonMark`'s delimiter runs.
//!
//! It does not read text: what a run may do was decided where it was found. Invariant: a search that found
//! nothing is not made again over the same runs, and runs between a pair are out of play, so that the work
//! grows with the number of marks.

use super::inline::{Piece, Span};

/// Marks in a row. Each has a piece of its own, from `piece` on.
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub(super) mark: u8,
    pub(super) piece: usize,
    /// Marks that are not in a pair yet.
    pub(super) count: usize,
    pub(super) length: usize,
    pub(super) opens: bool,
    pub(super) closes: bool,
}

impl Run {
    /// What runs have in common that find the same partners: the mark, and what the rule of three asks.
    fn class(self) -> usize {
        usize::from(self.mark == b'*') * 6 + usize::from(self.opens) * 3 + self.length % 3
    }

    /// A run that may both open and close has no partner with which it makes a multiple of three, unless
    /// both are multiples.
    fn opens_for(self, close: Self) -> bool {
        let is_unclear = self.closes || close.opens;
        let is_multiple =
            (self.length + close.length).is_multiple_of(3) && !self.length.is_multiple_of(3);
        self.mark == close.mark && !(is_unclear && is_multiple)
    }
}

/// Pairs the runs from `first` on, and forgets them.
pub(super) fn pair(runs: &mut Vec<Run>, first: usize, pieces: &mut [Piece<'_>]) {
    let mut waiting: Vec<Run> = Vec::new();
    // How many waiting runs are no partner for a class. The others came later.
    let mut searched = [0; 12];
    let mut next = first;
    while let Some(run) = runs.get(next) {
        let mut run = *run;
        next += 1;
        while run.closes && run.count > 0 {
            let class = run.class();
            let Some(seen) = searched.get_mut(class) else { break };
            let mut found = waiting.len();
            while found > *seen && !waiting.get(found - 1).is_some_and(|open| open.opens_for(run)) {
                #[cfg(test)]
                super::steps::count();
                found -= 1;
            }
            if found <= *seen {
                *seen = waiting.len();
                break;
            }
            waiting.truncate(found);
            if let Some(open) = waiting.last_mut() {
                join(open, &mut run, pieces);
                if open.count == 0 {
                    waiting.pop();
                }
            }
            for seen in &mut searched {
                *seen = waiting.len().min(*seen);
            }
        }
        if run.opens && run.count > 0 {
            waiting.push(run);
        }
    }
    runs.truncate(first);
}

/// Makes the innermost marks of two runs a pair: two of each if both have two.
fn join(open: &mut Run, close: &mut Run, pieces: &mut [Piece<'_>]) {
    let is_strong = open.count > 1 && close.count > 1;
    if is_strong {
        open.count -= 1;
        // The pieces beside it speak for both marks.
        put(pieces, open.piece + open.count, Piece::Text(""));
        put(pieces, close.piece, Piece::Text(""));
        close.piece += 1;
        close.count -= 1;
    }
    open.count -= 1;
    let span = if is_strong { Span::Bold } else { Span::Italic };
    put(pieces, open.piece + open.count, Piece::Begin(span));
    put(pieces, close.piece, Piece::End);
    close.piece += 1;
    close.count -= 1;
}

fn put<'a>(pieces: &mut [Piece<'a>], at: usize, piece: Piece<'a>) {
    if let Some(place) = pieces.get_mut(at) {
        *place = piece;
    }
}
