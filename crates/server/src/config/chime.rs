//! The section `[chime]`: the service that live events run on.

use serde::Deserialize;

/// Settings of the Chime-compatible service.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChimeConfig {
    /// The region that ARNs and signatures name. It counts on the first start; after that it stays.
    pub region: String,
}

impl Default for ChimeConfig {
    fn default() -> Self {
        Self { region: "us-east-1".to_owned() }
    }
}
