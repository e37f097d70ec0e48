//! A running server: bound, answering, and stopped in order.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::addresses::Addresses;
use crate::app::App;
use crate::config::Config;
use crate::connections::{Connections, TlsError, acceptor};
use crate::events::{Demo, EventsError};
use crate::store::StoreError;

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The store cannot be opened.
    #[error("the data folder cannot be used: {0}")]
    Store(#[from] StoreError),
    /// There is no certificate to listen with.
    #[error("--tls: {0}")]
    Tls(#[from] TlsError),
    /// Live events cannot be had.
    #[error(transparent)]
    Events(#[from] EventsError),
    /// The address cannot be used.
    #[error("{address}: {error}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// Why.
        error: std::io::Error,
    },
}

/// A server that answers.
pub struct Server {
    app: App,
    address: SocketAddr,
    tls_address: Option<SocketAddr>,
    demo: Option<Demo>,
    serving: JoinHandle<()>,
    stop_serving: CancellationToken,
}

/// How long sockets have to say goodbye, and calls to be answered.
const STOP_TIME: Duration = Duration::from_secs(5);

impl Server {
    /// Opens the store, binds, and answers from then on.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let (listener, address) = bind(config.listen).await?;
        let secure = match &config.tls {
            Some((wanted, tls)) => Some((bind(*wanted).await?, acceptor(tls, &config.data)?)),
            None => None,
        };
        let app = App::open(config).await?;
        app.release_orphans().await?;
        app.tasks.spawn(crate::flow::run(app.clone()));
        app.tasks.spawn(crate::chime::operations::run(app.clone()));
        let stop_serving = CancellationToken::new();
        let (metrics, stop) = (Arc::clone(&app.metrics), stop_serving.clone());
        let connections = Connections::new(crate::router(&app), &app.config, metrics, stop);
        let tls_address = secure.as_ref().map(|((_, address), _)| *address);
        let serving = tokio::spawn(async move {
            let plain = connections.clone().answer(listener, None);
            match secure {
                Some(((listener, _), tls)) => {
                    tokio::join!(plain, connections.answer(listener, Some(tls)));
                }
                None => plain.await,
            }
        });
        let demo = crate::events::start(&app, address).await?;
        Ok(Self { app, address, tls_address, demo, serving, stop_serving })
    }

    /// What its handlers share.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Where it answers.
    pub fn addresses(&self) -> Addresses {
        let App { chime, config, .. } = &self.app;
        // A site need not have the event's page.
        let page = config.site.as_ref().map(|site| site.join("event/index.html"));
        let demo = self.demo.as_ref().filter(|_| page.is_some_and(|page| page.is_file()));
        Addresses::of(self.address, self.tls_address, &chime.identity, demo)
    }

    /// Closes sockets with 1001, answers the calls under way, writes what waits.
    pub async fn stop(self) {
        self.app.stopping.cancel();
        self.app.tasks.close();
        if timeout(STOP_TIME, self.app.tasks.wait()).await.is_err() {
            tracing::warn!("some sockets did not say goodbye");
        }
        self.stop_serving.cancel();
        let serving = self.serving.abort_handle();
        if timeout(STOP_TIME, self.serving).await.is_err() {
            serving.abort();
            tracing::warn!("some calls were not answered");
        }
        self.app.store.close().await;
    }
}

async fn bind(wanted: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let listen_error = |error| StartError::Listen { address: wanted, error };
    let listener = TcpListener::bind(wanted).await.map_err(listen_error)?;
    let address = listener.local_addr().map_err(listen_error)?;
    Ok((listener, address))
}
