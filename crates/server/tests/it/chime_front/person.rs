//! Somebody with keys: calls signed as AWS clients sign them, and sockets.

use std::time::Duration;

use chirrup_server::chime::arn::{Arn, Kind};
use chirrup_server::chime::credentials;
use chirrup_server::clock::Millis;
use chirrup_server::store::{NewUser, StoreError};
use chirrup_wire::sigv4::{self, Credentials, Prefetch, Request, Scheme, Scope};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

use super::arn;
use crate::support::{Answer, PATIENCE, Socket, TestServer};

#[derive(Clone)]
pub(crate) struct Person {
    pub(super) root: String,
    pub(crate) arn: Arn,
    pub(crate) credentials: Credentials,
    pub(super) bearer: Option<String>,
    /// How far their clock is ahead.
    pub(crate) ahead_millis: i64,
}

impl Person {
    /// A user of the instance with keys for an hour.
    pub(crate) async fn new(server: &TestServer, id: &str) -> Self {
        let owner = Self::owner(server);
        let user = arn(server, Kind::User, id);
        Self::make(server, &user).await;
        let credentials = Self::keys(server, &user).await;
        Self { arn: user.clone(), credentials, bearer: Some(user.to_string()), ..owner }
    }

    /// The owner of the instance, who acts as its admin.
    pub(crate) fn owner(server: &TestServer) -> Self {
        let identity = &server.app().chime.identity;
        Self {
            root: server.root.clone(),
            arn: identity.admin_arn.clone(),
            credentials: identity.owner.credentials(),
            bearer: Some(identity.admin_arn.to_string()),
            ahead_millis: 0,
        }
    }

    /// A user of the instance, for whom the owner's keys act.
    pub(super) async fn user_of(owner: &Self, instance: &str, id: &str) -> Self {
        let body = json!({"AppInstanceArn": instance, "AppInstanceUserId": id, "Name": id,
            "ClientRequestToken": format!("user-{id}")});
        let nobody = Self { bearer: None, ..owner.clone() };
        let made = nobody.call(Method::POST, "app-instance-users", &body).await.made();
        let arn = made["AppInstanceUserArn"].as_str().expect("an ARN").to_owned();
        Self { arn: Arn::parse(&arn).expect("an ARN"), bearer: Some(arn), ..owner.clone() }
    }

    /// A channel that they made, with these in it.
    pub(super) async fn channel(&self, instance: &str, members: &[&Self]) -> String {
        let members: Vec<&str> = members.iter().map(|member| member.arn.as_str()).collect();
        let body = json!({"AppInstanceArn": instance, "Name": "Main stage", "MemberArns": members,
            "ClientRequestToken": "main"});
        let made = self.call(Method::POST, "channels", &body).await.made();
        made["ChannelArn"].as_str().expect("an ARN").to_owned()
    }

    /// `SendChannelMessage`, with the text as its token; nothing when nobody answers.
    pub(super) async fn try_say(
        &self,
        channel: &str,
        text: &str,
        filling: usize,
    ) -> Option<Answer> {
        let content = format!("{text} {}", "x".repeat(filling));
        let body = json!({"Content": content, "Type": "STANDARD", "Persistence": "PERSISTENT",
            "ClientRequestToken": text});
        let path = format!("channels/{}/messages", sigv4::encode(channel));
        self.try_call(Method::POST, &path, &body).await
    }

    /// Everything that a channel holds: the first words of the messages, and their ids, oldest first.
    pub(super) async fn history(&self, channel: &str) -> Vec<(String, String)> {
        let (mut found, mut next) = (Vec::new(), String::new());
        loop {
            let list = format!("channels/{}/messages", sigv4::encode(channel));
            let path = format!("{list}?max-results=50{next}&sort-order=ASCENDING");
            let page = self.call(Method::GET, &path, &Value::Null).await.ok();
            for message in page["ChannelMessages"].as_array().expect("a list") {
                let text = |field: &str| message[field].as_str().expect("a text").to_owned();
                let words = text("Content").split(' ').next().unwrap_or_default().to_owned();
                found.push((words, text("MessageId")));
            }
            match page["NextToken"].as_str() {
                Some(token) => next = format!("&next-token={}", sigv4::encode(token)),
                None => return found,
            }
        }
    }

