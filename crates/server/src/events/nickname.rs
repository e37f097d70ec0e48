//! `POST /events/{event}/nickname`: takes a name, or asks whether it could be had.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chirrup_wire::conventions::login::{NicknameRequest, NicknameResponse};
use serde_json::json;

use crate::app::App;
use crate::clock::Millis;
use crate::events::name::{Nickname, Reserved};
use crate::events::session::{self, Body};
use crate::events::{Event, EventError, Ticket};
use crate::store::{Claim, Reads, StoreError, Tx};

const SUGGESTIONS: usize = 3;

pub(super) async fn handle(
    State(app): State<App>,
    Path(event_id): Path<String>,
    Body(request): Body<NicknameRequest>,
) -> Result<Json<NicknameResponse>, EventError> {
    let now = Millis::now();
    let device = session::device(request.device.as_ref())?;
    let typed =
        request.nickname.ok_or_else(|| EventError::request_invalid("`nickname` is missing"))?;
    let events = app.events.clone();
    if request.check.unwrap_or(false) {
        let check = move |reads: &dyn Reads| -> Result<Nickname, EventError> {
            let (event, ticket) = session::signed_in(reads, &event_id, &device, now)?;
            check(reads, &events.reserved, &event, &ticket, &typed)
        };
        let name = app.store.read(check).await?;
        return Ok(Json(NicknameResponse { nickname: name.shown().to_owned() }));
    }
    let take = move |tx: &mut Tx<'_>| -> Result<Nickname, EventError> {
        let (event, ticket) = session::signed_in(tx.reads(), &event_id, &device, now)?;
        claim(tx, &events.reserved, &event, &ticket, &typed)
    };
    let name = app.store.write(take).await?;
    // The service hears of it before anything that nobody waits for.
    app.events.bell.ring();
    Ok(Json(NicknameResponse { nickname: name.shown().to_owned() }))
}

/// Gives a ticket a name.
pub(super) fn claim(
    tx: &Tx<'_>,
    reserved: &Reserved,
    event: &Event,
    ticket: &Ticket,
    typed: &str,
) -> Result<Nickname, EventError> {
    let name = check(tx.reads(), reserved, event, ticket, typed)?;
    // The check stands in the same transaction, so nobody can have come between.
    tx.records().event_writes().claim(&event.id, &ticket.id, &name, tx.now())?;
    Ok(name)
}

/// Whether a ticket could have a name; if not, why, and which others are free.
fn check(
    reads: &dyn Reads,
    reserved: &Reserved,
    event: &Event,
    ticket: &Ticket,
    typed: &str,
) -> Result<Nickname, EventError> {
    let name = Nickname::parse(typed).map_err(|problem| {
        EventError::new(StatusCode::BAD_REQUEST, "nickname-invalid", problem.to_string())
    })?;
    let refuse = |code, message: &str, like: &Nickname| -> Result<EventError, StoreError> {
        let free = suggestions(reads, reserved, event, ticket, like)?;
        let error = EventError::new(StatusCode::CONFLICT, code, message);
        Ok(error.with("suggestions", json!(free)))
    };
    if !ticket.role.is_staff() && is_reserved(reserved, event, &name) {
        let plain = Nickname::parse("Fan").unwrap_or_else(|_| name.clone());
        return Err(refuse("nickname-reserved", "This nickname is reserved", &plain)?);
    }
    match reads.events().may_claim(&event.id, &ticket.id, &name)? {
        Claim::Yours => Ok(name),
        Claim::Taken { shown } if name.is_same_as(&shown) => {
            Err(refuse("nickname-taken", "Somebody has this nickname", &name)?)
        }
        Claim::Taken { shown } => {
            let message = "This nickname looks too much like somebody's";
            Err(refuse("nickname-too-similar", message, &name)?.with("similarTo", json!(shown)))
        }
    }
}

fn is_reserved(reserved: &Reserved, event: &Event, name: &Nickname) -> bool {
    reserved.holds(name) || Reserved::new(&event.settings.reserved_names).holds(name)
}

fn suggestions(
    reads: &dyn Reads,
    reserved: &Reserved,
    event: &Event,
    ticket: &Ticket,
    like: &Nickname,
) -> Result<Vec<String>, StoreError> {
    let mut free = Vec::new();
    for name in like.variations() {
        if free.len() == SUGGESTIONS {
            break;
        }
        let may = reads.events().may_claim(&event.id, &ticket.id, &name)? == Claim::Yours;
        if may && !is_reserved(reserved, event, &name) {
            free.push(name.shown().to_owned());
        }
    }
    Ok(free)
}
