//! Two servers: one is the service, the other is started with `--chime-endpoint` and has tickets and nicknames.
//!
//! The token service, which is no part of messaging, is played here: it gives out keys of the first server.

use std::io::Read as _;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use chirrup_server::chime::arn::{Arn, Kind};
use chirrup_server::chime::bootstrap::OwnerKeys;
use chirrup_server::chime::credentials;
use chirrup_server::clock::Millis;
use chirrup_server::store::{Store, StoreError, Tx};
use chirrup_wire::sigv4::{self, Request, Scope, payload_hash};
use flate2::read::GzDecoder;
use reqwest::{Method, Url};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::process::Process;
use super::stage::{ADMIN_KEY, FAST, Told, admin, code, device_of, fans};
use crate::chime_front::person::Person;
use crate::support::{PATIENCE, QUICK, TestServer, write_config};

const REGION: &str = "us-east-1";

/// Gives keys of the first server to whoever signs as its owner.
#[derive(Clone)]
struct TokenService {
    store: Store,
    owner: OwnerKeys,
}

impl TokenService {
    async fn start(first: &TestServer) -> String {
        let owner = first.app().chime.identity.owner.clone();
        let service = Self { store: first.app().store.clone(), owner };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let root = format!("http://{}/", listener.local_addr().expect("an address"));
        let router = Router::new().route("/", post(assume_role)).with_state(service);
        tokio::spawn(async move { axum::serve(listener, router).await.expect("an endpoint") });
        root
    }

    fn knows(&self, headers: &HeaderMap, body: &[u8]) -> bool {
        let text = |name: &str| headers[name].to_str().expect("text");
        let all: Vec<_> = headers.keys().map(|name| (name.as_str(), text(name.as_str()))).collect();
        let (host, path, query) = (text("host"), "/", "");
        let request = Request { method: "POST", host, path, query, headers: &all };
        let scope = Scope { region: REGION, service: "sts" };
        let lookup = |id: &str, token: Option<&str>| {
            let is_owner = id == self.owner.access_key_id && token.is_none();
            is_owner.then(|| self.owner.secret_access_key.clone())
        };
        let now = Millis::now().0.unsigned_abs();
        sigv4::verify(&request, &payload_hash(body), scope, now, &lookup).is_ok()
    }
}

/// `AssumeRole`: the role is narrowed to one user by the policy that comes with the call.
async fn assume_role(
    State(service): State<TokenService>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !service.knows(&headers, &body) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let form = format!("http://form/?{}", String::from_utf8_lossy(&body));
    let form = Url::parse(&form).expect("a form");
    let part = |name: &str| {
        let found = form.query_pairs().find(|(other, _)| other == name);
        found.expect("a part").1.into_owned()
    };
    let policy: Value = serde_json::from_str(&part("Policy")).expect("JSON");
    let user = policy["Statement"][1]["Resource"][0].as_str().expect("an ARN");
    let user = Arn::parse(user).expect("an ARN");
    let seconds = part("DurationSeconds").parse().expect("seconds");
    let issue = move |tx: &mut Tx<'_>| credentials::issue(tx, &user, seconds);
    let issued = service.store.write::<_, StoreError>(issue).await.expect("keys");
    let keys = issued.credentials;
    let token = keys.session_token.expect("a token");
    format!(
        "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>{}</AccessKeyId>\
         <SecretAccessKey>{}</SecretAccessKey><SessionToken>{}</SessionToken>\
         <Expiration>{}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>",
        keys.access_key_id,
        keys.secret_access_key.reveal(),
        token.reveal(),
        issued.expires_at,
    )
    .into_response()
}

/// Both of them.
struct Pair {
    first: TestServer,
    second: Process,
    _data: TempDir,
}

impl Pair {
    async fn start() -> Self {
        let first =
            format!("{QUICK}\n[chime]\nregion = \"{REGION}\"\n[chime.throttle]\nenabled = false");
        let first = TestServer::with(&first).await;
        let token_service = TokenService::start(&first).await;
        let identity = &first.app().chime.identity;
        let data = TempDir::new().expect("a folder");
        // The command line counts more than the address and the region of the file, where nobody answers.
        let settings = format!(
            "{QUICK}\n[events]\nadmin_key = \"{ADMIN_KEY}\"\nfollow_seconds = 1\n{FAST}\n[events.chime]\n\
             endpoint = \"http://127.0.0.1:9\"\nregion = \"eu-central-1\"\n\
             sts_endpoint = \"{token_service}\"\napp_instance_arn = \"{}\"\nadmin_arn = \"{}\"\n\
             role_arn = \"arn:aws:iam::123456789012:role/fan\"\n",
            identity.app_instance_arn, identity.admin_arn,
        );
        write_config(data.path(), &settings);
        let chime = first.addresses().chime;
        let arguments = ["--chime-endpoint", &*chime, "--region", REGION];
        let second = Process::start(&data, &identity.owner.credentials(), &arguments).await;
        Self { first, second, _data: data }
    }

