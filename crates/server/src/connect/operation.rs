//! What all operations share: the throttle before, the figure and the log line after.

use std::time::Instant;

use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::HeaderValue;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, post, put};

use crate::app::App;
use crate::app_error::AppError;
use crate::throttle::Bucket;

/// The operations we have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    StartChat,
    StartChatContact,
    CreateParticipantConnection,
    SendMessage,
    SendEvent,
    GetTranscript,
    DisconnectParticipant,
}

impl Operation {
    fn name(self) -> &'static str {
        match self {
            Self::StartChat => "StartChat",
            Self::StartChatContact => "StartChatContact",
            Self::CreateParticipantConnection => "CreateParticipantConnection",
            Self::SendMessage => "SendMessage",
            Self::SendEvent => "SendEvent",
            Self::GetTranscript => "GetTranscript",
            Self::DisconnectParticipant => "DisconnectParticipant",
        }
    }

    fn bucket(self) -> Bucket {
        match self {
            Self::StartChat | Self::StartChatContact => Bucket::StartChat,
            Self::CreateParticipantConnection => Bucket::Connection,
            Self::SendMessage | Self::SendEvent => Bucket::Send,
            Self::GetTranscript => Bucket::Transcript,
            Self::DisconnectParticipant => Bucket::Disconnect,
        }
    }
}

/// Puts a handler behind its throttle, under the method of its operation.
pub(super) fn serve<H, T>(app: &App, operation: Operation, handler: H) -> MethodRouter<App>
where
    H: Handler<T, App>,
    T: 'static,
{
    let route = match operation {
        Operation::StartChatContact => put(handler),
        Operation::StartChat
        | Operation::CreateParticipantConnection
        | Operation::SendMessage
        | Operation::SendEvent
        | Operation::GetTranscript
        | Operation::DisconnectParticipant => post(handler),
    };
    route.route_layer(from_fn_with_state((app.clone(), operation), watch))
}

/// Logs no address: addresses of sockets hold tickets. Logs no body: bodies are people's words.
async fn watch(
    State((app, operation)): State<(App, Operation)>,
    request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let response = if app.throttle.allows(operation.bucket()) {
        next.run(request).await
    } else if operation.bucket() == Bucket::StartChat {
        AppError::throttling().into_start_chat().into_response()
    } else {
        AppError::throttling().into_response()
    };
    let status = response.status().as_u16();
    app.metrics.count_request(operation.name(), status);
    let error = response.headers().get("x-amzn-errortype").and_then(|name| name.to_str().ok());
    let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    let name = operation.name();
    match error {
        None => tracing::debug!(operation = name, status, micros, "answered"),
        Some(error) => tracing::info!(operation = name, status, micros, error, "refused"),
    }
    response
}

/// Each answer has an id, as every AWS answer has.
pub(crate) async fn add_request_id(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Ok(id) = HeaderValue::from_str(&uuid::Uuid::new_v4().to_string()) {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
    response
}
