//! `CreateParticipantConnection`: a socket address and the token for every other call.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use chirrup_wire::Secret;
use chirrup_wire::connect::rest::{
    ConnectionCredentials, CreateParticipantConnectionRequest as Request,
    CreateParticipantConnectionResponse as Answer, Websocket,
};

use crate::app::App;
use crate::app_error::AppError;
use crate::clock::Millis;
use crate::connect::authorize::Bearer;
use crate::connect::body::JsonBody;
use crate::domain::{ParticipantId, Role, RoomId};
use crate::store::{Token, Tx};
use crate::token::{self, TokenKind};

/// A socket address must be used within this time.
const TICKET_SECONDS: u64 = 100;
/// A connection token works for a day, however long the chat takes.
const CONNECTION_SECONDS: u64 = 24 * 60 * 60;

/// What is asked for.
#[derive(Clone, Copy, Default)]
struct Wanted {
    socket: bool,
    credentials: bool,
    arrival: bool,
}

/// `POST /participant/connection`.
pub(super) async fn handle(
    State(app): State<App>,
    bearer: Bearer,
    headers: HeaderMap,
    JsonBody(request): JsonBody<Request>,
) -> Result<Json<Answer>, AppError> {
    let wanted = check(&request)?;
    let base = socket_base(app.config.public_connect_url.as_deref(), &headers);
    let inner = app.clone();
    let connect = move |tx: &mut Tx<'_>| -> Result<Answer, AppError> {
        let (mut room, caller) =
            bearer.find_present(tx.reads(), TokenKind::Participant, tx.now())?;
        let limit = inner.config.limits.sockets_per_participant;
        if wanted.socket && inner.hub.sockets_of(&caller.id) >= limit {
            return Err(AppError::throttling_because(
                "The participant has as many open connections as it may have",
            ));
        }
        if wanted.arrival && caller.role == Role::Customer {
            inner.flow.arrive(tx, &mut room)?;
        }
        let mut answer = Answer::default();
        if wanted.socket {
            let until = tx.now().plus_seconds(TICKET_SECONDS);
            let ticket = keep_token(tx, TokenKind::Ticket, &room.id, &caller.id, until)?;
            answer.websocket = Some(Websocket {
                url: Secret::new(format!("{base}/socket?ticket={}", ticket.reveal())),
                connection_expiry: Some(until.to_string()),
            });
        }
        if wanted.credentials {
            let until = tx.now().plus_seconds(CONNECTION_SECONDS);
            answer.connection_credentials = Some(ConnectionCredentials {
                connection_token: keep_token(
                    tx,
                    TokenKind::Connection,
                    &room.id,
                    &caller.id,
                    until,
                )?,
                expiry: Some(until.to_string()),
            });
        }
        Ok(answer)
    };
    Ok(Json(app.store.write(connect).await?))
}

fn check(request: &Request) -> Result<Wanted, AppError> {
    let mut wanted =
        Wanted { arrival: request.connect_participant == Some(true), ..Wanted::default() };
    for kind in request.kinds.iter().flatten() {
        match kind.as_str() {
            "WEBSOCKET" => wanted.socket = true,
            "CONNECTION_CREDENTIALS" => wanted.credentials = true,
            "WEBRTC_CONNECTION" => {
                return Err(AppError::validation("WEBRTC_CONNECTION is not for chats"));
            }
            _ => {
                return Err(AppError::validation(
                    "Type must be of WEBSOCKET, CONNECTION_CREDENTIALS, WEBRTC_CONNECTION",
                ));
            }
        }
    }
    if !wanted.socket && !wanted.credentials && !wanted.arrival {
        return Err(AppError::validation("Type or ConnectParticipant is required"));
    }
    Ok(wanted)
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
fn socket_base(public: Option<&str>, headers: &HeaderMap) -> String {
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
