//! `/admin/events`: what the organiser calls, with the key of the config in `Authorization: Bearer`.
//!
//! No browser of the public calls this, so there is no CORS. Invariant: every call has proved the key.

mod ban;
mod end;
mod history;
mod progress;

use std::net::SocketAddr;

use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::routing::{get, post};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::app::App;
use crate::clock::Millis;
use crate::events::session::caller;
use crate::events::{EventError, upload};

/// Everything below `/admin`.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/events", get(progress::all).post(upload::create))
        .route("/events/{event}", get(progress::one))
        .route("/events/{event}/tickets", post(upload::add))
        .route("/events/{event}/end", post(end::handle))
        .route("/events/{event}/bans", post(ban::handle))
        .route("/events/{event}/archive", get(history::archive))
        .route("/events/{event}/log", get(history::log))
        .fallback(|| async {
            EventError::new(StatusCode::NOT_FOUND, "unknown", "There is no such call")
        })
        // Lists of tickets are long and are read as they come; `upload` has a limit of its own.
        .layer(DefaultBodyLimit::disable())
}

/// Proof that the organiser calls.
pub(super) struct Organiser;

impl FromRequestParts<App> for Organiser {
    type Rejection = EventError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, EventError> {
        let refused =
            |message: &str| EventError::new(StatusCode::UNAUTHORIZED, "unauthorized", message);
        let Some(key) = &app.config.events.admin_key else {
            return Err(refused("Set events.admin_key in the config of the server first"));
        };
        let now = Millis::now();
        let connect = ConnectInfo::<SocketAddr>::from_request_parts(parts, app).await;
        let ConnectInfo(address) = connect.map_err(|_| EventError::internal())?;
        let address = caller(app, &parts.headers, address);
        if let Some(seconds) = app.events.wrong_admins.wait_seconds(&address, now) {
            return Err(EventError::too_many_attempts(seconds));
        }
        let given = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let given = given.and_then(|text| text.strip_prefix("Bearer ")).unwrap_or_default();
        // Hashes have one length, so the comparison tells nothing of the key's.
        let digest = |text: &str| -> [u8; 32] { Sha256::digest(text.as_bytes()).into() };
        if bool::from(digest(given).ct_eq(&digest(key.reveal()))) {
            return Ok(Self);
        }
        app.events.wrong_admins.note(address, now);
        Err(refused("The key in `Authorization: Bearer` is wrong"))
    }
}
