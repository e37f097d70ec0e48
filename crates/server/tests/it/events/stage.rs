//! A server whose events run on a stand-in of Amazon, an organiser who calls it, and people with tickets.

use std::path::Path;
use std::time::Duration;

use chirrup_server::config::{Config, Options};
use chirrup_server::server::Server;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::fake::{Fake, INSTANCE, REGION, keys};
use crate::support::{PATIENCE, QUICK, write_config};

pub(crate) const ADMIN_KEY: &str = "the-organisers-own-key";

/// Settings of a server whose events run elsewhere.
pub(crate) fn settings(fake: &Fake, more: &str) -> String {
    format!(
        "{QUICK}\n[events]\nadmin_key = \"{ADMIN_KEY}\"\nfollow_seconds = 1\n{more}\n\
         [events.chime]\nendpoint = \"{root}\"\nregion = \"{REGION}\"\nsts_endpoint = \"{root}/\"\n\
         app_instance_arn = \"{INSTANCE}\"\nadmin_arn = \"{INSTANCE}/user/admin\"\n\
         role_arn = \"arn:aws:iam::123456789012:role/fan\"\n",
        root = fake.root,
    )
}

/// Everything lifted, for tests that are not about the pace.
pub(crate) const FAST: &str = "rate = 5000\nlift_ceiling = true";

/// The server and its endpoint.
pub(crate) struct Stage {
    pub(crate) fake: Fake,
    server: Option<Server>,
    pub(crate) data: Option<TempDir>,
    pub(crate) root: String,
    pub(crate) http: Client,
}

/// Status and body of an answer, and when to come back.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
    pub(crate) retry_after: Option<u64>,
}

impl Told {
    #[track_caller]
    pub(crate) fn ok(self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.body);
        self.body
    }

    /// Checks status and code, and gives the error.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, code: &str) -> Value {
        let error = self.body["error"].clone();
        assert_eq!(
            (self.status.as_u16(), error["code"].as_str()),
            (status, Some(code)),
            "{}",
            self.body
        );
        assert!(
            !error["message"].as_str().unwrap_or_default().is_empty(),
            "an error says what is wrong"
        );
        error
    }
}

impl Stage {
    pub(crate) async fn fast() -> Self {
        Self::with(FAST).await
    }

    pub(crate) async fn with(more: &str) -> Self {
        let data = TempDir::new().expect("a folder");
        Self::over(Fake::start().await, data, more).await
    }

    pub(crate) async fn over(fake: Fake, data: TempDir, more: &str) -> Self {
        write_config(data.path(), &settings(&fake, more));
        let server = start(data.path()).await;
        let root = server.addresses().site.trim_end_matches('/').to_owned();
        Self { fake, server: Some(server), data: Some(data), root, http: Client::new() }
    }

    /// Stops in order, and starts again over the same data.
    pub(crate) async fn restart(mut self, more: &str) -> Self {
        self.server.take().expect("a server").stop().await;
        Self::over(self.fake.clone(), self.data.take().expect("a folder"), more).await
    }

    /// Stops in order, and gives the data.
    pub(crate) async fn stop(&mut self) -> TempDir {
        self.server.take().expect("a server").stop().await;
        self.data.take().expect("a folder")
    }

    pub(crate) fn folder(&self) -> &Path {
        self.data.as_ref().expect("a folder").path()
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Told {
        told(self.http.post(format!("{}{path}", self.root)).body(body.to_string())).await
    }

    pub(crate) async fn admin(&self, method: Method, path: &str, kind: &str, body: String) -> Told {
        admin(&self.http, &self.root, method, path, kind, body).await
    }

    /// An event that is open, with these tickets.
    pub(crate) async fn event(&self, id: &str, tickets: Value) -> Told {
        self.event_at(id, "2020-01-01T00:00:00Z", tickets).await
    }

    pub(crate) async fn event_at(&self, id: &str, opens_at: &str, tickets: Value) -> Told {
        let body = json!({"id": id, "name": "A night out", "opensAt": opens_at,
            "endsAt": "2099-01-01T00:00:00Z", "tickets": tickets});
        self.admin(Method::POST, "/admin/events", "application/json", body.to_string()).await
    }

    pub(crate) async fn report(&self, id: &str) -> Value {
        let path = format!("/admin/events/{id}");
        self.admin(Method::GET, &path, "", String::new()).await.ok()
    }

    /// Waits until an event has come so far.
    pub(crate) async fn until(&self, id: &str, what: impl Fn(&Value) -> bool) -> Value {
        let mut last = Value::Null;
        for _ in 0..u64::try_from(PATIENCE.as_millis()).expect("few") / 20 {
            last = self.report(id).await;
            if what(&last) {
                return last;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("it never came so far: {last}");
    }

    pub(crate) async fn until_made(&self, id: &str, count: u64) -> Value {
        self.until(id, |report| report["tickets"]["made"] == count).await
    }

    pub(crate) async fn login(&self, id: &str, ticket: &str, device: &str) -> Told {
        self.post(
            &format!("/events/{id}/login"),
            &json!({"ticket": ticket, "device": device_of(device)}),
        )
        .await
    }

    pub(crate) async fn nickname(&self, id: &str, device: &str, name: &str) -> Told {
        let body = json!({"nickname": name, "device": device_of(device)});
        self.post(&format!("/events/{id}/nickname"), &body).await
    }
}

/// A device id of a length that is taken.
pub(crate) fn device_of(name: &str) -> String {
    format!("{name}-of-sixteen-or-more")
}

pub(crate) async fn admin(
    http: &Client,
    root: &str,
    method: Method,
    path: &str,
    kind: &str,
    body: impl Into<reqwest::Body>,
) -> Told {
    let call = http.request(method, format!("{root}{path}")).bearer_auth(ADMIN_KEY);
    told(call.header("content-type", kind).body(body)).await
}

async fn told(call: reqwest::RequestBuilder) -> Told {
    let answer = call.send().await.expect("an answer");
    let status = answer.status();
    let retry_after = answer.headers().get("retry-after");
    let retry_after =
        retry_after.map(|value| value.to_str().expect("text").parse().expect("seconds"));
    let text = answer.text().await.expect("a body");
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Told { status, body, retry_after }
}

async fn start(data: &Path) -> Server {
    let config = Config::load(Options {
        listen: "127.0.0.1:0".parse().expect("an address"),
        data: data.to_owned(),
        config: None,
        site: None,
        desk: None,
        tls: None,
        tls_listen: None,
    });
    let mut config = config.expect("a config");
    if let Some(chime) = &mut config.events.chime {
        chime.credentials = Some(keys());
    }
    Server::start(config).await.expect("a server")
}

/// Tickets with codes made of numbers.
pub(crate) fn fans(count: usize) -> Value {
    (0..count).map(|n| json!({"code": code(n)})).collect()
}

pub(crate) fn code(n: usize) -> String {
    format!("FAN-{n:06}")
}
