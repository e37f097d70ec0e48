//! Reading JSON bodies: whatever the content type says, not for ever, and with our errors.

use std::time::Duration;

use axum::RequestExt as _;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use crate::app::App;
use crate::app_error::AppError;

/// A JSON body. An empty one is an empty object, because some calls have nothing to say.
pub(crate) struct JsonBody<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<App> for JsonBody<T> {
    type Rejection = AppError;

    async fn from_request(request: Request, app: &App) -> Result<Self, AppError> {
        parse(&read(request, app).await?).map(Self)
    }
}

/// The bytes of a body.
pub(super) async fn read(request: Request, app: &App) -> Result<Bytes, AppError> {
    let patience = Duration::from_secs(app.config.limits.request_body_seconds);
    let body = timeout(patience, request.extract()).await;
    let body = body.map_err(|_| AppError::too_slow())?;
    body.map_err(|rejection: BytesRejection| {
        if rejection.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE {
            AppError::too_large()
        } else {
            AppError::validation("The body could not be read")
        }
    })
}

/// What the bytes of a body say.
pub(super) fn parse<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, AppError> {
    let text: &[u8] = if bytes.is_empty() { b"{}" } else { bytes };
    // serde's own text may quote the body, so only the place is told.
    serde_json::from_slice(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        AppError::validation(format!(
            "The body is not the JSON of this operation (line {line}, column {column})"
        ))
    })
}
