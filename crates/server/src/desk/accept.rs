//! `POST /desk/api/contacts/{contactId}/accept`: the agent joins the contact, or comes back to it.

use axum::Json;
use axum::extract::{Path, State};
use chirrup_wire::desk::AcceptResponse;

use crate::app::App;
use crate::app_error::AppError;
use crate::desk::authorize::SignedIn;
use crate::domain::ContactId;
use crate::store::{Token, Tx};
use crate::token::{self, TokenKind};

pub(super) async fn handle(
    State(app): State<App>,
    caller: SignedIn,
    Path(contact): Path<String>,
) -> Result<Json<AcceptResponse>, AppError> {
    let agent = caller.agent;
    let accept = move |tx: &mut Tx<'_>| -> Result<AcceptResponse, AppError> {
        let mut room = tx
            .reads()
            .room_of(&ContactId::new(contact))?
            .ok_or_else(|| AppError::not_found("There is no such contact"))?;
        let accepted = room.accept(&agent.id, &agent.name, tx.now());
        let (participant_id, items) =
            accepted.map_err(|refusal| AppError::conflict(refusal.to_string()))?;
        tx.keep(&room, items)?;
        let (token, hash) = token::fresh();
        let kept = Token {
            kind: TokenKind::Participant,
            room_id: Some(room.id.clone()),
            holder: participant_id.to_string(),
            expires_at: None,
        };
        tx.records().add_token(&hash, &kept)?;
        Ok(AcceptResponse {
            contact_id: room.contact_id.to_string(),
            initial_contact_id: room.id.to_string(),
            participant_id: participant_id.to_string(),
            participant_token: token,
            attributes: tx.reads().attributes(&room.id)?,
        })
    };
    Ok(Json(app.store.write(accept).await?))
}
