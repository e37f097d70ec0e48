//! Amazon resource names of the service: parsed once at the edge, text everywhere else.
//!
//! `arn:aws:chime:{region}:{account}:app-instance/{id}[/{kind}/{id}]` (protocol sheet §1).

use std::fmt;

use serde::{Deserialize, Serialize};

/// What an ARN below an app instance names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The app instance itself.
    Instance,
    /// A person.
    User,
    /// A bot.
    Bot,
    /// A channel.
    Channel,
    /// A channel flow.
    Flow,
}

impl Kind {
    /// The segment before the id, as it stands in the ARN.
    pub fn segment(self) -> &'static str {
        match self {
            Self::Instance => "app-instance",
            Self::User => "user",
            Self::Bot => "bot",
            Self::Channel => "channel",
            Self::Flow => "channel-flow",
        }
    }

    fn of(segment: &str) -> Option<Self> {
        match segment {
            "user" => Some(Self::User),
            "bot" => Some(Self::Bot),
            "channel" => Some(Self::Channel),
            "channel-flow" => Some(Self::Flow),
            _ => None,
        }
    }
}

/// A well-formed ARN of this service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Arn(String);

/// Longest ARN that the service takes.
const LENGTH_MAX: usize = 1600;
/// Longest id of a user or channel.
const ID_LENGTH_MAX: usize = 64;

impl Arn {
    /// Reads an ARN; nothing when it is not one of this service.
    pub fn parse(text: &str) -> Option<Self> {
        let arn = Self(text.to_owned());
        let is_short = text.len() <= LENGTH_MAX;
        (is_short && arn.parts().is_some()).then_some(arn)
    }

    /// The ARN of an app instance.
    pub fn instance(region: &str, account: &str, id: &str) -> Option<Self> {
        Self::parse(&format!("arn:aws:chime:{region}:{account}:app-instance/{id}"))
    }

    /// The ARN of something in the same app instance.
    pub fn sibling(&self, kind: Kind, id: &str) -> Option<Self> {
        let instance = self.instance_text();
        match kind {
            Kind::Instance => None,
            Kind::User | Kind::Bot | Kind::Channel | Kind::Flow => {
                Self::parse(&format!("{instance}/{}/{id}", kind.segment()))
            }
        }
    }

    /// What it names.
    pub fn kind(&self) -> Kind {
        self.parts().map_or(Kind::Instance, |(_, rest)| match rest {
            Some((kind, _)) => kind,
            None => Kind::Instance,
        })
    }

    /// The app instance it belongs to.
    #[must_use]
    pub fn instance_of(&self) -> Self {
        Self(self.instance_text().to_owned())
    }

    /// The last part: the id of the user, channel and so on.
    pub fn id(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The region it names.
    pub fn region(&self) -> &str {
        self.0.split(':').nth(3).unwrap_or_default()
    }

    /// The account it names.
    pub fn account(&self) -> &str {
        self.0.split(':').nth(4).unwrap_or_default()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn instance_text(&self) -> &str {
        self.parts().map_or(self.as_str(), |(instance, _)| instance)
    }

    /// The text of the instance, and what is named below it.
    fn parts(&self) -> Option<(&str, Option<(Kind, &str)>)> {
        let rest = self.0.strip_prefix("arn:aws:chime:")?;
        let (region, rest) = rest.split_once(':')?;
        let (account, rest) = rest.split_once(':')?;
        let path = rest.strip_prefix("app-instance/")?;
        let mut segments = path.split('/');
        let instance = segments.next()?;
        let named = match segments.next() {
            None => None,
            Some(kind) => Some((Kind::of(kind)?, segments.next().filter(|id| is_id(id))?)),
        };
        let is_whole = segments.next().is_none() && is_id(instance);
        let is_plain = is_word(region) && account.bytes().all(|byte| byte.is_ascii_digit());
        let below = named.map_or(0, |(kind, id)| kind.segment().len() + id.len() + 2);
        let instance = self.0.get(..self.0.len() - below)?;
        (is_whole && is_plain).then_some((instance, named))
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `[A-Za-z0-9]([A-Za-z0-9:\-_.@]{0,62}[A-Za-z0-9])?`, the service's rule for ids that callers choose.
pub fn is_id(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_end = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let is_inner = |byte: &u8| byte.is_ascii_alphanumeric() || b":-_.@".contains(byte);
    bytes.len() <= ID_LENGTH_MAX
        && is_end(bytes.first())
        && is_end(bytes.last())
        && bytes.iter().all(is_inner)
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::{Arn, Kind};

    const INSTANCE: &str = "arn:aws:chime:us-east-1:123456789012:app-instance/demo";

    #[test]
    fn names_are_taken_apart() {
        let instance = Arn::parse(INSTANCE).expect("an instance");
        assert_eq!((instance.kind(), instance.id()), (Kind::Instance, "demo"));
        let user = instance.sibling(Kind::User, "ulla").expect("a user");
        assert_eq!(user.as_str(), format!("{INSTANCE}/user/ulla"));
        assert_eq!((user.kind(), user.id(), user.region()), (Kind::User, "ulla", "us-east-1"));
        assert_eq!(user.instance_of(), instance);
        assert_eq!(user.sibling(Kind::Channel, "room"), instance.sibling(Kind::Channel, "room"));
    }

    #[test]
    fn what_is_no_arn_of_this_service_is_refused() {
        for text in [
            "",
            "arn:aws:s3:::bucket",
            "arn:aws:chime:us-east-1:12:app-instance/",
            "arn:aws:chime:us-east-1:12:app-instance/a/user",
            "arn:aws:chime:us-east-1:12:app-instance/a/user/",
            "arn:aws:chime:us-east-1:12:app-instance/a/user/b/c",
            "arn:aws:chime:us-east-1:12:app-instance/a/door/b",
            "arn:aws:chime:us east:12:app-instance/a",
            "arn:aws:chime:us-east-1:twelve:app-instance/a",
            "arn:aws:chime:us-east-1:12:app-instance/a/user/-b",
        ] {
            assert_eq!(Arn::parse(text), None, "{text}");
        }
    }
}
