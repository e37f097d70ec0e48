//! Somebody on a chat, customer or agent.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Answer, Api, Socket};

/// A customer or an agent on a chat.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) api: Api,
    pub(crate) contact_id: String,
    pub(crate) id: String,
    pub(crate) participant_token: String,
    pub(crate) connection_token: String,
}

impl Person {
    pub(crate) async fn call(&self, operation: &str, body: Value) -> Answer {
        let path = format!("/connect/participant/{operation}");
        self.api.call(Method::POST, &path, Some(&self.connection_token), &body).await
    }

    pub(crate) async fn try_connect(&self, body: Value) -> Answer {
        let path = "/connect/participant/connection";
        self.api.call(Method::POST, path, Some(&self.participant_token), &body).await
    }

    pub(crate) async fn connect(&self) -> Value {
        self.try_connect(json!({"Type": ["WEBSOCKET", "CONNECTION_CREDENTIALS"]})).await.ok()
    }

    /// A fresh, subscribed socket.
    pub(crate) async fn socket(&self) -> Socket {
        let mut socket = self.unsubscribed_socket().await;
        socket.send(r#"{"topic":"aws/subscribe","content":{"topics":["aws/chat"]}}"#).await;
        let answer = socket.frame().await;
        assert_eq!(answer["topic"], "aws/subscribe");
        assert_eq!(answer["content"]["status"], "success");
        socket
    }

    pub(crate) async fn unsubscribed_socket(&self) -> Socket {
        let answer = self.connect().await;
        Socket::open(answer["Websocket"]["Url"].as_str().expect("an address")).await
    }

    pub(crate) async fn try_say(&self, text: &str, client_token: &str) -> Answer {
        let body =
            json!({"ContentType": "text/plain", "Content": text, "ClientToken": client_token});
        self.call("message", body).await
    }

    /// Says something and returns the item's id.
    pub(crate) async fn say(&self, text: &str) -> String {
        let body = json!({"ContentType": "text/plain", "Content": text});
        let said = self.call("message", body).await.ok();
        said["Id"].as_str().expect("an id").to_owned()
    }

    pub(crate) async fn event(&self, name: &str, content: Option<Value>) -> Answer {
        let mut body = json!({
            "ContentType": format!("application/vnd.amazonaws.connect.event.{name}"),
            // The constant that the official client sends with every receipt.
            "ClientToken": "INCOMING_READ_RECEIPT",
        });
        if let Some(content) = content {
            body["Content"] = Value::String(content.to_string());
        }
        self.call("event", body).await
    }

    pub(crate) async fn transcript(&self, body: Value) -> Value {
        self.call("transcript", body).await.ok()
    }

    /// Everything, oldest first.
    pub(crate) async fn everything(&self) -> Vec<Value> {
        let body = json!({"MaxResults": 100, "SortOrder": "ASCENDING"});
        self.transcript(body).await["Transcript"].as_array().expect("items").clone()
    }

    /// Ids and texts of all messages, oldest first.
    pub(crate) async fn messages(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut body = json!({"MaxResults": 100});
        loop {
            let page = self.transcript(body.clone()).await;
            let items = page["Transcript"].as_array().expect("items");
            for item in items.iter().filter(|item| item["Type"] == "MESSAGE") {
                let text = |field: &str| item[field].as_str().expect("a text").to_owned();
                found.push((text("Id"), text("Content")));
            }
            match page["NextToken"].as_str() {
                Some(token) => body["NextToken"] = json!(token),
                None => break,
            }
        }
        found.reverse();
        found
    }

    pub(crate) async fn leave(&self) -> Answer {
        self.call("disconnect", json!({"ClientToken": "bye"})).await
    }
}
