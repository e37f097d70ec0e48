//! A socket and what is heard on it.

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::PATIENCE;

/// A participant's socket, or a desk's.
pub(crate) struct Socket(pub(crate) WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    pub(crate) async fn open(url: &str) -> Self {
        Self(tokio_tungstenite::connect_async(url).await.expect("a socket").0)
    }

    pub(crate) async fn send(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.expect("a frame is sent");
    }

    /// The first text frame; nothing when the socket is closed instead.
    pub(crate) async fn first(&mut self) -> Option<Value> {
        loop {
            let message = timeout(PATIENCE, self.0.next()).await.expect("a frame in time");
            match message?.ok()? {
                Message::Text(text) => return Some(serde_json::from_str(&text).expect("JSON")),
                Message::Close(_) => return None,
                Message::Binary(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
            }
        }
    }

    /// The next text frame.
    pub(crate) async fn frame(&mut self) -> Value {
        loop {
            let message = timeout(PATIENCE, self.0.next()).await.expect("a frame in time");
            match message.expect("an open socket").expect("a frame") {
                Message::Text(text) => return serde_json::from_str(&text).expect("JSON"),
                Message::Close(close) => panic!("closed: {close:?}"),
                Message::Binary(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
            }
        }
    }

    /// The next chat item, out of its frame.
    pub(crate) async fn next_item(&mut self) -> Value {
        loop {
            let frame = self.frame().await;
            if frame["topic"] == "aws/chat" {
                assert_eq!(frame["contentType"], "application/json");
                let text = frame["content"].as_str().expect("an item as JSON text");
                let item: Value = serde_json::from_str(text).expect("an item");
                assert!(item["ContactId"].is_string() && item["InitialContactId"].is_string());
                return item;
            }
        }
    }

    /// The next item of a type.
    pub(crate) async fn item(&mut self, kind: &str) -> Value {
        self.item_where(|item| item["Type"] == kind).await
    }

    /// The next item of a role.
    pub(crate) async fn item_by(&mut self, role: &str) -> Value {
        self.item_where(|item| item["ParticipantRole"] == role).await
    }

    /// The next event of this name.
    pub(crate) async fn event(&mut self, name: &str) -> Value {
        let wanted = format!("application/vnd.amazonaws.connect.event.{name}");
        self.item_where(|item| item["ContentType"] == wanted.as_str()).await
    }

    pub(crate) async fn item_where(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let item = self.next_item().await;
            if wanted(&item) {
                return item;
            }
        }
    }

    /// Reads to the end and returns the close code.
    pub(crate) async fn closed(&mut self) -> u16 {
        let to_the_end = async {
            while let Some(Ok(message)) = self.0.next().await {
                if let Message::Close(Some(close)) = message {
                    return close.code.into();
                }
            }
            0
        };
        timeout(PATIENCE, to_the_end).await.expect("an end in time")
    }
}
