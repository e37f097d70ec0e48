//! The scroll position: follows the end, or keeps the reader's place. Nothing else ever sets it.
//!
//! Two states. *Pinned*: the reader is at the end, and every change of height puts the end back into view
//! in the same frame. *Not pinned*: nothing moves; what layout shifts is taken back to the pixel. The
//! browser's own anchoring is switched off in the style sheet. Both run after layout and before paint, from
//! a resize observer, so nobody sees a wrong position.

use chirrup_core::ItemId;
use chirrup_core::room::HistoryState;
use leptos::{html, prelude::*};
use web_sys::{HtmlDivElement, ScrollBehavior, ScrollToOptions};

use super::anchor::{Place, row_at, top};
use super::arrivals::{arrivals, newest};
use super::reading::Reading;
use crate::state::{Chat, RoomState};
use crate::ui::dom::{Timer, TimerSlot, focus_quietly, media_matches};

/// Within this distance of the end the reader is at the end.
const PINNED_PX: i32 = 32;
/// From this distance on there is a button back to the end.
const AWAY_PX: i32 = 160;
/// Closer than this to the top, the next older page is loaded.
const OLDER_PX: i32 = 600;
/// Without scrolling for this long, a gesture is over.
const GESTURE_MILLIS: i32 = 150;
/// Air above a tall message that the view stops at.
const STOP_GAP_PX: f64 = 12.0;

/// The scroll position of one transcript. `Copy`.
#[derive(Clone, Copy)]
pub struct Follow {
    chat: Chat,
    room: RoomState,
    list: NodeRef<html::Div>,
    rows: NodeRef<html::Div>,
    state: StoredValue<State, LocalStorage>,
    gesture: TimerSlot,
    reading: Reading,
    away: RwSignal<bool>,
    missed: RwSignal<u32>,
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
    /// Whether this gesture has had its page.
    served: bool,
    last_top: i32,
    place: Option<Place>,
    seen: ItemId,
    opened: bool,
    missed: u32,
    first_arrival: Option<ItemId>,
}

