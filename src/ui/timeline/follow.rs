//! The scroll position: follows the end, or keeps the reader's place. Nothing else ever sets it.
//!
//! Two states. *Pinned*: the reader is at the end, and every change of height puts the end back into view
//! in the same frame. *Not pinned*: nothing moves; what layout shifts is taken back to the pixel. The
//! browser's own anchoring is switched off in the style sheet. When rows are drawn, both are done at once;
//! when something else changes a height, after layout and before paint, from a resize observer. So nobody
//! sees a wrong position. An observer draws no rows: that would change sizes while they are being told.
//!
//! Long because: whatever moves the view is in here, so that no two things ever move it.

use chirrup_core::ItemId;
use chirrup_core::room::HistoryState;
use chirrup_core::window::Sight;
use leptos::{html, prelude::*};
use web_sys::{HtmlDivElement, HtmlElement, ScrollBehavior, ScrollToOptions};

use super::anchor::{Place, top};
use super::arrivals::{arrivals, newest};
use super::mounted::Mounted;
use super::paging::Paging;
use super::reading::Reading;
use super::row::RowContext;
use crate::state::{Chat, RoomState, Row};
use crate::ui::dom::{Timer, TimerSlot, focus_quietly, media_matches};

/// Within this distance of the end the reader is at the end.
const PINNED_PX: i32 = 32;
/// In a room of thousands something comes in with each frame, and who scrolls slowly must get away from it.
const PINNED_IN_CROWD_PX: i32 = 4;
/// From this distance on there is a button back to the end.
const AWAY_PX: i32 = 160;
/// Closer than this to the top, the next older page is loaded.
const OLDER_PX: i32 = 600;
/// Air above a tall message that the view stops at.
const STOP_GAP_PX: f64 = 12.0;
/// When something came in so short a time ago, messages flow: there is no stopping at the next.
const FLOW_MILLIS: i32 = 250;
/// The same in a room of thousands. Longer than a burst rests between two drawings (`driver::pace`), or each rest
/// would be taken for its end.
const FLOW_IN_CROWD_MILLIS: i32 = 800;
/// Height of a view that is not shown, for the rows it will begin with.
const HIDDEN_VIEW_PX: i32 = 800;
/// Rows that turn out lower than thought leave room for others, which are measured in turn.
const ROUNDS: u32 = 4;

/// The scroll position of one transcript. `Copy`.
#[derive(Clone, Copy)]
pub struct Follow {
    chat: Chat,
    room: RoomState,
    list: NodeRef<html::Div>,
    rows: NodeRef<html::Div>,
    state: StoredValue<State>,
    mounted: StoredValue<Mounted>,
    paging: Paging,
    redraw: TimerSlot,
    flow: TimerSlot,
    reading: Reading,
    away: RwSignal<bool>,
    missed: RwSignal<u32>,
    /// Somebody is about to press something on a row: what is kept in view again when that is over.
    still: StoredValue<Option<Keep>>,
}

/// What is kept in view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
enum Keep {
    /// The end.
    #[default]
    End,
    /// The rows that the reader looks at.
    Place,
}

#[derive(Default)]
struct State {
    keep: Keep,
    hidden: bool,
    last_top: i32,
    place: Option<Place>,
    seen: ItemId,
    opened: bool,
    missed: u32,
    first_arrival: Option<ItemId>,
    /// Whether something came in right after something else.
    flows: bool,
}

impl Follow {
    pub fn new(
        room: RoomState,
        list: NodeRef<html::Div>,
        rows: NodeRef<html::Div>,
        context: RowContext,
    ) -> Self {
        let chat = context.chat;
        let mounted = StoredValue::new(Mounted::new(context));
        Self {
            chat,
            room,
            list,
            rows,
            state: StoredValue::new(State::default()),
            mounted,
            paging: Paging::new(chat, room),
            redraw: StoredValue::new(None),
            flow: StoredValue::new(None),
            reading: Reading::new(chat, room, list, mounted),
            away: RwSignal::new(false),
            missed: RwSignal::new(0),
            still: StoredValue::new(None),
        }
    }

    /// Whether the end is so far off that a way back is shown.
    pub fn away(self) -> RwSignal<bool> {
        self.away
    }

    /// Messages of others since the reader left the end.
    pub fn missed(self) -> RwSignal<u32> {
        self.missed
    }

    /// What the reader has seen.
    pub fn reading(self) -> Reading {
        self.reading
    }

