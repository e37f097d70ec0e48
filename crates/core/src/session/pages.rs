//! History: the first page, older pages, and what was missed while the connection was gone.
//!
//! Fifty entries at a time and one page in flight per room. Invariant: the cursor is the newest entry up to
//! which nothing is missing; it moves only after a whole page, or a live frame without a gap before it, is
//! in the timeline.

mod details;

use super::Session;
use super::backoff;
use super::calls::Call;
use super::phase::Phase;
use super::timers::Timer;
use crate::event::RoomChange;
use crate::ids::{RoomId, ServerId};
use crate::order::sort;
use crate::output::{Response, TransportError};
use crate::protocol::{Entry, EntryKind, Failure, Page, PageStart};
use crate::room::{EndReason, HistoryState, Room, Seen};
use crate::time::Millis;

/// What a page in flight is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageKind {
    Opening,
    Older,
    Missed,
}

#[derive(Debug, Default)]
pub(crate) struct Pages {
    state: HistoryState,
    in_flight: Option<PageKind>,
    /// Where the next older page begins.
    older: Option<String>,
    /// The place where the older page began is not valid any more: begin at the oldest item.
    older_is_stale: bool,
    /// The person asked for an older page.
    older_wanted: bool,
    /// Everything up to here is in the timeline.
    cursor: Option<Seen>,
    missed: Option<Missed>,
    failures: u32,
    not_before: Option<Millis>,
    /// History cannot be read any more.
    is_closed: bool,
}

/// Pages back from the newest until the cursor is reached, or on from the cursor to the newest.
#[derive(Debug, Default)]
struct Missed {
    next: Option<String>,
    /// Where the gap began, when it fills from below.
    from: Option<Millis>,
}

impl Pages {
    pub(crate) fn state(&self) -> HistoryState {
        self.state
    }

    /// Whether the first page is there, even if it was empty.
    pub(crate) fn is_opened(&self) -> bool {
        self.cursor.is_some() || self.is_settled()
    }

    /// Whether something that was missed is still to be read.
    pub(crate) fn is_catching_up(&self) -> bool {
        self.missed.is_some()
    }

    /// The time up to which everything is in the timeline.
    pub(crate) fn whole_to(&self) -> Option<Millis> {
        self.cursor.as_ref().map(|cursor| cursor.at)
    }

    /// A live frame came. It moves the cursor when nothing before it is missing.
    pub(crate) fn note_live(&mut self, at: Millis, id: &ServerId) {
        let contiguous = self.missed.is_none() && self.state != HistoryState::Opening;
        if contiguous && self.cursor.as_ref().is_none_or(|old| (old.at, &old.id) < (at, id)) {
            self.cursor = Some(Seen { at, id: id.clone() });
        }
    }

    /// Something may have been missed: begin at the newest page again. Older ends stay as they are.
    pub(crate) fn want_missed(&mut self) {
        if self.state != HistoryState::Opening {
            self.missed = Some(Missed::default());
        }
        self.not_before = None;
        self.failures = 0;
        self.in_flight = None;
    }

    /// Older history has become available where there was none.
    pub(crate) fn reopen(&mut self) {
        self.older = None;
        self.older_is_stale = true;
    }

    /// Nothing that was asked for will be answered.
    pub(crate) fn link_lost(&mut self) {
        self.in_flight = None;
        self.not_before = None;
    }

    pub(crate) fn want_older(&mut self) {
        if matches!(self.state, HistoryState::More | HistoryState::Failed) {
            self.older_wanted = true;
            self.not_before = None;
        }
    }

    fn next_kind(&self) -> Option<PageKind> {
        if self.is_closed || self.in_flight.is_some() {
            None
        } else if !self.is_opened() {
            Some(PageKind::Opening)
        } else if self.missed.is_some() {
            Some(PageKind::Missed)
        } else if self.older_wanted {
            Some(PageKind::Older)
        } else {
            None
        }
    }

    fn is_settled(&self) -> bool {
        matches!(self.state, HistoryState::More | HistoryState::Complete | HistoryState::Loading)
    }
}

impl Session {
    /// Something may have been missed in every room. A page that was asked for before may miss it too, so
    /// its answer does not count.
    pub(super) fn want_missed(&mut self) {
        self.calls.cancel(|call| matches!(call, Call::Page { .. }), &mut self.outputs);
        for room in self.rooms.iter_mut() {
            room.pages.want_missed();
        }
    }

