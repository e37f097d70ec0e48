//! A message as it left the composer, and what goes beside its text.

use chirrup_wire::conventions::{MentionRange, Metadata};

use super::Unsent;
use crate::ids::{ItemId, ParticipantId, ServerId};
use crate::mention::{self, Outgoing};
use crate::room::Room;
use crate::session::phase::SendError;
use crate::timeline::{Marks, Origin};

/// A message as it left the composer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Composed<'a> {
    /// What it says. White space around it is not sent.
    pub text: &'a str,
    /// Where it names people, in UTF-16 units of the text without the white space around it.
    pub ranges: &'a [MentionRange],
    /// Whom: the ranges count in these.
    pub people: &'a [String],
    /// The message it answers.
    pub reply_to: Option<ItemId>,
    /// The one person whom it is for, if it is not for all. Rooms without mentions take none.
    pub target: Option<&'a ParticipantId>,
}

impl<'a> From<&'a Outgoing> for Composed<'a> {
    fn from(outgoing: &'a Outgoing) -> Self {
        let Outgoing { text, ranges, people } = outgoing;
        Self { text, ranges, people, ..Self::default() }
    }
}

impl Unsent {
    /// Takes what goes beside the text.
    pub(super) fn dress(&mut self, composed: &Composed<'_>, room: &Room) -> Result<(), SendError> {
        let answered = composed.reply_to.and_then(|item| room.timeline.item(item));
        let private = answered.and_then(|item| {
            let message = item.message()?;
            let target = message.marks.target.as_ref()?;
            Some(if message.origin == Origin::Own { target } else { &message.author.id })
        });
        let answered = answered.and_then(|item| item.server_id.as_ref());
        let mut metadata = Metadata::default();
        metadata.mentions = composed.ranges.to_vec();
        metadata.reply_to = answered.map(|id| id.as_str().to_owned());
        metadata.client_token = Some(self.token.clone());
        let text = metadata.to_text().map_err(|_| SendError::TooManyMentions)?;
        self.metadata = Some(text);
        self.mentioned = composed.people.to_vec();
        // What two people have among themselves stays among them.
        let target = composed.target.or(private);
        self.target = target.map(|person| person.as_str().to_owned());
        Ok(())
    }

    /// What the row shows of that.
    pub(super) fn marks(&self, room: &Room) -> Marks {
        let Some(text) = &self.metadata else { return Marks::default() };
        let metadata = Metadata::read(text);
        let (ranges, own) = (&metadata.mentions, room.own.id.as_str());
        Marks {
            mentions: mention::read(&self.text, ranges, &self.mentioned, own),
            reply_to: metadata.reply_to.as_deref().map(ServerId::from),
            target: self.target.as_deref().map(ParticipantId::from),
            ..Marks::default()
        }
    }
}
