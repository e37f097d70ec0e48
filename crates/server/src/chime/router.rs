//! Which request is for this service, and the way of a call through it.
//!
//! Calls come below `/chime`, or at the root under a name of Amazon's own service. Sockets come to
//! `/connect`, which clients have built in; what else is below that address belongs to Amazon Connect.
//! Paths are taken as they came: an ARN is one segment with encoded slashes.

use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Query, Request, State};
use axum::http::header::{CONTENT_TYPE, DATE, HOST, RETRY_AFTER, UPGRADE};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::{RequestExt as _, Router};
use chirrup_wire::sigv4;
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use tokio::time::timeout;
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

use super::authorize::{Doubt, Signed};
use super::call::{Call, Reply};
use super::error::ChimeError;
use super::operation::{self, Operation};
use super::session_endpoint::{self, is_amazons};
use super::throttle::About;
use super::{operations, socket};
use crate::app::App;
use crate::clock::Millis;

const PREFIX: &str = "/chime";
const SOCKET: &str = "/connect";

/// Puts the service before everything else that the server answers.
pub(crate) fn before(rest: Router, app: &App) -> Router {
    rest.layer(from_fn_with_state(Front { app: app.clone(), calls: calls(app) }, front))
}

#[derive(Clone)]
struct Front {
    app: App,
    calls: Router,
}

fn calls(app: &App) -> Router {
    Router::new()
        .fallback(call)
        .layer(DefaultBodyLimit::max(app.config.limits.body_bytes))
        .layer(from_fn(crate::connect::add_request_id))
        .layer(cors())
        .with_state(app.clone())
}

/// Clients run on anybody's pages and sign their calls. They measure their clock by `Date`.
fn cors() -> CorsLayer {
    let exposed = ["x-amzn-errortype", "x-amzn-requestid"].map(HeaderName::from_static);
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers(exposed.into_iter().chain([DATE, RETRY_AFTER]).collect::<Vec<_>>())
        .max_age(Duration::from_hours(2))
}

async fn front(State(front): State<Front>, request: Request, next: Next) -> Response {
    if is_socket(&request) {
        return socket::open(front.app, request).await;
    }
    if relative(&request).is_none() {
        return next.run(request).await;
    }
    match TowerToHyperService::new(front.calls).call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

fn is_socket(request: &Request) -> bool {
    let wants_socket = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"websocket");
    request.method() == Method::GET
        && request.uri().path() == SOCKET
        && request.headers().get(UPGRADE).is_some_and(wants_socket)
}

/// The path within the service; nothing when the request is not for it.
fn relative(request: &Request) -> Option<&str> {
    let path = request.uri().path();
    let below = path.strip_prefix(PREFIX).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    below.or_else(|| is_amazons(host).then_some(path))
}

/// Logs no path and no body: one names people, the other is their words.
async fn call(State(app): State<App>, request: Request) -> Response {
    let began = Instant::now();
    let Ok(Query(query)) = Query::<Vec<(String, String)>>::try_from_uri(request.uri()) else {
        return ChimeError::bad_request("the query cannot be read").into_response();
    };
    let path = relative(&request).unwrap_or_default();
    let Some((operation, variables)) = operation::route(request.method(), path, &query) else {
        return ChimeError::unknown_operation().into_response();
    };
    let variables = variables.into_iter().map(sigv4::decode).collect::<Option<Vec<_>>>();
    let answered = match variables {
        Some(path) => answer(&app, operation, path, query, request).await,
        None => Err(ChimeError::bad_request("the path cannot be read")),
    };
    let name = operation.name();
    let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    let response = match answered {
        Ok(reply) => {
            tracing::debug!(operation = name, status = reply.status.as_u16(), micros, "answered");
            respond(reply)
        }
        Err(error) => {
            let status = error.status().as_u16();
            tracing::info!(operation = name, status, micros, error = error.name(), "refused");
            error.into_response()
        }
    };
    app.metrics.count_request(name, response.status().as_u16());
    response
}

async fn answer(
    app: &App,
    operation: Operation,
    path: Vec<String>,
    query: Vec<(String, String)>,
    request: Request,
) -> Result<Reply, ChimeError> {
    let (parts, body) = request.into_parts();
    let claim = Signed::of(&parts);
    let headers = parts.headers.clone();
    let body = read_body(app, Request::from_parts(parts, body)).await?;
    let (chime, covered) = (app.chime.clone(), body.clone());
    let mut about = About::of(operation, &path, &query, &body);
    let verify = move |reads: &dyn crate::store::Reads| -> Result<_, Doubt> {
        let signer = claim.verify(&covered, "chime", &chime, reads, Millis::now())?;
        about.look(operation, &reads.chime())?;
        Ok((claim, signer, about))
    };
    let (claim, signer, about) = app.store.read(verify).await?;
    let caller = claim.caller(signer.principal, operation)?;
    app.chime.throttle.take(operation, &caller, &about)?;
    if operation == Operation::GetMessagingSessionEndpoint {
        let public = app.config.chime.socket_host.as_deref();
        return session_endpoint::answer(public, &app.chime.identity.region, &headers);
    }
    operations::dispatch(Call { app: app.clone(), operation, caller, path, query, body }).await
}

async fn read_body(app: &App, request: Request) -> Result<Bytes, ChimeError> {
    let patience = Duration::from_secs(app.config.limits.request_body_seconds);
    let body = timeout(patience, request.extract::<Bytes, _>()).await;
    body.map_err(|_| ChimeError::too_slow())?.map_err(|rejection: BytesRejection| {
        if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            ChimeError::too_large()
        } else {
            ChimeError::bad_request("the body could not be read")
        }
    })
}

fn respond(reply: Reply) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = reply.status;
    if let Some(body) = reply.body {
        *response.body_mut() = Body::from(body);
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, json);
    }
    response
}
