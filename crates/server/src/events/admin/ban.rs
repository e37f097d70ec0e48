//! `POST /admin/events/{event}/bans`: the organiser bans a ticket, or lifts that ban.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chirrup_wire::Secret;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::events::admin::Organiser;
use crate::events::code::Code;
use crate::events::issue;
use crate::events::session::{self, Body};
use crate::events::{Ban, EventError, TicketId};
use crate::store::{LogEntry, Tx};

/// Which ticket, by its code or by the ARN of its user.
#[derive(Deserialize)]
pub(super) struct BanRequest {
    ticket: Option<Secret>,
    user: Option<String>,
    /// Whether the ban is lifted.
    #[serde(default)]
    lift: bool,
    reason: Option<String>,
}

pub(super) async fn handle(
    State(app): State<App>,
    _organiser: Organiser,
    Path(id): Path<String>,
    Body(request): Body<BanRequest>,
) -> Result<Json<Value>, EventError> {
    let shared = app.clone();
    let ban = move |tx: &mut Tx<'_>| -> Result<TicketId, EventError> {
        let event = session::event(tx.reads(), &id)?;
        let code = request.ticket.as_ref().and_then(|typed| Code::parse(typed.reveal()));
        let named = request.user.as_ref().and_then(|arn| arn.rsplit('/').next()).map(TicketId::new);
        let ticket = code.map(|code| shared.events.key.ticket(&event.id, &code).0).or(named);
        let missing = || {
            EventError::new(StatusCode::BAD_REQUEST, "request-invalid", "Say `ticket` or `user`")
        };
        let ticket = ticket.ok_or_else(missing)?;
        let events = tx.records().event_writes();
        let ticket = events.ticket(&event.id, &ticket)?.ok_or_else(EventError::ticket_unknown)?;
        let ban = if request.lift { Ban::None } else { Ban::Organiser };
        events.set_ban(&event.id, &ticket.id, ban)?;
        let now = tx.now();
        events.add_log(
            &event.id,
            &LogEntry {
                source: format!("organiser {} {now}", ticket.id),
                at: now,
                who: "organiser".to_owned(),
                who_name: None,
                action: if request.lift { "unban" } else { "ban" }.to_owned(),
                subject: Some(ticket.id.to_string()),
                reason: request.reason.clone(),
            },
        )?;
        if !request.lift {
            // The device stays signed in, so that it is told of the ban when it asks what happened.
            let ended = issue::Ended::Out("This ticket was banned from the chat");
            issue::revoke(tx, shared.events.remote(), &ticket.id, ended)?;
        }
        Ok(ticket.id)
    };
    let ticket = app.store.write(ban).await?;
    Ok(Json(json!({ "user": ticket.as_str() })))
}
