//! The participant's socket: subscribe, heartbeat and ping up, chat items down.
//!
//! An upgrade is never refused: clients answer a refusal with hundreds of new connections a second.
//! Whatever is wrong is said in a frame, and then the socket is closed.

use std::ops::ControlFlow;
use std::time::Duration;

use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use chirrup_wire::connect::frame::{
    ClientFrame, FrameContent, ServerFrame, Subscription as Topics, TOPIC_CHAT, TOPIC_HEARTBEAT,
    TOPIC_PING, TOPIC_SUBSCRIBE,
};
use futures_util::{SinkExt as _, StreamExt as _};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::app_error::AppError;
use crate::connect::authorize::denied;
use crate::domain::{Participant, ParticipantId, Presence, Role, RoomId};
use crate::goodbye::{self, Sink, Stream, is_too_large};
use crate::hub::{Listener, Outgoing, Seat, Subscription};
use crate::token::{TokenHash, TokenKind};

/// The ticket in the address.
#[derive(Deserialize)]
pub(super) struct Address {
    #[serde(default)]
    ticket: String,
}

/// Why a socket ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    ClientClosed,
    Forbidden,
    TooManySockets,
    FrameTooLarge,
    Idle,
    TooSlow,
    ChatOver,
    Stopping,
}

/// How long a client has to close after its chat is over.
const GRACE: Duration = Duration::from_secs(5);
/// Frames written before a flush.
const BATCH: usize = 32;

/// `GET /socket?ticket=…`.
pub(super) async fn handle(
    State(app): State<App>,
    Query(address): Query<Address>,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Response {
    let Ok(upgrade) = upgrade else {
        return AppError::validation("This address is for WebSockets").into_response();
    };
    let ticket = TokenHash::of(&address.ticket);
    // Larger frames than this are not read at all; between the two limits the close says why.
    let most = app.config.limits.frame_bytes.saturating_mul(4);
    upgrade.max_message_size(most).max_frame_size(most).on_upgrade(move |socket| {
        let tasks = app.tasks.clone();
        tasks.track_future(run(app, ticket, socket))
    })
}

async fn run(app: App, ticket: TokenHash, socket: WebSocket) {
    let (mut sink, mut stream) = socket.split();
    let end = match admit(&app, ticket).await {
        Ok(guest) => talk(&app, guest, &mut sink, &mut stream).await,
        Err(end) => end,
    };
    tracing::debug!(?end, "socket ends");
    part(end, &mut sink, &mut stream).await;
}

/// Somebody with a good ticket.
struct Guest {
    room_id: RoomId,
    participant_id: ParticipantId,
    role: Role,
    _seat: Seat,
}

async fn admit(app: &App, ticket: TokenHash) -> Result<Guest, End> {
    let take = move |tx: &mut crate::store::Tx<'_>| -> Result<(RoomId, Participant), AppError> {
        let token = tx.records().take_token(TokenKind::Ticket, &ticket, tx.now())?;
        let token = token.ok_or_else(denied)?;
        let room_id = token.room_id.ok_or_else(denied)?;
        let room = tx.reads().room(&room_id)?.ok_or_else(denied)?;
        let guest = room.participant(&ParticipantId::new(token.holder)).cloned();
        let guest =
            guest.filter(|guest| matches!(guest.presence, Presence::Active | Presence::Expected));
        Ok((room_id, guest.ok_or_else(denied)?))
    };
    let (room_id, guest) = app.store.write(take).await.map_err(|_| End::Forbidden)?;
    let limit = app.config.limits.sockets_per_participant;
    let seat = app.hub.take_seat(&guest.id, limit).ok_or(End::TooManySockets)?;
    Ok(Guest { room_id, participant_id: guest.id, role: guest.role, _seat: seat })
}

/// Reads and writes until one of both ends.
async fn talk(app: &App, guest: Guest, sink: &mut Sink, stream: &mut Stream) -> End {
    let (queue, waiting) = mpsc::channel(app.config.limits.socket_queue);
    let too_slow = CancellationToken::new();
    let mut reader = Reader { app, guest: &guest, queue, too_slow: too_slow.clone(), heard: None };
    tokio::select! {
        end = reader.read_all(stream) => end,
        end = write_all(waiting, sink) => end,
        () = too_slow.cancelled() => End::TooSlow,
        () = app.stopping.cancelled() => End::Stopping,
    }
}

/// Writes what is queued. Ends when the chat is over and the client had time to close by itself.
async fn write_all(mut waiting: mpsc::Receiver<Outgoing>, sink: &mut Sink) -> End {
    let mut batch = Vec::new();
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        let mut is_over = false;
        for outgoing in batch.drain(..) {
            match outgoing {
                Outgoing::Frame(text) => {
                    if sink.feed(Message::Text(text)).await.is_err() {
                        return End::ClientClosed;
                    }
                }
                Outgoing::Finish => is_over = true,
            }
        }
        if sink.flush().await.is_err() {
            return End::ClientClosed;
        }
        if is_over {
            tokio::time::sleep(GRACE).await;
            return End::ChatOver;
        }
    }
    End::ClientClosed
}

/// The reading half of a socket.
struct Reader<'a> {
    app: &'a App,
    guest: &'a Guest,
    queue: mpsc::Sender<Outgoing>,
    too_slow: CancellationToken,
    heard: Option<Subscription>,
}

