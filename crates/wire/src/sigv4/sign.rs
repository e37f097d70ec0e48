//! Signing a REST request in its headers. Not here: addresses that carry their signature in the query, see
//! [`presign()`](super::presign()).

use super::key::{digits, scope_text, signature};
use super::stamp::Stamp;
use super::{ALGORITHM, Credentials, Request, Scope, canonical, header};
use crate::Secret;

/// The headers to add to a request: `x-amz-date`, `x-amz-content-sha256`, `x-amz-security-token` when the
/// credentials are temporary, and `authorization`.
///
/// All of `request.headers` are signed, and `host`, which a browser sets by itself. Leave out those that
/// the way may change, such as `user-agent`; every `x-amz-…` header has to be in, or servers refuse.
/// `payload_hash` is [`payload_hash`](super::payload_hash) of the body. The signature holds for five minutes
/// around `now_millis`, milliseconds since 1970-01-01T00:00:00Z by the *server's* clock.
pub fn sign(
    request: &Request<'_>,
    payload_hash: &str,
    credentials: &Credentials,
    scope: Scope<'_>,
    now_millis: u64,
) -> Vec<(&'static str, Secret)> {
    let stamp = Stamp::at(now_millis);
    let mut added = vec![
        (header::DATE, Secret::new(stamp.text())),
        (header::CONTENT_HASH, Secret::new(payload_hash)),
    ];
    if let Some(token) = &credentials.session_token {
        added.push((header::SECURITY_TOKEN, token.clone()));
    }
    let new = added.iter().map(|(name, value)| (*name, value.reveal()));
    let headers = canonical::all_headers(request, new);
    let query = canonical::query(request.query);
    let text = canonical::text(request, &query, &headers, payload_hash);
    let signature = signature(&credentials.secret_access_key, &stamp, scope, &text);
    let authorization = [
        ALGORITHM,
        " Credential=",
        &credentials.access_key_id,
        "/",
        &scope_text(&stamp, scope),
        ", SignedHeaders=",
        &canonical::names(&headers),
        ", Signature=",
        &digits(signature),
    ];
    added.push((header::AUTHORIZATION, Secret::new(authorization.concat())));
    added
}
