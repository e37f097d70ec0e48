//! Figures for Prometheus. Labels are operations and statuses, never people or rooms.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

use crate::app::App;
use crate::app_error::AppError;
use crate::store::CommitStats;

/// What a request was and how it ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RequestLabels {
    operation: &'static str,
    status: u16,
}

/// All figures.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    /// Sockets of participants that are open.
    pub sockets_open: Gauge,
    /// Messages answered, each durable by then.
    pub messages_acknowledged: Counter,
    /// Sockets dropped because they did not read.
    pub slow_readers_dropped: Counter,
    /// Connections of addresses that had too many already.
    pub connections_refused: Counter,
    commit_writes: Histogram,
    commit_seconds: Histogram,
    waiting_writes: Gauge,
    waiting_contacts: Gauge,
}

impl Metrics {
    /// All figures at zero.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("chirrup");
        let metrics = Self {
            requests: Family::default(),
            sockets_open: Gauge::default(),
            messages_acknowledged: Counter::default(),
            slow_readers_dropped: Counter::default(),
            connections_refused: Counter::default(),
            commit_writes: Histogram::new(exponential_buckets(1.0, 2.0, 9)),
            commit_seconds: Histogram::new(exponential_buckets(0.000_25, 2.0, 14)),
            waiting_writes: Gauge::default(),
            waiting_contacts: Gauge::default(),
            registry: Registry::default(),
        };
        let mut add = |name: &str, help: &str, metric: &dyn Addable| {
            metric.add_to(&mut registry, name, help);
        };
        add("requests", "Requests by operation and status", &metrics.requests);
        add("sockets_open", "Open sockets of participants", &metrics.sockets_open);
        let acknowledged = &metrics.messages_acknowledged;
        add("messages_acknowledged", "Messages answered after they were durable", acknowledged);
        let dropped = &metrics.slow_readers_dropped;
        add("slow_readers_dropped", "Sockets dropped because they did not read", dropped);
        let refused = &metrics.connections_refused;
        add("connections_refused", "Connections beyond what one address may hold", refused);
        add("commit_writes", "Writes that shared a commit", &metrics.commit_writes);
        add("waiting_writes", "Writes that wait for the writer", &metrics.waiting_writes);
        add("waiting_contacts", "Contacts that wait for an agent", &metrics.waiting_contacts);
        let seconds = metrics.commit_seconds.clone();
        registry.register_with_unit("commit", "Duration of a commit", Unit::Seconds, seconds);
        Self { registry, ..metrics }
    }

    /// Counts a request.
    pub fn count_request(&self, operation: &'static str, status: u16) {
        self.requests.get_or_create(&RequestLabels { operation, status }).inc();
    }

    /// Counts a commit.
    pub fn count_commit(&self, stats: CommitStats) {
        self.commit_writes.observe(f64::from(u32::try_from(stats.writes).unwrap_or(u32::MAX)));
        self.commit_seconds.observe(stats.took.as_secs_f64());
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

/// A metric that can be registered without naming its type.
trait Addable {
    fn add_to(&self, registry: &mut Registry, name: &str, help: &str);
}

impl<M: prometheus_client::registry::Metric + Clone> Addable for M {
    fn add_to(&self, registry: &mut Registry, name: &str, help: &str) {
        registry.register(name, help, self.clone());
    }
}

/// `GET /metrics`.
pub async fn handle(State(app): State<App>) -> Result<Response, AppError> {
    let waiting = app.store.read(|reads| reads.waiting_rooms().map_err(AppError::from)).await?;
    let metrics = &app.metrics;
    metrics.waiting_contacts.set(i64::try_from(waiting).unwrap_or(i64::MAX));
    metrics.waiting_writes.set(i64::try_from(app.store.waiting_writes()).unwrap_or(i64::MAX));
    let mut text = String::new();
    encode(&mut text, &metrics.registry).map_err(|_| AppError::internal())?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(CONTENT_TYPE, kind)], text).into_response())
}