impl Follow {
    pub fn new(
        chat: Chat,
        room: RoomState,
        list: NodeRef<html::Div>,
        rows: NodeRef<html::Div>,
    ) -> Self {
        Self {
            chat,
            room,
            list,
            rows,
            state: StoredValue::new_local(State::default()),
            gesture: StoredValue::new_local(None),
            reading: Reading::new(chat, room, list, rows),
            away: RwSignal::new(false),
            missed: RwSignal::new(0),
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

    /// Rows or the state of paging changed. Moves nothing: that happens once layout is known.
    pub fn note_rows(self) {
        let history = self.room.history.get();
        let is_opening = matches!(history, HistoryState::Opening);
        let (found, newest) = self.room.rows.with(|rows| {
            let seen = self.state.with_value(|state| state.seen);
            (arrivals(rows, seen), newest(rows))
        });
        self.state.update_value(|state| {
            // The first page is where the conversation stands, not something that came in.
            let counts = state.opened;
            state.opened = !is_opening;
            state.seen = state.seen.max(newest);
            if found.own_sent {
                state.keep = Keep::End;
                state.missed = 0;
                state.first_arrival = None;
            } else if counts && found.from_others > 0 {
                state.missed += found.from_others;
                state.first_arrival = state.first_arrival.or(found.first);
            }
            // A page that came in while nobody scrolls ends the gesture that asked for it.
            state.served &= matches!(history, HistoryState::Loading) || self.is_scrolling();
        });
    }

    /// Layout changed: follow the end or keep the place.
    pub fn settle(self) {
        let Some((list, rows)) = self.elements() else { return };
        if list.client_height() == 0 {
            self.state.update_value(|state| state.hidden = true);
            return;
        }
        let (keep, shift) = self.state.with_value(|state| {
            let shift = state.place.as_ref().map_or(0.0, |place| {
                if state.hidden { place.strayed_px(&list) } else { place.moved_px() }
            });
            (state.keep, shift)
        });
        match keep {
            Keep::Place => scroll_by(&list, shift),
            Keep::End => {
                list.set_scroll_top(list.scroll_height());
                self.stop_at_arrival(&list, &rows);
            }
        }
        self.note_position(&list, &rows);
    }

    /// The scroll position changed, by the reader or by us.
    pub fn on_scroll(self) {
        let Some((list, rows)) = self.elements() else { return };
        if list.client_height() == 0 {
            return;
        }
        let (keep, last_top, shift) = self.state.with_value(|state| {
            (state.keep, state.last_top, state.place.as_ref().map_or(0.0, Place::moved_px))
        });
        if keep == Keep::Place {
            // Rows may have come in since layout was last known; the reader's own movement is kept.
            scroll_by(&list, shift);
        }
        if list.scroll_top() < last_top && distance_to_end(&list) > PINNED_PX {
            self.state.update_value(|state| state.keep = Keep::Place);
        }
        self.note_position(&list, &rows);
        self.load_older_if_near(&list);
        let end_gesture = move || {
            self.gesture.set_value(None);
            self.serve_again();
        };
        self.gesture.set_value(Some(Timer::after(GESTURE_MILLIS, end_gesture)));
    }

    /// Goes to the end: at once when it is far, smoothly when it is near. A button pressed by keyboard goes
    /// away under the focus, which then belongs to the transcript.
    pub fn jump(self, is_by_keyboard: bool) {
        let Some(list) = self.list.get_untracked() else { return };
        if is_by_keyboard {
            focus_quietly(&list);
        }
        self.state.update_value(|state| {
            state.keep = Keep::End;
            state.first_arrival = None;
        });
        let is_far = distance_to_end(&list) > list.client_height() * 2;
        if is_far || media_matches("(prefers-reduced-motion: reduce)") {
            self.settle();
        } else {
            let options = ScrollToOptions::new();
            options.set_top(f64::from(list.scroll_height()));
            options.set_behavior(ScrollBehavior::Smooth);
            list.scroll_to_with_scroll_to_options(&options);
        }
    }

    /// A message taller than the view is read from its top: the view stops there and is no longer at the end.
    fn stop_at_arrival(self, list: &HtmlDivElement, rows: &HtmlDivElement) {
        let first = self.state.try_update_value(|state| state.first_arrival.take()).flatten();
        let Some(first) = first else { return };
        let index =
            self.room.rows.with_untracked(|rows| rows.iter().rposition(|row| row.id == first));
        let Some(row) = index.and_then(|index| row_at(rows, index)) else { return };
        let hidden_px = top(list) + STOP_GAP_PX - top(&row);
        if hidden_px > 0.0 {
            scroll_by(list, -hidden_px);
            self.state.update_value(|state| state.keep = Keep::Place);
        }
    }

    /// Remembers where the reader is, and tells those who show it.
    fn note_position(self, list: &HtmlDivElement, rows: &HtmlDivElement) {
        let distance = distance_to_end(list);
        let (keep, missed) = self
            .state
            .try_update_value(|state| {
                state.hidden = false;
                if distance <= PINNED_PX {
                    state.keep = Keep::End;
                }
                state.last_top = list.scroll_top();
                state.place = Place::of(list, rows);
                if state.keep == Keep::End {
                    state.missed = 0;
                }
                (state.keep, state.missed)
            })
            .unwrap_or_default();
        set_if_changed(self.away, keep == Keep::Place && (distance > AWAY_PX || missed > 0));
        set_if_changed(self.missed, missed);
        self.reading.look();
        if list.scroll_height() <= list.client_height() {
            // Nothing to scroll, so no gesture could ever ask for the older page.
            self.load_older();
        }
    }

    fn load_older_if_near(self, list: &HtmlDivElement) {
        if list.scroll_top() < OLDER_PX && self.state.with_value(|state| state.keep == Keep::Place)
        {
            self.load_older();
        }
    }

    /// Loads one page per gesture.
    fn load_older(self) {
        let is_due = matches!(self.room.history.get_untracked(), HistoryState::More)
            && !self.state.with_value(|state| state.served);
        if is_due {
            self.state.update_value(|state| state.served = true);
            self.chat.load_older();
        }
    }

    /// The gesture is over; the next one may have a page, once the one in flight is in place.
    fn serve_again(self) {
        let in_flight = matches!(self.room.history.get_untracked(), HistoryState::Loading);
        self.state.update_value(|state| state.served &= in_flight);
    }

    fn is_scrolling(self) -> bool {
        self.gesture.with_value(Option::is_some)
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
