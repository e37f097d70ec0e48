//! `GET /desk/api/socket`: the whole state after each change, changes within 100 ms joined.

use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use chirrup_wire::desk::{DeskFrame, Hello};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::app::App;
use crate::desk::authorize::{self, SignedIn};
use crate::desk::state;
use crate::token::TokenHash;

const MOST_FRAME_BYTES: usize = 4096;
const HELLO_TIME: Duration = Duration::from_secs(10);
const JOIN: Duration = Duration::from_millis(100);
const WRITE_TIME: Duration = Duration::from_secs(10);
/// A ping finds out that a desk is gone, and the answer keeps proxies from closing the socket.
const PING_EVERY: Duration = Duration::from_secs(25);

pub(super) async fn handle(State(app): State<App>, upgrade: WebSocketUpgrade) -> Response {
    let upgrade = upgrade.max_message_size(MOST_FRAME_BYTES).max_frame_size(MOST_FRAME_BYTES);
    upgrade.on_upgrade(move |socket| {
        let tasks = app.tasks.clone();
        tasks.track_future(run(app, socket))
    })
}

async fn run(app: App, mut socket: WebSocket) {
    let Some(token) = hello(&mut socket).await else { return };
    let mut changes = app.desk.changes.subscribe();
    let Ok(SignedIn { agent, .. }) = authorize::find(&app, token).await else {
        return sign_out(&mut socket).await;
    };
    let _chair = app.desk.sit(agent.id.clone());
    let mut shown = None;
    loop {
        if authorize::find(&app, token).await.is_err() {
            return sign_out(&mut socket).await;
        }
        changes.mark_unchanged();
        if let Ok(frame) = state::of(&app, &agent.id).await
            && shown.as_ref() != Some(&frame)
        {
            if !send(&mut socket, &frame).await {
                return;
            }
            shown = Some(frame);
        }
        sleep(JOIN).await;
        if !wait(&app, &mut socket, &mut changes).await {
            return;
        }
    }
}

/// Waits for a change. Says whether the socket goes on.
async fn wait(app: &App, socket: &mut WebSocket, changes: &mut watch::Receiver<u64>) -> bool {
    loop {
        tokio::select! {
            rung = changes.changed() => return rung.is_ok(),
            () = app.stopping.cancelled() => {
                let going = CloseFrame { code: 1001, reason: "Going away".into() };
                // Whoever is gone already needs no goodbye.
                drop(timeout(WRITE_TIME, socket.send(Message::Close(Some(going)))).await);
                return false;
            }
            () = sleep(PING_EVERY) => {
                let ping = socket.send(Message::Ping(Vec::new().into()));
                if !matches!(timeout(WRITE_TIME, ping).await, Ok(Ok(()))) {
                    return false;
                }
            }
            message = socket.recv() => match message {
                None | Some(Err(_) | Ok(Message::Close(_))) => return false,
                Some(Ok(_)) => {}
            },
        }
    }
}

async fn hello(socket: &mut WebSocket) -> Option<TokenHash> {
    loop {
        let message = timeout(HELLO_TIME, socket.recv()).await.ok()??.ok()?;
        match message {
            Message::Text(text) => {
                let hello: Option<Hello> = serde_json::from_str(&text).ok();
                // Anything else than a hello is answered like a wrong token.
                return Some(TokenHash::of(hello.as_ref().map_or("", |one| one.token.reveal())));
            }
            Message::Close(_) => return None,
            Message::Binary(_) | Message::Ping(_) | Message::Pong(_) => {}
        }
    }
}

async fn sign_out(socket: &mut WebSocket) {
    if send(socket, &DeskFrame::SignedOut).await {
        let close = CloseFrame { code: 1008, reason: "Signed out".into() };
        // The frame before has said all there is to say.
        drop(timeout(WRITE_TIME, socket.send(Message::Close(Some(close)))).await);
    }
}

async fn send(socket: &mut WebSocket, frame: &DeskFrame) -> bool {
    let Ok(text) = serde_json::to_string(frame) else { return false };
    let sent = timeout(WRITE_TIME, socket.send(Message::Text(text.into()))).await;
    matches!(sent, Ok(Ok(())))
}
