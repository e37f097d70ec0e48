//! The text of a paragraph to pieces: code, links, breaks, escapes, and the marks of emphasis.
//!
//! It goes from left to right once. What may yet become a mark is a piece of text until its partner is
//! found, and stays text if there is none: nothing is lost. Invariant: the pieces `Begin` and `End` are
//! paired and nested.

use super::super::SafeUrl;
use super::emphasis::{self, Run};
use super::scan::{Class, byte, class, is_space, part, run};
use super::target::{Definitions, inline, label};
use super::{angle, code, entity};

/// A piece of a paragraph.
pub(super) enum Piece<'a> {
    Text(&'a str),
    Char(char),
    Code(String),
    Break,
    Begin(Span),
    End,
}

pub(super) enum Span {
    Bold,
    Italic,
    /// An address that may not be followed leaves only the words.
    Link(Option<SafeUrl>),
}

/// A bracket that may begin a link.
struct Bracket {
    piece: usize,
    /// How many runs stand before it.
    runs: usize,
    /// Where its label begins.
    inner: usize,
    /// A picture: links may be in its description.
    is_image: bool,
}

pub(super) struct Reader<'a> {
    text: &'a str,
    definitions: &'a Definitions,
    pieces: Vec<Piece<'a>>,
    runs: Vec<Run>,
    brackets: Vec<Bracket>,
    /// So many brackets have a link behind them, and cannot begin one: links are not nested.
    spoiled: usize,
    /// What [`code::read`] knows of the text.
    backticks: Vec<usize>,
    /// From here on, text is not in a piece yet.
    plain: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn read(text: &'a str, definitions: &'a Definitions) -> Vec<Piece<'a>> {
        let mut reader = Self {
            text,
            definitions,
            pieces: Vec::new(),
            runs: Vec::new(),
            brackets: Vec::new(),
            spoiled: 0,
            backticks: Vec::new(),
            plain: 0,
        };
        let mut at = 0;
        while at < text.len() {
            at = reader.step(at);
        }
        reader.add_plain(text.len());
        emphasis::pair(&mut reader.runs, 0, &mut reader.pieces);
        reader.pieces
    }

    /// Reads what stands at a place, and says where to go on.
    fn step(&mut self, at: usize) -> usize {
        match byte(self.text, at) {
            b'\\' => self.escape(at),
            b'`' => match code::read(self.text, at, &mut self.backticks) {
                Some((code, end)) => self.add(at, end, Piece::Code(code)),
                None => at + run(self.text, at),
            },
            b'*' | b'_' => self.emphasis(at),
            b'[' => self.bracket(at, 1),
            b'!' if byte(self.text, at + 1) == b'[' => self.bracket(at, 2),
            b']' => self.link(at),
            b'<' => self.angle(at),
            b'&' => match entity::read(self.text, at) {
                Some((c, end)) => self.add(at, end, Piece::Char(c)),
                None => at + 1,
            },
            b'\n' => {
                let mut end = at;
                while end > self.plain && is_space(byte(self.text, end - 1)) {
                    end -= 1;
                }
                self.add(end, at + 1, Piece::Break)
            }
            _ => at + 1,
        }
    }

    /// Adds what stands from one place to another as one piece.
    fn add(&mut self, from: usize, to: usize, piece: Piece<'a>) -> usize {
        self.add_plain(from);
        self.pieces.push(piece);
        self.plain = to;
        to
    }

    fn add_plain(&mut self, to: usize) {
        if to > self.plain {
            self.pieces.push(Piece::Text(part(self.text, self.plain, to)));
            self.plain = to;
        }
    }

    fn escape(&mut self, at: usize) -> usize {
        let next = byte(self.text, at + 1);
        if next.is_ascii_punctuation() {
            self.add_plain(at);
            self.plain = at + 1;
            at + 2
        } else if next == b'\n' && at + 1 < self.text.len() {
            self.add(at, at + 2, Piece::Break)
        } else {
            at + 1
        }
    }

    fn emphasis(&mut self, at: usize) -> usize {
        let mark = byte(self.text, at);
        let length = run(self.text, at);
        let end = at + length;
        let before = class(part(self.text, 0, at).chars().next_back());
        let after = class(part(self.text, end, self.text.len()).chars().next());
        let left = flanks(before, after);
        let right = flanks(after, before);
        // Underlines in a word belong to the word.
        let is_free = mark == b'*';
        let opens = left && (is_free || !right || before == Class::Punctuation);
        let closes = right && (is_free || !left || after == Class::Punctuation);
        if opens || closes {
            self.add_plain(at);
            self.runs.push(Run {
                mark,
                piece: self.pieces.len(),
                count: length,
                length,
                opens,
                closes,
            });
            for at in at..end {
                self.add_plain(at + 1);
            }
        }
        end
    }

    fn bracket(&mut self, at: usize, length: usize) -> usize {
        self.add_plain(at);
        let inner = at + length;
        let piece = self.pieces.len();
        self.brackets.push(Bracket { piece, runs: self.runs.len(), inner, is_image: length > 1 });
        self.add_plain(inner);
        inner
    }

    /// Closes a bracket: a link, if it leads anywhere.
    fn link(&mut self, at: usize) -> usize {
        let Some(bracket) = self.brackets.pop() else { return at + 1 };
        let around = self.brackets.len();
        let is_spoiled = around < self.spoiled && !bracket.is_image;
        self.spoiled = self.spoiled.min(around);
        let target = if is_spoiled { None } else { self.target(bracket.inner, at) };
        let Some((url, end)) = target else { return at + 1 };
        self.add_plain(at);
        emphasis::pair(&mut self.runs, bracket.runs, &mut self.pieces);
        if let Some(piece) = self.pieces.get_mut(bracket.piece) {
            *piece = Piece::Begin(Span::Link(SafeUrl::parse(&url)));
        }
        if !bracket.is_image {
            self.spoiled = around;
        }
        self.add(at, end, Piece::End)
    }

    /// Where a label from `inner` to the bracket at `at` leads, and where that is said.
    fn target(&self, inner: usize, at: usize) -> Option<(String, usize)> {
        let next = byte(self.text, at + 1);
        if next == b'('
            && let Some(target) = inline(self.text, at + 1)
        {
            return Some(target);
        }
        let (name, end) = match label(self.text, at + 2) {
            Some(named) if next == b'[' && !named.0.is_empty() => named,
            other => {
                let (name, end) = label(self.text, inner).filter(|(_, end)| *end == at + 1)?;
                let is_collapsed = next == b'[' && other.is_some();
                (name, if is_collapsed { at + 3 } else { end })
            }
        };
        self.definitions.find(name).map(|url| (url, end))
    }

    fn angle(&mut self, at: usize) -> usize {
        let Some(end) = angle::end(self.text, at + 1) else { return at + 1 };
        let inner = part(self.text, at + 1, end);
        if let Some(url) = angle::address(inner) {
            self.add(at, at + 1, Piece::Begin(Span::Link(SafeUrl::parse(&url))));
            self.add_plain(end);
            self.add(end, end + 1, Piece::End)
        } else if angle::is_tag(inner) {
            end + 1
        } else {
            at + 1
        }
    }
}

/// Whether a run stands at the beginning of words; with its neighbours exchanged, at the end.
fn flanks(before: Class, after: Class) -> bool {
    after == Class::Word || (after == Class::Punctuation && before != Class::Word)
}
