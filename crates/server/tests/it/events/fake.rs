//! A stand-in for Amazon's endpoint: verifies every signature, remembers what came when, and fails on request.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use chirrup_server::clock::Millis;
use chirrup_wire::Secret;
use chirrup_wire::sigv4::{self, Credentials, Scope, payload_hash};
use serde_json::{Value, json};

pub(crate) const REGION: &str = "eu-central-1";
pub(crate) const INSTANCE: &str = "arn:aws:chime:eu-central-1:123456789012:app-instance/stage";
const SECRET: &str = "wJalrXUtnFEMI-a-secret-for-tests";

/// The keys that the endpoint knows.
pub(crate) fn keys() -> Credentials {
    Credentials {
        access_key_id: "AKIDTEST".to_owned(),
        secret_access_key: Secret::new(SECRET),
        session_token: None,
    }
}

/// What came.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) at: Instant,
    pub(crate) what: String,
}

/// What the endpoint holds.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) seen: Vec<Seen>,
    /// Id → name.
    pub(crate) users: BTreeMap<String, String>,
    pub(crate) channels: BTreeSet<String>,
    pub(crate) members: BTreeSet<String>,
    pub(crate) moderators: BTreeSet<String>,
    pub(crate) bans: BTreeSet<String>,
    pub(crate) messages: Vec<Value>,
    /// Requests for what was there already.
    pub(crate) repeated: usize,
    pub(crate) removed: BTreeSet<String>,
    /// So many of the next requests are answered like this.
    pub(crate) trouble: Option<(usize, StatusCode, Option<u64>)>,
    /// Users that are refused whatever happens.
    pub(crate) refused: BTreeSet<String>,
    pub(crate) elastic: Option<Value>,
    pub(crate) sub_channels: Vec<&'static str>,
    pub(crate) roles: Vec<String>,
}

/// The endpoint.
#[derive(Clone)]
pub(crate) struct Fake {
    pub(crate) root: String,
    world: Arc<Mutex<World>>,
    answer_after: Arc<Mutex<Duration>>,
}

impl Fake {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address: SocketAddr = listener.local_addr().expect("an address");
        let fake = Self {
            root: format!("http://{address}"),
            world: Arc::default(),
            answer_after: Arc::default(),
        };
        let router = Router::new().fallback(answer).with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.expect("an endpoint") });
        fake
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().expect("a lock")
    }

    pub(crate) fn answer_after(&self, pause: Duration) {
        *self.answer_after.lock().expect("a lock") = pause;
    }

    /// What came whose text holds this.
    pub(crate) fn seen(&self, part: &str) -> Vec<String> {
        let all = self.world().seen.clone();
        all.into_iter().map(|seen| seen.what).filter(|what| what.contains(part)).collect()
    }

    /// The most requests in any second.
    pub(crate) fn highest_second(&self) -> usize {
        let seen = self.world().seen.clone();
        let within = |from: Instant| {
            let inside = |at: Instant| at >= from && at < from + Duration::from_secs(1);
            seen.iter().filter(|seen| inside(seen.at)).count()
        };
        seen.iter().map(|seen| within(seen.at)).max().unwrap_or(0)
    }

    /// A message of somebody, as the service lists it.
    pub(crate) fn say(&self, from: &str, content: &str, content_type: Option<&str>) -> String {
        let mut world = self.world();
        let id = format!("m{:04}", world.messages.len());
        let at =
            1_790_000_000.0 + f64::from(u32::try_from(world.messages.len()).expect("few")) / 2.0;
        world.messages.push(json!({
            "MessageId": id, "Content": content, "ContentType": content_type, "Type": "STANDARD",
            "CreatedTimestamp": at.floor(), "Redacted": false,
            "Sender": {"Arn": format!("{INSTANCE}/user/{from}"), "Name": from},
        }));
        id
    }
}

