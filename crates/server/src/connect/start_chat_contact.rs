//! `StartChatContact`: what a site's own backend calls, signed with the owner's keys of this server.
//!
//! Whoever may not sign uses the form in `start_chat.rs`, which browsers call. Invariant: a request that is signed
//! is believed only if its signature is right; one that is not is served only where the config allows it.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{NestedPath, Request, State};

use crate::app::App;
use crate::app_error::AppError;
use crate::chime::authorize::{Doubt, Signed};
use crate::chime::call::Principal;
use crate::clock::Millis;
use crate::connect::begin::{Started, start};
use crate::connect::body::{parse, read};
use crate::connect::start_request::StartRequest;
use crate::store::Reads;

/// What the scope of the signature names.
const SERVICE: &str = "connect";

/// `PUT /contact/chat`.
pub(super) async fn handle(
    State(app): State<App>,
    prefix: NestedPath,
    request: Request,
) -> Result<Json<Started>, AppError> {
    let (parts, body) = request.into_parts();
    let (signed, headers) = (Signed::of(&parts).below(prefix.as_str()), parts.headers.clone());
    let body = read(Request::from_parts(parts, body), &app).await;
    let body = body.map_err(AppError::into_start_chat)?;
    check_signature(&app, signed, body.clone()).await?;
    let request: StartRequest = parse(&body).map_err(AppError::into_start_chat)?;
    request.check_required()?;
    Ok(Json(start(&app, request.check()?, &headers).await?))
}

async fn check_signature(app: &App, signed: Signed, body: Bytes) -> Result<(), AppError> {
    if !signed.is_signed() {
        return if app.config.unsigned_start { Ok(()) } else { Err(AppError::unsigned_start()) };
    }
    let chime = app.chime.clone();
    let verify =
        move |reads: &dyn Reads| signed.verify(&body, SERVICE, &chime, reads, Millis::now());
    match app.store.read(verify).await.map(|signer| signer.principal) {
        Ok(Principal::Owner) => Ok(()),
        Ok(Principal::User(_)) => Err(AppError::access_denied("These keys may not start chats")),
        Err(Doubt::Refused(refusal)) => Err(AppError::not_believed(&refusal)),
        Err(Doubt::Store(error)) => Err(AppError::from(error).into_start_chat()),
    }
}
