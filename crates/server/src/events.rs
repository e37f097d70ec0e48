//! Live events: tickets, nicknames, and everything that is made before an event and kept after it.
//!
//! - [`event`], [`code`], [`name`]: events, ticket codes and nicknames, without IO.
//! - [`login`], [`nickname`], [`renew`], [`counts`], [`person`]: what the widget calls.
//! - [`admin`] and its uploads: what the organiser calls.
//! - [`provisioner`], [`pace`], [`chime_client`]: users and channels, made ahead of time at a fixed rate.
//! - [`review`]: messages that wait for a moderator.
//! - [`follow`], [`staff`], [`archive`]: what happens in a room and who moderates all of it, while it is open and after.
//! - [`issue`], [`remote`]: whose service it is, and keys for those who log in.
//!
//! What is *not* here: the service itself. It is called over HTTP like Amazon's, so that an event can run on either;
//! only keys for our own are made without a call. Invariant: a person is a ticket. Bans, names and sessions belong
//! to it, whatever name or device it is used with.

mod admin;
mod archive;
mod attempts;
mod chime_client;
mod code;
mod counts;
mod demo;
mod error;
mod event;
mod follow;
mod issue;
mod login;
mod name;
mod nickname;
mod pace;
mod person;
mod provisioner;
mod remote;
mod renew;
mod review;
mod session;
mod staff;
mod state;
mod upload;

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, header};
use axum::routing::post;
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

use crate::app::App;
use demo::ensure_demo;

pub use code::{CodeHash, TicketId};
pub use demo::Demo;
pub use error::EventError;
pub use event::{Archive, Ban, Event, EventId, NewTicket, Phase, Role, Settings, Stage, Ticket};
pub use name::Nickname;
pub use state::Events;

/// A login is a few lines.
const MOST_BODY_BYTES: usize = 16 * 1024;
/// A message whose every character is escaped, and what goes with it.
const MOST_REVIEWED_BYTES: usize = 64 * 1024;

/// Why events do not start.
#[derive(Debug, thiserror::Error)]
pub enum EventsError {
    /// The key of codes cannot be read or made.
    #[error("the key of the ticket codes: {0}")]
    Key(std::io::Error),
    /// The keys of the service elsewhere are not in the environment.
    #[error("[events.chime] needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment")]
    NoKeys,
    /// Calls cannot be made.
    #[error("the client of the service does not start: {0}")]
    Client(#[from] reqwest::Error),
    /// The store failed.
    #[error("{0}")]
    Store(#[from] crate::store::StoreError),
}

/// Everything below `/events`. The widget runs on other people's pages, so any origin may ask; whoever asks proves
/// with a ticket or a device who it is, never with a cookie.
pub fn router() -> Router<App> {
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([header::RETRY_AFTER])
        .max_age(Duration::from_hours(2));
    Router::new()
        .route("/{event}/login", post(login::handle))
        .route("/{event}/nickname", post(nickname::handle))
        .route("/{event}/renew", post(renew::handle))
        .route("/{event}/person", post(person::handle))
        .route("/{event}/counts", post(counts::handle))
        .route(
            "/{event}/review",
            post(review::handle).layer(DefaultBodyLimit::max(MOST_REVIEWED_BYTES)),
        )
        .fallback(|| async { EventError::event_unknown() })
        .layer(DefaultBodyLimit::max(MOST_BODY_BYTES))
        .layer(cors)
}

/// Everything below `/admin`.
pub fn admin_router() -> Router<App> {
    admin::router()
}

/// Starts the work in the background, and answers with the demo if there is one. `own` is where this server answers.
pub async fn start(app: &App, own: SocketAddr) -> Result<Option<Demo>, EventsError> {
    let remote = remote::choose(app, own)?;
    let client = chime_client::ChimeClient::new(remote.clone(), app.events.pace.clone());
    app.events.open(remote);
    upload::drop_leftovers(app).await?;
    let demo = if app.config.events.demo { Some(ensure_demo(app).await?) } else { None };
    app.tasks.spawn(provisioner::run(app.clone(), client.clone()));
    app.tasks.spawn(review::run(app.clone(), client.clone()));
    app.tasks.spawn(follow::run(app.clone(), client));
    Ok(demo)
}
