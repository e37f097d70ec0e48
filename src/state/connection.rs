//! What the connection strip says, and when (UX §5): silent for the first 2 s, and glad for 1.5 s.

use chirrup_core::session::Network;
use chirrup_core::{Millis, Phase};

/// A cut shorter than this is nobody's business.
const SILENT_MILLIS: u64 = 2_000;
/// How long "Back online" stays.
const RESTORED_MILLIS: u64 = 1_500;

/// What the connection strip says (UX §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Connection {
    /// Nothing to say.
    #[default]
    Fine,
    /// Lost for more than 2 s.
    Reconnecting,
    /// The browser says there is no network.
    Offline,
    /// Back since less than 1.5 s.
    Restored,
}

/// Remembers since when.
#[derive(Debug, Default)]
pub(super) struct Strip {
    shown: Connection,
    trouble_since: Option<Millis>,
    restored_at: Option<Millis>,
}

/// What to show, and when to look again.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) shown: Connection,
    pub(super) again_after_millis: Option<u64>,
}

impl Strip {
    /// Looks at the connection as it is.
    pub(super) fn look(&mut self, phase: Phase, network: Network, now: Millis) -> Look {
        let again_after_millis = match trouble(phase, network, now) {
            Some(since) => self.look_at_trouble(since, network, now),
            None => self.look_at_peace(phase, now),
        };
        Look { shown: self.shown, again_after_millis }
    }

    fn look_at_trouble(&mut self, since: Millis, network: Network, now: Millis) -> Option<u64> {
        self.restored_at = None;
        let since = *self.trouble_since.get_or_insert(since);
        let lasted = now.since(since);
        if lasted < SILENT_MILLIS {
            self.shown = Connection::Fine;
            return Some(SILENT_MILLIS - lasted);
        }
        self.shown = match network {
            Network::Online => Connection::Reconnecting,
            Network::Offline => Connection::Offline,
        };
        None
    }

    fn look_at_peace(&mut self, phase: Phase, now: Millis) -> Option<u64> {
        self.trouble_since = None;
        let was_told = matches!(self.shown, Connection::Reconnecting | Connection::Offline);
        if was_told && phase == Phase::Live {
            self.shown = Connection::Restored;
            self.restored_at = Some(now);
        }
        let lasted = self.restored_at.map(|at| now.since(at));
        let lasted = lasted.filter(|lasted| *lasted < RESTORED_MILLIS && phase == Phase::Live);
        if lasted.is_none() {
            self.shown = Connection::Fine;
            self.restored_at = None;
        }
        lasted.map(|lasted| RESTORED_MILLIS - lasted)
    }
}

/// Since when there is trouble, if there is.
fn trouble(phase: Phase, network: Network, now: Millis) -> Option<Millis> {
    match phase {
        Phase::Reconnecting { since, .. } => Some(since),
        Phase::Connecting { attempt } => {
            (attempt > 1 || network == Network::Offline).then_some(now)
        }
        Phase::Live | Phase::Starting => (network == Network::Offline).then_some(now),
        Phase::Idle | Phase::Ended { .. } => None,
    }
}