    /// Asks for the page that matters most, if none is in flight.
    pub(super) fn pump_pages(&mut self, room_id: RoomId, now: Millis) {
        let readable = match self.phase {
            Phase::Live => true,
            // What happened is readable for a while after it is over.
            Phase::Ended { .. } => self.adapter.has_token(),
            Phase::Idle
            | Phase::Starting
            | Phase::Connecting { .. }
            | Phase::Reconnecting { .. } => false,
        };
        let place = self.adapter.event().map(|event| event.place.as_ref());
        // Where in the room this person is has to be known first.
        let is_placed = place.is_none_or(|place| place.is_some_and(|place| place.is_looked_up));
        let forward = self.adapter.fills_forward();
        let Some(room) = self.rooms.get_mut(room_id).filter(|_| readable && is_placed) else {
            return;
        };
        let Some(kind) = room.pages.next_kind() else { return };
        if let Some(later) = room.pages.not_before.filter(|later| *later > now) {
            self.timers.wake(Timer::Pages, later);
            return;
        }
        let oldest = room.timeline.oldest_confirmed();
        let oldest = oldest.and_then(|item| Some((item.server_id.clone()?, item.at)));
        let cursor_at = room.pages.cursor.as_ref().map(|cursor| cursor.at).filter(|_| forward);
        let start = match kind {
            PageKind::Opening => PageStart::Newest,
            PageKind::Missed => {
                let Some(missed) = room.pages.missed.as_mut() else { return };
                missed.from = missed.from.or(cursor_at);
                match (missed.next.as_deref(), missed.from) {
                    (None, None) => PageStart::Newest,
                    (Some(next), None) => PageStart::Next(next),
                    (None, Some(from)) => PageStart::After(from),
                    (Some(next), Some(from)) => PageStart::NextAfter(next, from),
                }
            }
            PageKind::Older => match (&room.pages.older, &oldest) {
                (Some(next), _) if !room.pages.older_is_stale => PageStart::Next(next),
                (_, Some((oldest, at))) => PageStart::At(oldest, *at),
                (_, None) => PageStart::Newest,
            },
        };
        let request = self.adapter.page_request(start);
        room.pages.in_flight = Some(kind);
        room.set_history(match kind {
            PageKind::Opening => HistoryState::Opening,
            PageKind::Older => HistoryState::Loading,
            PageKind::Missed => room.pages.state,
        });
        self.ask(Call::Page { room: room_id, kind }, request);
    }

    pub(super) fn on_page(
        &mut self,
        room_id: RoomId,
        kind: PageKind,
        result: Result<Response, TransportError>,
        now: Millis,
    ) {
        let page = self.adapter.page(result);
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        room.pages.in_flight = None;
        match page {
            Ok(page) => {
                room.pages.failures = 0;
                self.apply_page(room_id, kind, page, now);
            }
            Err(failure) => self.page_failed(room_id, kind, &failure, now),
        }
    }

    fn page_failed(&mut self, room_id: RoomId, kind: PageKind, failure: &Failure, now: Millis) {
        let over = matches!(self.phase, Phase::Ended { .. });
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        room.pages.failures += 1;
        let asked = failure.retry_after_millis();
        let wait = backoff::wait_millis(room.pages.failures, asked, &mut self.random);
        room.pages.not_before = Some(now + wait);
        let is_out = failure.is_forbidden() && room.capabilities.crowd;
        match kind {
            PageKind::Older => {
                // Where a page ended is forgotten by the backend sooner than what is in it.
                let stale = failure.is_invalid() && !room.pages.older_is_stale;
                room.pages.older_is_stale |= stale;
                room.pages.older_wanted = stale;
                room.set_history(HistoryState::Failed);
            }
            PageKind::Opening => {
                room.set_history(HistoryState::Failed);
                // After the end there is no hurry and perhaps nothing to read.
                room.pages.is_closed = over && !failure.is_retryable();
            }
            PageKind::Missed => {
                if failure.is_invalid() {
                    room.pages.missed = Some(Missed::default());
                }
                if over && !failure.is_retryable() {
                    room.pages.missed = None;
                    room.timeline.set_gap(None);
                }
            }
        }
        if room.pages.is_closed {
            room.close_history();
        }
        if is_out {
            self.ask_standing();
        }
    }