impl Reader<'_> {
    async fn read_all(&mut self, stream: &mut Stream) -> End {
        let limits = &self.app.config.limits;
        let silence = Duration::from_secs(limits.socket_idle_seconds);
        loop {
            let message = match timeout(silence, stream.next()).await {
                Err(_) => return End::Idle,
                Ok(Some(Err(error))) if is_too_large(&error) => return End::FrameTooLarge,
                Ok(None | Some(Err(_))) => return End::ClientClosed,
                Ok(Some(Ok(message))) => message,
            };
            match message {
                Message::Text(text) if text.len() > limits.frame_bytes => {
                    return End::FrameTooLarge;
                }
                Message::Text(text) => {
                    if let ControlFlow::Break(end) = self.take(text.as_str()).await {
                        return end;
                    }
                }
                Message::Close(_) => return End::ClientClosed,
                // Binary frames mean nothing; pings are answered below us.
                Message::Binary(_) | Message::Ping(_) | Message::Pong(_) => {}
            }
        }
    }

    /// Takes the leading JSON value of a frame, because one official client puts a bracket after it.
    /// Empty and unknown frames are ignored.
    async fn take(&mut self, text: &str) -> ControlFlow<End> {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<ClientFrame>();
        let Some(Ok(frame)) = values.next() else { return ControlFlow::Continue(()) };
        match frame.topic.as_str() {
            TOPIC_SUBSCRIBE => return self.subscribe(frame.content.unwrap_or_default()).await,
            TOPIC_HEARTBEAT => self.say(&ServerFrame {
                topic: Some(TOPIC_HEARTBEAT.to_owned()),
                ..ServerFrame::default()
            }),
            TOPIC_PING => self.say(&ServerFrame {
                topic: Some(TOPIC_PING.to_owned()),
                status_code: Some(200),
                status_content: Some("OK".to_owned()),
                ..ServerFrame::default()
            }),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    /// From the answer on, everything of the room reaches the socket: the answer is queued in the same
    /// moment in which the socket begins to listen.
    async fn subscribe(&mut self, wanted: Topics) -> ControlFlow<End> {
        if !wanted.topics.iter().any(|topic| topic == TOPIC_CHAT) {
            self.say(&subscription("failure", wanted.topics));
            return ControlFlow::Continue(());
        }
        let success = subscription("success", vec![TOPIC_CHAT.to_owned()]);
        if self.heard.is_some() {
            self.say(&success);
            return ControlFlow::Continue(());
        }
        let listener = Listener {
            participant_id: self.guest.participant_id.clone(),
            role: self.guest.role,
            queue: self.queue.clone(),
            too_slow: self.too_slow.clone(),
        };
        let Some(success) = encode(&success) else { return ControlFlow::Break(End::ClientClosed) };
        self.heard = Some(self.app.hub.listen(&self.guest.room_id, listener, success));
        match self.arrive().await {
            Ok(true) => {}
            Ok(false) => drop(self.queue.try_send(Outgoing::Finish)),
            // The store has logged why; the client's own retry asks again.
            Err(_) => self.heard = None,
        }
        ControlFlow::Continue(())
    }

    /// The flow begins with the customer's first subscription. Returns whether the guest is on the chat
    /// still: it may have ended between ticket and subscription.
    async fn arrive(&self) -> Result<bool, AppError> {
        let room_id = self.guest.room_id.clone();
        let (who, role) = (self.guest.participant_id.clone(), self.guest.role);
        let flow = self.app.flow.clone();
        self.app
            .store
            .write(move |tx| {
                let mut room = tx.reads().room(&room_id)?.ok_or_else(denied)?;
                if role == Role::Customer {
                    flow.arrive(tx, &mut room)?;
                }
                let presence = room.participant(&who).map(|one| one.presence);
                Ok(presence == Some(Presence::Active))
            })
            .await
    }

    fn say(&self, frame: &ServerFrame) {
        // A full queue is a slow reader, and the hub is the one to notice.
        if let Some(text) = encode(frame)
            && self.queue.try_send(Outgoing::Frame(text)).is_err()
        {
            self.too_slow.cancel();
        }
    }
}

fn subscription(status: &str, topics: Vec<String>) -> ServerFrame {
    ServerFrame {
        topic: Some(TOPIC_SUBSCRIBE.to_owned()),
        content: Some(FrameContent::Subscription(Topics {
            status: Some(status.to_owned()),
            topics,
        })),
        ..ServerFrame::default()
    }
}

fn encode(frame: &ServerFrame) -> Option<Utf8Bytes> {
    serde_json::to_string(frame).ok().map(Utf8Bytes::from)
}

/// Says why and closes.
async fn part(end: End, sink: &mut Sink, stream: &mut Stream) {
    let (code, reason, error) = match end {
        End::ClientClosed => return goodbye::hang_up(sink).await,
        End::Forbidden => (1008, "Forbidden", Some("Forbidden")),
        End::TooManySockets => (1013, "Too many connections", Some("Limit Exceeded")),
        End::FrameTooLarge => (1009, "Frame too large", None),
        End::Idle => (1001, "Idle", None),
        // A code on which all official clients connect again; they fill the gap from the transcript.
        End::TooSlow => (1011, "Reading too slowly", None),
        End::ChatOver => (1000, "The chat has ended", None),
        End::Stopping => (1001, "Going away", None),
    };
    let frame = error.map(|message| {
        let ids = [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()].map(|id| id.to_string());
        json!({"message": message, "connectionId": ids[0], "requestId": ids[1]}).to_string()
    });
    goodbye::part(code, reason, frame, sink, stream).await;
}
