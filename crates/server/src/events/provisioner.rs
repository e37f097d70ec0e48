//! The provisioner: makes users, channels and memberships ahead of time, and removes them after the event.
//!
//! One worker asks the store what is due (`provisioner/plan.rs`), takes a turn of the [pace](super::pace), and does
//! it (`provisioner/job.rs`). It keeps nothing that a restart would miss: what was done is in the store, and what
//! was done but not noted is done again under the same ids, which the service answers with "exists already".
//! Invariant: whoever stands before a waiting screen goes first, at the next turn.

mod job;
mod meter;
mod plan;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore, mpsc};
use tokio::time::{sleep, timeout};

use crate::app::App;
use crate::clock::Millis;
use crate::events::chime_client::{CallError, ChimeClient};
use crate::store::StoreError;

use job::Job;
use plan::{BETWEEN_BATCHES, Plan};

pub(super) use meter::Meter;

/// Jobs at once. At ten requests a second a few are enough; a lifted limit needs them to be quick.
const MOST_AT_ONCE: usize = 64;
/// How long the worker sleeps when nothing is due and nobody rings.
const LONGEST_SLEEP: Duration = Duration::from_mins(1);
/// The first pause after a failure; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A store that fails is asked again after so long.
const STORE_PAUSE: Duration = Duration::from_secs(5);

/// Tells the worker that there is something to do.
#[derive(Default)]
pub(super) struct Bell {
    rings: AtomicU64,
    notify: Notify,
}

impl Bell {
    /// Something is due that was not.
    pub(super) fn ring(&self) {
        self.rings.fetch_add(1, Ordering::Release);
        self.notify.notify_one();
    }

    fn rings(&self) -> u64 {
        self.rings.load(Ordering::Acquire)
    }
}

/// Failures in a row, over all jobs: the service is asked less and less often until it answers.
#[derive(Clone, Default)]
struct Backoff(Arc<AtomicU64>);

impl Backoff {
    fn succeed(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// How long nobody asks.
    fn fail(&self) -> Duration {
        let failures = self.0.fetch_add(1, Ordering::Relaxed).min(10);
        let longest = FIRST_PAUSE * 2_u32.pow(u32::try_from(failures).unwrap_or(10));
        let longest = longest.min(LONGEST_PAUSE);
        // Half of it is chance, so that several servers do not come back together.
        longest / 2 + longest.mul_f64(rand::random_range(0.0..0.5))
    }
}

/// Works until the server stops.
pub(super) async fn run(app: App, client: ChimeClient) {
    let stopping = app.stopping.clone();
    let worker = Worker {
        app,
        client,
        at_once: Arc::new(Semaphore::new(MOST_AT_ONCE)),
        backoff: Backoff::default(),
    };
    stopping.run_until_cancelled(worker.work()).await;
}

struct Worker {
    app: App,
    client: ChimeClient,
    at_once: Arc<Semaphore>,
    backoff: Backoff,
}

impl Worker {
    async fn work(&self) {
        let bell = &self.app.events.bell;
        let (finished, mut jobs_done) = mpsc::unbounded_channel();
        let mut plan = Plan::default();
        let mut seen = bell.rings();
        loop {
            while let Ok(job) = jobs_done.try_recv() {
                plan.finish(&job);
            }
            if (plan.is_empty() || bell.rings() != seen)
                && self.renew(&mut plan, &mut seen).await.is_err()
            {
                sleep(STORE_PAUSE).await;
                continue;
            }
            if plan.is_empty() {
                let done = self.rest(&mut jobs_done, &plan).await;
                for job in &done {
                    plan.finish(job);
                }
                continue;
            }
            let Ok(place) = Arc::clone(&self.at_once).acquire_owned().await else { return };
            let turn = self.app.events.pace.turn().await;
            // Whoever rang while the turn was awaited may go before what was planned.
            if bell.rings() != seen && self.renew(&mut plan, &mut seen).await.is_err() {
                continue;
            }
            let Some(job) = plan.take() else { continue };
            let client = self.client.with_turn(turn);
            let (app, backoff, finished) =
                (self.app.clone(), self.backoff.clone(), finished.clone());
            self.app.tasks.spawn(async move {
                let stopping = app.stopping.clone();
                stopping.run_until_cancelled(do_job(&app, &client, &backoff, &job)).await;
                drop(place);
                // A worker that is gone has no plan to correct.
                drop(finished.send(job));
            });
        }
    }

