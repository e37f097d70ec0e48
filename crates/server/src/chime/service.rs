//! What the service holds while the server runs.

use std::sync::Arc;

use super::bootstrap::Identity;
use super::hub::Hub;
use super::replays::Replays;
use super::throttle::Throttle;
use crate::config::ChimeConfig;

/// Shared by all who call and listen.
pub struct Chime {
    /// Who the instance is.
    pub identity: Identity,
    /// Who listens.
    pub hub: Arc<Hub>,
    /// Who called how often.
    pub throttle: Throttle,
    /// Which addresses of sockets were used.
    pub replays: Replays,
    /// Signs what processors of channel flows are sent. Only those in this server know it.
    pub processor_key: [u8; 32],
}

impl Chime {
    /// Nobody has called yet.
    pub fn new(identity: Identity, hub: Arc<Hub>, config: &ChimeConfig) -> Self {
        let throttle = Throttle::new(&config.throttle);
        let replays = Replays::default();
        Self { identity, hub, throttle, replays, processor_key: rand::random() }
    }
}
