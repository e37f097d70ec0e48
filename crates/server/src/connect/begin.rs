//! The write behind both forms of starting a chat.

use axum::http::HeaderMap;
use chirrup_wire::connect::rest::CreateParticipantConnectionResponse;
use chirrup_wire::connect::start::StartChatContactResponse;
use serde::Serialize;

use crate::app::App;
use crate::app_error::AppError;
use crate::connect::credentials::{Wanted, give, socket_base};
use crate::connect::rehydrate::past_of;
use crate::connect::start_request::Checked;
use crate::domain::{ContactId, Room, Start};
use crate::store::{Token, Tx};
use crate::token::{self, TokenKind};

/// The answer, with a connection where the start asked for one.
#[derive(Debug, Serialize)]
pub(super) struct Started {
    #[serde(flatten)]
    pub(super) chat: StartChatContactResponse,
    #[serde(flatten)]
    connection: CreateParticipantConnectionResponse,
}

/// Starts the chat, or finds the one that this client token started.
pub(super) async fn start(
    app: &App,
    checked: Checked,
    headers: &HeaderMap,
) -> Result<Started, AppError> {
    let base = socket_base(app.config.public_connect_url.as_deref(), headers);
    let flow = app.flow.clone();
    let config = app.config.clone();
    let begin = move |tx: &mut Tx<'_>| -> Result<Started, AppError> {
        let wanted = checked.wanted;
        if let Some(client_token) = &checked.client_token
            && let Some(room) = tx.reads().room_by_start_token(client_token)?
        {
            return answer(tx, &room, None, wanted, &base);
        }
        if tx.reads().live_rooms()? >= config.limits.active_chats {
            return Err(AppError::limit_exceeded("Too many chats are active"));
        }
        let (past, continued_from) = match &checked.persistent {
            Some(persistent) => past_of(tx.reads(), persistent)?,
            None => (Vec::new(), None),
        };
        let start = Start {
            customer_name: checked.display_name,
            bot_name: flow.bot_name().to_owned(),
            content_types: checked.content_types,
            duration_seconds: checked.duration_seconds,
            connect_within_seconds: config.connect_within_seconds,
            idle: config.idle,
            first_words: checked.first_words,
            past,
        };
        let room = Room::start(start, tx.now());
        tx.keep(&room, Vec::new())?;
        let client_token = checked.client_token.as_deref();
        tx.records().save_start(&room.id, &checked.attributes, client_token)?;
        answer(tx, &room, continued_from, wanted, &base)
    };
    app.store.write(begin).await.map_err(AppError::into_start_chat)
}

/// A fresh token each time: the ones given out before are kept as hashes only, and stay good.
fn answer(
    tx: &mut Tx<'_>,
    room: &Room,
    continued_from: Option<ContactId>,
    wanted: Wanted,
    base: &str,
) -> Result<Started, AppError> {
    let customer = room.customer().ok_or_else(AppError::internal)?;
    let (token, hash) = token::fresh();
    tx.records().add_token(
        &hash,
        &Token {
            kind: TokenKind::Participant,
            room_id: Some(room.id.clone()),
            holder: customer.id.to_string(),
            expires_at: None,
        },
    )?;
    let chat = StartChatContactResponse {
        contact_id: room.contact_id.to_string(),
        participant_id: customer.id.to_string(),
        participant_token: token,
        continued_from_contact_id: continued_from.map(|id| id.to_string()),
    };
    Ok(Started { chat, connection: give(tx, &room.id, &customer.id, wanted, base)? })
}
