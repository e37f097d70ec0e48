//! Items: what a timeline is made of.

use std::sync::Arc;

use super::revise::Withheld;
use crate::ids::{ItemId, ParticipantId, ServerId};
use crate::room::Role;
use crate::text::RichText;
use crate::time::{Day, Millis};

/// A row of a timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Ours; the same from local echo to server echo.
    pub id: ItemId,
    /// The backend's, once it is known. Dividers have none.
    pub server_id: Option<ServerId>,
    /// The backend's time, or the local time until the backend confirmed.
    pub at: Millis,
    /// What it is.
    pub kind: ItemKind,
}

impl Item {
    /// The message, if it is one.
    pub fn message(&self) -> Option<&Message> {
        match &self.kind {
            ItemKind::Message(message) => Some(message),
            ItemKind::Notice(_)
            | ItemKind::DayDivider(_)
            | ItemKind::UnreadDivider
            | ItemKind::Gap => None,
        }
    }

    /// The message, if it is one whose text everybody can see.
    pub fn seen(&self) -> Option<&Message> {
        self.message().filter(|message| message.marks.concealed.is_none())
    }

    /// Whether it is a message or a notice, and not a divider.
    pub fn is_content(&self) -> bool {
        matches!(self.kind, ItemKind::Message(_) | ItemKind::Notice(_))
    }
}

/// What an item is.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemKind {
    /// Somebody said something.
    Message(Message),
    /// Something happened that people should read.
    Notice(Notice),
    /// A new local day begins below.
    DayDivider(Day),
    /// Everything below arrived since the last visit.
    UnreadDivider,
    /// Messages are missing here and are being fetched.
    Gap,
}

/// Somebody said something.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Who.
    pub author: Author,
    /// Own or somebody else's.
    pub origin: Origin,
    /// What, parsed.
    pub text: Arc<RichText>,
    /// What, as typed: for copy, retry, previews and the announcer.
    pub source: Arc<str>,
    /// How far it got.
    pub delivery: Delivery,
    /// Its place in a run of messages of one author.
    pub group: GroupPlace,
    /// What else is known of it.
    pub marks: Marks,
}

/// What else is known of a message. Nothing, in a support chat.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Marks {
    /// Its author changed it.
    pub is_edited: bool,
    /// Why its text is not shown. `text` and `source` are empty, except that a moderator still has those of
    /// a hidden message, to judge whether to bring it back.
    pub concealed: Option<Concealed>,
    /// Whom it mentions, in the order of the text.
    pub mentions: Vec<Mention>,
    /// The message it answers.
    pub reply_to: Option<ServerId>,
    /// The one person who sees it beside its author, when it is for nobody else.
    pub target: Option<ParticipantId>,
    /// The backend's words on why it was stopped; may be empty.
    pub detail: Option<Arc<str>>,
    /// What it says while that is hidden.
    pub(crate) withheld: Option<Box<Withheld>>,
}

impl Marks {
    /// Whether this person is mentioned.
    pub fn mentions_own(&self) -> bool {
        self.mentions.iter().any(|mention| mention.is_own)
    }

    /// Whether it means this person among all who are in the room.
    pub fn is_for(&self, origin: Origin) -> bool {
        self.mentions_own() || (self.target.is_some() && origin == Origin::Other)
    }
}

/// Why the text of a message is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concealed {
    /// A moderator hid it: it can come back.
    Hidden,
    /// Its text was taken away for good.
    Redacted,
}

/// A person named in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where in `source`, in UTF-16 units.
    pub start: u32,
    /// How many UTF-16 units.
    pub length: u32,
    /// Who.
    pub who: ParticipantId,
    /// Whether that is this person.
    pub is_own: bool,
}

/// The author of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The backend's id.
    pub id: ParticipantId,
    /// Name at the time; may be empty.
    pub name: Arc<str>,
    /// Role.
    pub role: Role,
}

/// Whose message it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Written by this person, on this or another device.
    Own,
    /// Written by somebody else.
    Other,
}

/// How far a message got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Somebody else's message.
    Received,
    /// On its way since then.
    Sending {
        /// When it left the composer.
        since: Millis,
    },
    /// Kept until there is a connection.
    Waiting,
    /// The backend has it, and somebody looks at it before others see it.
    InReview,
    /// The backend has it.
    Sent,
    /// It is on another participant's device.
    Delivered,
    /// Another participant read it.
    Read,
    /// It did not get through; the person decides.
    Failed(FailReason),
}

/// Why a message did not get through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailReason {
    /// Ten minutes passed without an answer.
    TimedOut,
    /// The backend refused it.
    Refused,
    /// The conversation ended first.
    Ended,
    /// It was looked at, and may not appear.
    Denied,
    /// It could not be looked at.
    Unreviewed,
}

/// The place of a message in its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupPlace {
    /// Alone.
    Single,
    /// First of several.
    First,
    /// Between two.
    Middle,
    /// Last of several.
    Last,
}

/// Something happened that people should read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Somebody came in.
    Joined(Author),
    /// Somebody left.
    Left(Author),
    /// Somebody is being added.
    Invited(Author),
    /// Somebody is away.
    Idle(Author),
    /// Somebody is back.
    Returned(Author),
    /// Somebody was taken off for being silent.
    AutoDisconnected(Option<Author>),
    /// Somebody has another name.
    Renamed {
        /// With the new name.
        who: Author,
        /// The old name; may be empty.
        from: Arc<str>,
    },
    /// The conversation went to somebody else.
    Transferred,
    /// The conversation could not go to somebody else.
    TransferFailed,
    /// The conversation is over.
    Ended,
    /// Something this client does not understand; kept, shown as one neutral line.
    Opaque {
        /// The content type or kind the backend named.
        content_type: Arc<str>,
    },
}