    async fn renew(&self, plan: &mut Plan, seen: &mut u64) -> Result<(), StoreError> {
        *seen = self.app.events.bell.rings();
        let is_lifted = self.app.config.events.lift_ceiling;
        let between = if is_lifted { Duration::ZERO } else { BETWEEN_BATCHES };
        let now = Millis::now();
        let end = |tx: &mut crate::store::Tx<'_>| -> Result<(), StoreError> {
            let events = tx.records().event_writes();
            events.end_due_events(tx.now())?;
            events.release_all_of_the_past()?;
            for event in events.events(&[crate::events::Phase::Live])? {
                events.retry_failed(&event.id, tx.now())?;
            }
            Ok(())
        };
        let next = self.app.store.read(|reads| reads.events().next_moment()).await?;
        if next.is_some_and(|next| next <= now) {
            self.app.store.write(end).await?;
        }
        let mut fresh = std::mem::take(plan);
        let asked = self.app.store.read(move |reads| {
            fresh.fill(&reads.events(), between)?;
            Ok::<_, StoreError>(fresh)
        });
        *plan =
            asked.await.inspect_err(|error| tracing::error!(%error, "nothing can be planned"))?;
        Ok(())
    }

    /// Waits until there may be something to do, and returns the jobs that ended meanwhile.
    async fn rest(&self, done: &mut mpsc::UnboundedReceiver<Job>, plan: &Plan) -> Vec<Job> {
        let next = self.app.store.read(|reads| reads.events().next_moment()).await.ok().flatten();
        let until_next = next.map(|at| (at.0 - Millis::now().0).max(10).unsigned_abs());
        let pause = until_next.map_or(LONGEST_SLEEP, Duration::from_millis).min(LONGEST_SLEEP);
        let pause = plan.wait().map_or(pause, |wait| wait.min(pause));
        let mut ended = Vec::new();
        let wake = async {
            tokio::select! {
                () = self.app.events.bell.notify.notified() => {}
                job = done.recv() => ended.extend(job),
            }
        };
        // Either way it is time to look again.
        drop(timeout(pause, wake).await);
        ended
    }
}

/// Does a job, and notes what became of it.
async fn do_job(app: &App, client: &ChimeClient, backoff: &Backoff, job: &Job) {
    match job.run(app, client).await {
        Ok(()) => backoff.succeed(),
        Err(job::JobError::Store(error)) => {
            tracing::error!(%error, "what was made could not be noted");
            sleep(STORE_PAUSE).await;
        }
        Err(job::JobError::Archive(error)) => {
            tracing::error!(%error, "an archive could not be written, nothing was removed");
            app.events.note_trouble(job.event(), error.to_string());
            sleep(STORE_PAUSE).await;
        }
        Err(job::JobError::Call(error)) => {
            if error.is_retryable() {
                app.events.pace.pause(backoff.fail()).await;
            } else {
                backoff.succeed();
            }
            let level_is_low = matches!(error, CallError::Busy { .. });
            if level_is_low {
                tracing::info!(%error, event = %job.event(), "the service is busy");
            } else {
                tracing::warn!(%error, event = %job.event(), "the service refused");
            }
            app.events.note_trouble(job.event(), error.to_string());
            if let Err(error) = job.note_failure(app, &error).await {
                tracing::error!(%error, "a failure could not be noted");
            }
        }
    }
}
