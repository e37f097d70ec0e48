//! What there is: instances, users, channels, memberships, messages, flows, and what waits for a processor.
//!
//! Records name each other by `seq`, the number under which the store keeps them.

mod channel;
mod message;

pub use channel::{Channel, Criterion, Elastic, Expiration, Mode, Part, Privacy, plus_days};
pub use message::{Fallback, Flow, Message, MessageKind, Processor, Status, Words};

use chirrup_wire::chime::rest::Identity;

use crate::chime::arn::Arn;
use crate::clock::Millis;

/// The number of a record in the store.
pub type Seq = i64;

/// The part of a channel that is not elastic: all of it.
pub const WHOLE: Seq = 0;

/// An app instance.
#[derive(Clone, Debug)]
pub struct Instance {
    /// Its number.
    pub seq: Seq,
    /// Its ARN.
    pub arn: Arn,
    /// Name to show.
    pub name: String,
    /// One line.
    pub metadata: Option<String>,
    /// Since when.
    pub created_at: Millis,
    /// When it changed last.
    pub updated_at: Millis,
    /// After how many days messages vanish.
    pub retention_days: Option<u32>,
    /// How many users it has.
    pub users: u32,
    /// How many channels it has.
    pub channels: u32,
}

/// A user of an instance.
#[derive(Clone, Debug)]
pub struct User {
    /// Its number.
    pub seq: Seq,
    /// The instance.
    pub instance: Seq,
    /// Its ARN.
    pub arn: Arn,
    /// Name to show.
    pub name: String,
    /// One line.
    pub metadata: Option<String>,
    /// Since when.
    pub created_at: Millis,
    /// When it changed last.
    pub updated_at: Millis,
    /// After how many days it goes away by itself.
    pub expiration_days: Option<u32>,
    /// In how many channels it is.
    pub memberships: u32,
}

impl User {
    /// As others are told of it.
    pub fn identity(&self) -> Identity {
        Identity { arn: self.arn.to_string(), name: Some(self.name.clone()) }
    }
}

/// What somebody asked for with a token, to know a repetition from a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `ClientRequestToken`.
    pub token: String,
    /// Of everything that was asked for.
    pub digest: [u8; 16],
}

/// Whether a member is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberType {
    /// Seen, and may speak.
    Default,
    /// Unseen, and may watch.
    Hidden,
}

impl MemberType {
    /// As the service writes it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Default => "DEFAULT",
            Self::Hidden => "HIDDEN",
        }
    }

    /// Reads it.
    pub fn of(text: &str) -> Option<Self> {
        [Self::Default, Self::Hidden].into_iter().find(|one| one.text() == text)
    }
}

/// Somebody in a channel.
#[derive(Clone, Debug)]
pub struct Membership {
    /// Its number.
    pub seq: Seq,
    /// The channel.
    pub channel: Seq,
    /// The part of it.
    pub part: Seq,
    /// The id of the part, in elastic channels.
    pub sub_channel: Option<String>,
    /// The number of who.
    pub member_seq: Seq,
    /// Who.
    pub member: Identity,
    /// Whether seen.
    pub kind: MemberType,
    /// By whom.
    pub invited_by: Identity,
    /// Since when.
    pub created_at: Millis,
    /// When it changed last.
    pub updated_at: Millis,
    /// How far the channel was read.
    pub read_at: Option<Millis>,
}

/// Somebody's say in a channel, or the lack of it: a moderator or a ban.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Who.
    pub user: Identity,
    /// By whom.
    pub created_by: Identity,
    /// Since when.
    pub created_at: Millis,
}

/// In which order a socket is told of its channels, when it asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortBy {
    /// Those with unread messages first, then by their last message.
    Both,
    /// Those with unread messages first.
    Unread,
    /// By their last message.
    LastMessage,
}
