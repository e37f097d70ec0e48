//! `CreateParticipantConnection`: a socket address and the token for every other call.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use chirrup_wire::connect::rest::{
    CreateParticipantConnectionRequest as Request, CreateParticipantConnectionResponse as Answer,
};

use crate::app::App;
use crate::app_error::AppError;
use crate::connect::authorize::Bearer;
use crate::connect::body::JsonBody;
use crate::connect::credentials::{Wanted, give, socket_base};
use crate::domain::Role;
use crate::store::Tx;
use crate::token::TokenKind;

/// `POST /participant/connection`.
pub(super) async fn handle(
    State(app): State<App>,
    bearer: Bearer,
    headers: HeaderMap,
    JsonBody(request): JsonBody<Request>,
) -> Result<Json<Answer>, AppError> {
    let wanted = check(&request)?;
    let arrives = request.connect_participant == Some(true);
    let base = socket_base(app.config.public_connect_url.as_deref(), &headers);
    let inner = app.clone();
    let connect = move |tx: &mut Tx<'_>| -> Result<Answer, AppError> {
        let (mut room, caller) =
            bearer.find_present(tx.reads(), TokenKind::Participant, tx.now())?;
        let limit = inner.config.limits.sockets_per_participant;
        if wanted.socket && inner.hub.sockets_of(&caller.id) >= limit {
            return Err(AppError::throttling_because(
                "The participant has as many open connections as it may have",
            ));
        }
        if arrives && caller.role == Role::Customer {
            inner.flow.arrive(tx, &mut room)?;
        }
        give(tx, &room.id, &caller.id, wanted, &base)
    };
    Ok(Json(app.store.write(connect).await?))
}

fn check(request: &Request) -> Result<Wanted, AppError> {
    let mut wanted = Wanted::default();
    for kind in request.kinds.iter().flatten() {
        match kind.as_str() {
            "WEBSOCKET" => wanted.socket = true,
            "CONNECTION_CREDENTIALS" => wanted.credentials = true,
            "WEBRTC_CONNECTION" => {
                return Err(AppError::validation("WEBRTC_CONNECTION is not for chats"));
            }
            _ => {
                return Err(AppError::validation(
                    "Type must be of WEBSOCKET, CONNECTION_CREDENTIALS, WEBRTC_CONNECTION",
                ));
            }
        }
    }
    if !wanted.socket && !wanted.credentials && request.connect_participant != Some(true) {
        return Err(AppError::validation("Type or ConnectParticipant is required"));
    }
    Ok(wanted)
}
