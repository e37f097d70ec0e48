//! One signed request and its answer.

use std::sync::PoisonError;
use std::time::Duration;

use chirrup_wire::sigv4::encode;
use reqwest::{Method, StatusCode, Url};
use serde_json::Value;

use crate::events::chime_client::{CallError, ChimeClient};

/// How much of an error's text is kept.
const MOST_TEXT: usize = 200;

struct Call<'a> {
    method: Method,
    /// Messaging calls name who acts; identity calls do not.
    is_messaging: bool,
    path: String,
    query: Vec<(&'a str, String)>,
    body: Option<Value>,
}

impl ChimeClient {
    pub(super) async fn identity(
        &self,
        method: Method,
        path: String,
        body: Option<Value>,
    ) -> Result<Value, CallError> {
        self.call(Call { method, is_messaging: false, path, query: vec![], body }).await
    }

    pub(super) async fn messaging(
        &self,
        method: Method,
        path: String,
        query: Vec<(&str, String)>,
        body: Option<Value>,
    ) -> Result<Value, CallError> {
        self.call(Call { method, is_messaging: true, path, query, body }).await
    }

    async fn call(&self, call: Call<'_>) -> Result<Value, CallError> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).take();
        let turn = match held {
            Some(turn) => turn,
            None => self.pace.turn().await,
        };
        let answer = self.send(call).await;
        if let Err(CallError::Busy { after: Some(after), .. }) = &answer {
            self.pace.pause(*after).await;
        }
        drop(turn);
        answer
    }

    async fn send(&self, call: Call<'_>) -> Result<Value, CallError> {
        let base = if call.is_messaging { &self.remote.messaging } else { &self.remote.identity };
        let query: Vec<String> = call
            .query
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let query = query.join("&");
        let mark = if query.is_empty() { "" } else { "?" };
        let url = Url::parse(&format!("{}{}{mark}{query}", base, call.path))
            .map_err(|error| CallError::Refused(format!("the address of the service: {error}")))?;
        let body = call.body.as_ref().map(without_nulls).unwrap_or_default();
        let mut headers: Vec<(&str, &str)> = Vec::new();
        if call.body.is_some() {
            headers.push(("content-type", "application/json"));
        }
        if call.is_messaging {
            headers.push(("x-amz-chime-bearer", &self.remote.admin_arn));
        }
        let request = self.remote.request("chime", call.method, url, &headers, body);
        let answer = request.send().await.map_err(no_answer)?;
        let status = answer.status();
        let after = answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
        let after = after.and_then(|text| text.parse().ok()).map(Duration::from_secs);
        let text = answer.text().await.map_err(no_answer)?;
        read(status, after, &text)
    }
}

/// The service takes no null for a member that is not given.
fn without_nulls(body: &Value) -> String {
    let Value::Object(members) = body else { return body.to_string() };
    let given = members.iter().filter(|(_, value)| !value.is_null());
    Value::Object(given.map(|(name, value)| (name.clone(), value.clone())).collect()).to_string()
}

fn read(status: StatusCode, after: Option<Duration>, text: &str) -> Result<Value, CallError> {
    if status.is_success() {
        return Ok(serde_json::from_str(text).unwrap_or(Value::Null));
    }
    let said = serde_json::from_str::<Value>(text).ok();
    let said = said.as_ref().and_then(|body| body.get("Message").or(body.get("message"))?.as_str());
    let said: String = said.unwrap_or_default().chars().take(MOST_TEXT).collect();
    let what = format!("{} {said}", status.as_u16()).trim_end().to_owned();
    Err(match status {
        StatusCode::CONFLICT => CallError::Exists,
        StatusCode::NOT_FOUND => CallError::Gone(what),
        StatusCode::TOO_MANY_REQUESTS
        | StatusCode::REQUEST_TIMEOUT
        | StatusCode::SERVICE_UNAVAILABLE => CallError::Busy { what, after },
        _ if status.is_server_error() => CallError::Failed(what),
        _ => CallError::Refused(what),
    })
}

#[expect(clippy::needless_pass_by_value, reason = "it stands where `map_err` wants a function")]
fn no_answer(error: reqwest::Error) -> CallError {
    let what =
        if error.is_timeout() { "no answer in time" } else { "the service cannot be reached" };
    CallError::Busy { what: what.to_owned(), after: None }
}
