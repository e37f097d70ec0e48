//! When an older page is loaded: one for each gesture of the reader, and none while one is on its way.

use chirrup_core::room::HistoryState;
use leptos::prelude::*;

use crate::state::{Chat, RoomState};
use crate::ui::dom::{Timer, TimerSlot};

/// Without scrolling for this long, a gesture is over.
const GESTURE_MILLIS: i32 = 150;

/// The gesture that is going on, and whether it has had its page. `Copy`.
#[derive(Clone, Copy)]
pub struct Paging {
    chat: Chat,
    room: RoomState,
    gesture: TimerSlot,
    served: StoredValue<bool>,
}

impl Paging {
    pub fn new(chat: Chat, room: RoomState) -> Self {
        let (gesture, served) = (StoredValue::new(None), StoredValue::new(false));
        Self { chat, room, gesture, served }
    }

    /// A page that came in while nobody scrolls ends the gesture that asked for it.
    pub fn note_rows(self) {
        let is_scrolling = self.gesture.with_value(Option::is_some);
        self.served.update_value(|served| *served &= self.is_in_flight() || is_scrolling);
    }

    /// The reader scrolls: a gesture begins or goes on. When it is over, the next one may have a page, once
    /// the one in flight is in place. Whoever is at the very top by then, where nothing is left to scroll, has it
    /// at once.
    pub fn note_scroll(self, is_at_top: impl Fn() -> bool + 'static) {
        let end_gesture = move || {
            self.gesture.set_value(None);
            self.served.update_value(|served| *served &= self.is_in_flight());
            if is_at_top() {
                self.load_older();
            }
        };
        self.gesture.set_value(Some(Timer::after(GESTURE_MILLIS, end_gesture)));
    }

    /// Loads a page, if there may be one and the gesture has had none.
    pub fn load_older(self) {
        let is_due = matches!(self.room.history.get_untracked(), HistoryState::More)
            && !self.served.get_value();
        if is_due {
            self.served.set_value(true);
            self.chat.load_older();
        }
    }

    fn is_in_flight(self) -> bool {
        matches!(self.room.history.get_untracked(), HistoryState::Loading)
    }
}
