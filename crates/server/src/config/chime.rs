//! The section `[chime]`: the service that live events run on.

use std::num::NonZeroU64;

use serde::Deserialize;

use crate::chime::domain::limits::Quotas;
use crate::chime::throttle::ChimeThrottle;

/// Settings of the Chime-compatible service.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChimeConfig {
    /// The region that ARNs and signatures name. It counts on the first start; after that it stays.
    pub region: String,
    /// Host and port of the socket as clients see it, when a proxy stands before the server.
    pub socket_host: Option<String>,
    /// Open sockets of one user.
    pub sockets_per_user: usize,
    /// Seconds between two pings.
    pub ping_seconds: NonZeroU64,
    /// The rate table.
    pub throttle: ChimeThrottle,
    /// How much there may be.
    pub quotas: Quotas,
}

impl Default for ChimeConfig {
    fn default() -> Self {
        Self {
            region: "us-east-1".to_owned(),
            socket_host: None,
            sockets_per_user: 10,
            ping_seconds: PING_SECONDS,
            throttle: ChimeThrottle::default(),
            quotas: Quotas::default(),
        }
    }
}

const PING_SECONDS: NonZeroU64 = match NonZeroU64::new(30) {
    Some(seconds) => seconds,
    None => NonZeroU64::MIN,
};
