//! Calls to a server, and their answers.

use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};

use super::{Desk, KEY, Person};

/// The server's address, wherever it runs.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) root: String,
    pub(crate) http: Client,
}

/// Status, error name and body of an answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) error: Option<String>,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) async fn of(response: Response) -> Self {
        Self::try_of(response).await.expect("a body")
    }

    /// Nothing when the line breaks before its end.
    pub(crate) async fn try_of(response: Response) -> Option<Self> {
        let status = response.status();
        let error = response.headers().get("x-amzn-errortype");
        let error = error.map(|name| name.to_str().expect("a name").to_owned());
        let text = response.text().await.ok()?;
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Some(Self { status, error, body })
    }

    /// The body of an answer that made something.
    pub(crate) fn made(self) -> Value {
        assert_eq!(self.status, StatusCode::CREATED, "{:?}", self.body);
        self.body
    }

    /// The body of a good answer.
    pub(crate) fn ok(self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{:?}", self.body);
        self.body
    }

    /// Checks status, name and that there is a text for people.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, name: &str) {
        assert_eq!((self.status.as_u16(), self.error.as_deref()), (status, Some(name)));
        let text = self.body["Message"].as_str().unwrap_or_default();
        assert!(!text.is_empty(), "an error says what is wrong");
    }
}

impl Api {
    pub(crate) fn at(root: &str) -> Self {
        Self { root: root.to_owned(), http: Client::new() }
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        bearer: Option<&str>,
        body: &Value,
    ) -> Answer {
        let mut request = self.http.request(method, format!("{}{path}", self.root));
        if let Some(token) = bearer {
            request = request.header("X-Amz-Bearer", token);
        }
        // Official browser clients send JSON as text.
        let request = request.header("content-type", "text/plain").body(body.to_string());
        Answer::of(request.send().await.expect("an answer")).await
    }

    pub(crate) async fn start_chat(&self, body: &Value) -> Answer {
        self.call(Method::POST, "/connect/start-chat", None, body).await
    }

    pub(crate) async fn customer(&self, name: &str) -> Person {
        self.customer_with(json!({"ParticipantDetails": {"DisplayName": name}})).await
    }

    pub(crate) async fn customer_with(&self, mut body: Value) -> Person {
        let types = json!(["text/plain", "text/markdown", "application/json"]);
        body["SupportedMessagingContentTypes"] = types;
        let started = self.start_chat(&body).await.ok();
        self.person(&started["data"]["startChatResult"]).await
    }

    /// Whoever a start or an accept names, connected.
    pub(crate) async fn person(&self, credentials: &Value) -> Person {
        let text = |upper: &str, lower: &str| {
            let value = credentials.get(upper).or(credentials.get(lower));
            value.and_then(Value::as_str).expect("an id").to_owned()
        };
        let mut person = Person {
            api: self.clone(),
            contact_id: text("ContactId", "contactId"),
            id: text("ParticipantId", "participantId"),
            participant_token: text("ParticipantToken", "participantToken"),
            connection_token: String::new(),
        };
        let connected = person.connect().await;
        let token = connected["ConnectionCredentials"]["ConnectionToken"].as_str();
        person.connection_token.push_str(token.expect("a token"));
        person
    }

    pub(crate) async fn sign_in(&self, name: &str) -> Desk {
        let answer = self.try_sign_in(name, KEY).await.ok();
        Desk { api: self.clone(), token: answer["token"].as_str().expect("a token").to_owned() }
    }

    pub(crate) async fn try_sign_in(&self, name: &str, key: &str) -> Answer {
        let body = json!({"name": name, "key": key});
        self.call(Method::POST, "/desk/api/sign-in", None, &body).await
    }
}
