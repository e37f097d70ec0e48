//! What there is: instances, users, channels, memberships, messages, flows, and what waits for a processor.
//!
//! Records name each other by `seq`, the number under which the store keeps them.

use chirrup_wire::chime::message::MessageAttributes;
use chirrup_wire::chime::rest::Identity;
use serde::{Deserialize, Serialize};

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

/// Who may add members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Members may.
    Unrestricted,
    /// Only those who moderate.
    Restricted,
}

impl Mode {
    /// As the service writes it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Unrestricted => "UNRESTRICTED",
            Self::Restricted => "RESTRICTED",
        }
    }

    /// Reads it.
    pub fn of(text: &str) -> Option<Self> {
        [Self::Unrestricted, Self::Restricted].into_iter().find(|one| one.text() == text)
    }
}

/// Who finds a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    /// Everybody.
    Public,
    /// Who is in it.
    Private,
}

impl Privacy {
    /// As the service writes it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Public => "PUBLIC",
            Self::Private => "PRIVATE",
        }
    }

    /// Reads it.
    pub fn of(text: &str) -> Option<Self> {
        [Self::Public, Self::Private].into_iter().find(|one| one.text() == text)
    }
}

/// From when the days of an expiration count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// From the making of the channel.
    Created,
    /// From its last message.
    LastMessage,
}

impl Criterion {
    /// As the service writes it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Created => "CREATED_TIMESTAMP",
            Self::LastMessage => "LAST_MESSAGE_TIMESTAMP",
        }
    }

    /// Reads it.
    pub fn of(text: &str) -> Option<Self> {
        [Self::Created, Self::LastMessage].into_iter().find(|one| one.text() == text)
    }
}

/// When a channel goes away by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expiration {
    /// After how many days.
    pub days: u32,
    /// From when they count.
    pub criterion: Criterion,
}

impl Expiration {
    /// The moment.
    pub fn ends_at(self, created_at: Millis, last_message_at: Option<Millis>) -> Millis {
        let from = match self.criterion {
            Criterion::Created => created_at,
            Criterion::LastMessage => last_message_at.unwrap_or(created_at),
        };
        plus_days(from, self.days)
    }
}

/// Days later.
pub fn plus_days(at: Millis, days: u32) -> Millis {
    at.plus_seconds(u64::from(days) * 86_400)
}

/// How an elastic channel grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elastic {
    /// The most sub-channels.
    pub most_parts: u32,
    /// The most members of a sub-channel.
    pub target: u32,
    /// The part of `target` below which a sub-channel is given up, in hundredths.
    pub percentage: u32,
}

/// A channel.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Its number.
    pub seq: Seq,
    /// The instance.
    pub instance: Seq,
    /// Its ARN.
    pub arn: Arn,
    /// Name to show.
    pub name: String,
    /// Who may add members.
    pub mode: Mode,
    /// Who finds it.
    pub privacy: Privacy,
    /// One line.
    pub metadata: Option<String>,
    /// Whose it is.
    pub created_by: Identity,
    /// Since when.
    pub created_at: Millis,
    /// When it changed last.
    pub updated_at: Millis,
    /// When somebody last said something.
    pub last_message_at: Option<Millis>,
    /// The time of the newest message there ever was.
    pub last_at: Millis,
    /// Who looks at messages first.
    pub flow: Option<Arn>,
    /// How it grows.
    pub elastic: Option<Elastic>,
    /// When it goes away.
    pub expiration: Option<Expiration>,
    /// How many memberships it has.
    pub members: u32,
    /// How many moderators it has.
    pub moderators: u32,
}

impl Channel {
    /// The time of the next message: after all there ever were.
    pub fn next_at(&self, now: Millis) -> Millis {
        now.max(self.last_at.plus_millis(1))
    }
}

/// A sub-channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its number.
    pub seq: Seq,
    /// The channel.
    pub channel: Seq,
    /// `SubChannelId`.
    pub id: String,
    /// How many memberships it has.
    pub members: u32,
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

/// What a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MessageKind {
    /// People read it.
    Standard,
    /// Programs read it.
    Control,
}

