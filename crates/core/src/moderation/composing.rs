//! What a person may do in the composer.

use chirrup_wire::conventions::{Deed, RoomMode};

use super::Moderation;
use super::ruling::Topic;
use crate::time::Millis;

/// What stands in the composer's place.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Composing {
    /// The composer.
    #[default]
    Free,
    /// The composer, and nothing can be sent before this time.
    SlowMode {
        /// When the next message may go.
        until: Millis,
    },
    /// A moderator silenced this person.
    Muted {
        /// When it is over.
        until: Millis,
        /// Why.
        reason: Option<String>,
    },
    /// This person is banned.
    Banned {
        /// Why.
        reason: Option<String>,
    },
    /// Nobody may write.
    Frozen,
    /// This person may only read.
    ReadOnly,
}

impl Composing {
    /// When it is over by itself.
    pub(super) fn ends(&self) -> Option<Millis> {
        match self {
            Self::SlowMode { until } | Self::Muted { until, .. } => Some(*until),
            Self::Free | Self::Banned { .. } | Self::Frozen | Self::ReadOnly => None,
        }
    }
}

impl Moderation {
    /// What the person whose session it is may do.
    pub fn composing(&self, now: Millis) -> Composing {
        let own = &self.setup.own;
        if self.is_authority(own) {
            return Composing::Free;
        }
        if self.is_banned(own) {
            let note = self.counted(Topic::Ban, own.as_str());
            let note = note.filter(|note| matches!(note.deed, Deed::Ban { .. }));
            return Composing::Banned { reason: note.and_then(|note| note.reason.clone()) };
        }
        if self.is_read_only {
            return Composing::ReadOnly;
        }
        if let Some(timeout) = self.timeout(own, now) {
            return Composing::Muted { until: timeout.until(), reason: timeout.reason.clone() };
        }
        if self.setup.is_artist {
            return Composing::Free;
        }
        match self.mode() {
            RoomMode::Frozen => return Composing::Frozen,
            RoomMode::Approved if !self.is_approved(own) => return Composing::ReadOnly,
            RoomMode::Approved
            | RoomMode::Open
            | RoomMode::Review
            | RoomMode::ReviewLinks
            | RoomMode::Unknown => {}
        }
        let pause_millis = u64::from(self.slow_mode_seconds()) * 1000;
        let last = self.sent_at.map(|at| at + pause_millis);
        match last.filter(|until| *until > now) {
            Some(until) => Composing::SlowMode { until },
            None => Composing::Free,
        }
    }
}
