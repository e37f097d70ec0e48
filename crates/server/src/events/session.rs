//! Who asks: the device that a ticket is signed in on, and from which address.
//!
//! The device id is made by the browser, random and long, and stays in its storage. Bound to a ticket by a login it
//! is the proof of that session; here it is known by its hash only. Invariant: authority is looked up each time: a
//! ticket that was banned, taken over or ended has none from that moment on.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode};
use chirrup_wire::Secret;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::app_error::AppError;
use crate::clock::Millis;
use crate::connect::JsonBody;
use crate::connections::household;
use crate::events::{Event, EventError, EventId, Phase, Role, Ticket};
use crate::store::Reads;
use crate::token::TokenHash;

/// A device id is not guessed.
const SHORTEST_DEVICE: usize = 16;
const LONGEST_DEVICE: usize = 200;

/// A JSON body, refused in the shape of these calls.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = EventError;

    async fn from_request(request: Request, app: &App) -> Result<Self, EventError> {
        let body = JsonBody::from_request(request, app).await;
        let JsonBody(value) = body.map_err(|error: AppError| {
            EventError::new(error.status(), "request-invalid", error.message())
        })?;
        Ok(Self(value))
    }
}

/// What is kept of a device id.
pub(super) fn device(device: Option<&Secret>) -> Result<[u8; 32], EventError> {
    let text = device.map(Secret::reveal).unwrap_or_default();
    if !(SHORTEST_DEVICE..=LONGEST_DEVICE).contains(&text.len()) {
        let message =
            format!("`device` needs {SHORTEST_DEVICE} to {LONGEST_DEVICE} random characters");
        return Err(EventError::request_invalid(message));
    }
    Ok(TokenHash::of(text).0)
}

/// Who called: the address, or what the config's own proxy says of it.
pub(super) fn caller(app: &App, headers: &HeaderMap, address: SocketAddr) -> IpAddr {
    let header = app.config.events.client_address_header.as_ref();
    let said = header.and_then(|name| headers.get(name)).and_then(|value| value.to_str().ok());
    // The last one was added by the proxy; those before it may be anybody's invention.
    let last =
        said.and_then(|text| text.rsplit(',').next()).and_then(|text| text.trim().parse().ok());
    household(last.unwrap_or(address.ip()))
}

/// An event that people may know of.
pub(super) fn event(reads: &dyn Reads, id: &str) -> Result<Event, EventError> {
    let id = EventId::parse(id).ok_or_else(EventError::event_unknown)?;
    reads.events().event(&id)?.ok_or_else(EventError::event_unknown)
}

/// Whether somebody with this role may be in the room at this time.
pub(super) fn check_time(event: &Event, role: Role, now: Millis) -> Result<(), EventError> {
    if event.phase != Phase::Live || event.ends_at <= now {
        return Err(EventError::event_ended());
    }
    // Those who make the event come before its audience.
    if event.opens_at > now && !role.is_staff() {
        return Err(EventError::event_not_open(event.opens_at));
    }
    Ok(())
}

/// Who is signed in on a device, with all that may have ended it.
pub(super) fn signed_in(
    reads: &dyn Reads,
    event_id: &str,
    device: &[u8; 32],
    now: Millis,
) -> Result<(Event, Ticket), EventError> {
    let event = event(reads, event_id)?;
    if event.phase != Phase::Live || event.ends_at <= now {
        return Err(EventError::event_ended());
    }
    let ticket = reads.events().ticket_of_device(&event.id, device)?;
    let ticket = ticket.ok_or_else(EventError::device_unknown)?;
    if ticket.is_banned {
        return Err(EventError::ticket_banned());
    }
    check_time(&event, ticket.role, now)?;
    Ok((event, ticket))
}

impl EventError {
    pub(super) fn request_invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "request-invalid", message)
    }

    fn device_unknown() -> Self {
        let message = "Nobody is signed in on this device. Please enter your ticket code";
        Self::new(StatusCode::UNAUTHORIZED, "device-unknown", message)
    }
}
