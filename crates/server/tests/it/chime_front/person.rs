//! Somebody with keys: calls signed as AWS clients sign them, and sockets.

use std::time::Duration;

use chirrup_server::chime::arn::{Arn, Kind};
use chirrup_server::chime::credentials;
use chirrup_server::clock::Millis;
use chirrup_server::store::{NewUser, StoreError};
use chirrup_wire::sigv4::{self, Credentials, Prefetch, Request, Scheme, Scope};
use reqwest::Method;
use serde_json::Value;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

use super::arn;
use crate::support::{Answer, PATIENCE, Socket, TestServer};

pub(super) struct Person {
    root: String,
    pub(super) arn: Arn,
    pub(super) credentials: Credentials,
    pub(super) bearer: Option<String>,
    /// How far their clock is ahead.
    pub(super) ahead_millis: i64,
}

impl Person {
    /// A user of the instance with keys for an hour.
    pub(super) async fn new(server: &TestServer, id: &str) -> Self {
        let owner = Self::owner(server);
        let user = arn(server, Kind::User, id);
        Self::make(server, &user).await;
        let credentials = Self::keys(server, &user).await;
        Self { arn: user.clone(), credentials, bearer: Some(user.to_string()), ..owner }
    }

    /// The owner of the instance, who acts as its admin.
    pub(super) fn owner(server: &TestServer) -> Self {
        let identity = &server.app().chime.identity;
        Self {
            root: server.root.clone(),
            arn: identity.admin_arn.clone(),
            credentials: identity.owner.credentials(),
            bearer: Some(identity.admin_arn.to_string()),
            ahead_millis: 0,
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

    fn signing_time(&self) -> u64 {
        u64::try_from(Millis::now().0 + self.ahead_millis).expect("after 1970")
    }

    /// A call below `/chime`, signed.
    pub(super) async fn call(&self, method: Method, path: &str, body: &Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send(method, path, &body, &body).await
    }

    /// A call whose body is not the one that was signed.
    pub(super) async fn send(
        &self,
        method: Method,
        path: &str,
        signed_body: &str,
        body: &str,
    ) -> Answer {
        let host = self.root.trim_start_matches("http://");
        let (route, query) = path.split_once('?').unwrap_or((path, ""));
        let path = format!("/chime/{route}");
        let bearer = self.bearer.as_deref().map(|bearer| ("x-amz-chime-bearer", bearer));
        let headers: Vec<_> = bearer.into_iter().collect();
        let request =
            Request { method: method.as_str(), host, path: &path, query, headers: &headers };
        let added = sigv4::sign(
            &request,
            &sigv4::payload_hash(signed_body.as_bytes()),
            &self.credentials,
            Scope::chime("us-east-1"),
            self.signing_time(),
        );
        let url = format!("{}{path}?{query}", self.root);
        let mut request = reqwest::Client::new().request(method, url.trim_end_matches('?'));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        for (name, value) in added {
            request = request.header(name, value.reveal());
        }
        let answer = request.body(body.to_owned()).send().await.expect("an answer");
        assert!(answer.headers().contains_key("date"), "clients measure their clock by it");
        assert!(answer.headers().contains_key("x-amzn-requestid"));
        Answer::of(answer).await
    }

    /// The address of a socket, good for ten seconds.
    pub(super) fn address(&self, prefetch: Prefetch) -> String {
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
    pub(super) async fn listen(&self) -> Ear {
        let mut ear = Ear::open(&self.address(Prefetch::Off)).await;
        assert_eq!(ear.event().await, "SESSION_ESTABLISHED");
        ear
    }
}

/// A messaging socket.
pub(super) struct Ear(pub(super) Socket);

impl Ear {
    pub(super) async fn open(address: &str) -> Self {
        Self(Socket::open(address).await)
    }

    /// The type of the next frame.
    pub(super) async fn event(&mut self) -> String {
        let frame = self.0.frame().await;
        frame["Headers"]["x-amz-chime-event-type"].as_str().expect("a type").to_owned()
    }

    /// The content of the next message.
    pub(super) async fn message(&mut self) -> String {
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
    pub(super) async fn closed(&mut self) -> (u16, String) {
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