    /// Rows or the state of paging changed.
    pub fn on_rows(self) {
        self.room.rows.track();
        self.room.history.track();
        untrack(|| {
            self.note_rows();
            self.draw();
        });
    }

    /// Finds out what came in. Moves nothing: that happens once it is drawn.
    fn note_rows(self) {
        let history = self.room.history.get_untracked();
        let is_opening = matches!(history, HistoryState::Opening);
        let flows = self.flow.with_value(Option::is_some);
        let is_crowd = self.is_crowd();
        let (found, newest) = self.room.rows.with_untracked(|rows| {
            let seen = self.state.with_value(|state| state.seen);
            (arrivals(rows, seen), newest(rows))
        });
        let mut counts = false;
        self.state.update_value(|state| {
            // The first page is where the conversation stands, not something that came in.
            counts = state.opened;
            state.flows = flows && (found.from_others > 0 || state.flows);
            state.opened = !is_opening;
            state.seen = state.seen.max(newest);
            if found.own_sent {
                state.keep = Keep::End;
                self.still.set_value(None);
                state.missed = 0;
                state.first_arrival = None;
            } else if counts && found.from_others > 0 && !is_crowd {
                state.missed += found.from_others;
                state.first_arrival = state.first_arrival.or(found.first.filter(|_| !flows));
            }
        });
        if counts && found.from_others > 0 {
            let end = move || {
                self.flow.set_value(None);
                if self.state.try_update_value(|state| std::mem::take(&mut state.flows))
                    == Some(true)
                {
                    self.draw();
                }
            };
            let millis = if is_crowd { FLOW_IN_CROWD_MILLIS } else { FLOW_MILLIS };
            self.flow.set_value(Some(Timer::after(millis, end)));
        }
        self.paging.note_rows();
    }

    /// Layout changed: follow the end or keep the place.
    pub fn settle(self) {
        let Some((list, rows)) = self.elements() else { return };
        if list.client_height() == 0 {
            self.state.update_value(|state| state.hidden = true);
            return;
        }
        self.mounted.update_value(|mounted| mounted.measure(&rows));
        self.hold(&list, &rows);
        self.note_position(&list);
        if !self.covers(&list) {
            let draw = move || {
                self.redraw.set_value(None);
                self.draw();
            };
            self.redraw.set_value(Some(Timer::after(0, draw)));
        }
    }

    /// Draws the rows that the reader needs, and follows the end or keeps the place.
    fn draw(self) {
        let Some((list, rows)) = self.elements() else { return };
        let is_hidden = list.client_height() == 0;
        for _ in 0..ROUNDS {
            if !self.mount(&list, &rows) || is_hidden {
                break;
            }
            self.hold(&list, &rows);
            if self.covers(&list) {
                break;
            }
        }
        if !is_hidden {
            self.note_position(&list);
        }
    }

    /// Draws the rows that the reader needs, wherever that puts them. Answers whether anything changed.
    fn mount(self, list: &HtmlDivElement, rows: &HtmlDivElement) -> bool {
        let total = matches!(self.room.history.get_untracked(), HistoryState::Complete);
        let sight = self.sight(list);
        // What flows past is hardly scrolled back to, and would be drawn for nothing.
        let flows = self.state.with_value(|state| state.flows);
        let drawn = self.mounted.try_update_value(|mounted| {
            let changed = self.room.rows.with_untracked(|all| {
                let total = total.then_some(all.len());
                mounted.draw(all, total, sight, flows, rows)
            });
            if changed && list.client_height() > 0 {
                mounted.measure(rows);
            }
            changed
        });
        drawn.unwrap_or(false)
    }

    /// Whether what the reader sees is drawn.
    fn covers(self, list: &HtmlDivElement) -> bool {
        let sight = self.sight(list);
        self.mounted.with_value(|mounted| mounted.covers(sight))
    }

    /// What the reader looks at, and the height of the view.
    fn sight(self, list: &HtmlDivElement) -> (Sight, f64) {
        let sight = self.state.with_value(|state| match (state.keep, &state.place) {
            (Keep::Place, Some(place)) => {
                Sight::Row { id: place.id, from_view_px: place.from_view_px }
            }
            (Keep::Place, None) | (Keep::End, _) => Sight::End,
        });
        let view_px = match list.client_height() {
            0 => HIDDEN_VIEW_PX,
            view_px => view_px,
        };
        (sight, f64::from(view_px))
    }

