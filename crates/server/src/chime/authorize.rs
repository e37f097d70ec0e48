//! Who calls: the signature is worked out again from the request as it came, and the bearer is held against
//! the keys. `StartChatContact` of Amazon Connect asks here as well, because there is one set of keys.
//!
//! Invariant: this is the only place that makes a [`Caller`].

use axum::http::header::{AUTHORIZATION, HOST};
use axum::http::request::Parts;
use chirrup_wire::sigv4::{self, Refusal, Request, Scope};

use super::arn::Arn;
use super::call::{Caller, Principal};
use super::credentials;
use super::error::ChimeError;
use super::operation::Operation;
use super::service::Chime;
use crate::clock::Millis;
use crate::store::{Reads, StoreError};

/// For whom a call is made.
const BEARER: &str = "x-amz-chime-bearer";

/// A request that says who sent it, not believed yet.
pub(crate) struct Signed {
    method: String,
    host: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
}

/// Whose keys signed, and when, by their clock.
pub(crate) struct Signer {
    pub(crate) principal: Principal,
    pub(super) access_key_id: String,
    pub(super) signed_at: Millis,
}

/// Why a signature is not believed.
pub(crate) enum Doubt {
    /// It is wrong.
    Refused(Refusal),
    /// Nobody could look.
    Store(StoreError),
}

impl From<StoreError> for Doubt {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Doubt> for ChimeError {
    fn from(doubt: Doubt) -> Self {
        match doubt {
            Doubt::Refused(refusal) if refusal.is_about_time() => {
                Self::clock_skewed(refusal.to_string())
            }
            Doubt::Refused(refusal) => Self::unauthorized(refusal.to_string()),
            Doubt::Store(error) => error.into(),
        }
    }
}

impl Signed {
    /// A request as it came, its path before any prefix was taken off.
    pub(crate) fn of(parts: &Parts) -> Self {
        let text = |value: &axum::http::HeaderValue| {
            // What is not text cannot have been signed; it makes a covered header wrong, as it should.
            value.to_str().unwrap_or_default().to_owned()
        };
        let headers = parts.headers.iter().map(|(name, value)| (name.to_string(), text(value)));
        Self {
            method: parts.method.to_string(),
            host: parts.headers.get(HOST).map(text).unwrap_or_default(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: headers.filter(|(name, _)| name != "host").collect(),
        }
    }

    /// The same request, whose path was signed with what stood before it.
    #[must_use]
    pub(crate) fn below(self, prefix: &str) -> Self {
        Self { path: format!("{prefix}{}", self.path), ..self }
    }

    /// Whether its headers say that it is signed.
    pub(crate) fn is_signed(&self) -> bool {
        self.headers.iter().any(|(name, _)| name == AUTHORIZATION.as_str())
    }

    /// Verifies the headers of a call to a service. `body` is what came, whatever they say of it.
    pub(crate) fn verify(
        &self,
        body: &[u8],
        service: &str,
        chime: &Chime,
        reads: &dyn Reads,
        now: Millis,
    ) -> Result<Signer, Doubt> {
        let scope = Scope { region: &chime.identity.region, service };
        self.check(&sigv4::payload_hash(body), scope, chime, reads, now, sigv4::verify)
    }

    /// Verifies the query, as the address of a socket has it.
    pub(super) fn verify_presigned(
        &self,
        chime: &Chime,
        reads: &dyn Reads,
        now: Millis,
    ) -> Result<Signer, Doubt> {
        let scope = Scope::chime(&chime.identity.region);
        self.check(&sigv4::payload_hash(b""), scope, chime, reads, now, sigv4::verify_presigned)
    }

    fn check(
        &self,
        payload_hash: &str,
        scope: Scope<'_>,
        chime: &Chime,
        reads: &dyn Reads,
        now: Millis,
        verify: Verify,
    ) -> Result<Signer, Doubt> {
        let headers: Vec<_> =
            self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let request = Request {
            method: &self.method,
            host: &self.host,
            path: &self.path,
            query: &self.query,
            headers: &headers,
        };
        // The lookup may fail for reasons of its own, which are told rather than a wrong key.
        let found = std::cell::RefCell::new(Ok(None));
        let lookup = |id: &str, token: Option<&str>| {
            let owner = &chime.identity.owner;
            let (principal, secret) = match credentials::find(reads, owner, id, token, now) {
                Ok(Some(key)) => key,
                Ok(None) => return None,
                Err(error) => {
                    *found.borrow_mut() = Err(error);
                    return None;
                }
            };
            *found.borrow_mut() = Ok(Some(principal));
            Some(secret)
        };
        let at = u64::try_from(now.0).unwrap_or_default();
        let verified = verify(&request, payload_hash, scope, at, &lookup);
        let principal = found.into_inner()?;
        let verified = verified.map_err(Doubt::Refused)?;
        let signed_at = i64::try_from(verified.signed_at_millis).unwrap_or(i64::MAX);
        Ok(Signer {
            principal: principal.ok_or(Doubt::Refused(Refusal::UnknownKey))?,
            access_key_id: verified.access_key_id,
            signed_at: Millis(signed_at),
        })
    }

    /// For whom the call is made, as it says.
    fn bearer(&self) -> Option<&str> {
        let found = self.headers.iter().find(|(name, _)| name == BEARER);
        found.map(|(_, value)| value.as_str())
    }

    /// Holds the bearer against the keys.
    pub(super) fn caller(
        &self,
        principal: Principal,
        operation: Operation,
    ) -> Result<Caller, ChimeError> {
        let bearer = self.bearer().map(|text| {
            Arn::parse(text).ok_or_else(|| {
                ChimeError::bad_request(format!("{BEARER} is not the ARN of a user: {text}"))
            })
        });
        let bearer = bearer.transpose()?;
        if operation.wants_bearer() && bearer.is_none() {
            return Err(ChimeError::bad_request(format!("the header {BEARER} is missing")));
        }
        if let Principal::User(user) = &principal {
            if bearer.as_ref().is_some_and(|bearer| bearer != user) {
                return Err(ChimeError::forbidden(format!("these keys act for {user} only")));
            }
            if bearer.is_none() && !is_for_everybody(operation) {
                let name = operation.name();
                return Err(ChimeError::forbidden(format!("these keys may not call {name}")));
            }
        }
        Ok(Caller { principal, bearer })
    }
}

type Verify =
    fn(&Request<'_>, &str, Scope<'_>, u64, sigv4::Lookup<'_>) -> Result<sigv4::Verified, Refusal>;

/// What users may call although it names no bearer. Clients ask who the admins are, because the words of
/// others only count as moderation when an admin or a moderator said them.
fn is_for_everybody(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::GetMessagingSessionEndpoint
            | Operation::ListAppInstanceAdmins
            | Operation::DescribeAppInstanceAdmin
            | Operation::DescribeAppInstanceUser
    )
}
