//! History of the other parts of an elastic channel, for a moderator, who is in all of them.
//!
//! The own part has its pages like everybody's and says how far back the room reaches. Each other part is read from
//! its newest message to there, a page at a time and one part after the other; what is older than that waits until
//! the own pages get there. So the room grows upwards in all parts alike, and what it holds at most bounds what is
//! read. A gap fills from below, as that of the own part does. Only tools ask for this, so a module without them is
//! built without it: a session knows it by a trait. Invariant: no row of another part is older than the history of
//! the own part.

use super::Session;
use super::backoff;
use super::calls::Call;
use super::phase::Phase;
use super::random::Random;
use super::timers::Timer;
use crate::ids::RoomId;
use crate::order::sort;
use crate::output::{Response, TransportError};
use crate::protocol::{Adapter, Entry, Page, PageStart};
use crate::room::{HistoryState, Room};
use crate::time::Millis;

/// So long a list of parts has to come.
const ASK_MILLIS: u64 = 5_000;

/// What a session asks of whoever reads the other parts.
pub(super) trait OtherParts: Send {
    /// Takes in what is due, and asks for the page that matters most, if none is in flight.
    fn pump(&mut self, session: &mut Session, room: RoomId, now: Millis);

    /// A page of a part was answered.
    fn handle_page(
        &mut self,
        adapter: &mut dyn Adapter,
        part: &str,
        result: Result<Response, TransportError>,
        random: &mut Random,
        now: Millis,
    );
}

/// Reads them from here on.
pub(super) fn begin() -> Box<dyn OtherParts> {
    Box::new(Reader::default())
}

#[derive(Default)]
struct Reader {
    parts: Vec<Part>,
    /// Whether the room has a gap that is known here.
    is_gap: bool,
    /// When to ask again which parts there are.
    ask_at: Option<Millis>,
}

/// What was read of a part.
struct Part {
    id: String,
    reach: Reach,
    /// Older than the history of the own part, the newest first.
    waiting: Vec<Entry>,
    /// Not older, to be taken in at once.
    fresh: Vec<Entry>,
    gap: Option<Gap>,
    is_asked: bool,
    failures: u32,
    not_before: Option<Millis>,
}

/// How far back a part was read.
enum Reach {
    Nothing,
    Back { to: Millis, next: String },
    Everything,
}

/// What may be missing since the connection was gone.
struct Gap {
    from: Millis,
    next: Option<String>,
}

impl Part {
    fn new(id: String) -> Self {
        Self {
            id,
            reach: Reach::Nothing,
            waiting: Vec::new(),
            fresh: Vec::new(),
            gap: None,
            is_asked: false,
            failures: 0,
            not_before: None,
        }
    }

    /// The connection was gone: something may be missing from here on. A page in flight may miss it too, so its
    /// answer does not count.
    fn want_missed(&mut self, from: Option<Millis>) {
        self.is_asked = false;
        self.not_before = None;
        let began = self.gap.as_ref().map(|gap| gap.from).or(from);
        self.gap = began.map(|from| Gap { from, next: None });
        match self.reach {
            // Its newest page will have it.
            Reach::Nothing => self.gap = None,
            Reach::Back { .. } | Reach::Everything if self.gap.is_none() => {
                self.reach = Reach::Nothing;
            }
            Reach::Back { .. } | Reach::Everything => {}
        }
    }

    /// Where the page begins that is to be asked for next.
    fn start(&self) -> PageStart<'_> {
        match (&self.gap, &self.reach) {
            (Some(Gap { from, next: Some(next) }), _) => PageStart::NextAfter(next, *from),
            (Some(Gap { from, next: None }), _) => PageStart::After(*from),
            (None, Reach::Back { next, .. }) => PageStart::Next(next),
            (None, Reach::Nothing | Reach::Everything) => PageStart::Newest,
        }
    }

    fn take_page(&mut self, page: Page, now: Millis) {
        let Page { mut entries, next } = page;
        if let Some(Gap { from, .. }) = self.gap.take() {
            self.gap = next.map(|next| Gap { from, next: Some(next) });
            self.fresh.extend(entries);
            return;
        }
        sort(&mut entries, |a, b| (a.at, &a.id) > (b.at, &b.id));
        let oldest = entries.last().and_then(|entry| entry.at);
        let before = match self.reach {
            Reach::Back { to, .. } => Some(to),
            Reach::Nothing | Reach::Everything => None,
        };
        let to = oldest.or(before).unwrap_or(now);
        self.reach = next.map_or(Reach::Everything, |next| Reach::Back { to, next });
        self.waiting.extend(entries);
    }

    /// Whether there is more of it that belongs into a room that reaches back to this time, or to its beginning.
    fn is_wanted(&self, floor: Option<Millis>) -> bool {
        let is_deep = match &self.reach {
            Reach::Nothing => false,
            Reach::Back { to, .. } => floor.is_some_and(|floor| *to < floor),
            Reach::Everything => true,
        };
        self.gap.is_some() || (self.waiting.is_empty() && !is_deep)
    }
}

