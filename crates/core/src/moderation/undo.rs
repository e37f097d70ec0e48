//! What takes a ruling back.

use chirrup_wire::conventions::{Deed, RoomMode};

use super::ruling::Topic;
use super::{Moderation, Ruling};
use crate::ids::ServerId;

impl Moderation {
    /// The deed that takes a ruling of the log back: what held of its subject before, as far as the log goes
    /// back. Nothing takes back what became of a held message.
    pub fn undo(&self, ruling: &ServerId) -> Option<Deed> {
        let mut newer = self.log.iter().rev().skip_while(|known| known.id != *ruling);
        let ruling = newer.next()?;
        let mut before = newer.filter(|before| before.subject() == ruling.subject());
        let before = before.find(|before| before.deed != ruling.deed);
        if ruling.subject().0 == Topic::Review {
            return None;
        }
        Some(before.map_or_else(|| self.initial(ruling), |before| before.deed.clone()))
    }

    /// What holds of a ruling's subject before any ruling on it.
    fn initial(&self, ruling: &Ruling) -> Deed {
        let (topic, name) = ruling.subject();
        let name = name.to_owned();
        match topic {
            Topic::Message | Topic::Review => Deed::Restore { id: name },
            Topic::Person => Deed::RestoreUser { user: name },
            Topic::Timeout => Deed::EndTimeout { user: name },
            Topic::Ban => Deed::Unban { user: name },
            Topic::Approval => Deed::UnapproveUser { user: name },
            Topic::Clear => Deed::Unclear,
            Topic::SlowMode => Deed::SlowMode { seconds: self.setup.slow_mode_seconds },
            Topic::Pin => Deed::Unpin,
            Topic::Announcement => Deed::Unannounce,
            Topic::Mode => Deed::Mode(RoomMode::Open),
        }
    }
}
