//! `SendEvent`: typing and receipts.
//!
//! The client token is checked and then ignored. Official clients send every receipt with the same
//! constant token, so it tells nothing; a repeated receipt is known by what it says, and its answer is
//! the same; a repeated typing event does no harm.

use axum::Json;
use axum::extract::State;
use chirrup_wire::connect::content_type as ct;
use chirrup_wire::connect::rest::{SendEventRequest, SendEventResponse};
use serde::Deserialize;

use crate::app::App;
use crate::app_error::AppError;
use crate::clock::Millis;
use crate::connect::authorize::Bearer;
use crate::connect::body::JsonBody;
use crate::connect::send_message::{check_client_token, check_content_type};
use crate::domain::{ItemId, Participant, Refusal, Role, Room};
use crate::store::{News, Receipt, Tx};
use crate::token::TokenKind;

/// `POST /participant/event`.
pub(super) async fn handle(
    State(app): State<App>,
    bearer: Bearer,
    JsonBody(request): JsonBody<SendEventRequest>,
) -> Result<Json<SendEventResponse>, AppError> {
    let event = Event::check(request)?;
    let send = move |tx: &mut Tx<'_>| -> Result<(ItemId, Millis), AppError> {
        let (mut room, sender) =
            bearer.find_present(tx.reads(), TokenKind::Connection, tx.now())?;
        match event {
            Event::Typing => {
                let item = room.type_for(&sender.id, tx.now())?;
                let answer = (item.id.clone(), item.at);
                tx.tell_typing(&room, item, &sender.id);
                Ok(answer)
            }
            Event::Delivered(message) => give_receipt(tx, &mut room, &sender, &message, false),
            Event::Read(message) => give_receipt(tx, &mut room, &sender, &message, true),
            Event::Acknowledged => Ok((ItemId::fresh(), tx.now())),
        }
    };
    let (id, at) = app.store.write(send).await?;
    Ok(Json(SendEventResponse {
        id: Some(id.to_string()),
        absolute_time: Some(at.to_string()),
        message_metadata: None,
    }))
}

/// More people than this, and receipts say nothing.
const MOST_PEOPLE_FOR_RECEIPTS: usize = 2;

fn give_receipt(
    tx: &mut Tx<'_>,
    room: &mut Room,
    reader: &Participant,
    message: &ItemId,
    is_read: bool,
) -> Result<(ItemId, Millis), AppError> {
    if room.is_ended() {
        return Err(Refusal::Ended.into());
    }
    if room.active_people() > MOST_PEOPLE_FOR_RECEIPTS {
        return Err(AppError::conflict("There are no receipts with more than two participants"));
    }
    let item = tx.reads().item(&room.id, message)?;
    let item = item
        .filter(|item| item.body.is_message() && item.visibility.allows(reader.role))
        .ok_or_else(|| AppError::validation("messageId names no message of this chat"))?;
    if item.sender.as_ref().is_some_and(|sender| sender.participant_id == reader.id) {
        // A receipt for one's own message is nothing to anybody.
        return Ok((item.id, tx.now()));
    }
    let receipt = Receipt {
        item_id: item.id.clone(),
        item_at: item.at,
        recipient: reader.id.clone(),
        delivered_at: Some(tx.now()),
        read_at: is_read.then_some(tx.now()),
    };
    let (receipt, is_news) = tx.records().add_receipt(&room.id, &receipt)?;
    let at = if is_read { receipt.read_at } else { receipt.delivered_at };
    if is_news {
        if is_read && reader.role == Role::Agent && room.agents_read_at < item.at {
            room.agents_read_at = item.at;
            tx.records().save_room(room)?;
            tx.tell(News::Desk);
        }
        tx.tell_receipt(room, receipt);
    }
    Ok((item.id, at.unwrap_or(tx.now())))
}

/// An event that keeps all limits.
enum Event {
    Typing,
    Delivered(ItemId),
    Read(ItemId),
    /// Retired by the service; taken and forgotten.
    Acknowledged,
}

/// What the Content of a receipt says; clients put hints for themselves beside it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReceiptContent {
    message_id: String,
}

impl Event {
    fn check(request: SendEventRequest) -> Result<Self, AppError> {
        let content_type = check_content_type(request.content_type)?;
        check_client_token(request.client_token)?;
        let content = request.content.unwrap_or_default();
        if content.len() > 16_384 {
            return Err(AppError::validation("Content has at most 16384 bytes"));
        }
        match content_type.as_str() {
            ct::TYPING => Ok(Self::Typing),
            ct::CONNECTION_ACKNOWLEDGED => Ok(Self::Acknowledged),
            ct::MESSAGE_DELIVERED => message_of(&content).map(Self::Delivered),
            ct::MESSAGE_READ => message_of(&content).map(Self::Read),
            _ => Err(AppError::validation("ContentType is not one of an event")),
        }
    }
}

fn message_of(content: &str) -> Result<ItemId, AppError> {
    let parsed: Option<ReceiptContent> = serde_json::from_str(content).ok();
    parsed
        .map(|content| content.message_id)
        .filter(|id| (1..=256).contains(&id.chars().count()))
        .map(ItemId::new)
        .ok_or_else(|| AppError::validation("Content must be {\"messageId\":\"…\"}"))
}
