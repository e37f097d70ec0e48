//! What the service holds while the server runs.

use super::bootstrap::Identity;

/// Shared by all who call and listen.
pub struct Chime {
    /// Who the instance is.
    pub identity: Identity,
}

impl Chime {
    /// Nobody has called yet.
    pub fn new(identity: Identity) -> Self {
        Self { identity }
    }
}
