//! What goes on without a call: sweeping, and calling processors. Both wait until there is something to do.

use std::time::Duration;

use tokio::sync::Notify;

use super::flows;
use super::repeat::Recent;
use super::sweep::sweep;
use crate::app::App;
use crate::clock::Millis;

/// Shared by operations and what goes on in the background.
#[derive(Default)]
pub struct Background {
    /// Messages that are not kept.
    pub(super) recent: Recent,
    sweep: Notify,
    calls: Notify,
}

impl Background {
    /// Something was deleted, or will expire.
    pub(super) fn sweep_soon(&self) {
        self.sweep.notify_one();
    }

    /// A message waits for a processor.
    pub(super) fn call_soon(&self) {
        self.calls.notify_one();
    }

    pub(super) async fn wants_calls(&self) {
        self.calls.notified().await;
    }
}

/// The longest time that something stays after it has expired.
const PAUSE: Duration = Duration::from_mins(1);

/// Sweeps and calls until the server stops.
pub async fn run(app: App) {
    tokio::join!(sweep_often(&app), flows::run_calls(app.clone()));
}

async fn sweep_often(app: &App) {
    loop {
        let is_more = match sweep(app, Millis::now()).await {
            Ok(is_more) => is_more,
            Err(error) => {
                tracing::warn!(%error, "sweeping was not finished");
                false
            }
        };
        // One piece after the other, so that calls come in between.
        let pause = if is_more { Duration::from_millis(1) } else { PAUSE };
        tokio::select! {
            () = app.stopping.cancelled() => return,
            () = app.background.sweep.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}
