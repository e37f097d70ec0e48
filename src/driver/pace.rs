//! How often a burst is drawn: with each frame of the page, as long as the page keeps up.
//!
//! On a slow device one drawing takes longer than a frame, and drawing with each would leave no time for keys and
//! scrolling. So a drawing that makes the page miss frames is followed by a rest, the longer the more was missed.
//! Nothing is lost meanwhile: what comes in waits, and is drawn at once after the rest.

use chirrup_core::Millis;

/// A frame that begins so soon after the one before is on time: 60 a second, with some room.
const ON_TIME_MILLIS: u64 = 20;
/// Rest for each millisecond that was missed.
const REST_PER_MISSED: u64 = 4;
/// Nobody waits longer than this for what was said.
const REST_MAX_MILLIS: u64 = 400;

/// When a burst was drawn last, and how long it rests.
#[derive(Debug, Default)]
pub(super) struct Pace {
    drawn: Option<Millis>,
    rests_until: Option<Millis>,
}

impl Pace {
    /// A frame begins. Answers whether it is to be drawn in.
    pub(super) fn frame(&mut self, now: Millis) -> bool {
        if let Some(drawn) = self.drawn.take() {
            let missed = now.since(drawn).saturating_sub(ON_TIME_MILLIS);
            let rest = (missed * REST_PER_MISSED).min(REST_MAX_MILLIS);
            self.rests_until = (rest > 0).then_some(Millis(now.0 + rest));
        }
        let draws = self.rests_until.is_none_or(|end| now >= end);
        self.drawn = draws.then_some(now);
        draws
    }

    /// There was nothing to draw: the next burst begins afresh.
    pub(super) fn stop(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;
    use chirrup_core::Millis;

    /// Which of the frames that begin at these times are drawn in.
    fn drawn(frames: &[u64]) -> Vec<u64> {
        let mut pace = Pace::default();
        frames.iter().copied().filter(|frame| pace.frame(Millis(*frame))).collect()
    }

    #[test]
    fn a_page_that_keeps_up_is_drawn_with_each_frame() {
        let frames: Vec<_> = (0..100).map(|frame| 1_000 + frame * 17).collect();
        assert_eq!(drawn(&frames), frames);
    }

    #[test]
    fn a_drawing_that_takes_two_frames_is_followed_by_a_rest() {
        // 14 ms too late, so 56 ms of rest.
        assert_eq!(drawn(&[1_000, 1_034, 1_051, 1_068, 1_085, 1_102]), [1_000, 1_102]);
    }

    #[test]
    fn a_rest_has_an_end() {
        assert_eq!(drawn(&[1_000, 3_000, 3_399, 3_400]), [1_000, 3_400]);
    }

    #[test]
    fn what_a_burst_cost_is_forgotten_after_it() {
        let mut pace = Pace::default();
        assert!(pace.frame(Millis(1_000)));
        pace.stop();
        assert!(pace.frame(Millis(9_000)));
    }
}
