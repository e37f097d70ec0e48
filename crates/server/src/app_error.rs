//! Errors as the AWS services answer them: a name in `x-amzn-ErrorType`, a status, `{"Message":…}`.

use axum::Json;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use chirrup_wire::connect::rest::{ERROR_TYPE_HEADER, ErrorBody};
use chirrup_wire::sigv4;

use crate::domain::Refusal;
use crate::store::{CANNOT_STORE, StoreError};

/// An error answer. The text is for people and holds nothing secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {message}")]
pub struct AppError {
    name: &'static str,
    status: StatusCode,
    message: String,
}

impl AppError {
    fn new(name: &'static str, status: StatusCode, message: impl Into<String>) -> Self {
        Self { name, status, message: message.into() }
    }

    /// A parameter is wrong.
    pub fn validation(message: impl Into<String>) -> Self {
        Self::new("ValidationException", StatusCode::BAD_REQUEST, message)
    }

    /// The token is wrong, or its holder may not do this.
    pub fn access_denied(message: impl Into<String>) -> Self {
        Self::new("AccessDeniedException", StatusCode::FORBIDDEN, message)
    }

    /// Too many calls of one kind.
    pub fn throttling() -> Self {
        Self::throttling_because("Rate exceeded")
    }

    /// Too many of something.
    pub fn throttling_because(message: &str) -> Self {
        Self::new("ThrottlingException", StatusCode::TOO_MANY_REQUESTS, message)
    }

    /// The chat is in a state that forbids it.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new("ConflictException", StatusCode::CONFLICT, message)
    }

    /// Something is not there.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new("ResourceNotFoundException", StatusCode::NOT_FOUND, message)
    }

    /// The server's fault.
    pub fn internal() -> Self {
        Self::internal_because("Something went wrong, try again")
    }

    /// The server's fault, and what is known of it.
    fn internal_because(message: &str) -> Self {
        Self::new("InternalServerException", StatusCode::INTERNAL_SERVER_ERROR, message)
    }

    /// `StartChatContact`: a parameter is wrong.
    pub fn invalid_request(message: impl Into<String>) -> Self {
        Self::new("InvalidRequestException", StatusCode::BAD_REQUEST, message)
    }

    /// `StartChatContact`: a parameter has a value that nothing matches.
    pub fn invalid_parameter(message: impl Into<String>) -> Self {
        Self::new("InvalidParameterException", StatusCode::BAD_REQUEST, message)
    }

    /// `StartChatContact`: too many chats run.
    pub fn limit_exceeded(message: impl Into<String>) -> Self {
        Self::new("LimitExceededException", StatusCode::TOO_MANY_REQUESTS, message)
    }

    /// `StartChatContact`: too many calls.
    pub fn too_many_requests() -> Self {
        Self::new("TooManyRequests", StatusCode::TOO_MANY_REQUESTS, "Rate exceeded")
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

    /// The participant service has no such operation.
    pub fn missing_authentication_token() -> Self {
        let name = "MissingAuthenticationTokenException";
        Self::new(name, StatusCode::FORBIDDEN, "Missing Authentication Token")
    }

    /// The Connect service has no such operation.
    pub fn unknown_operation() -> Self {
        Self::new("UnknownOperationException", StatusCode::NOT_FOUND, "Unknown operation")
    }

    /// `StartChatContact`: nobody signed.
    pub fn unsigned_start() -> Self {
        let message = "Sign the request for the service \"connect\" with the owner's keys, which \
                       addresses.json in the data folder has as `admin`; a browser calls start-chat instead";
        Self::new("MissingAuthenticationTokenException", StatusCode::FORBIDDEN, message)
    }

    /// `StartChatContact`: the signature is not believed.
    pub fn not_believed(refusal: &sigv4::Refusal) -> Self {
        let (name, status) = match refusal {
            sigv4::Refusal::UnknownKey => ("UnrecognizedClientException", StatusCode::FORBIDDEN),
            sigv4::Refusal::Missing(_)
            | sigv4::Refusal::Malformed(_)
            | sigv4::Refusal::HeaderAbsent(_)
            | sigv4::Refusal::HeaderUnsigned(_) => {
                ("IncompleteSignatureException", StatusCode::BAD_REQUEST)
            }
            sigv4::Refusal::WrongScope(_)
            | sigv4::Refusal::Skewed { .. }
            | sigv4::Refusal::Expired { .. }
            | sigv4::Refusal::BadSignature => ("InvalidSignatureException", StatusCode::FORBIDDEN),
        };
        Self::new(name, status, refusal.to_string())
    }

    /// The desk does not know who asks.
    pub fn signed_out(message: impl Into<String>) -> Self {
        Self::new("UnauthorizedException", StatusCode::UNAUTHORIZED, message)
    }

    /// The same error by the names that `StartChatContact` uses.
    #[must_use]
    pub fn into_start_chat(self) -> Self {
        match self.name {
            "ValidationException" => Self::invalid_request(self.message),
            "ThrottlingException" => Self::too_many_requests(),
            "InternalServerException" => Self { name: "InternalServiceException", ..self },
            _ => self,
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The AWS name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The text for people.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        if error.is_passing() { Self::internal_because(CANNOT_STORE) } else { Self::internal() }
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Ended | Refusal::Left => Self::access_denied(refusal.to_string()),
            Refusal::Taken | Refusal::NotWaiting | Refusal::NotYours => {
                Self::conflict(refusal.to_string())
            }
        }
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let body = Json(ErrorBody { message: self.message });
        let mut response = (self.status, body).into_response();
        response.headers_mut().insert(ERROR_TYPE, HeaderValue::from_static(self.name));
        response
    }
}

/// [`ERROR_TYPE_HEADER`] as HTTP libraries want names: in lower case.
const ERROR_TYPE: &str = "x-amzn-errortype";
const _: () = assert!(ERROR_TYPE.len() == ERROR_TYPE_HEADER.len());
