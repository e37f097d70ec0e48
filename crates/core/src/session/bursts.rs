//! Emoji out: what is thrown within a second goes in one frame, a kind at a time.

use chirrup_wire::conventions::Burst;

use super::Session;
use super::calls::Call;
use super::phase::Phase;
use super::timers::Timer;
use crate::ids::RoomId;
use crate::time::Millis;

/// A frame of emoji goes at most this often.
const BURST_MILLIS: u64 = 1_000;
/// Kinds of emoji that wait for the next frames; older ones are forgotten.
const BURST_KINDS_MAX: usize = 5;

impl Session {
    pub(super) fn throw(&mut self, room: RoomId, emoji: &str) {
        let may = self.rooms.get(room).is_some_and(|room| room.capabilities.bursts);
        if !may || self.phase != Phase::Live || Burst::new(emoji, 1).is_none() {
            return;
        }
        if let Some((_, count)) = self.thrown.iter_mut().find(|(known, _)| known == emoji) {
            *count = count.saturating_add(1);
            return;
        }
        if self.thrown.len() >= BURST_KINDS_MAX {
            self.thrown.remove(0);
        }
        self.thrown.push((emoji.to_owned(), 1));
    }

    /// Sends one kind of emoji with its count, if the last frame is a second ago.
    pub(super) fn pump_bursts(&mut self, now: Millis) {
        if self.phase != Phase::Live {
            self.thrown.clear();
        }
        if self.thrown.is_empty() {
            return;
        }
        if let Some(due) = self.last_burst.map(|last| last + BURST_MILLIS).filter(|due| *due > now)
        {
            self.timers.wake(Timer::Burst, due);
            return;
        }
        let (emoji, count) = self.thrown.remove(0);
        let token = self.random.token();
        let burst = Burst::new(&emoji, count);
        if let (Some(event), Some(burst)) = (self.adapter.event(), burst) {
            let request = event.control_request(&burst.to_text(), &token);
            self.last_burst = Some(now);
            self.ask(Call::Burst, request);
        }
        if !self.thrown.is_empty() {
            self.timers.wake(Timer::Burst, now + BURST_MILLIS);
        }
    }
}
