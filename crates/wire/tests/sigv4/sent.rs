//! A request on its way, which a test can change before the server gets it.

use chirrup_wire::Secret;
use chirrup_wire::sigv4::{
    Credentials, Refusal, Request, Scope, Verified, payload_hash, sign, verify, verify_presigned,
};

/// 2015-08-30T12:36:00Z, when AWS signed its examples.
pub(crate) const EXAMPLE_MILLIS: u64 = 1_440_938_160_000;

/// The keys of AWS's examples.
pub(crate) fn example_credentials() -> Credentials {
    Credentials {
        access_key_id: "AKIDEXAMPLE".into(),
        secret_access_key: Secret::new("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        session_token: None,
    }
}

#[derive(Clone)]
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    /// Of the body that arrives.
    pub(crate) payload_hash: String,
}

impl Sent {
    pub(crate) fn get(host: &str, path: &str, query: &str) -> Self {
        Self {
            method: "GET".into(),
            host: host.into(),
            path: path.into(),
            query: query.into(),
            headers: Vec::new(),
            payload_hash: payload_hash(b""),
        }
    }

    /// The request for the address of a socket.
    pub(crate) fn opening(address: &Secret) -> Self {
        let (_, rest) = address.reveal().split_once("://").unwrap();
        let (host, rest) = rest.split_once('/').unwrap();
        let (path, query) = rest.split_once('?').unwrap();
        Self::get(host, &format!("/{path}"), query)
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(crate) fn signed(
        mut self,
        credentials: &Credentials,
        scope: Scope<'_>,
        now_millis: u64,
    ) -> Self {
        let added = self.read(|it| sign(it, &self.payload_hash, credentials, scope, now_millis));
        let added =
            added.iter().map(|(name, value)| ((*name).to_owned(), value.reveal().to_owned()));
        self.headers.extend(added);
        self
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value).unwrap()
    }

    pub(crate) fn read<T>(&self, read: impl FnOnce(&Request<'_>) -> T) -> T {
        let headers: Vec<_> =
            self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        read(&Request {
            method: &self.method,
            host: &self.host,
            path: &self.path,
            query: &self.query,
            headers: &headers,
        })
    }

    /// What a server says of the headers that knows these credentials and no others.
    pub(crate) fn verified(
        &self,
        credentials: &Credentials,
        scope: Scope<'_>,
        now_millis: u64,
    ) -> Result<Verified, Refusal> {
        let lookup = |key: &str, token: Option<&str>| known(credentials, key, token);
        self.read(|it| verify(it, &self.payload_hash, scope, now_millis, &lookup))
    }

    /// The same of the query.
    pub(crate) fn verified_presigned(
        &self,
        credentials: &Credentials,
        scope: Scope<'_>,
        now_millis: u64,
    ) -> Result<Verified, Refusal> {
        let lookup = |key: &str, token: Option<&str>| known(credentials, key, token);
        self.read(|it| verify_presigned(it, &self.payload_hash, scope, now_millis, &lookup))
    }
}

fn known(credentials: &Credentials, key: &str, token: Option<&str>) -> Option<Secret> {
    let is_known = credentials.access_key_id == key
        && credentials.session_token.as_ref().map(Secret::reveal) == token;
    is_known.then(|| credentials.secret_access_key.clone())
}
