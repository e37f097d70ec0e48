//! Everything we do not have, answered as AWS answers it.

use axum::extract::Request;
use axum::http::Method;

use crate::app_error::AppError;

/// The participant service stands behind API Gateway, which answers unknown addresses in its own way.
/// Operations that exist but are not switched on for this instance have errors of their own.
pub(super) async fn handle(request: Request) -> AppError {
    let path = request.uri().path();
    let path = path.strip_prefix("/connect").unwrap_or(path);
    match (request.method(), path) {
        (
            &Method::POST,
            "/participant/start-attachment-upload"
            | "/participant/complete-attachment-upload"
            | "/participant/attachment",
        ) => AppError::access_denied("Attachments are not enabled for this instance"),
        (
            &Method::POST,
            "/participant/authentication-url" | "/participant/cancel-authentication",
        ) => AppError::access_denied("Authentication is not enabled for this instance"),
        (&Method::GET, view) if view.starts_with("/participant/views/") => {
            AppError::not_found("There is no such view")
        }
        (_, path) if path.starts_with("/participant/") => AppError::missing_authentication_token(),
        _ => AppError::unknown_operation(),
    }
}
