//! The pace of requests to the Chime service: never more than so many in any second, measured where they arrive.
//!
//! A bucket that is refilled by a clock at this end cannot promise that: a request that was held up on the way
//! arrives beside the next ones. Here a turn comes back one second after its *answer*. The request before it
//! arrived earlier than that answer left, so between the arrivals of a request and the one that takes its turn
//! lies at least a second, whatever the line does. What was sent before the start is not known, so a server begins
//! with a second of silence. Invariant: at the endpoint no window of one second holds more
//! than `rate` requests. The price is a little speed: a turn takes a second and an answer.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep, sleep_until};

/// A turn comes back so long after its answer.
const SECOND: Duration = Duration::from_millis(1_001);
/// How far behind its rhythm a sender may catch up at once. Timers wake up to a millisecond late.
const CATCH_UP: Duration = Duration::from_millis(5);

/// The turns of one service.
#[derive(Clone)]
pub(super) struct Pace {
    turns: Arc<Semaphore>,
    rhythm: Arc<Mutex<Rhythm>>,
    /// How many wait for their turn, for those who move the clock.
    #[cfg(test)]
    waiting: Arc<std::sync::atomic::AtomicUsize>,
}

struct Rhythm {
    between: Duration,
    next: Instant,
}

/// One request. Dropped when its answer is there, or will not come.
pub(super) struct Turn {
    permit: Option<OwnedSemaphorePermit>,
}

impl Pace {
    /// So many requests a second, for a service that nobody has called just now.
    pub(super) fn new(rate: u32) -> Self {
        Self::beginning(rate, Instant::now())
    }

    /// The same, where a server that was killed may have sent its last request a moment ago.
    pub(super) fn after_another(rate: u32) -> Self {
        Self::beginning(rate, Instant::now() + SECOND)
    }

    fn beginning(rate: u32, next: Instant) -> Self {
        let rate = rate.max(1);
        let turns = usize::try_from(rate).unwrap_or(Semaphore::MAX_PERMITS);
        let rhythm = Rhythm { between: Duration::from_secs(1) / rate, next };
        Self {
            turns: Arc::new(Semaphore::new(turns.min(Semaphore::MAX_PERMITS))),
            rhythm: Arc::new(Mutex::new(rhythm)),
            #[cfg(test)]
            waiting: Arc::default(),
        }
    }

    /// Waits for the next turn; whoever asks first gets it first.
    pub(super) async fn turn(&self) -> Turn {
        #[cfg(test)]
        let _waiting = tests::Waiting::begin(&self.waiting);
        // A semaphore that nobody closes always has a turn in the end.
        let permit = Arc::clone(&self.turns).acquire_owned().await.ok();
        let mut rhythm = self.rhythm.lock().await;
        sleep_until(rhythm.next).await;
        let now = Instant::now();
        let late = now.checked_sub(CATCH_UP).unwrap_or(now);
        rhythm.next = rhythm.next.max(late) + rhythm.between;
        Turn { permit }
    }

    /// Nobody sends for so long.
    pub(super) async fn pause(&self, pause: Duration) {
        let mut rhythm = self.rhythm.lock().await;
        rhythm.next = rhythm.next.max(Instant::now() + pause);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(permit) = self.permit.take()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(async move {
                sleep(SECOND).await;
                drop(permit);
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use tokio::time::{Instant, sleep};

    use super::Pace;

    /// Somebody who waits for a turn.
    pub(super) struct Waiting(Arc<AtomicUsize>);

    impl Waiting {
        pub(super) fn begin(count: &Arc<AtomicUsize>) -> Self {
            count.fetch_add(1, Ordering::SeqCst);
            Self(Arc::clone(count))
        }
    }

    impl Drop for Waiting {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::SeqCst);
        }
    }

    impl Pace {
        /// How many wait for their turn.
        pub(in crate::events) fn waiting(&self) -> usize {
            self.waiting.load(Ordering::SeqCst)
        }
    }

    /// Sends for a minute over a line that holds each request up differently, and returns when each arrived.
    async fn arrivals(rate: u32, delay: fn(u64) -> u64) -> Vec<Instant> {
        let pace = Pace::new(rate);
        let (arrived, mut arrivals) = tokio::sync::mpsc::unbounded_channel();
        let began = Instant::now();
        for n in 0.. {
            let turn = pace.turn().await;
            if began.elapsed() > Duration::from_mins(1) {
                break;
            }
            let arrived = arrived.clone();
            tokio::spawn(async move {
                sleep(Duration::from_millis(delay(n))).await;
                arrived.send(Instant::now()).expect("somebody counts");
                sleep(Duration::from_millis(5)).await;
                drop(turn);
            });
        }
        drop(arrived);
        let mut all = Vec::new();
        while let Some(at) = arrivals.recv().await {
            all.push(at);
        }
        all.sort_unstable();
        all
    }

    fn highest(arrivals: &[Instant]) -> usize {
        let in_window = |from: &Instant| {
            arrivals
                .iter()
                .filter(|at| *at >= from && **at < *from + Duration::from_secs(1))
                .count()
        };
        arrivals.iter().map(in_window).max().unwrap_or(0)
    }

    #[tokio::test(start_paused = true)]
    async fn no_second_holds_more_than_the_rate_wherever_a_request_is_held_up() {
        for delay in [|_| 0, |n| (n * 37) % 400, |n| if n % 11 == 0 { 900 } else { 1 }] {
            let arrivals = arrivals(10, delay).await;
            assert!(highest(&arrivals) <= 10, "{}", highest(&arrivals));
            assert!(arrivals.len() > 200, "{}", arrivals.len());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn on_a_quick_line_the_rate_is_used() {
        let arrivals = arrivals(10, |_| 1).await;
        assert!((560..=600).contains(&arrivals.len()), "{}", arrivals.len());
    }

    #[tokio::test(start_paused = true)]
    async fn what_another_server_has_just_sent_counts() {
        let began = Instant::now();
        drop(Pace::after_another(10).turn().await);
        assert!(began.elapsed() > Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_everybody() {
        let pace = Pace::new(10);
        let began = Instant::now();
        pace.pause(Duration::from_secs(3)).await;
        drop(pace.turn().await);
        assert!(began.elapsed() >= Duration::from_secs(3));
    }
}