    /// The owner by what a running server wrote down.
    pub(super) fn named_in(addresses: &Value) -> Self {
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let (admin, chime) = (&addresses["admin"], text(&addresses["chime"]));
        let arn = Arn::parse(&text(&admin["adminArn"])).expect("an ARN");
        Self {
            root: chime.trim_end_matches("/chime").to_owned(),
            bearer: Some(arn.to_string()),
            arn,
            credentials: Credentials {
                access_key_id: text(&admin["accessKeyId"]),
                secret_access_key: text(&admin["secretAccessKey"]).into(),
                session_token: None,
            },
            ahead_millis: 0,
        }
    }

    /// Somebody whom an event of this server let in, by the answer to their login.
    pub(crate) fn logged_in(root: &str, login: &Value) -> Self {
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let (arn, keys) = (text(&login["user"]["arn"]), &login["credentials"]);
        Self {
            root: root.to_owned(),
            arn: Arn::parse(&arn).expect("an ARN"),
            bearer: Some(arn),
            credentials: Credentials {
                access_key_id: text(&keys["accessKeyId"]),
                secret_access_key: text(&keys["secretAccessKey"]).into(),
                session_token: Some(text(&keys["sessionToken"]).into()),
            },
            ahead_millis: 0,
        }
    }

    async fn make(server: &TestServer, user: &Arn) {
        let (user, at) = (user.clone(), Millis::now());
        let make = move |tx: &mut chirrup_server::store::Tx<'_>| -> Result<(), StoreError> {
            let chime = tx.chime();
            let instance = chime.instance(&user.instance_of())?.expect("the instance").seq;
            let name = user.id();
            if chime.user(&user)?.is_none() {
                let arn = &user;
                let new = NewUser { instance, arn, name, metadata: None, request: None, at };
                chime.add_user(&new)?;
            }
            Ok(())
        };
        server.app().store.write(make).await.expect("a user");
    }

    /// More keys of a user.
    pub(super) async fn keys(server: &TestServer, user: &Arn) -> Credentials {
        let user = user.clone();
        let issue = move |tx: &mut chirrup_server::store::Tx<'_>| {
            credentials::issue(tx, &user, 3600).map_err(|error: StoreError| error)
        };
        server.app().store.write(issue).await.expect("keys").credentials
    }

    /// From here on they talk to another server.
    pub(super) fn move_to(&mut self, server: &TestServer) {
        self.root.clone_from(&server.root);
    }

    /// From here on they talk to another process.
    pub(super) fn move_by(&mut self, addresses: &Value) {
        self.root = Self::named_in(addresses).root;
    }

    fn signing_time(&self) -> u64 {
        u64::try_from(Millis::now().0 + self.ahead_millis).expect("after 1970")
    }

    /// A call below `/chime`, signed.
    pub(crate) async fn call(&self, method: Method, path: &str, body: &Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send(method, path, &body, &body).await
    }

    /// A call to which there may be no answer.
    async fn try_call(&self, method: Method, path: &str, body: &Value) -> Option<Answer> {
        let (body, path) = (body.to_string(), format!("/chime/{path}"));
        let bearer = self.bearer.as_deref().map(|bearer| ("x-amz-chime-bearer", bearer));
        let headers: Vec<_> = bearer.into_iter().collect();
        let sent = self.send_to("chime", method, &path, &headers, (&body, &body)).await.ok()?;
        Answer::try_of(sent).await
    }

    /// A call whose body is not the one that was signed.
    pub(super) async fn send(
        &self,
        method: Method,
        path: &str,
        signed_body: &str,
        body: &str,
    ) -> Answer {
        let bearer = self.bearer.as_deref().map(|bearer| ("x-amz-chime-bearer", bearer));
        let headers: Vec<_> = bearer.into_iter().collect();
        let path = format!("/chime/{path}");
        let answer = self.send_to("chime", method, &path, &headers, (signed_body, body)).await;
        let answer = answer.expect("an answer");
        assert!(answer.headers().contains_key("date"), "clients measure their clock by it");
        assert!(answer.headers().contains_key("x-amzn-requestid"));
        Answer::of(answer).await
    }

    /// `StartChatContact`, with a body that is not always the one that was signed.
    pub(crate) async fn start_chat_contact(&self, signed_body: &str, body: &str) -> Answer {
        let bodies = (signed_body, body);
        let path = "/connect/contact/chat";
        let answer = self.send_to("connect", Method::PUT, path, &[], bodies).await;
        Answer::of(answer.expect("an answer")).await
    }

    async fn send_to(
        &self,
        service: &str,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        (signed_body, body): (&str, &str),
    ) -> reqwest::Result<reqwest::Response> {
        let host = self.root.trim_start_matches("http://");
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let request = Request { method: method.as_str(), host, path, query, headers };
        let added = sigv4::sign(
            &request,
            &sigv4::payload_hash(signed_body.as_bytes()),
            &self.credentials,
            Scope { region: "us-east-1", service },
            self.signing_time(),
        );
        let url = format!("{}{path}?{query}", self.root);
        let mut request = reqwest::Client::new().request(method, url.trim_end_matches('?'));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        for (name, value) in added {
            request = request.header(name, value.reveal());
        }
        request.body(body.to_owned()).send().await
    }

    /// The address of a socket, good for ten seconds.
    pub(crate) fn address(&self, prefetch: Prefetch) -> String {
        let socket = sigv4::Socket {
            scheme: Scheme::Plain,
            host: self.root.trim_start_matches("http://"),
            user_arn: self.arn.as_str(),
            session_id: "s1",
            prefetch,
            user_agent: "",
            version: "",
        };
        let at = self.signing_time();
        sigv4::presign(&socket, &self.credentials, "us-east-1", at).reveal().to_owned()
    }

    /// A socket that has been established.
    pub(crate) async fn listen(&self) -> Ear {
        let mut ear = Ear::open(&self.address(Prefetch::Off)).await;
        assert_eq!(ear.event().await, "SESSION_ESTABLISHED");
        ear
    }
}