async fn answer(
    State(fake): State<Fake>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let at = Instant::now();
    let pause = *fake.answer_after.lock().expect("a lock");
    if uri.path() == "/" {
        return assume(&fake, &headers, &body);
    }
    if let Err(refusal) = verify(&method, &uri, &headers, &body, "chime") {
        return refuse(StatusCode::UNAUTHORIZED, &refusal);
    }
    let response = {
        let mut world = fake.world();
        world
            .seen
            .push(Seen { at, what: format!("{method} {uri} {}", String::from_utf8_lossy(&body)) });
        let trouble = world.trouble.take();
        match trouble {
            Some((count, status, after)) if count > 0 => {
                world.trouble = Some((count - 1, status, after));
                let mut response = refuse(status, "in trouble");
                if let Some(after) = after {
                    response.headers_mut().insert("retry-after", after.into());
                }
                response
            }
            _ => act(
                &mut world,
                &method,
                &uri,
                &serde_json::from_slice(&body).unwrap_or(Value::Null),
            ),
        }
    };
    tokio::time::sleep(pause).await;
    response
}

fn verify(
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
    service: &str,
) -> Result<(), String> {
    let all: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().expect("text")))
        .collect();
    let host = headers["host"].to_str().expect("text");
    let request = sigv4::Request {
        method: method.as_str(),
        host,
        path: uri.path(),
        query: uri.query().unwrap_or_default(),
        headers: &all,
    };
    let scope = Scope { region: REGION, service };
    let now = Millis::now().0.unsigned_abs();
    let lookup = |id: &str, token: Option<&str>| {
        (id == "AKIDTEST" && token.is_none()).then(|| Secret::new(SECRET))
    };
    sigv4::verify(&request, &payload_hash(body), scope, now, &lookup)
        .map(drop)
        .map_err(|refusal| refusal.to_string())
}

fn assume(fake: &Fake, headers: &HeaderMap, body: &[u8]) -> Response {
    let uri = Uri::from_static("/");
    if let Err(refusal) = verify(&Method::POST, &uri, headers, body, "sts") {
        return refuse(StatusCode::FORBIDDEN, &refusal);
    }
    fake.world().roles.push(String::from_utf8_lossy(body).into_owned());
    let at = Millis::now().plus_seconds(3600);
    format!(
        "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIATEMP</AccessKeyId>\
         <SecretAccessKey>temp-secret</SecretAccessKey><SessionToken>temp+token/==</SessionToken>\
         <Expiration>{at}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"
    )
    .into_response()
}

fn refuse(status: StatusCode, message: &str) -> Response {
    (status, axum::Json(json!({"Code": "Refused", "Message": message}))).into_response()
}

fn good(status: u16, body: Value) -> Response {
    (StatusCode::from_u16(status).expect("a status"), axum::Json(body)).into_response()
}

