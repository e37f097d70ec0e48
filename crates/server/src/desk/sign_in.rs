//! `POST /desk/api/sign-in`: name and key from the config against a token.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use axum::Json;
use axum::extract::{ConnectInfo, State};
use chirrup_wire::desk::{Agent, SignInRequest, SignInResponse};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::app::App;
use crate::app_error::AppError;
use crate::clock::Millis;
use crate::config::AgentConfig;
use crate::connect::JsonBody;
use crate::store::Token;
use crate::token::{self, TokenKind};

/// A desk stays signed in for a day.
const DESK_SECONDS: u64 = 24 * 60 * 60;

pub(super) async fn handle(
    State(app): State<App>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    JsonBody(request): JsonBody<SignInRequest>,
) -> Result<Json<SignInResponse>, AppError> {
    if !app.desk.attempts.may_try(address.ip(), Millis::now()) {
        tracing::warn!(address = %address.ip(), "too many wrong keys");
        return Err(AppError::throttling_because("Too many attempts, wait some minutes"));
    }
    let Some(agent) = matching(&app.config.agents, &request) else {
        app.desk.attempts.note_failure(address.ip(), Millis::now());
        return Err(AppError::signed_out("Name or key are wrong"));
    };
    let (token, hash) = token::fresh();
    let kept = Token {
        kind: TokenKind::Desk,
        room_id: None,
        holder: agent.id.to_string(),
        expires_at: Some(Millis::now().plus_seconds(DESK_SECONDS)),
    };
    let keep = move |tx: &mut crate::store::Tx<'_>| -> Result<(), AppError> {
        Ok(tx.records().add_token(&hash, &kept)?)
    };
    app.store.write(keep).await?;
    tracing::info!(agent = %agent.id, "signed in");
    let agent = Agent { id: agent.id.to_string(), name: agent.name.clone(), online: true };
    Ok(Json(SignInResponse { token, agent }))
}

/// Compares with every agent and always the whole hash, so that the time taken tells nothing.
fn matching<'a>(agents: &'a [AgentConfig], request: &SignInRequest) -> Option<&'a AgentConfig> {
    let digest = |text: &str| -> [u8; 32] { Sha256::digest(text.as_bytes()).into() };
    let name = request.name.trim().to_lowercase();
    let (name, key) = (digest(&name), digest(request.key.reveal()));
    agents.iter().fold(None, |found, agent| {
        let same_name = digest(&agent.name.to_lowercase()).ct_eq(&name);
        let same_key = digest(agent.key.reveal()).ct_eq(&key);
        if bool::from(same_name & same_key) { Some(agent) } else { found }
    })
}

/// Wrong keys by address.
pub(super) struct Attempts {
    limit: u32,
    failures: Mutex<BTreeMap<IpAddr, (Millis, u32)>>,
}

const WINDOW_SECONDS: u64 = 5 * 60;
const MOST_ADDRESSES: usize = 10_000;

impl Attempts {
    pub(super) fn new(limit: u32) -> Self {
        Self { limit, failures: Mutex::default() }
    }

    fn may_try(&self, address: IpAddr, now: Millis) -> bool {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.get(&address).is_none_or(|(since, count)| {
            *count < self.limit || since.plus_seconds(WINDOW_SECONDS) <= now
        })
    }

    fn note_failure(&self, address: IpAddr, now: Millis) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= MOST_ADDRESSES {
            failures.retain(|_, (since, _)| since.plus_seconds(WINDOW_SECONDS) > now);
        }
        let entry = failures.entry(address).or_insert((now, 0));
        if entry.0.plus_seconds(WINDOW_SECONDS) <= now {
            *entry = (now, 0);
        }
        entry.1 += 1;
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::Attempts;
    use crate::clock::Millis;

    #[test]
    fn an_address_waits_after_too_many_wrong_keys() {
        let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let attempts = Attempts::new(2);
        attempts.note_failure(here, Millis(0));
        assert!(attempts.may_try(here, Millis(1)));
        attempts.note_failure(here, Millis(1));
        assert!(!attempts.may_try(here, Millis(2)));
        assert!(attempts.may_try(here, Millis(5 * 60 * 1000)), "five minutes later");
    }
}