    /// Puts back into view what is to be kept there.
    fn hold(self, list: &HtmlDivElement, rows: &HtmlDivElement) {
        match self.state.with_value(|state| state.keep) {
            Keep::Place => scroll_by(list, self.shift(list)),
            Keep::End => {
                list.set_scroll_top(list.scroll_height());
                self.stop_at_arrival(list);
            }
        }
        self.note_place(list, rows);
    }

    /// How far what is kept in view has moved.
    fn shift(self, list: &HtmlDivElement) -> f64 {
        self.state.with_value(|state| {
            let Some(place) = &state.place else { return 0.0 };
            self.mounted.with_value(|mounted| {
                if state.hidden {
                    place.strayed_px(list, mounted)
                } else {
                    place.moved_px(list, mounted)
                }
            })
        })
    }

    fn note_place(self, list: &HtmlDivElement, rows: &HtmlDivElement) {
        let place = self.mounted.with_value(|mounted| {
            self.room.rows.with_untracked(|all| Place::of(list, rows, mounted, all))
        });
        self.state.update_value(|state| {
            state.hidden = false;
            state.place = place;
        });
    }

    /// The scroll position changed, by the reader or by us.
    pub fn on_scroll(self) {
        let Some((list, rows)) = self.elements() else { return };
        if list.client_height() == 0 {
            return;
        }
        let (keep, last_top) = self.state.with_value(|state| (state.keep, state.last_top));
        if keep == Keep::Place {
            // Something may have grown since layout was last known; the reader's own movement is kept.
            scroll_by(&list, self.shift(&list));
        }
        if list.scroll_top() < last_top && distance_to_end(&list) > self.pinned_px() {
            self.state.update_value(|state| state.keep = Keep::Place);
            self.still.update_value(|still| *still = still.map(|_| Keep::Place));
        }
        self.note_place(&list, &rows);
        self.note_position(&list);
        if !self.covers(&list) {
            self.draw();
        }
        if list.scroll_top() < OLDER_PX && self.state.with_value(|state| state.keep == Keep::Place)
        {
            self.paging.load_older();
        }
        let at_top = move || {
            self.elements()
                .is_some_and(|(list, _)| list.scroll_top() <= 0 && list.client_height() > 0)
        };
        self.paging.note_scroll(at_top);
    }

    /// Goes to the end: at once when it is far, smoothly when it is near. A button pressed by keyboard goes
    /// away under the focus, which then belongs to the transcript.
    pub fn jump(self, is_by_keyboard: bool) {
        let Some((list, rows)) = self.elements() else { return };
        if is_by_keyboard {
            focus_quietly(&list);
        }
        self.state.update_value(|state| {
            state.keep = Keep::End;
            self.still.set_value(None);
            state.first_arrival = None;
        });
        let is_far = distance_to_end(&list) > list.client_height() * 2;
        self.mount(&list, &rows);
        if is_far || media_matches("(prefers-reduced-motion: reduce)") {
            self.hold(&list, &rows);
            self.draw();
        } else {
            let options = ScrollToOptions::new();
            options.set_top(f64::from(list.scroll_height()));
            options.set_behavior(ScrollBehavior::Smooth);
            list.scroll_to_with_scroll_to_options(&options);
        }
    }

    /// Rows stand still under somebody who is about to press something on one, or follow what comes in again.
    /// Whoever was at the end is there again, though what they did took room from the messages.
    pub fn hold_still(self, holds: bool) {
        let Some((list, rows)) = self.elements() else { return };
        let still = self.still.get_value();
        if still.is_some() == holds {
            return;
        }
        self.still.set_value(holds.then(|| self.state.with_value(|state| state.keep)));
        if still == Some(Keep::End) {
            self.state.update_value(|state| state.keep = Keep::End);
            self.hold(&list, &rows);
        }
        self.note_position(&list);
    }

    /// Brings a row into the document and near the view, for the focus to go there.
    pub fn reach(self, index: usize) -> Option<HtmlElement> {
        let (list, _) = self.elements()?;
        let id = self.room.rows.with_untracked(|rows| rows.get(index).map(|row| row.id))?;
        let node = || self.mounted.with_value(|mounted| mounted.node(id).cloned());
        let is_near = self.mounted.with_value(|mounted| {
            let ends = mounted.shown().first().zip(mounted.shown().last());
            // A row that is kept for its focus stands far from the others.
            ends.is_some_and(|(first, last)| last.index - first.index < mounted.shown().len())
        });
        if !is_near || node().is_none() {
            let middle_px = f64::from(list.client_height() / 2);
            self.go_to(id, middle_px);
            self.draw();
        }
        node()
    }

