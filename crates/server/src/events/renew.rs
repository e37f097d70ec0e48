//! `POST /events/{event}/renew`: fresh keys before the old ones expire.

use axum::Json;
use axum::extract::{Path, State};
use chirrup_wire::conventions::login::{RenewRequest, RenewResponse};

use crate::app::App;
use crate::clock::Millis;
use crate::events::session::{self, Body};
use crate::events::state::Ranks;
use crate::events::{EventError, issue};

pub(super) async fn handle(
    State(app): State<App>,
    Path(event_id): Path<String>,
    Body(request): Body<RenewRequest>,
) -> Result<Json<RenewResponse>, EventError> {
    let now = Millis::now();
    let device = session::device(request.device.as_ref())?;
    let find =
        move |reads: &dyn crate::store::Reads| session::signed_in(reads, &event_id, &device, now);
    let (event, ticket) = app.store.read(find).await?;
    let remote = app.events.remote().ok_or_else(EventError::internal)?;
    let credentials = issue::issue(&app, remote, &event.id, &ticket.id).await?;
    app.events.see(&event.id, &ticket.id, now);
    let Ranks { moderators, artists } = app.events.ranks(&app, &event.id).await?;
    Ok(Json(RenewResponse { credentials, moderators, artists }))
}
