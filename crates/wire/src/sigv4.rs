//! AWS Signature Version 4: proof on every request that its sender holds the secret key, which itself never
//! travels.
//!
//! Both sides of it. A client signs a REST request in its headers ([`sign()`]) or the address of a socket in
//! its query ([`presign()`]); a server works the same signature out again ([`verify()`] and
//! [`verify_presigned`]).
//! What is *not* here: a clock (`now_millis` is an argument), any sending, the remembering of addresses that
//! were used, and the rules of S3, which encodes paths once instead of twice.
//!
//! Invariant: the text that is signed is built by one function, `canonical::text`, for signing and for
//! verifying. Paths and queries enter it as they stand on the wire, so that there is one spelling of a
//! request and a changed byte is a changed request. The exceptions are those of the protocol: the order of
//! parameters, a missing `=`, empty and dot segments of the path, and runs of white space in a header.
//!
//! Sources: AWS documentation "Signature Version 4 for API requests"; section 5.1 of the notes on Amazon
//! Chime SDK messaging, from the signer of `amazon-chime-sdk-js`.

mod canonical;
mod claim;
mod encode;
mod key;
mod presign;
mod refusal;
mod sign;
mod stamp;
mod verify;

pub use encode::{decode, encode};
pub use key::payload_hash;
pub use presign::{Prefetch, SOCKET_SECONDS, Scheme, Socket, presign};
pub use refusal::{Part, Refusal, ScopePart};
pub use sign::sign;
pub use verify::{ALLOWED_SKEW_MILLIS, Lookup, Verified, verify, verify_presigned};

use crate::Secret;

/// The only algorithm.
const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The last part of every scope.
const TERMINATOR: &str = "aws4_request";

/// Headers that signing adds and verifying reads.
mod header {
    pub(super) const AUTHORIZATION: &str = "authorization";
    pub(super) const CONTENT_HASH: &str = "x-amz-content-sha256";
    pub(super) const DATE: &str = "x-amz-date";
    pub(super) const HOST: &str = "host";
    pub(super) const SECURITY_TOKEN: &str = "x-amz-security-token";
}

/// Query parameters that presigning adds and verifying reads.
mod parameter {
    pub(super) const ALGORITHM: &str = "X-Amz-Algorithm";
    pub(super) const CREDENTIAL: &str = "X-Amz-Credential";
    pub(super) const DATE: &str = "X-Amz-Date";
    pub(super) const EXPIRES: &str = "X-Amz-Expires";
    pub(super) const SECURITY_TOKEN: &str = "X-Amz-Security-Token";
    pub(super) const SIGNATURE: &str = "X-Amz-Signature";
    pub(super) const SIGNED_HEADERS: &str = "X-Amz-SignedHeaders";
}

/// The keys that a login endpoint hands out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// Names the secret key. Public.
    pub access_key_id: String,
    /// Signs; never sent.
    pub secret_access_key: Secret,
    /// Comes with temporary keys, and is sent and signed with every request.
    pub session_token: Option<Secret>,
}

/// Where a signature holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope<'a> {
    /// Such as `us-east-1`.
    pub region: &'a str,
    /// Such as `chime`.
    pub service: &'a str,
}

impl<'a> Scope<'a> {
    /// The messaging and identity services of the Amazon Chime SDK, which share one name.
    pub fn chime(region: &'a str) -> Self {
        Self { region, service: "chime" }
    }
}

/// What a signature covers, each part as it goes over the wire. The body is covered by its
/// [`payload_hash`].
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// In upper case.
    pub method: &'a str,
    /// The `Host` header: a port only when it is not the scheme's own.
    pub host: &'a str,
    /// What stands before `?`: absolute, its segments encoded with [`encode()`].
    pub path: &'a str,
    /// What stands after `?`, encoded with [`encode()`]; empty when there is none.
    pub query: &'a str,
    /// The other headers, in any order and case. A signer gives those that nobody on the way changes,
    /// a server all that came.
    pub headers: &'a [(&'a str, &'a str)],
}

impl<'a> Request<'a> {
    /// Each value of a header, in the order they came. `name` is in lower case.
    fn values(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let values = self.headers.iter().filter(move |(other, _)| other.eq_ignore_ascii_case(name));
        values.map(|&(_, value)| value)
    }
}
