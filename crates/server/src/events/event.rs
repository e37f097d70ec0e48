//! Events and tickets: what they are, without IO.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::events::code::{CodeHash, TicketId};

/// The id of an event: part of addresses and of ARNs, chosen by the organiser.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct EventId(String);

const LONGEST_ID: usize = 40;

impl EventId {
    /// Small letters, digits and dashes between them.
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let ends = [text.bytes().next(), text.bytes().last()];
        let is_id = (2..=LONGEST_ID).contains(&text.len())
            && text.bytes().all(|byte| is_plain(byte) || byte == b'-')
            && ends.into_iter().flatten().all(is_plain);
        is_id.then(|| Self(text.to_owned()))
    }

    /// An id that came from the store.
    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }

    /// The text of the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Its first upload has not come to its end, so there is no such event yet.
    Loading,
    /// Users and channel are being made or are there.
    Live,
    /// Nobody gets in; the history is being written to a file.
    Archiving,
    /// The file is whole; channel and users are being removed.
    Removing,
    /// Nothing of it is left in the service.
    Over,
}

impl Phase {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Live => "live",
            Self::Archiving => "archiving",
            Self::Removing => "removing",
            Self::Over => "over",
        }
    }

    pub(crate) fn of(text: &str) -> Self {
        match text {
            "loading" => Self::Loading,
            "live" => Self::Live,
            "archiving" => Self::Archiving,
            "removing" => Self::Removing,
            _ => Self::Over,
        }
    }
}

/// What the organiser says of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// The name that people see.
    pub name: String,
    /// The most characters of a message.
    #[serde(default = "usual_message_chars")]
    pub message_chars: u32,
    /// Seconds between two messages of a fan.
    #[serde(default)]
    pub slow_mode_seconds: u32,
    /// Tickets beyond this number are refused.
    #[serde(default)]
    pub capacity: Option<u32>,
    /// Names that only the organiser gives out, beside those of the config.
    #[serde(default)]
    pub reserved_names: Vec<String>,
}

fn usual_message_chars() -> u32 {
    500
}

/// An event as stored.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// Where it stands.
    pub phase: Phase,
    /// Fans get in from here on.
    pub opens_at: Millis,
    /// Nobody gets in from here on.
    pub ends_at: Millis,
    /// What the organiser said.
    pub settings: Settings,
    /// How many uploads of tickets are whole.
    pub uploads: u32,
    /// Whether the channel was made.
    pub has_channel: bool,
    /// Whether the channel is an elastic one.
    pub is_elastic: bool,
    /// The file of its history, once it is whole.
    pub archive: Option<Archive>,
}

/// The file of an event's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Archive {
    /// In the folder of archives.
    pub file: String,
    /// Messages in it.
    pub messages: u64,
    /// Of the packed file.
    pub bytes: u64,
    /// Of the packed file.
    pub sha256: String,
}

/// What a ticket lets its holder be. The order is that in which they are made ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Keeps order.
    Moderator,
    /// Whom the event is about.
    Artist,
    /// Everybody else.
    #[default]
    Fan,
}

impl Role {
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Moderator => 0,
            Self::Artist => 1,
            Self::Fan => 2,
        }
    }

    pub(crate) fn of(number: i64) -> Self {
        match number {
            0 => Self::Moderator,
            1 => Self::Artist,
            _ => Self::Fan,
        }
    }

    /// Whether the organiser sent them: they come early, and their names may be reserved ones.
    pub fn is_staff(self) -> bool {
        matches!(self, Self::Moderator | Self::Artist)
    }
}

/// How far a ticket's holder exists in the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing was made.
    Wanted,
    /// There is a user.
    User,
    /// The user is in the channel.
    Ready,
    /// The service refused; [`Ticket::reason`] says why.
    Failed,
    /// Removed after the event.
    Removed,
}

impl Stage {
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Wanted => 0,
            Self::User => 1,
            Self::Ready => 2,
            Self::Failed => 8,
            Self::Removed => 9,
        }
    }

    pub(crate) fn of(number: i64) -> Self {
        match number {
            0 => Self::Wanted,
            1 => Self::User,
            2 => Self::Ready,
            8 => Self::Failed,
            _ => Self::Removed,
        }
    }
}

/// Who banned a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ban {
    /// Nobody.
    None,
    /// A moderator, in the channel. It is lifted there.
    Channel,
    /// The organiser.
    Organiser,
}

impl Ban {
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::None => 0,
            Self::Channel => 1,
            Self::Organiser => 2,
        }
    }
}

/// A ticket as uploaded.
#[derive(Clone, Debug)]
pub struct NewTicket {
    /// The id of its user.
    pub id: TicketId,
    /// What is kept of its code.
    pub code: CodeHash,
    /// What its holder may be.
    pub role: Role,
    /// Tickets of earlier days are made ready first.
    pub day: Millis,
    /// Where it stood in its list.
    pub number: u32,
    /// The name that the organiser gave.
    pub nickname: Option<crate::events::Nickname>,
}

/// A ticket as stored.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// Its event.
    pub event: EventId,
    /// The id of its user.
    pub id: TicketId,
    /// What is kept of its code.
    pub code: CodeHash,
    /// What its holder may be.
    pub role: Role,
    /// How far its user exists.
    pub stage: Stage,
    /// The name that others see.
    pub nickname: Option<String>,
    /// Whether a moderator or the organiser banned it.
    pub is_banned: bool,
    /// Of the device that is signed in.
    pub device: Option<[u8; 32]>,
    /// Why it failed.
    pub reason: Option<String>,
}

impl Ticket {
    /// What the service calls somebody who has not chosen a name.
    pub fn name(&self) -> &str {
        self.nickname.as_deref().unwrap_or("Guest")
    }
}

#[cfg(test)]
mod tests {
    use super::EventId;

    #[test]
    fn an_id_can_stand_in_an_address() {
        for text in ["demo", "tour-2026", "a1"] {
            assert!(EventId::parse(text).is_some(), "{text}");
        }
        for text in ["", "x", "Demo", "-demo", "demo-", "de mo", "de/mo", &"x".repeat(41)] {
            assert_eq!(EventId::parse(text), None, "{text}");
        }
    }
}
