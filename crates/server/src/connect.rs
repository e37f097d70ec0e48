//! Amazon Connect chat: starting chats, the participant service and its socket.
//!
//! One file per operation, named after it. Here is only which address leads to which.

mod authorize;
mod begin;
mod body;
mod create_participant_connection;
mod credentials;
mod disconnect_participant;
mod encode;
mod get_transcript;
mod operation;
mod page_token;
mod rehydrate;
mod relay;
mod send_event;
mod send_message;
mod socket;
mod start_chat;
mod start_chat_contact;
mod start_request;
mod unknown;

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, Method};
use axum::routing::get;
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

use crate::app::App;

pub(crate) use body::JsonBody;
pub(crate) use encode::role;
pub(crate) use operation::add_request_id;
pub(crate) use relay::relay;

use operation::{Operation, serve};

/// Everything below `/connect`.
pub fn router(app: &App) -> Router<App> {
    let body = DefaultBodyLimit::max(app.config.limits.body_bytes);
    Router::new()
        .route("/start-chat", serve(app, Operation::StartChat, start_chat::handle))
        .route("/contact/chat", serve(app, Operation::StartChatContact, start_chat_contact::handle))
        .route(
            "/participant/connection",
            serve(
                app,
                Operation::CreateParticipantConnection,
                create_participant_connection::handle,
            ),
        )
        .route("/participant/message", serve(app, Operation::SendMessage, send_message::handle))
        .route("/participant/event", serve(app, Operation::SendEvent, send_event::handle))
        .route(
            "/participant/transcript",
            serve(app, Operation::GetTranscript, get_transcript::handle),
        )
        .route(
            "/participant/disconnect",
            serve(app, Operation::DisconnectParticipant, disconnect_participant::handle),
        )
        .route("/socket", get(socket::handle))
        .fallback(unknown::handle)
        .method_not_allowed_fallback(unknown::handle)
        .layer(body)
        .layer(axum::middleware::from_fn(add_request_id))
        .layer(cors())
}

/// Official clients run on other people's pages and sign their calls, so any origin may ask with any
/// header; tokens travel in headers, never in cookies. Without the exposed names a browser hides which
/// error it was.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST, Method::PUT])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([
            HeaderName::from_static("x-amzn-errortype"),
            HeaderName::from_static("x-amzn-requestid"),
        ])
        .max_age(Duration::from_hours(2))
}