fn act(world: &mut World, method: &Method, uri: &Uri, body: &Value) -> Response {
    let path = uri.path().replace("%3A", ":").replace("%2F", "/");
    let query = uri.query().unwrap_or_default();
    let text = |field: &str| body[field].as_str().unwrap_or_default().to_owned();
    let last = |arn: &str| arn.rsplit('/').next().unwrap_or_default().to_owned();
    let created = |is_new: bool, repeated: &mut usize, body: Value| {
        if is_new {
            return good(201, body);
        }
        *repeated += 1;
        refuse(StatusCode::CONFLICT, "it is there")
    };
    if method == Method::POST && path == "/app-instance-users" {
        let id = text("AppInstanceUserId");
        if world.refused.contains(&id) {
            return refuse(StatusCode::BAD_REQUEST, "this user cannot be");
        }
        let is_new = !world.users.contains_key(&id);
        if is_new {
            world.users.insert(id.clone(), text("Name"));
        }
        return created(
            is_new,
            &mut world.repeated,
            json!({"AppInstanceUserArn": format!("{INSTANCE}/user/{id}")}),
        );
    }
    if path.starts_with("/app-instance-users/") {
        let id = last(&path);
        if method == Method::PUT {
            world.users.insert(id, text("Name"));
            return good(200, json!({}));
        }
        let was_there = world.users.remove(&id).is_some();
        world.removed.insert(id);
        return if was_there {
            good(204, Value::Null)
        } else {
            refuse(StatusCode::NOT_FOUND, "no such user")
        };
    }
    if method == Method::POST && path == "/channels" {
        if !body["ElasticChannelConfiguration"].is_null() {
            world.elastic = Some(body["ElasticChannelConfiguration"].clone());
        }
        let is_new = world.channels.insert(text("ChannelId"));
        return created(is_new, &mut world.repeated, json!({"ChannelArn": "arn"}));
    }
    if path.ends_with("/moderators") && method == Method::POST {
        let is_new = world.moderators.insert(last(&text("ChannelModeratorArn")));
        return created(is_new, &mut world.repeated, json!({}));
    }
    if path.ends_with("/memberships") && query.contains("batch-create") {
        return add_members(world, body);
    }
    if path.ends_with("/memberships") && method == Method::POST {
        let place = format!("{} {}", last(&text("MemberArn")), text("SubChannelId"));
        let is_new = world.members.insert(place.trim_end().to_owned());
        return created(is_new, &mut world.repeated, json!({}));
    }
    let named = |field: &str, list: &str, ids: &BTreeSet<String>| {
        let all = ids
            .iter()
            .map(|id| json!({field: {"Arn": format!("{INSTANCE}/user/{id}"), "Name": id}}));
        good(200, json!({list: all.collect::<Vec<_>>()}))
    };
    match () {
        () if path.ends_with("/moderators") => {
            named("Moderator", "ChannelModerators", &world.moderators)
        }
        () if path.ends_with("/bans") => named("Member", "ChannelBans", &world.bans),
        () if path.contains("/bans/") => {
            let by = json!({"Arn": format!("{INSTANCE}/user/mod"), "Name": "Robin"});
            good(200, json!({"ChannelBan": {"CreatedBy": by, "CreatedTimestamp": 1_790_000_000.5}}))
        }
        () if path.ends_with("/messages") => list(world, query),
        () if path.ends_with("/subchannels") => {
            let all = world.sub_channels.iter().map(|id| json!({"SubChannelId": id}));
            good(200, json!({"SubChannels": all.collect::<Vec<_>>()}))
        }
        () if method == Method::DELETE => {
            let was_there = world.channels.remove(&last(&path));
            if was_there {
                good(204, Value::Null)
            } else {
                refuse(StatusCode::FORBIDDEN, "no such channel")
            }
        }
        () => refuse(StatusCode::NOT_FOUND, "no such call"),
    }
}

/// `BatchCreateChannelMembership`.
fn add_members(world: &mut World, body: &Value) -> Response {
    let arns = body["MemberArns"].as_array().expect("members");
    assert!(arns.len() <= 100, "a batch holds 100");
    let mut errors = Vec::new();
    let mut fail = |arn: &str, code: &str, message: &str| {
        errors.push(json!({"MemberArn": arn, "ErrorCode": code, "ErrorMessage": message}));
    };
    for arn in arns {
        let arn = arn.as_str().expect("an ARN");
        let id = arn.rsplit('/').next().unwrap_or_default();
        if !world.users.contains_key(id) {
            fail(arn, "NotFound", "no such user");
        } else if !world.members.insert(id.to_owned()) {
            fail(arn, "Conflict", "a member");
        }
    }
    good(200, json!({"BatchChannelMemberships": {}, "Errors": errors}))
}

fn list(world: &World, query: &str) -> Response {
    let parameter = |name: &str| {
        let pair = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
        pair.map(|value| value.replace("%3A", ":"))
    };
    let from = parameter("not-before").and_then(|text| Millis::parse(&text)).unwrap_or(Millis(0));
    let skip: usize = parameter("next-token").map_or(0, |token| token.parse().expect("our token"));
    let part = parameter("sub-channel-id");
    let is_due = |message: &&Value| {
        message["SubChannelId"].as_str() == part.as_deref()
            && message["CreatedTimestamp"].as_f64().expect("a time") * 1000.0 + 0.5 >= millis(from)
    };
    let page: Vec<&Value> = world.messages.iter().filter(is_due).skip(skip).take(50).collect();
    let next = (page.len() == 50).then(|| (skip + 50).to_string());
    good(200, json!({"ChannelMessages": page, "NextToken": next}))
}

#[expect(clippy::cast_precision_loss, reason = "times of tests are small")]
fn millis(at: Millis) -> f64 {
    at.0 as f64
}
