//! The desk as an agent's browser uses it.

use serde_json::{Value, json};

use super::{Answer, Api, Person, Socket};

/// An agent who is signed in.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) api: Api,
    pub(crate) token: String,
}

impl Desk {
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        let url = format!("{}/desk/api/{path}", self.api.root);
        let request = self.api.http.post(url).bearer_auth(&self.token).json(body);
        Answer::of(request.send().await.expect("an answer")).await
    }

    pub(crate) async fn try_accept(&self, contact: &str) -> Answer {
        self.post(&format!("contacts/{contact}/accept"), &json!({})).await
    }

    pub(crate) async fn transfer(&self, contact: &str, to: &str) -> Answer {
        self.post(&format!("contacts/{contact}/transfer"), &json!({"agentId": to})).await
    }

    pub(crate) async fn socket(&self) -> Socket {
        let url = format!("{}/desk/api/socket", self.api.root.replacen("http", "ws", 1));
        let mut socket = Socket::open(&url).await;
        socket.send(&json!({"token": self.token}).to_string()).await;
        socket
    }

    /// Accepts as soon as the bot has put the contact into the queue.
    pub(crate) async fn accept_when_waiting(&self, contact: &str) -> Person {
        self.waiting(|one| one == contact).await;
        let accepted = self.try_accept(contact).await.ok();
        self.api.person(&accepted).await
    }

    /// Accepts whoever waits next, and gives the desk's answer.
    pub(crate) async fn accept_next(&self) -> Value {
        let contact = self.waiting(|_| true).await;
        self.try_accept(&contact).await.ok()
    }

    /// The first contact on the list that is wanted.
    async fn waiting(&self, is_wanted: impl Fn(&str) -> bool) -> String {
        let mut socket = self.socket().await;
        loop {
            let state = socket.frame().await;
            let contacts = state["contacts"].as_array().expect("contacts");
            let mut ids = contacts.iter().filter_map(|one| one["contactId"].as_str());
            if let Some(found) = ids.find(|id| is_wanted(id)) {
                return found.to_owned();
            }
        }
    }
}
