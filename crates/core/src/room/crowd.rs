//! A room of thousands: who spoke lately, what may be said, and messages that change after they were sent.

use std::sync::Arc;

use super::{Participant, Presence, Role, Room};
use crate::ids::{ItemId, ParticipantId, ServerId};
use crate::moderation::{Composing, Moderation};
use crate::protocol::{Review, Said};
use crate::session::SendError;
use crate::text::RichText;
use crate::time::Millis;
use crate::timeline::{
    Author, Concealed, Delivery, FailReason, GroupPlace, Item, ItemKind, Marks, Message, NewItem,
    Origin,
};

/// How many people are remembered.
const KNOWN_MAX: usize = 200;

/// Those of whom something was heard: who spoke last comes last, and who is only known to be there first.
#[derive(Debug, Default)]
pub(crate) struct Crowd {
    known: Vec<Author>,
}

impl Crowd {
    pub(crate) fn note(&mut self, author: &Author) {
        if self.known.last().is_some_and(|last| last == author) {
            return;
        }
        self.known.retain(|known| known.id != author.id);
        if self.known.len() >= KNOWN_MAX {
            self.known.remove(0);
        }
        self.known.push(author.clone());
    }

    /// Somebody is not there any more.
    pub(crate) fn forget(&mut self, person: &ParticipantId) {
        self.known.retain(|known| known.id != *person);
    }

    /// Somebody is there who has not spoken. Who spoke is never forgotten for that.
    pub(crate) fn note_there(&mut self, author: Author) {
        let is_known = self.known.iter().any(|known| known.id == author.id);
        if !is_known && self.known.len() < KNOWN_MAX {
            self.known.insert(0, author);
        }
    }
}

impl Room {
    /// The room's rules, where it has moderators.
    pub fn moderation(&self) -> Option<&Moderation> {
        self.moderation.as_ref()
    }

    /// Who can be mentioned: those who spoke lately, newest first, then others of whom the backend
    /// told; this person never among them.
    pub fn people(&self) -> Vec<Participant> {
        let others = self.crowd.known.iter().rev().filter(|author| !self.is_own(&author.id));
        let participant = |author: &Author| Participant {
            id: author.id.clone(),
            name: author.name.clone(),
            role: self.role(author),
            presence: Presence::Active,
        };
        others.map(participant).collect()
    }

    /// What somebody is called, while that is known.
    pub fn name_of(&self, person: &ParticipantId) -> Option<Arc<str>> {
        let known = self.crowd.known.iter().find(|known| known.id == *person)?;
        Some(Arc::clone(&known.name))
    }

    /// The message that others answer, while it is here and can be seen.
    pub fn quoted(&self, id: &ServerId) -> Option<&Arc<Item>> {
        self.timeline.quoted(id)
    }

    /// What somebody is: the backend's lists say who keeps order and whom the event is about.
    pub(crate) fn role(&self, author: &Author) -> Role {
        match (author.role, &self.moderation) {
            (Role::Fan | Role::Artist | Role::Moderator, Some(rules)) => {
                if rules.is_artist(&author.id) {
                    Role::Artist
                } else if rules.is_authority(&author.id) {
                    Role::Moderator
                } else {
                    Role::Fan
                }
            }
            (role, _) => role,
        }
    }

    /// Whether a text can be sent here.
    pub(crate) fn check_text(&self, text: &str) -> Result<(), SendError> {
        if text.is_empty() {
            return Err(SendError::Empty);
        }
        let max = self.capabilities.message_bytes_max as usize;
        if text.len() > max {
            return Err(SendError::TooLong { bytes: text.len(), max });
        }
        let max = self.capabilities.message_chars_max as usize;
        let characters = text.chars().count();
        if max > 0 && characters > max {
            return Err(SendError::TooManyCharacters { characters, max });
        }
        Ok(())
    }

    /// Whether the rules let this person say something. `clock` is the backend's.
    pub(crate) fn takes_messages(&self, clock: Millis) -> bool {
        self.moderation.as_ref().is_none_or(|rules| rules.composing(clock) == Composing::Free)
    }

    /// Whether what somebody does in passing is shown.
    pub(crate) fn hears(&self, author: &Author, clock: Millis) -> bool {
        !self.is_own(&author.id)
            && self.moderation.as_ref().is_none_or(|rules| rules.is_heard(&author.id, clock))
    }

    /// An own message is with the backend. `clock` is the backend's.
    pub(crate) fn note_own(&mut self, id: &ServerId, at: Millis, clock: Millis) {
        if let Some(moderation) = &mut self.moderation {
            moderation.handle_message(id, &self.own.id);
            moderation.handle_own_message(at, clock);
        }
    }

    /// What those who look at messages say of one.
    pub(crate) fn show_review(&mut self, item: ItemId, review: Review, detail: Option<Arc<str>>) {
        let delivery = match review {
            Review::Passed => Delivery::Sent,
            Review::Pending => Delivery::InReview,
            Review::Denied => Delivery::Failed(FailReason::Denied),
            Review::Failed => Delivery::Failed(FailReason::Unreviewed),
        };
        let message = self.timeline.item(item).and_then(|item| item.message());
        let Some(message) = message.filter(|message| message.origin == Origin::Own) else { return };
        // Passing takes nothing from a message that got further.
        let is_waiting = matches!(message.delivery, Delivery::InReview | Delivery::Failed(_));
        if message.delivery != delivery && (is_waiting || review != Review::Passed) {
            self.timeline.set_delivery(item, delivery);
        }
        if detail.is_some() {
            self.timeline.set_detail(item, detail);
        }
    }