    async fn admin(&self, method: Method, path: &str, body: &Value) -> Told {
        let (http, root) = (&self.second.http, &self.second.root);
        let body = if body.is_null() { String::new() } else { body.to_string() };
        admin(http, root, method, path, "application/json", body).await
    }

    /// Somebody who is let in by the second and talks to the first.
    async fn login(&self, ticket: &str) -> Person {
        let body = json!({"ticket": ticket, "device": device_of(ticket)});
        let login = self.admin(Method::POST, "/events/night/login", &body).await.ok();
        assert_eq!(login["region"], REGION);
        assert_eq!(login["messagingEndpoint"], self.first.addresses().chime);
        Person::logged_in(&self.first.root, &login)
    }

    async fn log(&self) -> Vec<Value> {
        let log = self.admin(Method::GET, "/admin/events/night/log", &Value::Null).await.ok();
        log["entries"].as_array().expect("entries").clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_one_server_runs_on_the_service_of_another() {
    let pair = Pair::start().await;
    let mut tickets = fans(2);
    let moderator = json!({"code": "MOD-000000", "role": "moderator", "nickname": "Robin"});
    tickets.as_array_mut().expect("tickets").push(moderator);
    let event = json!({"id": "night", "name": "A night out", "opensAt": "2020-01-01T00:00:00Z",
        "endsAt": "2099-01-01T00:00:00Z", "tickets": tickets});
    pair.admin(Method::POST, "/admin/events", &event).await.ok();
    pair.second.until(|report| report["tickets"]["made"] == 3).await;

    // Fans hear each other on the first, with the keys that the second had made for them.
    let (one, other) = (pair.login(&code(0)).await, pair.login(&code(1)).await);
    let robin = pair.login("MOD-000000").await;
    let mut ear = other.listen().await;
    let channel = one.arn.sibling(Kind::Channel, "night").expect("an ARN");
    let channel = format!("channels/{}", sigv4::encode(channel.as_str()));
    let messages = format!("{channel}/messages");
    let say = async |who: &Person, token: &str, content: &str, kind: &str| {
        let body = json!({"Content": content, "Type": "STANDARD", "Persistence": "PERSISTENT",
            "ClientRequestToken": token, "ContentType": kind});
        who.call(Method::POST, &messages, &body).await.made()
    };
    let said = say(&one, "m1", "hello", "text/plain").await;
    assert_eq!(ear.message().await, "hello");
    let page = other.call(Method::GET, &messages, &Value::Null).await.ok();
    assert_eq!(page["ChannelMessages"][0]["Content"], "hello");

    // What a moderator does counts, and the second keeps the log of it; a fan may not do it.
    let ban = json!({"MemberArn": one.arn.as_str()});
    let bans = format!("{channel}/bans");
    other.call(Method::POST, &bans, &ban).await.refused(403, "ForbiddenException");
    let hide = json!({"action": "hide", "id": said["MessageId"], "reason": "rude"}).to_string();
    say(&robin, "m2", &hide, "application/vnd.chirrup.action+json").await;
    let began = std::time::Instant::now();
    while pair.log().await.is_empty() {
        assert!(began.elapsed() < PATIENCE, "the second does not follow the room");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(pair.log().await[0]["action"], "hide");
    robin.call(Method::POST, &bans, &ban).await.made();
    pair.second.until(|report| report["counts"]["banned"] == 1).await;
    let again = json!({"ticket": code(0), "device": device_of(&code(0))});
    let told = pair.admin(Method::POST, "/events/night/login", &again).await;
    told.refused(403, "ticket-banned");

    // After its end the file is with the second, and nothing of it is left with the first.
    pair.admin(Method::POST, "/admin/events/night/end", &Value::Null).await.ok();
    let report = pair.second.until(|report| report["phase"] == "over").await;
    assert_eq!(report["tickets"]["removed"], 3, "{report}");
    let call = pair.second.http.get(format!("{}/admin/events/night/archive", pair.second.root));
    let file = call.bearer_auth(ADMIN_KEY).send().await.expect("an answer");
    let (file, mut text) = (file.bytes().await.expect("a file"), String::new());
    GzDecoder::new(&file[..]).read_to_string(&mut text).expect("gzip");
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let lines: Vec<Value> = lines.filter(|line| line["type"] == "message").collect();
    assert_eq!((lines.len(), &lines[0]["message"]["Content"]), (2, &json!("hello")));
    let owner = Person::owner(&pair.first);
    for person in [&one, &other, &robin] {
        let user = format!("app-instance-users/{}", sigv4::encode(person.arn.as_str()));
        owner.call(Method::GET, &user, &Value::Null).await.refused(403, "ForbiddenException");
        let call = person.call(Method::GET, &messages, &Value::Null).await;
        call.refused(401, "UnauthorizedClientException");
    }
    assert_eq!(ear.closed().await.0, 4003, "the socket ended with its user");
    owner.call(Method::GET, &channel, &Value::Null).await.refused(403, "ForbiddenException");
}
