//! Messages, and the flows that look at them first.

use chirrup_wire::chime::message::MessageAttributes;
use chirrup_wire::chime::rest::Identity;
use serde::{Deserialize, Serialize};

use super::Seq;
use crate::chime::arn::Arn;
use crate::clock::Millis;

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
