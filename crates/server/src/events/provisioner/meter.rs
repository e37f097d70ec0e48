//! How many requests were answered in the last minute.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

const WINDOW: Duration = Duration::from_mins(1);

/// Users made, by the second.
pub(in crate::events) struct Meter {
    began: Instant,
    seconds: Mutex<VecDeque<(Instant, u32)>>,
}

impl Meter {
    pub(in crate::events) fn new() -> Self {
        Self { began: Instant::now(), seconds: Mutex::default() }
    }

    /// One more.
    pub(in crate::events) fn count(&self) {
        let now = Instant::now();
        let mut seconds = self.seconds.lock().unwrap_or_else(PoisonError::into_inner);
        match seconds.back_mut() {
            Some((since, count)) if *since + Duration::from_secs(1) > now => *count += 1,
            _ => seconds.push_back((now, 1)),
        }
        while seconds.front().is_some_and(|(since, _)| *since + WINDOW < now) {
            seconds.pop_front();
        }
    }

    /// How many a second, over the last minute or since the start.
    pub(in crate::events) fn rate(&self) -> f64 {
        let now = Instant::now();
        let seconds = self.seconds.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = seconds.iter().filter(|(since, _)| *since + WINDOW >= now);
        let count: u32 = recent.clone().map(|(_, count)| count).sum();
        let first = recent.map(|(since, _)| *since).next().unwrap_or(self.began);
        f64::from(count) / now.duration_since(first).as_secs_f64().max(1.0)
    }
}
