//! A server with an empty data folder, people who talk to it, and what they hear.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chirrup_server::config::{Config, Options};
use chirrup_server::server::Server;
use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// Nothing in these tests takes longer unless it hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) const KEY: &str = "a-key-of-sixteen-or-more";

/// Throttles lifted, and a bot that answers at once.
pub(crate) const QUICK: &str = r#"
[flow]
bot_name = "Pip"
greeting = "Hello"
answer_after_millis = 20

[throttle]
enabled = false
"#;

const AGENTS: &str = r#"
[[agents]]
name = "Ana"
key = "a-key-of-sixteen-or-more"

[[agents]]
name = "Ben"
key = "a-key-of-sixteen-or-more"
"#;

const SCRIPT: &str = "## Delivery (parcel)\nTwo **days**.\n\n## Agent (human)\nOne moment.\n\n\
                      ## Otherwise\nPardon?\n";

/// A server in this process.
pub(crate) struct TestServer {
    server: Server,
    pub(crate) root: String,
    pub(crate) data: TempDir,
}

/// Writes config and script into a folder and returns the config's path.
pub(crate) fn write_config(folder: &Path, settings: &str) -> PathBuf {
    let path = folder.join("chirrup.toml");
    std::fs::write(&path, format!("{AGENTS}{settings}")).expect("a config");
    std::fs::write(folder.join("support.md"), SCRIPT).expect("a script");
    path
}

impl TestServer {
    pub(crate) async fn start() -> Self {
        Self::with(QUICK).await
    }

    pub(crate) async fn with(settings: &str) -> Self {
        let data = TempDir::new().expect("a folder");
        write_config(data.path(), settings);
        Self::over(data, None).await
    }

    pub(crate) async fn over(data: TempDir, site: Option<PathBuf>) -> Self {
        let config = Config::load(Options {
            listen: "127.0.0.1:0".parse().expect("an address"),
            data: data.path().to_owned(),
            config: None,
            desk: site.clone(),
            site,
        });
        let server = Server::start(config.expect("a config")).await.expect("a server");
        let root = server.addresses().site.trim_end_matches('/').to_owned();
        Self { server, root, data }
    }

    /// Stops in order and gives the data back.
    pub(crate) async fn stop(self) -> TempDir {
        self.server.stop().await;
        self.data
    }

    pub(crate) fn api(&self) -> Api {
        Api::at(&self.root)
    }

    pub(crate) async fn customer(&self) -> Person {
        self.api().customer("Mira").await
    }

    /// A customer with an open socket, past joining and greeting.
    pub(crate) async fn talking_customer(&self) -> (Person, Socket) {
        let customer = self.customer().await;
        let mut socket = customer.socket().await;
        socket.item("MESSAGE").await;
        (customer, socket)
    }

    /// A customer and an agent on one chat, both with open sockets.
    pub(crate) async fn pair(&self) -> (Person, Socket, Person, Socket) {
        let (customer, mut customer_socket) = self.talking_customer().await;
        customer.say("agent").await;
        let desk = self.api().sign_in("Ana").await;
        let agent = desk.accept_when_waiting(&customer.contact_id).await;
        customer_socket.item_by("AGENT").await;
        let agent_socket = agent.socket().await;
        (customer, customer_socket, agent, agent_socket)
    }
}

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
        let status = response.status();
        let error = response.headers().get("x-amzn-errortype");
        let error = error.map(|name| name.to_str().expect("a name").to_owned());
        let text = response.text().await.expect("a body");
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Self { status, error, body }
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

    pub(crate) async fn leave(&self) -> Answer {
        self.call("disconnect", json!({"ClientToken": "bye"})).await
    }
}

/// A participant's socket, or a desk's.
pub(crate) struct Socket(pub(crate) WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    pub(crate) async fn open(url: &str) -> Self {
        Self(tokio_tungstenite::connect_async(url).await.expect("a socket").0)
    }

    pub(crate) async fn send(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.expect("a frame is sent");
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
        let mut socket = self.socket().await;
        loop {
            let state = socket.frame().await;
            let contacts = state["contacts"].as_array().expect("contacts");
            if contacts.iter().any(|one| one["contactId"] == contact) {
                break;
            }
        }
        let accepted = self.try_accept(contact).await.ok();
        self.api.person(&accepted).await
    }
}
