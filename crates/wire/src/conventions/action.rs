//! Actions of moderators: the content of a message whose content type is
//! [`super::ACTION_CONTENT_TYPE`]. Their names and members are in the head of [`super`].
//!
//! Anybody can write one; whether it counts is decided by who is a moderator, never here. An action without
//! what it needs is none; one of an unknown name is kept as such.

use crate::Json;
use crate::object::{Decode, Tree, decode, names, object};

/// What a moderator did, and why.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Action {
    /// What.
    pub deed: Deed,
    /// Why, as the moderator put it. Moderators read it, and the person concerned.
    pub reason: Option<String>,
}

/// What a moderator did. Ids are `MessageId`s, users are ARNs, times are `yyyy-MM-ddTHH:mm:ss.SSSZ`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Hid a message.
    Hide {
        /// The message.
        id: String,
    },
    /// Took that back.
    Restore {
        /// The message.
        id: String,
    },
    /// Hid every message of a person, older and newer.
    HideUser {
        /// The person.
        user: String,
    },
    /// Took that back.
    RestoreUser {
        /// The person.
        user: String,
    },
    /// Silenced a person for a while.
    Timeout {
        /// The person.
        user: String,
        /// Until then.
        until: String,
    },
    /// Took that back.
    EndTimeout {
        /// The person.
        user: String,
    },
    /// Banned a person: a note, the ban itself is the backend's.
    Ban {
        /// The person.
        user: String,
    },
    /// Took that back: a note as well.
    Unban {
        /// The person.
        user: String,
    },
    /// Let a person write in a room for approved people.
    ApproveUser {
        /// The person.
        user: String,
    },
    /// Took that back.
    UnapproveUser {
        /// The person.
        user: String,
    },
    /// Hid every message before this action.
    Clear,
    /// Took that back.
    Unclear,
    /// Set the time between two messages of one person.
    SlowMode {
        /// Zero is off.
        seconds: u32,
    },
    /// Pinned a message.
    Pin {
        /// The message.
        id: String,
    },
    /// Took the pin away.
    Unpin,
    /// Put an announcement above the room.
    Announce {
        /// What it says.
        text: String,
    },
    /// Took the announcement away.
    Unannounce,
    /// Opened or closed the room.
    Mode(RoomMode),
    /// A message waits for review: said by the channel flow's processor to each moderator.
    Held {
        /// The message.
        id: String,
        /// Whose.
        user: String,
        /// What that person is called; may be empty.
        name: String,
        /// What it says.
        text: String,
    },
    /// Let a held message appear.
    Approve {
        /// The message.
        id: String,
    },
    /// Kept a held message from appearing.
    Reject {
        /// The message.
        id: String,
    },
    /// Something this crate does not know.
    Unknown {
        /// Its name.
        name: String,
    },
}

impl Default for Deed {
    fn default() -> Self {
        Self::Unknown { name: String::new() }
    }
}

/// How open a room is for those who are no moderators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum RoomMode {
    /// Everybody may write.
    Open,
    /// Approved people may write.
    Approved,
    /// Messages with addresses in them wait for review.
    ReviewLinks,
    /// Every message waits for review.
    Review,
    /// Nobody may write.
    Frozen,
    /// A mode this crate does not know.
    #[default]
    Unknown,
}

names!(RoomMode {
    "open" => Open,
    "approved" => Approved,
    "review-links" => ReviewLinks,
    "review" => Review,
    "frozen" => Frozen,
});

/// All members that any action has.
#[derive(Default)]
struct Members {
    action: String,
    id: String,
    user: String,
    name: String,
    until: String,
    seconds: Option<u32>,
    text: String,
    mode: Option<RoomMode>,
    reason: String,
}

object!(Members {
    "action" => action,
    "id" => id,
    "user" => user,
    "name" => name,
    "until" => until,
    "seconds" => seconds,
    "text" => text,
    "mode" => mode,
    "reason" => reason,
});

