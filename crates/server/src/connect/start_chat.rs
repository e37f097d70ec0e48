//! The sample proxy's form of starting a chat: what a browser calls.
//!
//! Instance and flow may be absent, because the proxy is the one who knows them. Errors are wrapped as
//! the sample wraps them.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use chirrup_wire::connect::content_type::TEXT_MARKDOWN;
use chirrup_wire::connect::start::{FeaturePermissions, StartChatData, StartChatEnvelope};
use serde_json::json;

use crate::app::App;
use crate::app_error::AppError;
use crate::connect::begin::start;
use crate::connect::body::JsonBody;
use crate::connect::start_request::StartRequest;

/// `POST /start-chat`.
pub(super) async fn handle(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<JsonBody<StartRequest>, AppError>,
) -> Response {
    match try_start(&app, &headers, body).await {
        Ok(envelope) => Json(envelope).into_response(),
        Err(error) => wrapped(error),
    }
}

async fn try_start(
    app: &App,
    headers: &HeaderMap,
    body: Result<JsonBody<StartRequest>, AppError>,
) -> Result<StartChatEnvelope, AppError> {
    let JsonBody(request) = body.map_err(AppError::into_start_chat)?;
    let types = request.base.supported_messaging_content_types.as_deref().unwrap_or_default();
    let permissions = FeaturePermissions {
        messaging_markdown: types.iter().any(|one| one == TEXT_MARKDOWN),
        attachments: false,
    };
    let started = start(app, request.check()?, headers).await?;
    Ok(StartChatEnvelope {
        data: StartChatData {
            start_chat_result: started.chat,
            feature_permissions: Some(permissions),
        },
    })
}

/// `{"data":{"Error":{…}}}`, with the status and the header of the error.
fn wrapped(error: AppError) -> Response {
    let body = json!({"data": {"Error": {
        "code": error.name(),
        "message": error.message(),
        "statusCode": error.status().as_u16(),
    }}});
    let mut response = error.into_response();
    let (parts, _) = std::mem::take(&mut response).into_parts();
    let status = parts.status;
    let errors = parts.headers.get("x-amzn-errortype").cloned();
    let mut response = (status, Json(body)).into_response();
    if let Some(name) = errors {
        response.headers_mut().insert("x-amzn-errortype", name);
    }
    response
}
