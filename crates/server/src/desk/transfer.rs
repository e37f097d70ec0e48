//! `POST /desk/api/contacts/{contactId}/transfer`: the contact waits for another agent.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use chirrup_wire::desk::TransferRequest;

use crate::app::App;
use crate::app_error::AppError;
use crate::connect::JsonBody;
use crate::desk::authorize::SignedIn;
use crate::domain::{AgentId, ContactId};
use crate::store::Tx;

pub(super) async fn handle(
    State(app): State<App>,
    caller: SignedIn,
    Path(contact): Path<String>,
    JsonBody(request): JsonBody<TransferRequest>,
) -> Result<StatusCode, AppError> {
    let from = caller.agent.id;
    let to = app.config.agent(&AgentId::new(request.agent_id)).cloned();
    let to = to.ok_or_else(|| AppError::not_found("There is no such agent"))?;
    if to.id == from {
        return Err(AppError::validation("A contact is handed to somebody else"));
    }
    let transfer = move |tx: &mut Tx<'_>| -> Result<(), AppError> {
        let mut room = tx
            .reads()
            .room_of(&ContactId::new(contact))?
            .ok_or_else(|| AppError::not_found("There is no such contact"))?;
        let transferred = room.transfer(&from, &to.id, &to.name, tx.now());
        let items = transferred.map_err(|refusal| AppError::conflict(refusal.to_string()))?;
        Ok(tx.keep(&room, items)?)
    };
    app.store.write(transfer).await?;
    Ok(StatusCode::NO_CONTENT)
}
