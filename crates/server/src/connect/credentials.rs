//! Socket addresses and connection tokens, for `CreateParticipantConnection` and for a start that asks.

use axum::http::HeaderMap;
use axum::http::header::HOST;
use chirrup_wire::Secret;
use chirrup_wire::connect::rest::{
    ConnectionCredentials, CreateParticipantConnectionResponse as Answer, Websocket,
};

use crate::app_error::AppError;
use crate::clock::Millis;
use crate::domain::{ParticipantId, RoomId};
use crate::store::{Token, Tx};
use crate::token::{self, TokenKind};

/// A socket address must be used within this time.
const TICKET_SECONDS: u64 = 100;
/// A connection token works for a day, however long the chat takes.
const CONNECTION_SECONDS: u64 = 24 * 60 * 60;

/// What is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted {
    pub(super) socket: bool,
    pub(super) credentials: bool,
}

/// Gives what is asked for. `base` is the address that sockets begin with.
pub(super) fn give(
    tx: &Tx<'_>,
    room: &RoomId,
    holder: &ParticipantId,
    wanted: Wanted,
    base: &str,
) -> Result<Answer, AppError> {
    let mut answer = Answer::default();
    if wanted.socket {
        let until = tx.now().plus_seconds(TICKET_SECONDS);
        let ticket = keep_token(tx, TokenKind::Ticket, room, holder, until)?;
        answer.websocket = Some(Websocket {
            url: Secret::new(format!("{base}/socket?ticket={}", ticket.reveal())),
            connection_expiry: Some(until.to_string()),
        });
    }
    if wanted.credentials {
        let until = tx.now().plus_seconds(CONNECTION_SECONDS);
        answer.connection_credentials = Some(ConnectionCredentials {
            connection_token: keep_token(tx, TokenKind::Connection, room, holder, until)?,
            expiry: Some(until.to_string()),
        });
    }
    Ok(answer)
}

fn keep_token(
    tx: &Tx<'_>,
    kind: TokenKind,
    room: &RoomId,
    holder: &ParticipantId,
    expires_at: Millis,
) -> Result<Secret, AppError> {
    let (token, hash) = token::fresh();
    let kept = Token {
        kind,
        room_id: Some(room.clone()),
        holder: holder.to_string(),
        expires_at: Some(expires_at),
    };
    tx.records().add_token(&hash, &kept)?;
    Ok(token)
}

/// `ws://host/connect` for the host that the client used. A client on `localhost` gets 127.0.0.1,
/// because the official one refuses plain sockets to any other host.
pub(super) fn socket_base(public: Option<&str>, headers: &HeaderMap) -> String {
    if let Some(url) = public {
        // `http…` → `ws…`, and `https…` → `wss…`.
        return format!("ws{}", url.trim_start_matches("http").trim_end_matches('/'));
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1");
    let host = match host.strip_prefix("localhost") {
        Some(port) if port.is_empty() || port.starts_with(':') => format!("127.0.0.1{port}"),
        _ => host.to_owned(),
    };
    format!("ws://{host}/connect")
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header::HOST};

    use super::socket_base;

    fn base_for(host: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_str(host).expect("a host"));
        socket_base(None, &headers)
    }

    #[test]
    fn localhost_becomes_the_only_plain_host_that_official_clients_take() {
        assert_eq!(base_for("localhost:8787"), "ws://127.0.0.1:8787/connect");
        assert_eq!(base_for("127.0.0.1:8787"), "ws://127.0.0.1:8787/connect");
        assert_eq!(base_for("localhost.example:80"), "ws://localhost.example:80/connect");
    }

    #[test]
    fn a_public_address_wins_and_keeps_its_tls() {
        let public = Some("https://chat.example.com/connect/");
        assert_eq!(socket_base(public, &HeaderMap::new()), "wss://chat.example.com/connect");
    }
}
