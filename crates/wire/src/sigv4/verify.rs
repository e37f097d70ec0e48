//! Whether a request was signed by who it says. Not here: what that person may do, and whether an address
//! was used before; within its time it can be opened again.
//!
//! Invariant: what is hashed comes from the request as it arrived, never from what the signature says of it,
//! and the comparison takes the same time wherever the digits differ.

use hmac::Mac as _;

use super::canonical;
use super::claim::Claim;
use super::key::signature;
use super::refusal::{Refusal, ScopePart};
use super::{Request, Scope, header};
use crate::Secret;

/// How far the sender's clock may be from ours, either way.
pub const ALLOWED_SKEW_MILLIS: u64 = 300_000;

/// Who signed a request, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The key that signed.
    pub access_key_id: String,
    /// The token that came with it; covered by the signature.
    pub session_token: Option<Secret>,
    /// By the sender's clock, in milliseconds since 1970-01-01T00:00:00Z; a whole second.
    pub signed_at_millis: u64,
}

/// Finds a secret key by access key id and session token. It answers nothing when nobody holds that key, or
/// not with that token; comparing tokens in constant time is its own affair.
pub type Lookup<'a> = &'a dyn Fn(&str, Option<&str>) -> Option<Secret>;

/// Verifies the signature in the headers of a REST request.
///
/// `request` holds all headers that came and `payload_hash` is [`payload_hash`](super::payload_hash) of the
/// body that came, whatever its headers say. `now_millis` is our clock, since 1970-01-01T00:00:00Z; the
/// sender's may be off by [`ALLOWED_SKEW_MILLIS`].
///
/// # Errors
/// The first thing that is wrong, in the order of [`Refusal`].
pub fn verify(
    request: &Request<'_>,
    payload_hash: &str,
    scope: Scope<'_>,
    now_millis: u64,
    lookup: Lookup<'_>,
) -> Result<Verified, Refusal> {
    check(Claim::in_headers(request)?, request, payload_hash, scope, now_millis, lookup)
}

/// Verifies the signature in the query of an address, such as a socket's.
///
/// As [`verify()`], except that the address holds until `X-Amz-Expires` seconds after it was signed; it may
/// come from a clock that is ahead by [`ALLOWED_SKEW_MILLIS`]. The body of a socket's request is empty.
///
/// # Errors
/// The first thing that is wrong, in the order of [`Refusal`].
pub fn verify_presigned(
    request: &Request<'_>,
    payload_hash: &str,
    scope: Scope<'_>,
    now_millis: u64,
    lookup: Lookup<'_>,
) -> Result<Verified, Refusal> {
    check(Claim::in_query(request)?, request, payload_hash, scope, now_millis, lookup)
}

fn check(
    claim: Claim,
    request: &Request<'_>,
    payload_hash: &str,
    scope: Scope<'_>,
    now_millis: u64,
    lookup: Lookup<'_>,
) -> Result<Verified, Refusal> {
    check_scope(&claim, scope)?;
    check_time(&claim, now_millis)?;
    check_coverage(&claim, request)?;
    let mut headers = Vec::with_capacity(claim.signed_headers.len());
    for name in &claim.signed_headers {
        let covered = canonical::one_header(request, name);
        headers.push(covered.ok_or_else(|| Refusal::HeaderAbsent(name.clone()))?);
    }
    let secret = lookup(&claim.credential.access_key_id, claim.session_token.as_deref())
        .ok_or(Refusal::UnknownKey)?;
    let query = match claim.holds_for_millis {
        Some(_) => canonical::presigned_query(request.query),
        None => canonical::query(request.query),
    };
    let text = canonical::text(request, &query, &headers, payload_hash);
    signature(&secret, &claim.stamp, scope, &text)
        .verify_slice(&claim.signature)
        .map_err(|_| Refusal::BadSignature)?;
    Ok(Verified {
        access_key_id: claim.credential.access_key_id,
        session_token: claim.session_token.map(Secret::new),
        signed_at_millis: claim.signed_at_millis,
    })
}

fn check_scope(claim: &Claim, scope: Scope<'_>) -> Result<(), Refusal> {
    let credential = &claim.credential;
    if credential.region != scope.region {
        return Err(Refusal::WrongScope(ScopePart::Region));
    }
    if credential.service != scope.service {
        return Err(Refusal::WrongScope(ScopePart::Service));
    }
    if credential.day != claim.stamp.day() {
        return Err(Refusal::WrongScope(ScopePart::Date));
    }
    Ok(())
}

fn check_time(claim: &Claim, now_millis: u64) -> Result<(), Refusal> {
    let signed_at = claim.signed_at_millis;
    let ahead_millis = i64::try_from(signed_at.saturating_sub(now_millis)).unwrap_or(i64::MAX);
    let behind = now_millis.saturating_sub(signed_at);
    if ahead_millis.unsigned_abs() > ALLOWED_SKEW_MILLIS {
        return Err(Refusal::Skewed { ahead_millis });
    }
    match claim.holds_for_millis {
        Some(holds_for) if behind > holds_for => {
            Err(Refusal::Expired { by_millis: behind - holds_for })
        }
        None if behind > ALLOWED_SKEW_MILLIS => {
            let ahead_millis = i64::try_from(behind).map_or(i64::MIN, |behind| -behind);
            Err(Refusal::Skewed { ahead_millis })
        }
        Some(_) | None => Ok(()),
    }
}

/// A header that says who acts has to be covered, or it could be exchanged on the way.
fn check_coverage(claim: &Claim, request: &Request<'_>) -> Result<(), Refusal> {
    let sent = request.headers.iter().map(|(name, _)| name.to_ascii_lowercase());
    let binding = sent.filter(|name| name.starts_with("x-amz-"));
    let mut wanted = std::iter::once(header::HOST.to_owned()).chain(binding);
    match wanted.find(|name| !claim.signed_headers.contains(name)) {
        Some(name) => Err(Refusal::HeaderUnsigned(name)),
        None => Ok(()),
    }
}
