//! The end of a socket: it is told why, and waited for, so that it reads what was said.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::time::timeout;

/// The writing half of a socket.
pub(crate) type Sink = SplitSink<WebSocket, Message>;
/// The reading half of a socket.
pub(crate) type Stream = SplitStream<WebSocket>;

/// How long a client has to answer our close.
const CLOSE_TIME: Duration = Duration::from_secs(2);
/// A close frame has room for this many bytes of reason.
const REASON_BYTES: usize = 123;

/// Ends a socket whose client has closed it.
pub(crate) async fn hang_up(sink: &mut Sink) {
    // Whoever is gone does not mind.
    drop(timeout(CLOSE_TIME, sink.close()).await);
}

/// Says the last words, closes, and waits for the client's own close.
pub(crate) async fn part(
    code: u16,
    reason: &str,
    last_words: Option<String>,
    sink: &mut Sink,
    stream: &mut Stream,
) {
    let reason = reason.get(..reason.floor_char_boundary(REASON_BYTES)).unwrap_or_default();
    let goodbye = async {
        if let Some(words) = last_words {
            sink.send(Message::Text(words.into())).await?;
        }
        sink.send(Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await
    };
    if matches!(timeout(CLOSE_TIME, goodbye).await, Ok(Ok(()))) {
        let rest = async { while stream.next().await.is_some_and(|message| message.is_ok()) {} };
        // A client that does not answer has been told all the same.
        drop(timeout(CLOSE_TIME, rest).await);
    }
}

/// Whether a message was larger than the socket reads.
pub(crate) fn is_too_large(error: &axum::Error) -> bool {
    // The library's error type is not re-exported, and its text is.
    error.to_string().contains("too long")
}
