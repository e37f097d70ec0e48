//! Which Chime service the events use: our own, or Amazon's.

use std::fmt;
use std::net::SocketAddr;

use chirrup_wire::sigv4::Credentials;

use crate::addresses::Addresses;
use crate::app::App;
use crate::events::EventsError;

/// The service and who we are there.
#[derive(Clone)]
pub(super) struct Remote {
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
}

impl fmt::Debug for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remote").field("messaging", &self.messaging).finish_non_exhaustive()
    }
}

/// The service of the config, or the one in this server.
pub(super) fn choose(app: &App, own: SocketAddr) -> Result<Remote, EventsError> {
    let config = &app.config.events;
    let Some(chime) = &config.chime else {
        let identity = &app.chime.identity;
        let address = Addresses::of(own, None, identity).chime;
        return Ok(Remote {
            messaging: address.clone(),
            identity: address,
            public: config.public_endpoint.clone(),
            region: identity.region.clone(),
            app_instance_arn: identity.app_instance_arn.to_string(),
            admin_arn: identity.admin_arn.to_string(),
            credentials: identity.owner.credentials(),
            keys: Keys::Own,
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
    })
}
