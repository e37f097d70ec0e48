//! Hold for review, on the service in this server: what fans write waits for a moderator's word.

use std::time::Duration;

use chirrup_wire::conventions::login::LoginResponse;
use chirrup_wire::sigv4::{self, Credentials, Request, Scope, encode};
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::stage::{ADMIN_KEY, admin, device_of};
use crate::support::{PATIENCE, QUICK, TestServer, write_config};

/// A room with a moderator and two fans.
struct Room {
    server: TestServer,
    robin: Guest,
    mira: Guest,
    bo: Guest,
}

/// Somebody who is in.
struct Guest {
    root: String,
    device: String,
    arn: String,
    channel: String,
    credentials: Credentials,
    sent: u32,
}

impl Room {
    async fn open() -> Self {
        let data = TempDir::new().expect("a folder");
        let settings =
            format!("{QUICK}\n[events]\nadmin_key = \"{ADMIN_KEY}\"\nfollow_seconds = 3600\n");
        write_config(data.path(), &settings);
        let server = TestServer::over(data, None).await;
        let event = json!({"id": "night", "name": "A night out", "opensAt": "2020-01-01T00:00:00Z",
            "endsAt": "2099-01-01T00:00:00Z", "tickets": [
                {"code": "MOD-000000", "role": "moderator", "nickname": "Robin"},
                {"code": "FAN-000001", "nickname": "Mira"}, {"code": "FAN-000002", "nickname": "Bo"}]});
        let http = reqwest::Client::new();
        let (kind, body) = ("application/json", event.to_string());
        admin(&http, &server.root, Method::POST, "/admin/events", kind, body).await.ok();
        let [robin, mira, bo] = [
            Guest::enter(&server, "MOD-000000").await,
            Guest::enter(&server, "FAN-000001").await,
            Guest::enter(&server, "FAN-000002").await,
        ];
        Self { server, robin, mira, bo }
    }

    /// Until this is so, everybody's messages go straight through.
    async fn review(&mut self, mode: &str) {
        self.robin.act(json!({"action": "mode", "mode": mode})).await;
        self.robin.ask_for_counts().await;
        let wanted = if mode == "review" { "PENDING" } else { "SENT" };
        for _ in 0..tries() {
            if self.mira.say("is it on?").await.1 == wanted {
                return;
            }
            pause().await;
        }
        panic!("the room never came to {mode}");
    }

    async fn restart(self) -> Self {
        let server = TestServer::over(self.server.stop().await, None).await;
        let [robin, mira, bo] = [self.robin, self.mira, self.bo]
            .map(|guest| Guest { root: server.root.clone(), ..guest });
        Self { server, robin, mira, bo }
    }
}

impl Guest {
    async fn enter(server: &TestServer, ticket: &str) -> Self {
        let device = device_of(ticket);
        let body = json!({"ticket": ticket, "device": device});
        for _ in 0..tries() {
            let url = format!("{}/events/night/login", server.root);
            let answer = reqwest::Client::new().post(url).body(body.to_string()).send().await;
            let answer = answer.expect("an answer");
            if answer.status() == 200 {
                let text = answer.text().await.expect("a body");
                let login: LoginResponse = chirrup_wire::decode(&text).expect("a login");
                return Self {
                    root: server.root.clone(),
                    device,
                    arn: login.user.arn,
                    channel: login.channel.arn,
                    credentials: login.credentials.into(),
                    sent: 0,
                };
            }
            pause().await;
        }
        panic!("{ticket} never came in");
    }

    async fn call(&self, method: Method, rest: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let path = format!("/chime/channels/{}/messages{rest}", encode(&self.channel));
        let (route, query) = path.split_once('?').unwrap_or((&path, ""));
        let headers = [("x-amz-chime-bearer", self.arn.as_str())];
        let host = self.root.trim_start_matches("http://");
        let request =
            Request { method: method.as_str(), host, path: route, query, headers: &headers };
        let hash = sigv4::payload_hash(body.as_bytes());
        let at = chirrup_server::clock::Millis::now().0.unsigned_abs();
        let added = sigv4::sign(&request, &hash, &self.credentials, Scope::chime("us-east-1"), at);
        let mut call = reqwest::Client::new().request(method, format!("{}{path}", self.root));
        call = call.header(headers[0].0, headers[0].1);
        for (name, value) in added {
            call = call.header(name, value.reveal());
        }
        let answer = call.body(body).send().await.expect("an answer");
        let status = answer.status().as_u16();
        (status, answer.json().await.unwrap_or_default())
    }

    async fn send(&mut self, content: &str, content_type: Option<&str>) -> (String, String) {
        self.sent += 1;
        let mut body = json!({"Content": content, "Type": "STANDARD", "Persistence": "PERSISTENT",
            "ClientRequestToken": format!("{}-{}", self.device, self.sent)});
        if let Some(content_type) = content_type {
            body["ContentType"] = content_type.into();
        }
        let (status, answer) = self.call(Method::POST, "", &body).await;
        assert_eq!(status, 201, "{answer}");
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        (text(&answer["MessageId"]), text(&answer["Status"]["Value"]))
    }

    /// Id and status of what was said.
    async fn say(&mut self, text: &str) -> (String, String) {
        self.send(text, None).await
    }

