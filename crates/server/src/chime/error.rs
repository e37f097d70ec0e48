//! Errors as this service answers them: a name in `x-amzn-ErrorType`, a status, `{"Code":…,"Message":…}`
//! (protocol sheet §2).

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::store::{CANNOT_STORE, StoreError};

/// An error answer. The text is for people and holds nothing secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {message}")]
pub struct ChimeError {
    name: &'static str,
    status: StatusCode,
    message: String,
    retry_after_seconds: Option<u64>,
}

impl ChimeError {
    fn new(name: &'static str, status: StatusCode, message: impl Into<String>) -> Self {
        Self { name, status, message: message.into(), retry_after_seconds: None }
    }

    /// A parameter is wrong.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new("BadRequestException", StatusCode::BAD_REQUEST, message)
    }

    /// There would be more of something than there may be.
    pub fn resource_limit_exceeded(message: impl Into<String>) -> Self {
        Self::new("ResourceLimitExceededException", StatusCode::BAD_REQUEST, message)
    }

    /// Nobody we know signed this.
    pub fn unauthorized(message: impl Into<String>) -> Self {
        Self::new("UnauthorizedClientException", StatusCode::UNAUTHORIZED, message)
    }

    /// The time of the signature is not ours. Clients of AWS take ours from the `Date` header on this name.
    pub fn clock_skewed(message: impl Into<String>) -> Self {
        Self::new("InvalidSignatureException", StatusCode::FORBIDDEN, message)
    }

    /// The service has no such operation.
    pub fn unknown_operation() -> Self {
        let message = "There is no such operation";
        Self::new("UnknownOperationException", StatusCode::NOT_FOUND, message)
    }

    /// The body is larger than any request can be.
    pub fn too_large() -> Self {
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        Self::new("RequestEntityTooLargeException", status, "Request Too Long")
    }

    /// The body does not come.
    pub fn too_slow() -> Self {
        let status = StatusCode::REQUEST_TIMEOUT;
        Self::new("RequestTimeoutException", status, "The body took too long")
    }

    /// The caller may not do this, or must not learn whether it exists.
    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::new("ForbiddenException", StatusCode::FORBIDDEN, message)
    }

    /// It does not exist.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new("NotFoundException", StatusCode::NOT_FOUND, message)
    }

    /// It exists already, or in another form.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new("ConflictException", StatusCode::CONFLICT, message)
    }

    /// Too many calls.
    pub fn throttled(retry_after_seconds: u64) -> Self {
        let status = StatusCode::TOO_MANY_REQUESTS;
        let error = Self::new("ThrottledClientException", status, "Rate exceeded, try again later");
        Self { retry_after_seconds: Some(retry_after_seconds), ..error }
    }

    /// The server's fault.
    pub fn service_failure() -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self::new("ServiceFailureException", status, "Something went wrong, try again")
    }

    /// The server keeps nothing at the moment.
    pub fn unavailable() -> Self {
        Self::new("ServiceUnavailableException", StatusCode::SERVICE_UNAVAILABLE, CANNOT_STORE)
    }

    /// The AWS name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The name as batch answers give it, and as `Code`.
    pub fn code(&self) -> &'static str {
        self.name.strip_suffix("Exception").unwrap_or(self.name)
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The text for people.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl From<StoreError> for ChimeError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        if error.is_passing() { Self::unavailable() } else { Self::service_failure() }
    }
}

impl IntoResponse for ChimeError {
    fn into_response(self) -> Response {
        let body = Json(json!({"Code": self.code(), "Message": self.message}));
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        headers.insert("x-amzn-errortype", HeaderValue::from_static(self.name));
        if let Some(seconds) = self.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
