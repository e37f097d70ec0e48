//! The agents' desk: signing in, the list of contacts, accepting, handing over.
//!
//! The conversation itself is not here: an accepted contact is talked in through `connect/`, as the
//! agent's own participant. The contract is `chirrup_wire::desk`.

mod accept;
mod authorize;
mod sign_in;
mod sign_out;
mod socket;
mod state;
mod transfer;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use tokio::sync::watch;

use crate::app::App;
use crate::app_error::AppError;
use crate::config::Config;
use crate::domain::AgentId;

use sign_in::Attempts;

/// What the desk knows beside the store: who is there, and that something has changed.
pub struct Desk {
    online: Mutex<HashMap<AgentId, usize>>,
    changes: watch::Sender<u64>,
    attempts: Attempts,
}

impl Desk {
    /// A desk nobody sits at.
    pub fn new(config: &Config) -> Self {
        Self {
            online: Mutex::default(),
            changes: watch::Sender::new(0),
            attempts: Attempts::new(config.limits.sign_in_failures),
        }
    }

    /// Something that desks show has changed.
    pub fn ring(&self) {
        self.changes.send_modify(|count| *count = count.wrapping_add(1));
    }

    fn is_online(&self, agent: &AgentId) -> bool {
        self.lock().contains_key(agent)
    }

    /// The agent is online while the chair lives.
    fn sit(self: &Arc<Self>, agent: AgentId) -> Chair {
        *self.lock().entry(agent.clone()).or_default() += 1;
        self.ring();
        Chair { desk: Arc::clone(self), agent }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<AgentId, usize>> {
        self.online.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An agent's open desk.
struct Chair {
    desk: Arc<Desk>,
    agent: AgentId,
}

impl Drop for Chair {
    fn drop(&mut self) {
        let mut online = self.desk.lock();
        if let Some(count) = online.get_mut(&self.agent) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                online.remove(&self.agent);
            }
        }
        drop(online);
        self.desk.ring();
    }
}

const MOST_BODY_BYTES: usize = 16 * 1024;

/// Everything below `/desk/api`. Same origin only, so no CORS.
pub fn router() -> Router<App> {
    Router::new()
        .route("/sign-in", post(sign_in::handle))
        .route("/sign-out", post(sign_out::handle))
        .route("/contacts/{contact_id}/accept", post(accept::handle))
        .route("/contacts/{contact_id}/transfer", post(transfer::handle))
        .route("/socket", get(socket::handle))
        .fallback(|| async { AppError::not_found("The desk has no such call") })
        .layer(DefaultBodyLimit::max(MOST_BODY_BYTES))
}