    fn apply_page(&mut self, room_id: RoomId, kind: PageKind, page: Page, now: Millis) {
        let Page { mut entries, next } = page;
        sort(&mut entries, |a, b| (a.at, &a.id) < (b.at, &b.id));
        let places = || entries.iter().filter_map(|entry| Some((entry.at?, &entry.id)));
        let newest = places().next_back().map(|(at, id)| Seen { at, id: id.clone() });
        let Some(room) = self.rooms.get(room_id) else { return };
        let cursor = room.pages.cursor.clone();
        let forward = room.pages.missed.as_ref().is_some_and(|missed| missed.from.is_some());
        let reached = next.is_none()
            || (!forward || kind != PageKind::Missed)
                && cursor.as_ref().is_none_or(|cursor| {
                    places().any(|(at, id)| (at, id) <= (cursor.at, &cursor.id))
                });
        let is_over = matches!(kind, PageKind::Opening | PageKind::Missed)
            && entries.last().is_some_and(ends_conversation);
        let rows_before = room.timeline.len();
        for entry in entries {
            let missed = kind == PageKind::Missed
                && cursor.as_ref().is_none_or(|cursor| {
                    entry.at.is_some_and(|at| (at, &entry.id) > (cursor.at, &cursor.id))
                });
            self.take_entry(room_id, entry, missed, now);
        }
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        match kind {
            PageKind::Opening => {
                room.set_history(if next.is_some() {
                    HistoryState::More
                } else {
                    HistoryState::Complete
                });
                room.pages.older = next;
                room.pages.cursor = newest;
                room.open_at(self.resumed);
            }
            PageKind::Older => {
                let empty = room.timeline.len() == rows_before;
                // A page that brings nothing to look at is no answer to the person.
                room.pages.older_wanted = empty && next.is_some() && next != room.pages.older;
                room.pages.older_is_stale = false;
                room.set_history(match (&next, room.pages.older_wanted) {
                    (_, true) => HistoryState::Loading,
                    (Some(_), false) => HistoryState::More,
                    (None, false) => HistoryState::Complete,
                });
                room.pages.older = next;
            }
            PageKind::Missed if reached => {
                room.pages.missed = None;
                if cursor.is_none() && next.is_some() {
                    // The room was empty when it was left: this is its first page.
                    room.pages.older = next;
                    room.pages.older_is_stale = false;
                    room.set_history(HistoryState::More);
                }
                room.timeline.set_gap(None);
                room.advance_cursor();
                if room.pages.older_is_stale && room.pages.state == HistoryState::Complete {
                    room.set_history(HistoryState::More);
                }
            }
            PageKind::Missed => {
                // From below, nothing is missing up to the newest of this page; from above, all is.
                if forward && newest > room.pages.cursor {
                    room.pages.cursor = newest;
                }
                let from = room.pages.missed.take().and_then(|missed| missed.from);
                room.pages.missed = Some(Missed { next, from });
                let below = room.pages.cursor.clone().map(|cursor| (cursor.at, cursor.id));
                room.timeline.set_gap(below);
            }
        }
        if is_over && !matches!(self.phase, Phase::Ended { .. }) {
            self.finish(EndReason::Remote, now);
        }
    }
}

/// Whether the newest entry of a room says that it is over.
fn ends_conversation(entry: &Entry) -> bool {
    matches!(entry.kind, EntryKind::Ended { is_past: false })
}

impl Room {
    /// There is no way to read any more history.
    pub(super) fn close_history(&mut self) {
        self.pages.is_closed = true;
        self.timeline.set_gap(None);
        self.set_history(HistoryState::Complete);
    }

    /// The oldest rows are gone from here; the backend still has them.
    pub(crate) fn reopen_history(&mut self) {
        self.pages.reopen();
        if self.pages.state == HistoryState::Complete {
            self.set_history(HistoryState::More);
        }
    }

    pub(crate) fn set_history(&mut self, state: HistoryState) {
        if self.pages.state != state {
            self.pages.state = state;
            self.changes.push(RoomChange::History(state));
        }
    }

    /// Nothing is missing any more: the cursor is the newest there is.
    fn advance_cursor(&mut self) {
        let newest = self.timeline.newest_confirmed();
        let newest =
            newest.and_then(|item| Some(Seen { at: item.at, id: item.server_id.clone()? }));
        if newest > self.pages.cursor {
            self.pages.cursor = newest;
        }
    }

    /// The first page is there.
    fn open_at(&mut self, resumed: bool) {
        // Coming back without a cursor of one's own: what was there is not news.
        if resumed && self.seen.is_none() {
            let newest = self.pages.cursor.clone();
            if let Some(newest) = newest {
                self.see(newest);
            }
        }
        if self.visit_due {
            self.visit_due = false;
            self.place_unread_divider();
        }
    }
}