impl Reader {
    /// Knows the parts that there are, and no others.
    fn follow(&mut self, parts: Vec<String>) {
        self.parts.retain(|part| parts.contains(&part.id));
        for id in parts {
            if !self.parts.iter().any(|part| part.id == id) {
                self.parts.push(Part::new(id));
            }
        }
    }

    /// The list of parts is asked for by whoever comes in; on a bad line it is not always answered.
    fn ask_parts(&mut self, session: &mut Session, room: RoomId, now: Millis) {
        let later = *self.ask_at.get_or_insert(now + ASK_MILLIS);
        if later > now {
            session.timers.wake(Timer::Pages, later);
        } else {
            self.ask_at = None;
            session.ask_parts(room);
        }
    }

    /// What is not older than the history of the own part any more.
    fn take_due(&mut self, floor: Option<Millis>) -> Vec<Entry> {
        let is_due = |entry: &Entry| floor.is_none_or(|floor| entry.at >= Some(floor));
        let mut due = Vec::new();
        for part in &mut self.parts {
            due.append(&mut part.fresh);
            let count = part.waiting.iter().take_while(|entry| is_due(entry)).count();
            due.extend(part.waiting.drain(..count));
        }
        due
    }
}

impl OtherParts for Reader {
    fn pump(&mut self, session: &mut Session, room_id: RoomId, now: Millis) {
        let is_live = session.phase == Phase::Live;
        let room = session.rooms.get(room_id);
        let Some(room) = room.filter(|room| room.pages.is_opened()) else {
            self.parts.clear();
            return;
        };
        // Whoever was away again has another gap, also when the first is not filled.
        let is_gap = is_live && room.pages.is_catching_up();
        if is_gap && !self.is_gap {
            for part in &mut self.parts {
                part.want_missed(room.pages.whole_to());
            }
        }
        self.is_gap = is_gap;
        let floor = floor(room);
        let Some(event) = session.adapter.event().filter(|_| is_live) else { return };
        self.follow(event.other_parts());
        if !event.knows_parts() {
            self.ask_parts(session, room_id, now);
        }
        for entry in self.take_due(floor) {
            session.take_entry(room_id, entry, false, now);
        }
        if session.calls.is_open(|call| matches!(call, Call::PartPage { .. })) {
            return;
        }
        for part in self.parts.iter_mut().filter(|part| part.is_wanted(floor)) {
            if let Some(later) = part.not_before.filter(|later| *later > now) {
                session.timers.wake(Timer::Pages, later);
                continue;
            }
            let Some(event) = session.adapter.event() else { return };
            let request = event.page_request_in(Some(&part.id), part.start());
            part.is_asked = true;
            session.ask(Call::PartPage { part: part.id.clone() }, request);
            return;
        }
    }

    fn handle_page(
        &mut self,
        adapter: &mut dyn Adapter,
        part: &str,
        result: Result<Response, TransportError>,
        random: &mut Random,
        now: Millis,
    ) {
        let Some(event) = adapter.event_mut() else { return };
        let page = event.part_page(part, result);
        // A page that was asked for before a gap may miss what was said in it.
        let part = self.parts.iter_mut().find(|known| known.id == part && known.is_asked);
        let Some(part) = part else { return };
        part.is_asked = false;
        match page {
            Ok(page) => {
                part.failures = 0;
                part.take_page(page, now);
            }
            Err(failure) => {
                // Where a page ended is forgotten by the backend sooner than what is in it.
                if failure.is_invalid() {
                    match &mut part.gap {
                        Some(gap) => gap.next = None,
                        None => part.reach = Reach::Nothing,
                    }
                }
                part.failures += 1;
                let asked = failure.retry_after_millis();
                let wait = backoff::wait_millis(part.failures, asked, random);
                part.not_before = Some(now + wait);
            }
        }
    }
}

/// The time to which the room reaches back; nothing when that is its beginning.
fn floor(room: &Room) -> Option<Millis> {
    match room.pages.state() {
        HistoryState::Complete => None,
        HistoryState::Opening
        | HistoryState::More
        | HistoryState::Loading
        | HistoryState::Failed => {
            // Where there is no row yet, none of another part is the first.
            Some(room.timeline.oldest_confirmed().map_or(Millis(u64::MAX), |item| item.at))
        }
    }
}
