//! `StartChatContact`: what a site's own backend calls, with an AWS signature.
//!
//! The signature is not verified, because the server knows no AWS credentials: whoever reaches the
//! address may start a chat, as with the form in `start_chat.rs`.

use axum::Json;
use axum::extract::State;
use chirrup_wire::connect::start::StartChatContactResponse;

use crate::app::App;
use crate::app_error::AppError;
use crate::connect::body::JsonBody;
use crate::connect::start_request::{StartRequest, start};

/// `PUT /contact/chat`.
pub(super) async fn handle(
    State(app): State<App>,
    body: Result<JsonBody<StartRequest>, AppError>,
) -> Result<Json<StartChatContactResponse>, AppError> {
    let JsonBody(request) = body.map_err(AppError::into_start_chat)?;
    request.check_required()?;
    Ok(Json(start(&app, request.check()?).await?))
}
