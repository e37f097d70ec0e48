//! Signatures, the keys behind them, and the backend's clock.
//!
//! A signature holds for minutes and a socket's address for seconds, so both are made at the moment they go
//! out, by the backend's clock: `now` and how far that clock was ahead in the newest answer.

use chirrup_wire::Secret;
use chirrup_wire::conventions::login::RenewResponse;
use chirrup_wire::sigv4::{self, Prefetch, Scheme, Scope, Socket, payload_hash, presign};

use super::Chime;
use crate::output::{Request, Response};
use crate::search::{find, split_once};
use crate::time::Millis;

/// Keys that live shorter than this are renewed before anything is opened with them.
const LIFE_MILLIS_MIN: u64 = 30_000;
/// A clock that is off by less breaks no signature, and a `Date` tells whole seconds.
const SKEW_MILLIS_MIN: u64 = 5_000;

impl Chime {
    /// Signs a request of the messaging service; the login's are not signed.
    pub(crate) fn sign(&self, request: &mut Request, now: Millis) {
        let Some(place) = self.place.as_ref() else { return };
        if request.url.starts_with(&self.config.event_url) {
            return;
        }
        let rest = split_once(&request.url, "://").map_or("", |(_, rest)| rest);
        let slash = rest.find('/').unwrap_or(rest.len());
        let (host, target) = rest.split_at(slash);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let headers: Vec<_> =
            request.headers.iter().map(|(name, value)| (*name, value.reveal())).collect();
        let signed =
            sigv4::Request { method: request.method.name(), host, path, query, headers: &headers };
        let hash = payload_hash(request.body.reveal().as_bytes());
        let scope = Scope::chime(&place.region);
        let added = sigv4::sign(&signed, &hash, &place.credentials, scope, self.clock(now).0);
        request.headers.extend(added);
    }

    /// The address of a socket on this host. It holds for ten seconds.
    pub(super) fn socket_url(&self, host: &str, session_id: &str, now: Millis) -> Option<Secret> {
        let place = self.place.as_ref()?;
        let is_plain = place.endpoint.starts_with("http://");
        let socket = Socket {
            scheme: if is_plain { Scheme::Plain } else { Scheme::Tls },
            host,
            user_arn: &place.user_arn,
            session_id,
            prefetch: Prefetch::On,
            user_agent: "",
            version: "",
        };
        Some(presign(&socket, &place.credentials, &place.region, self.clock(now).0))
    }

    /// The time by the backend's clock.
    pub(crate) fn clock(&self, now: Millis) -> Millis {
        Millis(now.0.saturating_add_signed(self.skew_millis))
    }

    /// Looks at the clock of an answer. Answers whether it was so far off that a signature may have been
    /// refused for it.
    pub(crate) fn take_date(&mut self, response: &Response, now: Millis) -> bool {
        let date = response.headers.iter().find(|(name, _)| name == "date");
        let Some(there) = date.and_then(|(_, date)| Millis::from_http_date(date)) else {
            return false;
        };
        let here = self.clock(now);
        let off = there.since(here).max(here.since(there));
        if off < SKEW_MILLIS_MIN {
            return false;
        }
        let skew = i128::from(there.0) - i128::from(now.0);
        self.skew_millis = i64::try_from(skew).unwrap_or(0);
        true
    }

    /// When the keys should be renewed: with a fifth of their life left, at least five minutes early if they
    /// live that long.
    pub(crate) fn renew_at(&self, now: Millis) -> Option<Millis> {
        let left = self.place.as_ref()?.expires?.since(self.clock(now));
        Some(now + (left - left / 5).min(left.saturating_sub(300_000).max(left / 2)))
    }

    /// Whether the keys are too old to connect with.
    pub(crate) fn is_stale(&self, now: Millis) -> bool {
        let expires = self.place.as_ref().and_then(|place| place.expires);
        expires.is_some_and(|at| at.since(self.clock(now)) < LIFE_MILLIS_MIN)
    }

    pub(crate) fn take_renewed(&mut self, answer: RenewResponse) {
        if let Some(place) = &mut self.place {
            place.renew(answer);
        }
    }

    /// Whether an answer says that the signature or the keys are not accepted, and not what was asked for.
    pub(crate) fn is_unsigned(response: &Response) -> bool {
        let kind = response.headers.iter().find(|(name, _)| name == "x-amzn-errortype");
        let kind = kind.map_or("", |(_, kind)| kind.as_str());
        let of_signature = ["Signature", "Token", "Expired", "UnrecognizedClient", "InvalidClient"];
        response.status == 401
            || (response.status == 403
                && of_signature.iter().any(|word| find(kind, word).is_some()))
    }
}
