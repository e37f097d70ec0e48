//! `GET /admin/events` and `GET /admin/events/{event}`: how far an event is made.

use axum::Json;
use axum::extract::{Path, State};
use chirrup_wire::conventions::audience::Counts;
use serde::Serialize;

use crate::app::App;
use crate::clock::Millis;
use crate::events::admin::Organiser;
use crate::events::counts;
use crate::events::session;
use crate::events::{Archive, Event, EventError, EventId, Phase, Settings};
use crate::store::{Progress, Reads, StoreError};

/// Everything of an event that its organiser wants to know.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report {
    id: EventId,
    phase: Phase,
    opens_at: String,
    ends_at: String,
    has_channel: bool,
    is_elastic: bool,
    settings: Settings,
    tickets: Progress,
    counts: Counts,
    /// Users made a second, over the last minute, of all events.
    rate: f64,
    /// When all tickets of this event are made at the rate of the config, if nothing comes between: `rate` says how
    /// many are made, and `trouble` what comes between. Absent when nothing is left that the next moment may make.
    #[serde(skip_serializing_if = "Option::is_none")]
    estimated_end: Option<String>,
    /// What went wrong last.
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archive: Option<Archive>,
}

pub(super) async fn one(
    State(app): State<App>,
    _organiser: Organiser,
    Path(id): Path<String>,
) -> Result<Json<Report>, EventError> {
    let find = move |reads: &dyn Reads| session::event(reads, &id);
    let event = app.store.read(find).await?;
    Ok(Json(report(&app, event).await?))
}

pub(super) async fn all(
    State(app): State<App>,
    _organiser: Organiser,
) -> Result<Json<Vec<Report>>, EventError> {
    let phases = [Phase::Live, Phase::Archiving, Phase::Removing, Phase::Over];
    let list = move |reads: &dyn Reads| reads.events().events(&phases);
    let mut reports = Vec::new();
    for event in app.store.read::<_, StoreError>(list).await? {
        reports.push(report(&app, event).await?);
    }
    Ok(Json(reports))
}

async fn report(app: &App, event: Event) -> Result<Report, EventError> {
    let (id, opens_at) = (event.id.clone(), event.opens_at);
    let read = move |reads: &dyn Reads| -> Result<_, StoreError> {
        let progress = reads.events().progress(&id)?;
        // Sooner events are made first, so they are waited for as well.
        let mut before = 0;
        for other in reads.events().events(&[Phase::Live])? {
            if other.id != id && (other.opens_at, other.id.as_str()) < (opens_at, id.as_str()) {
                before += left(&reads.events().progress(&other.id)?);
            }
        }
        Ok((progress, before))
    };
    let (progress, before) = app.store.read(read).await?;
    let now = Millis::now();
    let end = estimated_end(event.phase, (left(&progress), before), app.config.events.rate, now);
    Ok(Report {
        counts: counts::of(app, &event.id, now).await?,
        rate: app.events.meter.rate(),
        estimated_end: end.map(|end| end.to_string()),
        trouble: app.events.trouble(&event.id),
        tickets: progress,
        phase: event.phase,
        opens_at: event.opens_at.to_string(),
        ends_at: event.ends_at.to_string(),
        has_channel: event.has_channel,
        is_elastic: event.is_elastic,
        settings: event.settings,
        archive: event.archive,
        id: event.id,
    })
}

/// When the last of so many requests is answered, those of sooner events before them.
fn estimated_end(
    phase: Phase,
    (left, before): (u64, u64),
    rate: u32,
    now: Millis,
) -> Option<Millis> {
    let is_being_made = phase == Phase::Live && left > 0;
    is_being_made.then(|| now.plus_seconds((before + left).div_ceil(u64::from(rate.max(1)))))
}

/// Requests that are left: a user for each ticket, a place in the channel for each hundred.
fn left(progress: &Progress) -> u64 {
    let done = progress.made + progress.users + progress.failed + progress.removed;
    let users = progress.wanted.saturating_sub(done);
    users + (users + progress.users).div_ceil(100)
}

#[cfg(test)]
mod tests {
    use super::{estimated_end, left};
    use crate::clock::Millis;
    use crate::events::Phase;
    use crate::store::Progress;

    const NOW: Millis = Millis(1_790_000_000_000);

    /// Seconds from now to the end of an event with this progress, at ten requests a second.
    fn seconds(progress: &Progress, before: u64) -> Option<i64> {
        let end = estimated_end(Phase::Live, (left(progress), before), 10, NOW)?;
        Some((end.0 - NOW.0) / 1_000)
    }

    #[test]
    fn before_the_first_is_made_the_end_is_that_of_all_users_and_their_batches() {
        let untouched = Progress { wanted: 1_000, ..Progress::default() };
        assert_eq!(seconds(&untouched, 0), Some(101));
        let one = Progress { wanted: 1, ..Progress::default() };
        assert_eq!(seconds(&one, 0), Some(1), "a second that has begun");
        assert_eq!(seconds(&untouched, 500), Some(151), "sooner events are made first");
    }

    #[test]
    fn what_was_made_is_not_waited_for() {
        let half = Progress { wanted: 1_000, made: 400, users: 100, ..Progress::default() };
        assert_eq!(seconds(&half, 0), Some(51), "500 users, and batches for them and 100 more");
        let placeless = Progress { wanted: 1_000, users: 1_000, ..Progress::default() };
        assert_eq!(seconds(&placeless, 0), Some(1), "ten batches");
    }

    #[test]
    fn there_is_no_end_when_nothing_is_left() {
        assert_eq!(seconds(&Progress::default(), 0), None);
        let made = Progress { wanted: 1_000, made: 1_000, ..Progress::default() };
        assert_eq!(seconds(&made, 0), None);
        assert_eq!(seconds(&made, 500), None, "whatever other events wait for");
        let set_aside = Progress { wanted: 1_000, made: 990, failed: 10, ..Progress::default() };
        assert_eq!(seconds(&set_aside, 0), None, "those are tried again some time later");
    }

    #[test]
    fn an_event_that_is_not_live_is_not_being_made() {
        for phase in [Phase::Loading, Phase::Archiving, Phase::Removing, Phase::Over] {
            assert_eq!(estimated_end(phase, (1_000, 0), 10, NOW), None, "{phase:?}");
        }
    }

    #[test]
    fn while_nothing_gets_on_the_end_moves_away() {
        let end = |now: Millis| estimated_end(Phase::Live, (1_010, 0), 10, now);
        assert_eq!(end(NOW), Some(NOW.plus_seconds(101)));
        let later = NOW.plus_seconds(60);
        assert_eq!(end(later), Some(later.plus_seconds(101)));
    }
}
