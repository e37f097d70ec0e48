//! `DisconnectParticipant`: the caller leaves; the chat ends with its customer or its last agent.

use axum::Json;
use axum::extract::State;
use chirrup_wire::connect::rest::DisconnectParticipantRequest;
use serde_json::{Value, json};

use crate::app::App;
use crate::app_error::AppError;
use crate::connect::authorize::Bearer;
use crate::connect::body::JsonBody;
use crate::connect::send_message::check_client_token;
use crate::store::Tx;
use crate::token::TokenKind;

/// `POST /participant/disconnect`. A repeat finds nothing left to do and is answered alike.
pub(super) async fn handle(
    State(app): State<App>,
    bearer: Bearer,
    JsonBody(request): JsonBody<DisconnectParticipantRequest>,
) -> Result<Json<Value>, AppError> {
    check_client_token(request.client_token)?;
    let leave = move |tx: &mut Tx<'_>| -> Result<(), AppError> {
        let (mut room, caller) = bearer.find(tx.reads(), TokenKind::Connection, tx.now())?;
        let items = room.leave(&caller.id, tx.now());
        if !items.is_empty() {
            tx.keep(&room, items)?;
        }
        Ok(())
    };
    app.store.write(leave).await?;
    Ok(Json(json!({})))
}
