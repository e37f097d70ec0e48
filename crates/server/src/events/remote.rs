//! Which Chime service the events use: our own, or Amazon's.

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use chirrup_wire::sigv4::{self, Credentials, Scope, payload_hash};
use reqwest::{Client, Method, RequestBuilder, Url};

use crate::addresses::Addresses;
use crate::app::App;
use crate::clock::Millis;
use crate::events::{EventId, EventsError};

/// A request without an answer for so long is given up.
const PATIENCE: Duration = Duration::from_secs(20);

/// The service and who we are there.
#[derive(Clone)]
pub(super) struct Remote {
    /// The one client of all requests: it keeps the connections.
    http: Client,
    /// Where messaging calls go, without a slash at the end.
    pub(super) messaging: String,
    /// Where identity calls go; our own server has one address for both.
    pub(super) identity: String,
    /// Where browsers send messaging calls; where their own call came from, when absent.
    pub(super) public: Option<String>,
    /// Such as `us-east-1`.
    pub(super) region: String,
    /// Where users and channels are made.
    pub(super) app_instance_arn: String,
    /// For whom we act.
    pub(super) admin_arn: String,
    /// What signs.
    pub(super) credentials: Credentials,
    /// Where keys for people come from.
    pub(super) keys: Keys,
    /// Where the processor of channel flows is.
    reviewer: Reviewer,
}

/// Where the processor of channel flows is.
#[derive(Clone, Debug)]
enum Reviewer {
    /// Below this address.
    Here(String),
    /// Behind a Lambda function, when there is one.
    Lambda(Option<String>),
}

/// Where keys for people come from.
#[derive(Clone, Debug)]
pub(super) enum Keys {
    /// From this server's own store.
    Own,
    /// From Amazon's token service, as a role.
    Role {
        /// The role.
        arn: String,
        /// The address of the token service.
        endpoint: String,
    },
}

impl Remote {
    /// The ARN of a user.
    pub(super) fn user_arn(&self, id: &str) -> String {
        format!("{}/user/{id}", self.app_instance_arn)
    }

    /// The ARN of a channel.
    pub(super) fn channel_arn(&self, id: &str) -> String {
        format!("{}/channel/{id}", self.app_instance_arn)
    }

    /// A request to one of Amazon's services, or to ours, signed as we. Not sent yet.
    pub(super) fn request(
        &self,
        service: &str,
        method: Method,
        url: Url,
        headers: &[(&str, &str)],
        body: String,
    ) -> RequestBuilder {
        let host = match (url.host_str().unwrap_or_default(), url.port()) {
            (host, Some(port)) => format!("{host}:{port}"),
            (host, None) => host.to_owned(),
        };
        let request = sigv4::Request {
            method: method.as_str(),
            host: &host,
            path: url.path(),
            query: url.query().unwrap_or_default(),
            headers,
        };
        let scope = Scope { region: &self.region, service };
        let (hash, now) = (payload_hash(body.as_bytes()), Millis::now().0.unsigned_abs());
        let signed = sigv4::sign(&request, &hash, &self.credentials, scope, now);
        let mut call = self.http.request(method, url);
        for (name, value) in headers {
            call = call.header(*name, *value);
        }
        for (name, value) in &signed {
            call = call.header(*name, value.reveal());
        }
        call.body(body)
    }

    /// What the channel flow of an event calls.
    pub(super) fn processor(&self, event: &EventId) -> Option<String> {
        match &self.reviewer {
            Reviewer::Here(root) => Some(format!("{root}events/{event}/review")),
            Reviewer::Lambda(arn) => arn.clone(),
        }
    }
}

impl fmt::Debug for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remote").field("messaging", &self.messaging).finish_non_exhaustive()
    }
}

/// The service of the config, or the one in this server.
pub(super) fn choose(app: &App, own: SocketAddr) -> Result<Remote, EventsError> {
    let config = &app.config.events;
    let http = Client::builder().timeout(PATIENCE).tcp_nodelay(true).no_proxy().build()?;
    let Some(chime) = &config.chime else {
        let identity = &app.chime.identity;
        let Addresses { site, chime: address, .. } = Addresses::of(own, None, identity, None);
        return Ok(Remote {
            http,
            messaging: address.clone(),
            identity: address,
            public: config.public_endpoint.clone(),
            region: identity.region.clone(),
            app_instance_arn: identity.app_instance_arn.to_string(),
            admin_arn: identity.admin_arn.to_string(),
            credentials: identity.owner.credentials(),
            keys: Keys::Own,
            reviewer: Reviewer::Here(site),
        });
    };
    let region = &chime.region;
    let at = |service: &str| match &chime.endpoint {
        Some(endpoint) => endpoint.trim_end_matches('/').to_owned(),
        None => format!("https://{service}-chime.{region}.amazonaws.com"),
    };
    let sts = chime.sts_endpoint.clone();
    let messaging = at("messaging");
    Ok(Remote {
        http,
        public: Some(config.public_endpoint.clone().unwrap_or_else(|| messaging.clone())),
        messaging,
        identity: at("identity"),
        region: region.clone(),
        app_instance_arn: chime.app_instance_arn.clone(),
        admin_arn: chime.admin_arn.clone(),
        credentials: chime.credentials.clone().ok_or(EventsError::NoKeys)?,
        keys: Keys::Role {
            arn: chime.role_arn.clone(),
            endpoint: sts.unwrap_or_else(|| format!("https://sts.{region}.amazonaws.com")),
        },
        reviewer: Reviewer::Lambda(chime.review_lambda_arn.clone()),
    })
}
