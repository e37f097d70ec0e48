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
    /// When all tickets of this event are made, if nothing comes between.
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
    let is_being_made = event.phase == Phase::Live && left(&progress) > 0;
    let seconds = (left(&progress) + before).div_ceil(u64::from(app.config.events.rate.max(1)));
    Ok(Report {
        counts: counts::of(app, &event.id, now).await?,
        rate: app.events.meter.rate(),
        estimated_end: is_being_made.then(|| now.plus_seconds(seconds).to_string()),
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

/// Requests that are left: a user for each ticket, a place in the channel for each hundred.
fn left(progress: &Progress) -> u64 {
    let done = progress.made + progress.users + progress.failed + progress.removed;
    let users = progress.wanted.saturating_sub(done);
    users + (users + progress.users).div_ceil(100)
}
