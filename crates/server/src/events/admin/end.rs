//! `POST /admin/events/{event}/end`: the event is over, whatever its time says.

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use crate::app::App;
use crate::events::admin::Organiser;
use crate::events::session;
use crate::events::{EventError, Phase};
use crate::store::Tx;

pub(super) async fn handle(
    State(app): State<App>,
    _organiser: Organiser,
    Path(id): Path<String>,
) -> Result<Json<Value>, EventError> {
    let end = move |tx: &mut Tx<'_>| -> Result<Phase, EventError> {
        let mut event = session::event(tx.reads(), &id)?;
        if event.phase == Phase::Live {
            event.phase = Phase::Archiving;
            event.ends_at = event.ends_at.min(tx.now());
            tx.records().event_writes().save_event(&event)?;
        }
        Ok(event.phase)
    };
    let phase = app.store.write(end).await?;
    app.events.bell.ring();
    Ok(Json(json!({ "phase": phase })))
}
