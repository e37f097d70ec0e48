//! Errors of the login and of the organiser's calls: `{"error":{"code","message",…}}` and a status.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::clock::Millis;
use crate::store::{CANNOT_STORE, StoreError};

/// An error answer. The text is for people and holds nothing secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct EventError {
    status: StatusCode,
    code: &'static str,
    message: String,
    more: Map<String, Value>,
    retry_after_seconds: Option<u64>,
}

impl EventError {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { status, code, message, more: Map::new(), retry_after_seconds: None }
    }

    pub(super) fn event_unknown() -> Self {
        Self::new(StatusCode::NOT_FOUND, "event-unknown", "There is no such event")
    }

    pub(super) fn ticket_unknown() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "ticket-unknown",
            "This ticket code is not known. Please check it",
        )
    }

    pub(super) fn ticket_used_elsewhere() -> Self {
        let message = "This ticket is in use on another device";
        Self::new(StatusCode::CONFLICT, "ticket-used-elsewhere", message)
            .with("takeover", json!(true))
    }

    pub(super) fn ticket_banned() -> Self {
        let message = "This ticket was banned from the chat by a moderator";
        Self::new(StatusCode::FORBIDDEN, "ticket-banned", message)
    }

    pub(super) fn event_not_open(opens_at: Millis) -> Self {
        Self::new(StatusCode::TOO_EARLY, "event-not-open", "The chat of this event is not open yet")
            .with("opensAt", json!(opens_at.to_string()))
    }

    pub(super) fn event_ended() -> Self {
        Self::new(StatusCode::GONE, "event-ended", "The chat of this event has ended")
    }

    pub(super) fn too_many_attempts(wait_seconds: u64) -> Self {
        let message = "Too many attempts. Please wait some minutes";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-attempts", message)
            .retry_after(wait_seconds)
    }

    pub(super) fn internal() -> Self {
        let message = "Something went wrong, try again";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message)
    }

    fn unavailable() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", CANNOT_STORE)
    }

    /// When to ask again, in the header and beside the code.
    #[must_use]
    pub(super) fn retry_after(self, seconds: u64) -> Self {
        let error = self.with("retryAfterSeconds", json!(seconds));
        Self { retry_after_seconds: Some(seconds), ..error }
    }

    /// Whether somebody has tried a code that is none.
    pub(super) fn is_about_the_code(&self) -> bool {
        self.code == "ticket-unknown"
    }

    /// One more thing that programs read.
    #[must_use]
    pub(super) fn with(mut self, name: &str, value: Value) -> Self {
        self.more.insert(name.to_owned(), value);
        self
    }
}

impl From<StoreError> for EventError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        if error.is_passing() { Self::unavailable() } else { Self::internal() }
    }
}

impl IntoResponse for EventError {
    fn into_response(self) -> Response {
        let mut error = self.more;
        error.insert("code".to_owned(), json!(self.code));
        error.insert("message".to_owned(), json!(self.message));
        let mut response = (self.status, Json(json!({ "error": error }))).into_response();
        if let Some(seconds) = self.retry_after_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
