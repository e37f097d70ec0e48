//! `StartChatContact`: what a site's own backend calls, with an AWS signature.
//!
//! The signature is not verified, because the server knows no AWS credentials: whoever reaches the
//! address may start a chat, as with the form in `start_chat.rs`.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;

use crate::app::App;
use crate::app_error::AppError;
use crate::connect::begin::{Started, start};
use crate::connect::body::JsonBody;
use crate::connect::start_request::StartRequest;

/// `PUT /contact/chat`.
pub(super) async fn handle(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<JsonBody<StartRequest>, AppError>,
) -> Result<Json<Started>, AppError> {
    let JsonBody(request) = body.map_err(AppError::into_start_chat)?;
    request.check_required()?;
    Ok(Json(start(&app, request.check()?, &headers).await?))
}
