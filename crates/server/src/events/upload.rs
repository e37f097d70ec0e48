//! `POST /admin/events` and `POST /admin/events/{event}/tickets`: an event and its tickets, as they come.
//!
//! | content type | body |
//! |---|---|
//! | `application/json` | `{"id","name","opensAt","endsAt",…,"tickets":[{"code","role","nickname","validFrom"},…]}`, tickets last; for `…/tickets` the array alone |
//! | `application/x-ndjson` | a ticket in each line; for a new event its settings in the first |
//! | `text/csv` | a header with `code` and, as wanted, `role`, `nickname`, `validFrom`; a new event's settings in the query |
//!
//! A list is read piece by piece and written in pieces, so its length does not matter for the memory. It counts as a
//! whole or not at all: until its last line was good, nobody can log in with any of it, and what a broken or killed
//! upload leaves behind is removed. Tickets that an earlier list has stay as they are, so the same list can be sent
//! again. Invariant: of a refused list nothing stays.

mod input;
mod intake;
mod read;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};
use tokio::runtime::Handle;

use crate::app::App;
use crate::events::admin::Organiser;
use crate::events::session;
use crate::events::{EventError, EventId, Phase};
use crate::store::{Reads, StoreError, Tx};

pub(super) use input::{EventInput, TicketInput};
use intake::Held;
pub(super) use intake::{Intake, Place, Stop};
use read::BodyReader;

/// Tickets of refused uploads that one transaction removes.
const LEFTOVERS: u32 = 1_000;

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    Lines,
    Csv,
}

/// A new event with its tickets, or new settings and more tickets for one that is there.
pub(super) async fn create(
    State(app): State<App>,
    _organiser: Organiser,
    Query(settings): Query<serde_json::Map<String, Value>>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Value>), EventError> {
    let format = format(&headers)?;
    let mut intake = Intake::new(app.clone(), Handle::current());
    let settings = (format == Format::Csv).then_some(settings);
    take_in(&app, intake.claim(), body, move |reader| {
        if let Some(settings) = settings {
            intake.begin(EventInput::of_query(settings)?)?;
        }
        match format {
            Format::Json => read::json(reader, &mut intake)?,
            Format::Lines => read::lines(reader, &mut intake)?,
            Format::Csv => read::csv(reader, &mut intake)?,
        }
        intake.finish()
    })
    .await
}

/// More tickets for an event.
pub(super) async fn add(
    State(app): State<App>,
    _organiser: Organiser,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Value>), EventError> {
    let format = format(&headers)?;
    let find = move |reads: &dyn Reads| session::event(reads, &id);
    let event = app.store.read(find).await?;
    let mut intake = Intake::new(app.clone(), Handle::current());
    take_in(&app, intake.claim(), body, move |reader| {
        intake.begin_more(event)?;
        match format {
            Format::Json => read::json(reader, &mut intake)?,
            Format::Lines => read::lines(reader, &mut intake)?,
            Format::Csv => read::csv(reader, &mut intake)?,
        }
        intake.finish()
    })
    .await
}

fn format(headers: &HeaderMap) -> Result<Format, EventError> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    match kind.to_ascii_lowercase().as_str() {
        "application/json" => Ok(Format::Json),
        "application/x-ndjson" | "application/jsonl" | "application/json-lines" => {
            Ok(Format::Lines)
        }
        "text/csv" => Ok(Format::Csv),
        _ => {
            let wanted = "application/json, application/x-ndjson or text/csv";
            Err(EventError::request_invalid(format!("The content type has to be {wanted}")))
        }
    }
}

/// Reads on a thread that may wait; whatever a refused list has left is removed.
async fn take_in(
    app: &App,
    claim: Held,
    body: Body,
    read: impl FnOnce(BodyReader) -> Result<intake::Taken, Stop> + Send + 'static,
) -> Result<(StatusCode, Json<Value>), EventError> {
    let patience = std::time::Duration::from_secs(app.config.limits.request_body_seconds);
    let reader = BodyReader::over(body, patience);
    let taken = tokio::task::spawn_blocking(move || read(reader)).await;
    let taken = taken.map_err(|_| EventError::internal())?;
    let answer = match taken {
        Ok(taken) => {
            app.events.bell.ring();
            let status = if taken.is_new { StatusCode::CREATED } else { StatusCode::OK };
            let body = json!({"event": taken.event, "tickets": taken.added, "known": taken.known});
            Ok((status, Json(body)))
        }
        Err(stop) => {
            if let Some(event) = stop.event {
                drop_leftovers_of(app, &event).await?;
            }
            Err(stop.error)
        }
    };
    drop(claim);
    answer
}

/// What uploads that were killed have left.
pub(super) async fn drop_leftovers(app: &App) -> Result<(), StoreError> {
    let phases = [Phase::Loading, Phase::Live];
    let events = app.store.read(move |reads| reads.events().events(&phases)).await?;
    for event in events {
        drop_leftovers_of(app, &event.id).await?;
    }
    Ok(())
}

async fn drop_leftovers_of(app: &App, event: &EventId) -> Result<(), StoreError> {
    loop {
        let id = event.clone();
        let drop =
            move |tx: &mut Tx<'_>| tx.records().event_writes().drop_leftovers(&id, LEFTOVERS);
        if !app.store.write(drop).await? {
            return Ok(());
        }
    }
}