impl Members {
    fn into_deed(self) -> Option<Deed> {
        let Self { action, id, user, name, until, seconds, text, mode, .. } = self;
        let deed = match action.as_str() {
            "hide" => Deed::Hide { id },
            "restore" => Deed::Restore { id },
            "hide-user" => Deed::HideUser { user },
            "restore-user" => Deed::RestoreUser { user },
            "timeout" => Deed::Timeout { user, until },
            "end-timeout" => Deed::EndTimeout { user },
            "ban" => Deed::Ban { user },
            "unban" => Deed::Unban { user },
            "approve-user" => Deed::ApproveUser { user },
            "unapprove-user" => Deed::UnapproveUser { user },
            "clear" => Deed::Clear,
            "unclear" => Deed::Unclear,
            "slow-mode" => Deed::SlowMode { seconds: seconds? },
            "pin" => Deed::Pin { id },
            "unpin" => Deed::Unpin,
            "announce" => Deed::Announce { text },
            "unannounce" => Deed::Unannounce,
            "mode" => Deed::Mode(mode?),
            "held" => Deed::Held { id, user, name, text },
            "approve" => Deed::Approve { id },
            "reject" => Deed::Reject { id },
            _ => Deed::Unknown { name: action },
        };
        let is_whole = !deed.members().iter().any(|(_, member)| matches!(member, Json::Text("")));
        is_whole.then_some(deed)
    }
}

impl Decode for Action {
    fn fill(&mut self, tree: &mut Tree) -> bool {
        let mut members = Members::default();
        let mut fits = members.fill(tree);
        self.reason = Some(std::mem::take(&mut members.reason)).filter(|reason| !reason.is_empty());
        match members.into_deed() {
            Some(deed) => {
                // Nobody knows the shape of what nobody knows.
                fits |= matches!(deed, Deed::Unknown { .. });
                self.deed = deed;
            }
            None => fits = false,
        }
        fits
    }
}

impl Action {
    /// Reads the content of a message; nothing when it is no action.
    pub fn read(content: &str) -> Option<Self> {
        decode(content)
    }

    /// The content of a message.
    pub fn to_text(&self) -> String {
        let [action, first, second, third, fourth] = self.deed.members();
        let reason = ("reason", self.reason.as_deref().map_or(Json::Nothing, Json::Text));
        Json::Object(&[action, first, second, third, fourth, reason]).to_text()
    }
}

impl Deed {
    /// The name of the action.
    pub fn name(&self) -> &str {
        match self.members() {
            [(_, Json::Text(name)), ..] => name,
            _ => "",
        }
    }

    /// The members, the name of the action first.
    fn members(&self) -> [(&'static str, Json<'_>); 5] {
        const NO: (&str, Json<'_>) = ("", Json::Nothing);
        let by = |name, member, text| {
            [("action", Json::Text(name)), (member, Json::Text(text)), NO, NO, NO]
        };
        let alone = |name| [("action", Json::Text(name)), NO, NO, NO, NO];
        match self {
            Self::Hide { id } => by("hide", "id", id),
            Self::Restore { id } => by("restore", "id", id),
            Self::HideUser { user } => by("hide-user", "user", user),
            Self::RestoreUser { user } => by("restore-user", "user", user),
            Self::Timeout { user, until } => {
                let [action, user, ..] = by("timeout", "user", user);
                [action, user, ("until", Json::Text(until)), NO, NO]
            }
            Self::EndTimeout { user } => by("end-timeout", "user", user),
            Self::Ban { user } => by("ban", "user", user),
            Self::Unban { user } => by("unban", "user", user),
            Self::ApproveUser { user } => by("approve-user", "user", user),
            Self::UnapproveUser { user } => by("unapprove-user", "user", user),
            Self::Clear => alone("clear"),
            Self::Unclear => alone("unclear"),
            Self::SlowMode { seconds } => {
                let [action, ..] = alone("slow-mode");
                [action, ("seconds", Json::Number((*seconds).into())), NO, NO, NO]
            }
            Self::Pin { id } => by("pin", "id", id),
            Self::Unpin => alone("unpin"),
            Self::Announce { text } => by("announce", "text", text),
            Self::Unannounce => alone("unannounce"),
            Self::Mode(mode) => by("mode", "mode", mode.name()),
            Self::Held { id, user, name, text } => {
                let [action, id, ..] = by("held", "id", id);
                let name = if name.is_empty() { Json::Nothing } else { Json::Text(name) };
                let text = ("text", Json::Text(text));
                [action, id, ("user", Json::Text(user)), ("name", name), text]
            }
            Self::Approve { id } => by("approve", "id", id),
            Self::Reject { id } => by("reject", "id", id),
            Self::Unknown { name } => alone(name),
        }
    }
}

impl RoomMode {
    /// The name of the mode.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approved => "approved",
            Self::ReviewLinks => "review-links",
            Self::Review => "review",
            Self::Frozen => "frozen",
            Self::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Deed, RoomMode};
    use crate::conventions::ACTION_CONTENT_TYPE;

