//! The address of a Chime messaging socket. A browser cannot set headers on a socket, so the signature and
//! everything it covers are in the query. Not here: opening it.
//!
//! Source: section 5.1 of the notes on Amazon Chime SDK messaging. Invariant: equal input gives the very
//! address that `amazon-chime-sdk-js` makes.

use super::encode::encode_component;
use super::key::{digits, payload_hash, scope_text, signature};
use super::stamp::Stamp;
use super::{ALGORITHM, Credentials, Request, Scope, canonical, header, parameter};
use crate::Secret;

/// How long the address of a socket may be opened, from the moment it was signed.
pub const SOCKET_SECONDS: u64 = 10;

/// How a socket is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `wss`, the only one Amazon's own service knows.
    Tls,
    /// `ws`, for a server on the same machine.
    Plain,
}

/// What a socket tells by itself, before any event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefetch {
    /// Nothing.
    Off,
    /// The details of up to 50 channels: those with unread messages, then by their last message.
    On,
    /// The same, only by unread messages.
    Unread,
    /// The same, only by their last message.
    LastMessage,
}

/// A messaging socket to be opened.
#[derive(Clone, Copy, Debug)]
pub struct Socket<'a> {
    /// How it is spoken.
    pub scheme: Scheme,
    /// `Endpoint.Url` of `GetMessagingSessionEndpoint`: a host, with a port if it has one of its own.
    pub host: &'a str,
    /// The `AppInstanceUser` who listens.
    pub user_arn: &'a str,
    /// Tells this connection from others of the same user. Letters and digits: a browser changes some
    /// other marks after they were signed.
    pub session_id: &'a str,
    /// What it tells by itself.
    pub prefetch: Prefetch,
    /// `X-Amzn-User-Agent`, such as `chrome-156`. Left out when empty.
    pub user_agent: &'a str,
    /// `X-Amzn-Version`, the version of the client. Left out when empty.
    pub version: &'a str,
}

/// The address of a socket, good for [`SOCKET_SECONDS`] from `now_millis`, milliseconds since
/// 1970-01-01T00:00:00Z by the *server's* clock. Whoever has it can listen as that user: it is a secret.
pub fn presign(
    socket: &Socket<'_>,
    credentials: &Credentials,
    region: &str,
    now_millis: u64,
) -> Secret {
    let stamp = Stamp::at(now_millis);
    let scope = Scope::chime(region);
    let credential = [&*credentials.access_key_id, "/", &scope_text(&stamp, scope)].concat();
    let seconds = SOCKET_SECONDS.to_string();
    let token = credentials.session_token.as_ref().map_or("", Secret::reveal);
    let (prefetch_on, prefetch_sort_by) = match socket.prefetch {
        Prefetch::Off => ("", ""),
        Prefetch::On => ("connect", ""),
        Prefetch::Unread => ("connect", "unread"),
        Prefetch::LastMessage => ("connect", "last-message-timestamp"),
    };
    let parameters = [
        (parameter::ALGORITHM, ALGORITHM),
        (parameter::CREDENTIAL, &credential),
        (parameter::DATE, stamp.text()),
        (parameter::EXPIRES, &seconds),
        (parameter::SECURITY_TOKEN, token),
        (parameter::SIGNED_HEADERS, header::HOST),
        ("X-Amzn-User-Agent", socket.user_agent),
        ("X-Amzn-Version", socket.version),
        ("prefetch-on", prefetch_on),
        ("prefetch-sort-by", prefetch_sort_by),
        ("sessionId", socket.session_id),
        ("userArn", socket.user_arn),
    ];
    let given = parameters.into_iter().filter(|(_, value)| !value.is_empty());
    let query = given.map(|(name, value)| (name.to_owned(), encode_component(value))).collect();
    let query = canonical::sorted(query);
    let request =
        Request { method: "GET", host: socket.host, path: "/connect", query: &query, headers: &[] };
    let headers = canonical::all_headers(&request, []);
    let text = canonical::text(&request, &query, &headers, &payload_hash(b""));
    let signature = digits(signature(&credentials.secret_access_key, &stamp, scope, &text));
    let scheme = match socket.scheme {
        Scheme::Tls => "wss://",
        Scheme::Plain => "ws://",
    };
    let address = [
        scheme,
        socket.host,
        request.path,
        "?",
        &query,
        "&",
        parameter::SIGNATURE,
        "=",
        &signature,
    ];
    Secret::new(address.concat())
}
