//! Channels and their parts.

use chirrup_wire::chime::rest::Identity;

use super::Seq;
use crate::chime::arn::Arn;
use crate::clock::Millis;

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
