//! A verified call on its way to its operation, and the answer on its way back.

use axum::body::Bytes;
use axum::http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::arn::Arn;
use super::error::ChimeError;
use super::operation::Operation;
use crate::app::App;

/// Whose keys signed a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// The instance's own keys: may call for anybody.
    Owner,
    /// Temporary keys of one user, who calls for nobody else.
    User(Arn),
}

/// Who calls. It exists only after the signature was verified and the bearer allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Whose keys signed.
    pub principal: Principal,
    /// For whom the call is made, where the operation asks.
    pub bearer: Option<Arn>,
}

/// What an operation gets.
pub struct Call {
    /// The server.
    pub app: App,
    /// Which operation.
    pub operation: Operation,
    /// Who calls.
    pub caller: Caller,
    /// The variable segments of the path, decoded.
    pub path: Vec<String>,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// The body as it came.
    pub body: Bytes,
}

impl Call {
    /// For whom the call is made.
    ///
    /// # Errors
    /// The call says for nobody.
    pub fn bearer(&self) -> Result<&Arn, ChimeError> {
        let missing = || ChimeError::bad_request("the header x-amz-chime-bearer is missing");
        self.caller.bearer.as_ref().ok_or_else(missing)
    }

    /// An ARN of the path, counted from 0.
    ///
    /// # Errors
    /// It is not one.
    pub fn arn(&self, index: usize) -> Result<Arn, ChimeError> {
        let text = self.path.get(index).map_or("", String::as_str);
        Arn::parse(text).ok_or_else(|| ChimeError::bad_request(format!("not an ARN: {text}")))
    }

    /// A parameter of the query.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The body.
    ///
    /// # Errors
    /// It is not the JSON that the operation wants.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, ChimeError> {
        let body: &[u8] = if self.body.is_empty() { b"{}" } else { &self.body };
        serde_json::from_slice(body).map_err(|error| ChimeError::bad_request(error.to_string()))
    }
}

/// What an operation answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// 200, 201 or 204.
    pub status: StatusCode,
    /// JSON; nothing with 204.
    pub body: Option<String>,
}

impl Reply {
    /// 200 with a body.
    ///
    /// # Errors
    /// The body cannot be written.
    pub fn ok(body: &impl Serialize) -> Result<Self, ChimeError> {
        Self::with(StatusCode::OK, body)
    }

    /// 201 with a body.
    ///
    /// # Errors
    /// The body cannot be written.
    pub fn created(body: &impl Serialize) -> Result<Self, ChimeError> {
        Self::with(StatusCode::CREATED, body)
    }

    /// 204.
    pub fn nothing() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: None }
    }

    fn with(status: StatusCode, body: &impl Serialize) -> Result<Self, ChimeError> {
        let body = serde_json::to_string(body).map_err(|_| ChimeError::service_failure())?;
        Ok(Self { status, body: Some(body) })
    }
}