/// A messaging socket.
pub(crate) struct Ear(pub(super) Socket);

impl Ear {
    pub(crate) async fn open(address: &str) -> Self {
        Self(Socket::open(address).await)
    }

    /// The type of the next frame.
    pub(super) async fn event(&mut self) -> String {
        let frame = self.0.frame().await;
        frame["Headers"]["x-amz-chime-event-type"].as_str().expect("a type").to_owned()
    }

    /// The content of the next message.
    pub(crate) async fn message(&mut self) -> String {
        loop {
            let frame = self.0.frame().await;
            if frame["Headers"]["x-amz-chime-event-type"] == "CREATE_CHANNEL_MESSAGE" {
                let payload = frame["Payload"].as_str().expect("JSON text");
                let payload: Value = serde_json::from_str(payload).expect("JSON");
                return payload["Content"].as_str().expect("a content").to_owned();
            }
        }
    }

    /// Reads to the end and returns close code and reason.
    pub(crate) async fn closed(&mut self) -> (u16, String) {
        use futures_util::StreamExt as _;
        let to_the_end = async {
            while let Some(Ok(message)) = self.0.0.next().await {
                if let Message::Close(Some(close)) = message {
                    return (close.code.into(), close.reason.to_string());
                }
            }
            (0, String::new())
        };
        timeout(PATIENCE, to_the_end).await.expect("an end in time")
    }

    /// Whether nothing comes for a moment.
    pub(super) async fn is_silent(&mut self) -> bool {
        timeout(Duration::from_millis(150), self.0.frame()).await.is_err()
    }
}