    /// The content type is within what the service takes.
    const CONTENT_TYPE_CHARACTERS_MAX: usize = 45;

    #[test]
    fn an_action_may_say_why() {
        let read = |content| Action::read(content).map(|action| action.reason);
        assert_eq!(read(r#"{"action":"unpin"}"#), Some(None));
        assert_eq!(read(r#"{"action":"unpin","reason":""}"#), Some(None));
        assert_eq!(read(r#"{"action":"unpin","reason":"old"}"#), Some(Some("old".into())));
    }

    #[test]
    fn whose_message_waits_may_have_no_name() {
        let content = r#"{"action":"held","id":"m","user":"u","text":"t"}"#;
        let action = Action::read(content).expect("an action");
        assert!(matches!(&action.deed, Deed::Held { name, .. } if name.is_empty()));
        assert_eq!(action.to_text(), content);
    }

    #[test]
    fn an_action_of_an_unknown_name_is_kept_as_such() {
        let content = r#"{"action":"confetti","id":["any"],"colour":7,"reason":"party"}"#;
        let deed = Deed::Unknown { name: "confetti".into() };
        assert_eq!(Action::read(content), Some(Action { deed, reason: Some("party".into()) }));
        let action = Action::read(r#"{"action":"mode","mode":"upside-down"}"#);
        assert_eq!(action.map(|action| action.deed), Some(Deed::Mode(RoomMode::Unknown)));
    }

    #[test]
    fn an_action_without_what_it_needs_is_none() {
        for content in [
            "",
            "hide",
            "{}",
            "[]",
            r#"{"action":""}"#,
            r#"{"action":7}"#,
            r#"{"action":"hide"}"#,
            r#"{"action":"hide","id":""}"#,
            r#"{"action":"hide","id":7}"#,
            r#"{"action":"hide","user":"u"}"#,
            r#"{"action":"hide-user","id":"m"}"#,
            r#"{"action":"timeout","user":"u"}"#,
            r#"{"action":"timeout","until":"2026-05-01T10:00:00.000Z"}"#,
            r#"{"action":"slow-mode"}"#,
            r#"{"action":"slow-mode","seconds":-1}"#,
            r#"{"action":"slow-mode","seconds":"5"}"#,
            r#"{"action":"announce"}"#,
            r#"{"action":"mode"}"#,
            r#"{"action":"held","id":"m","text":"t"}"#,
        ] {
            assert_eq!(Action::read(content), None, "{content}");
        }
    }

    #[test]
    fn every_mode_has_the_name_it_is_read_by() {
        for mode in [
            RoomMode::Open,
            RoomMode::Approved,
            RoomMode::ReviewLinks,
            RoomMode::Review,
            RoomMode::Frozen,
            RoomMode::Unknown,
        ] {
            let action = Action { deed: Deed::Mode(mode), reason: None };
            assert_eq!(Action::read(&action.to_text()), Some(action));
        }
    }

    #[test]
    fn the_service_takes_the_content_type() {
        assert!(ACTION_CONTENT_TYPE.len() <= CONTENT_TYPE_CHARACTERS_MAX);
    }
}
