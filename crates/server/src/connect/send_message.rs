//! `SendMessage`: answered once the message is on the disk, and the same message for the same token.

use axum::Json;
use axum::extract::State;
use chirrup_wire::connect::content_type as ct;
use chirrup_wire::connect::rest::{SendMessageRequest, SendMessageResponse};

use crate::app::App;
use crate::app_error::AppError;
use crate::connect::authorize::Bearer;
use crate::connect::body::JsonBody;
use crate::domain::{Item, Presence, Role};
use crate::flow;
use crate::store::Tx;
use crate::token::TokenKind;

const MOST_CONTENT_BYTES: usize = 16_384;

/// `POST /participant/message`.
pub(super) async fn handle(
    State(app): State<App>,
    bearer: Bearer,
    JsonBody(request): JsonBody<SendMessageRequest>,
) -> Result<Json<SendMessageResponse>, AppError> {
    let message = Message::check(request)?;
    let flow = app.flow.clone();
    let send = move |tx: &mut Tx<'_>| -> Result<Item, AppError> {
        let (mut room, sender) = bearer.find(tx.reads(), TokenKind::Connection, tx.now())?;
        if let Some(token) = &message.client_token
            && let Some(sent) = tx.reads().item_by_client_token(&sender.id, token)?
        {
            return Ok(sent);
        }
        if !room.content_types.contains(&message.content_type) {
            return Err(AppError::validation(
                "ContentType is none of the chat's SupportedMessagingContentTypes",
            ));
        }
        if message.content_type == ct::INTERACTIVE && sender.role == Role::Customer {
            return Err(AppError::validation("Customers send no interactive messages"));
        }
        if sender.presence == Presence::Expected && sender.role == Role::Customer {
            flow.arrive(tx, &mut room)?;
        }
        let items = room.say(&sender.id, &message.content_type, &message.content, tx.now())?;
        let said = items.last().cloned().ok_or_else(AppError::internal)?;
        let typing = if sender.role == Role::Customer {
            flow.ask(&mut room, Some(&said), tx.now())
        } else {
            None
        };
        tx.keep_said(&room, items, message.client_token.as_deref())?;
        flow::tell_typing(tx, &room, typing);
        Ok(said)
    };
    let item = app.store.write(send).await?;
    app.metrics.messages_acknowledged.inc();
    Ok(Json(SendMessageResponse {
        id: Some(item.id.to_string()),
        absolute_time: Some(item.at.to_string()),
        message_metadata: None,
    }))
}

/// A message that keeps all limits.
struct Message {
    content_type: String,
    content: String,
    client_token: Option<String>,
}

impl Message {
    fn check(request: SendMessageRequest) -> Result<Self, AppError> {
        let content_type = check_content_type(request.content_type)?;
        let sendable = [
            ct::TEXT_PLAIN,
            ct::TEXT_MARKDOWN,
            ct::APPLICATION_JSON,
            ct::INTERACTIVE,
            ct::INTERACTIVE_RESPONSE,
        ];
        if !sendable.contains(&content_type.as_str()) {
            return Err(AppError::validation("ContentType is not one of a message"));
        }
        let content = request.content.unwrap_or_default();
        if content.is_empty() || content.len() > MOST_CONTENT_BYTES {
            return Err(AppError::validation("Content has 1 to 16384 bytes"));
        }
        let is_json = ![ct::TEXT_PLAIN, ct::TEXT_MARKDOWN].contains(&content_type.as_str());
        if is_json && serde_json::from_str::<serde::de::IgnoredAny>(&content).is_err() {
            return Err(AppError::validation("Content is not JSON"));
        }
        Ok(Self { content_type, content, client_token: check_client_token(request.client_token)? })
    }
}

/// Shared with `SendEvent`.
pub(super) fn check_content_type(text: Option<String>) -> Result<String, AppError> {
    text.filter(|text| (1..=100).contains(&text.chars().count()))
        .ok_or_else(|| AppError::validation("ContentType is required and has 1 to 100 characters"))
}

/// Shared by all operations that have one. An empty token is none.
pub(super) fn check_client_token(token: Option<String>) -> Result<Option<String>, AppError> {
    if token.as_ref().is_some_and(|token| token.chars().count() > 500) {
        return Err(AppError::validation("ClientToken has at most 500 characters"));
    }
    Ok(token.filter(|token| !token.is_empty()))
}