    /// The place of the row that an element is or lies in. Rows may have come and gone since it was drawn.
    pub fn index_of(self, element: &HtmlElement) -> Option<usize> {
        let id = self.mounted.with_value(|mounted| {
            let is_it = |node: &HtmlElement| node.contains(Some(element));
            mounted.shown().iter().find(|shown| is_it(&shown.node)).map(|shown| shown.id)
        });
        self.room.rows.with_untracked(|rows| rows.iter().position(|row| Some(row.id) == id))
    }

    /// The row that an element is or lies in.
    pub fn row_of(self, element: &HtmlElement) -> Option<Row> {
        let index = self.index_of(element)?;
        self.room.rows.with_untracked(|rows| rows.get(index).cloned())
    }

    /// The transcript as the other parts see it.
    pub fn parts(self) -> Option<(HtmlDivElement, HtmlDivElement, RoomState)> {
        let (list, rows) = self.elements()?;
        Some((list, rows, self.room))
    }

    /// From here on a row is what is kept in view.
    fn go_to(self, id: ItemId, from_view_px: f64) {
        self.state.update_value(|state| {
            state.keep = Keep::Place;
            state.place = Some(Place::wanted(id, from_view_px));
        });
    }

    /// A message taller than the view is read from its top: the view stops there and is no longer at the end.
    fn stop_at_arrival(self, list: &HtmlDivElement) {
        let first = self.state.try_update_value(|state| state.first_arrival.take()).flatten();
        let Some(first) = first else { return };
        let hidden_px = self.mounted.with_value(|mounted| {
            let Some(row) = mounted.node(first) else {
                return mounted.heights().position(first).map(|_| f64::INFINITY);
            };
            Some(top(list) + STOP_GAP_PX - top(row))
        });
        if hidden_px.is_some_and(|hidden_px| hidden_px > 0.0) {
            self.go_to(first, STOP_GAP_PX);
            scroll_by(list, self.shift(list));
        }
    }

    /// Finds out whether the reader is at the end, and tells those who show it.
    fn note_position(self, list: &HtmlDivElement) {
        let distance = distance_to_end(list);
        let pinned_px = self.pinned_px();
        let (keep, missed) = self
            .state
            .try_update_value(|state| {
                if self.still.with_value(Option::is_some) {
                    state.keep = Keep::Place;
                } else if distance <= pinned_px {
                    state.keep = Keep::End;
                }
                state.last_top = list.scroll_top();
                if state.keep == Keep::End {
                    state.missed = 0;
                }
                (state.keep, state.missed)
            })
            .unwrap_or_default();
        let following = keep == Keep::End;
        if self.is_crowd() && following == self.room.paused.get_untracked().is_some() {
            self.chat.set_following(following);
        }
        let missed = self.room.paused.get_untracked().unwrap_or(missed);
        set_if_changed(self.away, keep == Keep::Place && (distance > AWAY_PX || missed > 0));
        set_if_changed(self.missed, missed);
        self.reading.look();
        if list.scroll_height() <= list.client_height() {
            // Nothing to scroll, so no gesture could ever ask for the older page.
            self.paging.load_older();
        }
    }

    fn is_crowd(self) -> bool {
        self.room.capabilities.with_untracked(|it| it.crowd)
    }

    fn pinned_px(self) -> i32 {
        if self.is_crowd() { PINNED_IN_CROWD_PX } else { PINNED_PX }
    }

    /// What waits in a room of thousands has another number.
    pub fn on_paused(self) {
        self.room.paused.track();
        untrack(|| {
            if let Some((list, _)) = self.elements().filter(|(list, _)| list.client_height() > 0) {
                self.note_position(&list);
            }
        });
    }

    fn elements(self) -> Option<(HtmlDivElement, HtmlDivElement)> {
        Some((self.list.try_get_untracked()??, self.rows.try_get_untracked()??))
    }
}

fn distance_to_end(list: &HtmlDivElement) -> i32 {
    list.scroll_height() - list.client_height() - list.scroll_top()
}

/// Less than a tenth of a pixel is the rounding of a measurement.
fn scroll_by(list: &HtmlDivElement, px: f64) {
    if px.abs() > 0.1 {
        list.scroll_by_with_x_and_y(0.0, px);
    }
}

fn set_if_changed<T: PartialEq + Clone + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|shown| *shown != value) {
        signal.set(value);
    }
}
