//! Wakes rooms when something is due: the bot's answer, the end of a chat, silence.
//!
//! When a room wants to be woken is stored with it, so nothing is forgotten by a restart.

use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::Notify;

use crate::app::App;
use crate::app_error::AppError;
use crate::clock::Millis;
use crate::domain::RoomId;

/// The next moment at which a room is due.
pub struct Alarm {
    next: Mutex<Millis>,
    earlier: Notify,
}

impl Default for Alarm {
    fn default() -> Self {
        Self { next: Mutex::new(Millis(i64::MAX)), earlier: Notify::new() }
    }
}

impl Alarm {
    /// Makes sure that the alarm goes off at this time or before.
    pub fn set(&self, at: Millis) {
        let mut next = self.lock();
        if at < *next {
            *next = at;
            self.earlier.notify_one();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Millis> {
        self.next.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The longest sleep: clocks jump, and expired tokens want to be forgotten.
const LONGEST_SLEEP: Duration = Duration::from_mins(10);
/// The pause after the store failed.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(5);

/// Wakes rooms until the server stops.
pub async fn run(app: App) {
    loop {
        let pause = match wake_due(&app).await {
            Ok(()) => until_next(&app),
            // The store has logged why.
            Err(_) => PAUSE_AFTER_FAILURE,
        };
        tokio::select! {
            () = app.stopping.cancelled() => return,
            () = app.alarm.earlier.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

fn until_next(app: &App) -> Duration {
    let next = *app.alarm.lock();
    let millis = next.0.saturating_sub(Millis::now().0).max(0);
    Duration::from_millis(u64::try_from(millis).unwrap_or(0)).min(LONGEST_SLEEP)
}

async fn wake_due(app: &App) -> Result<(), AppError> {
    // Whatever is set from here on is set again by `set`, and what is stored is read below.
    *app.alarm.lock() = Millis(i64::MAX);
    let now = Millis::now();
    let due = app.store.read(move |reads| reads.due_rooms(now).map_err(AppError::from)).await?;
    for room in due {
        wake(app, room).await?;
    }
    app.store
        .write(move |tx| tx.records().drop_expired_tokens(tx.now()).map_err(AppError::from))
        .await?;
    let next = app.store.read(|reads| reads.next_wake().map_err(AppError::from)).await?;
    if let Some(at) = next {
        let mut alarm = app.alarm.lock();
        *alarm = at.min(*alarm);
    }
    Ok(())
}

async fn wake(app: &App, room: RoomId) -> Result<(), AppError> {
    let flow = app.flow.clone();
    app.store
        .write(move |tx| {
            let Some(mut room) = tx.reads().room(&room)? else { return Ok(()) };
            let woken = room.wake(tx.now());
            tx.keep(&room, woken.items)?;
            if woken.bot_is_due {
                flow.answer(tx, &mut room)?;
            }
            Ok(())
        })
        .await
}
