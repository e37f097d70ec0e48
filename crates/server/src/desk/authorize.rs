//! Which agent calls: the token in `Authorization: Bearer`.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::app::App;
use crate::app_error::AppError;
use crate::clock::Millis;
use crate::config::AgentConfig;
use crate::domain::AgentId;
use crate::token::{TokenHash, TokenKind};

/// An agent who is signed in.
pub(super) struct SignedIn {
    /// The agent.
    pub(super) agent: AgentConfig,
    /// The token of the call.
    pub(super) token: TokenHash,
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|text| text.strip_prefix("Bearer ")).ok_or_else(signed_out)?;
        find(app, TokenHash::of(token)).await
    }
}

/// The agent of a token; an agent who is no longer in the config is nobody.
pub(super) async fn find(app: &App, token: TokenHash) -> Result<SignedIn, AppError> {
    let read = move |reads: &dyn crate::store::Reads| -> Result<_, AppError> {
        Ok(reads.token(TokenKind::Desk, &token, Millis::now())?)
    };
    let known = app.store.read(read).await?.ok_or_else(signed_out)?;
    let agent = app.config.agent(&AgentId::new(known.holder)).cloned().ok_or_else(signed_out)?;
    Ok(SignedIn { agent, token })
}

fn signed_out() -> AppError {
    AppError::signed_out("Sign in first")
}
