//! Connections: how long a client may take to ask, and how many one address may hold.
//!
//! Not here: what is answered. axum's own `serve` knows none of these limits, so this is its accept loop with
//! them. Invariant: nobody holds a connection without asking something, and nobody holds all of them.

mod places;
mod tls;

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::uri::Scheme;
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::Config;
use crate::metrics::Metrics;
pub(crate) use places::household;
use places::{Places, Seated};

pub(crate) use tls::acceptor;
pub use tls::{Tls, TlsError};

/// Answers connections until it is told to stop.
#[derive(Clone)]
pub(crate) struct Connections {
    router: Router,
    protocol: http1::Builder,
    first_request: Duration,
    places: Arc<Places>,
    metrics: Arc<Metrics>,
    stop: CancellationToken,
}

impl Connections {
    pub(crate) fn new(
        router: Router,
        config: &Config,
        metrics: Arc<Metrics>,
        stop: CancellationToken,
    ) -> Self {
        let mut protocol = http1::Builder::new();
        // hyper counts the pause between two requests as part of the second one's head. A pause as short as a
        // head may take would have clients send into connections that are just being closed.
        let between = Duration::from_secs(config.limits.keep_alive_seconds);
        protocol.timer(TokioTimer::new()).header_read_timeout(between);
        Self {
            router,
            protocol,
            first_request: Duration::from_secs(config.limits.request_head_seconds),
            places: Arc::new(Places::new(config.connections_per_address())),
            metrics,
            stop,
        }
    }

    /// Accepts. Returns when it was stopped and everything under way is answered.
    /// Connections begin with a handshake when there is an acceptor for it.
    pub(crate) async fn answer(self, mut listener: TcpListener, tls: Option<TlsAcceptor>) {
        let open = TaskTracker::new();
        let all = Arc::new(self);
        loop {
            // Waits out what only time can mend, such as too many open files.
            let accepted = Listener::accept(&mut listener);
            let Some((stream, address)) = all.stop.run_until_cancelled(accepted).await else {
                break;
            };
            let Some(place) = all.places.take(address.ip()) else {
                all.metrics.connections_refused.inc();
                tracing::debug!(address = %address.ip(), "too many connections");
                continue;
            };
            // Small frames go out at once, without Nagle's pause. A socket that refuses works all the same.
            drop(stream.set_nodelay(true));
            let stream = Seated::new(stream, place);
            let all = Arc::clone(&all);
            match tls.clone() {
                Some(tls) => open.spawn(all.answer_tls(stream, tls, address)),
                None => open.spawn(all.answer_one(stream, address, Scheme::HTTP)),
            };
        }
        // Whoever comes from here on is refused by the system.
        drop(listener);
        open.close();
        open.wait().await;
    }

    async fn answer_tls(self: Arc<Self>, stream: Seated, tls: TlsAcceptor, address: SocketAddr) {
        let handshake = timeout(self.first_request, tls.accept(stream));
        match self.stop.run_until_cancelled(handshake).await {
            Some(Ok(Ok(stream))) => self.answer_one(stream, address, Scheme::HTTPS).await,
            Some(Ok(Err(error))) => tracing::debug!(%error, "a handshake failed"),
            Some(Err(_)) | None => {}
        }
    }

    async fn answer_one<S>(self: Arc<Self>, stream: S, address: SocketAddr, scheme: Scheme)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let has_asked = AtomicBool::new(false);
        let router = TowerToHyperService::new(self.router.clone());
        let service = service_fn(|mut request: Request<Incoming>| {
            has_asked.store(true, Ordering::Relaxed);
            request.extensions_mut().insert(ConnectInfo(address));
            // Of our own TLS; what a proxy in front speaks is not known here.
            request.extensions_mut().insert(scheme.clone());
            router.call(request)
        });
        let io = TokioIo::new(stream);
        let mut connection = pin!(self.protocol.serve_connection(io, service).with_upgrades());
        let mut late = pin!(sleep(self.first_request));
        let (mut may_be_late, mut is_stopping) = (true, false);
        loop {
            tokio::select! {
                ended = connection.as_mut() => {
                    if let Err(error) = ended {
                        tracing::trace!(%error, "a connection failed");
                    }
                    return;
                }
                () = late.as_mut(), if may_be_late => {
                    if !has_asked.load(Ordering::Relaxed) {
                        return;
                    }
                    may_be_late = false;
                }
                () = self.stop.cancelled(), if !is_stopping => {
                    connection.as_mut().graceful_shutdown();
                    is_stopping = true;
                }
            }
        }
    }
}