    async fn act(&mut self, action: Value) {
        let content_type = chirrup_wire::conventions::ACTION_CONTENT_TYPE;
        self.send(&action.to_string(), Some(content_type)).await;
    }

    /// As the widget does after what a moderator did.
    async fn ask_for_counts(&self) {
        let url = format!("{}/events/night/counts", self.root);
        let body = json!({"device": self.device}).to_string();
        let answer = reqwest::Client::new().post(url).body(body).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
    }

    /// What this person can read.
    async fn texts(&self) -> Vec<String> {
        let (status, page) = self.call(Method::GET, "?max-results=50", &Value::Null).await;
        assert_eq!(status, 200, "{page}");
        let messages = page["ChannelMessages"].as_array().expect("messages").iter();
        messages.filter_map(|message| message["Content"].as_str()).map(str::to_owned).collect()
    }

    async fn reads(&self, what: impl Fn(&str) -> bool) {
        for _ in 0..tries() {
            if self.texts().await.iter().any(|text| what(text)) {
                return;
            }
            pause().await;
        }
        panic!("it never came: {:?}", self.texts().await);
    }

    /// A message that waits was told to this moderator.
    async fn is_told(&self, id: &str, name: &str, text: &str) {
        let is_it = |content: &str| {
            let told: Value = serde_json::from_str(content).unwrap_or_default();
            told["action"] == "held"
                && (&told["id"], &told["name"], &told["text"])
                    == (&json!(id), &json!(name), &json!(text))
        };
        self.reads(is_it).await;
    }
}

fn tries() -> u128 {
    PATIENCE.as_millis() / 200
}

async fn pause() {
    tokio::time::sleep(Duration::from_millis(200)).await;
}

#[tokio::test]
async fn what_a_fan_writes_waits_and_a_moderator_says_what_becomes_of_it() {
    let mut room = Room::open().await;
    assert_eq!(room.mira.say("before").await.1, "SENT");
    room.review("review").await;
    let (good, status) = room.mira.say("may I?").await;
    assert_eq!(status, "PENDING");
    let (bad, _) = room.mira.say("buy at cheap.example").await;
    room.robin.is_told(&good, "Mira", "may I?").await;
    room.robin.is_told(&bad, "Mira", "buy at cheap.example").await;
    assert!(room.mira.texts().await.contains(&"may I?".to_owned()), "its author sees it wait");
    let of_others = room.bo.texts().await;
    assert!(
        !of_others.iter().any(|text| text == "may I?" || text.contains("held")),
        "{of_others:?}"
    );

    room.bo.act(json!({"action": "approve", "id": bad})).await;
    room.robin.act(json!({"action": "reject", "id": bad})).await;
    room.robin.act(json!({"action": "approve", "id": good})).await;
    room.bo.reads(|text| text == "may I?").await;
    room.robin.say("be nice").await;
    room.bo.reads(|text| text == "be nice").await;
    for guest in [&room.mira, &room.bo] {
        let texts = guest.texts().await;
        assert!(!texts.iter().any(|text| text.contains("cheap")), "{texts:?}");
    }

    let (late, _) = room.mira.say("still waiting").await;
    room.robin.is_told(&late, "Mira", "still waiting").await;
    room.review("open").await;
    room.robin.act(json!({"action": "approve", "id": late})).await;
    room.robin.ask_for_counts().await;
    room.bo.reads(|text| text == "still waiting").await;
    let http = reqwest::Client::new();
    let log = "/admin/events/night/log";
    let log = admin(&http, &room.server.root, Method::GET, log, "", String::new()).await.ok();
    assert!(log.to_string().contains(r#""review""#), "{log}");
}

#[tokio::test]
async fn what_waits_goes_on_waiting_after_a_restart() {
    let mut room = Room::open().await;
    room.review("review").await;
    let (id, _) = room.mira.say("may I?").await;
    room.robin.is_told(&id, "Mira", "may I?").await;
    // The next start listens on another port, so the processor has moved.
    let mut room = room.restart().await;
    room.robin.act(json!({"action": "approve", "id": id})).await;
    room.bo.reads(|text| text == "may I?").await;
    let (id, status) = room.mira.say("and this?").await;
    assert_eq!(status, "PENDING");
    room.robin.is_told(&id, "Mira", "and this?").await;
}

#[tokio::test]
async fn only_the_service_may_say_what_waits() {
    let room = Room::open().await;
    let body = json!({"EventType": "CHANNEL_MESSAGE_EVENT", "CallbackId": "c".repeat(36),
        "ChannelMessage": {"ChannelArn": room.mira.channel, "MessageId": "m", "Content": "x",
            "Sender": {"Arn": room.mira.arn}}});
    let url = format!("{}/events/night/review", room.server.root);
    for signature in ["", "0000", &"0".repeat(64)] {
        let call = reqwest::Client::new().post(&url).header("x-chirrup-signature", signature);
        let answer = call.body(body.to_string()).send().await.expect("an answer");
        assert_eq!(answer.status(), 401);
        let body: Value = answer.json().await.expect("JSON");
        assert_eq!(body["error"]["code"], "signature-wrong");
    }
}