impl MessageKind {
    /// As the service writes it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Standard => "STANDARD",
            Self::Control => "CONTROL",
        }
    }

    /// Reads it.
    pub fn of(text: &str) -> Option<Self> {
        [Self::Standard, Self::Control].into_iter().find(|one| one.text() == text)
    }
}

/// How far a message got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// To everybody.
    Sent,
    /// A processor looks at it.
    Pending,
    /// No processor could look at it.
    Failed,
    /// A processor stopped it. It is not kept.
    Denied,
}

impl Status {
    /// As the service writes it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Sent => "SENT",
            Self::Pending => "PENDING",
            Self::Failed => "FAILED",
            Self::Denied => "DENIED",
        }
    }

    /// Reads it.
    pub fn of(text: &str) -> Option<Self> {
        let all = [Self::Sent, Self::Pending, Self::Failed, Self::Denied];
        all.into_iter().find(|one| one.text() == text)
    }
}

/// What a message says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The text; nothing once it is redacted.
    pub content: Option<String>,
    /// One line.
    pub metadata: Option<String>,
    /// How the text is to be read.
    pub content_type: Option<String>,
    /// For filters, and for mentions.
    pub attributes: Option<MessageAttributes>,
}

/// A message.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its number; 0 for one that is not kept.
    pub seq: Seq,
    /// The channel.
    pub channel: Seq,
    /// The part of it.
    pub part: Seq,
    /// The id of the part, in elastic channels.
    pub sub_channel: Option<String>,
    /// Its id.
    pub id: String,
    /// When it was sent.
    pub at: Millis,
    /// The number of who sent it.
    pub sender_seq: Seq,
    /// Who sent it.
    pub sender: Identity,
    /// The number of whose eyes it is for.
    pub target_seq: Option<Seq>,
    /// For whose eyes only.
    pub target: Option<String>,
    /// What it is for.
    pub kind: MessageKind,
    /// Whether it is kept.
    pub is_kept: bool,
    /// How far it got.
    pub status: Status,
    /// What it says.
    pub words: Words,
    /// When it was edited last.
    pub edited_at: Option<Millis>,
    /// When anything about it changed last.
    pub updated_at: Millis,
    /// Whether its text was taken away for good.
    pub is_redacted: bool,
}

impl Message {
    /// Whether only some see it.
    pub fn is_private(&self) -> bool {
        self.target_seq.is_some() || self.status != Status::Sent
    }

    /// Whether somebody sees it.
    pub fn is_for(&self, user: Seq) -> bool {
        !self.is_private()
            || self.sender_seq == user
            || (self.status == Status::Sent && self.target_seq == Some(user))
    }
}

/// What happens to a message when the processor cannot be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fallback {
    /// It goes to everybody.
    Continue,
    /// It goes to nobody.
    Abort,
}

impl Fallback {
    /// As the service writes it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Continue => "CONTINUE",
            Self::Abort => "ABORT",
        }
    }

    /// Reads it.
    pub fn of(text: &str) -> Option<Self> {
        [Self::Continue, Self::Abort].into_iter().find(|one| one.text() == text)
    }
}

/// Who looks at messages before they are sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Processor {
    /// Name to show.
    pub name: String,
    /// Where it is called.
    pub url: String,
    /// When, among the processors of its flow.
    pub order: u32,
    /// What happens when it cannot be.
    pub fallback: Fallback,
}

/// A channel flow.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Its number.
    pub seq: Seq,
    /// The instance.
    pub instance: Seq,
    /// Its ARN.
    pub arn: Arn,
    /// Name to show.
    pub name: String,
    /// Who looks; one.
    pub processors: Vec<Processor>,
    /// Since when.
    pub created_at: Millis,
    /// When it changed last.
    pub updated_at: Millis,
}

#[cfg(test)]
mod tests {
    use super::{Criterion, Expiration};
    use crate::clock::Millis;

    #[test]
    fn days_count_from_the_last_message_where_that_is_asked_for() {
        let day = 86_400_000;
        let ends = |criterion, said| Expiration { days: 2, criterion }.ends_at(Millis(0), said).0;
        assert_eq!(ends(Criterion::Created, Some(Millis(day))), 2 * day);
        assert_eq!(ends(Criterion::LastMessage, Some(Millis(day))), 3 * day);
        assert_eq!(ends(Criterion::LastMessage, None), 2 * day, "nobody said anything");
    }
}
