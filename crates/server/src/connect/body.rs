//! Reading JSON bodies: whatever the content type says, and with our errors.

use axum::RequestExt as _;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use serde::de::DeserializeOwned;

use crate::app_error::AppError;

/// A JSON body. An empty one is an empty object, because some calls have nothing to say.
pub(crate) struct JsonBody<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = AppError;

    async fn from_request(request: Request, _: &S) -> Result<Self, AppError> {
        let bytes: Bytes = request.extract().await.map_err(|rejection: BytesRejection| {
            if rejection.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE {
                AppError::too_large()
            } else {
                AppError::validation("The body could not be read")
            }
        })?;
        let text: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        // serde's own text may quote the body, so only the place is told.
        serde_json::from_slice(text).map(Self).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            AppError::validation(format!(
                "The body is not the JSON of this operation (line {line}, column {column})"
            ))
        })
    }
}
