//! The messaging socket: it only tells. First that the session is there, then what was asked to be told at
//! once, then what happens.
//!
//! An upgrade is never refused, because browsers hide why; whatever is wrong is said by the close code.
//! Invariant: from the frame that establishes the session on, nothing that happens in the user's channels is
//! left out: the hub queues it while what was asked for is read and written.

mod admit;

use std::time::Duration;

use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts as _, Request};
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use chirrup_wire::chime::close;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::error::ChimeError;
use super::hub::{Cut, Listener};
use super::operations;
use super::relay::system;
use crate::app::App;
use crate::goodbye::{self, Sink, Stream, is_too_large};
use crate::store::StoreError;

use admit::{Guest, admit};

/// Why a socket ends.
#[derive(Clone, Debug, PartialEq, Eq)]
enum End {
    ClientClosed,
    /// The signature, the keys or the user are not accepted, and why.
    Unauthorized(String),
    /// Somebody came with this address before.
    UsedBefore,
    TooMany,
    FrameTooLarge,
    Idle,
    Cut(Cut),
    StoreFailed,
    Stopping,
}

/// Frames written before a flush.
const BATCH: usize = 64;
/// Clients send next to nothing, and each socket has such a buffer.
const READ_BUFFER_BYTES: usize = 4096;

/// `GET /connect?…&X-Amz-Signature=…`, with an upgrade.
pub(super) async fn open(app: App, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let Ok(upgrade) = WebSocketUpgrade::from_request_parts(&mut parts, &app).await else {
        return ChimeError::bad_request("this address is for WebSockets").into_response();
    };
    // Larger frames than this are not read at all; between the two limits the close says why.
    let most = app.config.limits.frame_bytes.saturating_mul(4);
    upgrade
        .read_buffer_size(READ_BUFFER_BYTES)
        .max_message_size(most)
        .max_frame_size(most)
        .on_upgrade(move |socket| {
            let tasks = app.tasks.clone();
            tasks.track_future(run(app, parts, socket))
        })
}

async fn run(app: App, parts: Parts, socket: WebSocket) {
    let (mut sink, mut stream) = socket.split();
    let end = match admit(&app, &parts).await {
        Ok((guest, listener)) => {
            // The address is a secret, and a socket may last for hours.
            drop(parts);
            talk(&app, guest, listener, &mut sink, &mut stream).await
        }
        Err(end) => end,
    };
    tracing::debug!(?end, "socket ends");
    let (code, reason) = match &end {
        End::ClientClosed => return goodbye::hang_up(&mut sink).await,
        End::Unauthorized(reason) => (close::UNAUTHORIZED, reason.as_str()),
        // Signatures count in seconds: whoever was cut off and comes back within one has the same again.
        End::UsedBefore => (close::TRY_LATER, "the address was used before: sign another one"),
        // The other sockets of the user may be dead without having said so: trying again is right.
        End::TooMany => (close::TRY_LATER, "Too many connections"),
        End::FrameTooLarge => (1009, "Frame too large"),
        End::Idle => (close::GOING_AWAY, "Idle"),
        End::Cut(Cut::TooSlow) => (close::TOO_SLOW, "Reading too slowly"),
        End::Cut(Cut::Revoked { code, reason }) => (*code, reason.as_str()),
        End::StoreFailed => (1011, "Something went wrong"),
        End::Stopping => (close::GOING_AWAY, "Going away"),
    };
    goodbye::part(code, reason, None, &mut sink, &mut stream).await;
}

/// Reads and writes until one of both ends.
async fn talk(
    app: &App,
    guest: Guest,
    listener: Listener,
    sink: &mut Sink,
    stream: &mut Stream,
) -> End {
    let Listener { waiting, is_cut, place: _place } = listener;
    tokio::select! {
        // A reason is there before the queue ends.
        biased;
        cut = cut(is_cut) => End::Cut(cut),
        () = app.stopping.cancelled() => End::Stopping,
        end = read_all(app, stream) => end,
        end = write_all(app, guest, waiting, sink) => end,
    }
}

async fn cut(is_cut: oneshot::Receiver<Cut>) -> Cut {
    match is_cut.await {
        Ok(cut) => cut,
        // The hub keeps the other end for as long as the socket has its place.
        Err(_) => std::future::pending().await,
    }
}

async fn read_all(app: &App, stream: &mut Stream) -> End {
    let limits = &app.config.limits;
    let silence = Duration::from_secs(limits.socket_idle_seconds);
    loop {
        match timeout(silence, stream.next()).await {
            Err(_) => return End::Idle,
            Ok(Some(Err(error))) if is_too_large(&error) => return End::FrameTooLarge,
            Ok(None | Some(Err(_) | Ok(Message::Close(_)))) => return End::ClientClosed,
            Ok(Some(Ok(Message::Text(text)))) if text.len() > limits.frame_bytes => {
                return End::FrameTooLarge;
            }
            Ok(Some(Ok(Message::Binary(bytes)))) if bytes.len() > limits.frame_bytes => {
                return End::FrameTooLarge;
            }
            // Nothing that clients say means anything; that they are there does.
            Ok(Some(Ok(_))) => {}
        }
    }
}

async fn write_all(
    app: &App,
    guest: Guest,
    mut waiting: mpsc::Receiver<Utf8Bytes>,
    sink: &mut Sink,
) -> End {
    match greet(app, guest, sink).await {
        Ok(true) => {}
        Ok(false) => return End::ClientClosed,
        Err(_) => return End::StoreFailed,
    }
    let mut ping = interval(Duration::from_secs(app.config.chime.ping_seconds.get()));
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ping.reset();
    let mut batch = Vec::new();
    loop {
        let written = tokio::select! {
            count = waiting.recv_many(&mut batch, BATCH) => {
                if count == 0 {
                    return End::ClientClosed;
                }
                write(batch.drain(..), sink).await
            }
            _ = ping.tick() => sink.send(Message::Ping("".into())).await,
        };
        if written.is_err() {
            return End::ClientClosed;
        }
    }
}

/// Establishes the session and tells what was asked for. False when nobody listens any more.
async fn greet(app: &App, guest: Guest, sink: &mut Sink) -> Result<bool, StoreError> {
    let mut frames = Vec::new();
    frames.extend(system("SESSION_ESTABLISHED", None));
    if let Some(sort) = guest.prefetch {
        let user = guest.user;
        let details = app.store.read(move |reads| operations::prefetch(reads, &user, sort)).await?;
        frames.extend(details.iter().filter_map(|one| system("CHANNEL_DETAILS", Some(one))));
    }
    Ok(write(frames.drain(..), sink).await.is_ok())
}

/// Many frames, few writes.
async fn write(
    frames: impl Iterator<Item = Utf8Bytes>,
    sink: &mut Sink,
) -> Result<(), axum::Error> {
    for frame in frames {
        sink.feed(Message::Text(frame)).await?;
    }
    sink.flush().await
}
