//! The Chirrup server: a support chat by the wire of Amazon Connect, from one binary and one folder.
//!
//! - [`config`], [`server`], [`app`]: what is set, what runs, what handlers share.
//! - [`domain`]: rooms, participants, items. It decides; it does no IO.
//! - [`store`]: what survives a restart. A write is answered when it is on the disk.
//! - [`hub`]: who listens. Frames are encoded once; whoever reads too slowly is dropped.
//! - [`connect`]: the operations of Amazon Connect chat and its socket.
//! - [`chime`]: the operations of Amazon Chime SDK messaging and identity, and their socket.
//! - [`events`]: tickets, nicknames and the provisioner of live events.
//! - [`flow`]: the bot and its script, and what time does to rooms.
//! - [`desk`]: the agents' desk.
//! - [`connections`]: how long a client may take to ask, and how many connections an address may hold.
//! - `goodbye`: how a socket ends.
//! - `site`, `health`, `metrics`, `throttle`, `token`, `seal`, `clock`, `addresses`, `shutdown`: what they say.
//!
//! The way of a message: `connect/send_message.rs` → the writer's transaction, in which the room decides
//! → commit → the answer to the sender, and the news to `connect/relay.rs` → the hub's queues → sockets.

#![allow(
    clippy::missing_errors_doc,
    reason = "each module has one error type, and its variants say what goes wrong"
)]

pub mod addresses;
pub mod app;
pub mod app_error;
pub mod chime;
pub mod clock;
pub mod config;
pub mod connect;
pub mod connections;
pub mod desk;
pub mod domain;
pub mod events;
pub mod flow;
mod goodbye;
pub mod health;
pub mod hub;
pub mod metrics;
mod seal;
pub mod server;
pub mod shutdown;
pub mod site;
pub mod store;
pub mod throttle;
pub mod token;

use axum::Router;
use axum::routing::get;

use crate::app::App;

/// Every address of the server.
pub fn router(app: &App) -> Router {
    let mut router = Router::new()
        .nest("/connect", connect::router(app))
        .nest("/desk/api", desk::router())
        .nest("/events", events::router())
        .nest("/admin", events::admin_router())
        .route("/healthz", get(health::handle))
        .route("/metrics", get(metrics::handle));
    if let Some(folder) = &app.config.desk {
        router = router.merge(site::desk(folder));
    }
    if let Some(folder) = &app.config.site {
        router = router.fallback_service(site::site(folder).with_state(app.clone()));
    }
    chime::before(router.with_state(app.clone()), app)
}