    /// A message that is here comes again: changed, or looked at, or the same.
    pub(crate) fn take_again(&mut self, item: ItemId, at: Millis, said: &Said) {
        let Some(known) = self.timeline.item(item) else { return };
        let Some(message) = known.message() else { return };
        let (is_own, is_moved) = (message.origin == Origin::Own, known.at != at);
        let is_redacted = message.marks.concealed == Some(Concealed::Redacted);
        let id = known.server_id.clone();
        if is_own && is_moved {
            // It stood at the local time until the backend's was known.
            self.timeline.retime(item, at);
        }
        if !is_redacted && said.review == Review::Passed {
            let text = said.markup.parse(&said.source);
            self.timeline.replace(item, text, &said.source, said.marks.clone());
        }
        if is_own {
            self.show_review(item, said.review, said.marks.detail.clone());
        }
        if let Some(id) = id {
            self.review_row(&id);
        }
    }

    /// The text of a message is gone for good.
    pub(crate) fn take_redacted(&mut self, id: ServerId, at: Millis, author: Option<Author>) {
        if let Some(item) = self.timeline.find(&id).map(|item| item.id) {
            self.timeline.conceal(item, Some(Concealed::Redacted), false);
            return;
        }
        let Some(author) = author else { return };
        let origin = if self.is_own(&author.id) { Origin::Own } else { Origin::Other };
        let role = self.role(&author);
        let kind = ItemKind::Message(Message {
            author: Author { role, ..author },
            origin,
            text: Arc::new(RichText::default()),
            source: Arc::from(""),
            delivery: if origin == Origin::Own { Delivery::Sent } else { Delivery::Received },
            group: GroupPlace::Single,
            marks: Marks { concealed: Some(Concealed::Redacted), ..Marks::default() },
        });
        self.timeline.merge(NewItem { server_id: id, at, kind });
    }

    /// Whether there is a text to take away for good. Of a message that is not here that is asked again when it
    /// comes.
    pub(crate) fn has_text_of(&self, id: &ServerId) -> bool {
        let message = self.timeline.find(id).and_then(|item| item.message());
        message.is_some_and(|message| message.marks.concealed != Some(Concealed::Redacted))
    }

    /// A message was never there.
    pub(crate) fn take_deleted(&mut self, id: &ServerId) {
        let Some(item) = self.timeline.find(id) else { return };
        let author = item.message().map(|message| message.author.id.clone());
        let item = item.id;
        self.timeline.remove(item);
        if let (Some(moderation), Some(author)) = (&mut self.moderation, author) {
            moderation.handle_forgotten(id, &author);
        }
    }

    /// The author of a message as its row shows it, and who it is to the rules.
    pub(crate) fn enroll(&mut self, id: &ServerId, author: Author) -> Author {
        let role = self.role(&author);
        if let Some(moderation) = &mut self.moderation {
            moderation.handle_message(id, &author.id);
        }
        Author { role, ..author }
    }

    /// Everybody who has a row, as they should be shown.
    pub(crate) fn authors_of_rows(&self) -> Vec<(ParticipantId, Role)> {
        let mut roles: Vec<(ParticipantId, Role)> = Vec::new();
        for message in self.timeline.items().filter_map(|item| item.message()) {
            let role = self.role(&message.author);
            // Few change; those who stay as they are need no entry.
            let is_new = role != message.author.role
                && !roles.iter().any(|(known, _)| *known == message.author.id);
            if is_new {
                roles.push((message.author.id.clone(), role));
            }
        }
        roles
    }
}

#[cfg(test)]
mod tests {
    use super::{Author, Crowd, KNOWN_MAX, ParticipantId, Role};

    fn author(id: &str) -> Author {
        Author { id: ParticipantId::from(id), name: "x".into(), role: Role::Fan }
    }

    fn ids(crowd: &Crowd) -> Vec<&str> {
        crowd.known.iter().map(|author| author.id.as_str()).collect()
    }

    #[test]
    fn the_newest_are_remembered_each_once() {
        let mut crowd = Crowd::default();
        for number in 0..KNOWN_MAX + 10 {
            for id in [number.to_string(), "0".to_owned()] {
                crowd.note(&author(&id));
            }
        }
        assert_eq!(crowd.known.len(), KNOWN_MAX);
        assert_eq!(ids(&crowd).last(), Some(&"0"));
        crowd.note_there(author("silent"));
        assert_eq!(crowd.known.len(), KNOWN_MAX, "nobody who spoke goes for somebody who did not");
    }

    #[test]
    fn who_is_only_there_comes_before_who_spoke() {
        let mut crowd = Crowd::default();
        crowd.note(&author("spoke"));
        for id in ["silent", "spoke"] {
            crowd.note_there(author(id));
        }
        assert_eq!(ids(&crowd), ["silent", "spoke"]);
        crowd.note(&author("silent"));
        assert_eq!(ids(&crowd), ["spoke", "silent"]);
    }
}
