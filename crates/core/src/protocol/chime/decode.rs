//! Chime frames and messages to entries.

use std::sync::Arc;

use chirrup_wire::chime::channel::Channel;
use chirrup_wire::chime::frame::{self as wire, ChannelDetails, EventType};
use chirrup_wire::chime::membership::{BatchChannelMemberships, ChannelMembership};
use chirrup_wire::chime::message::{ChannelMessage, MessageAttributes, MessageType, Target};
use chirrup_wire::chime::rest::Identity;
use chirrup_wire::conventions::{
    ACTION_CONTENT_TYPE, Action, Control, MENTIONS_ATTRIBUTE, Metadata,
};
use chirrup_wire::{Decode, decode};

use super::super::{Details, Entry, EntryKind, Frame, Review, Said};
use super::Chime;
use super::calls::review;
use crate::ids::{ParticipantId, ServerId};
use crate::mention;
use crate::room::Role;
use crate::time::Millis;
use crate::timeline::{Author, Marks};

impl Chime {
    pub(crate) fn frame(&mut self, text: &str) -> Frame {
        let Some(frame) = decode::<wire::Frame>(text) else { return Frame::Unknown };
        let payload = frame.payload.as_deref().unwrap_or_default();
        match frame.headers.event_type {
            EventType::SessionEstablished => Frame::Subscribed,
            EventType::ChannelDetails => self.details(payload),
            EventType::CreateChannelMessage | EventType::UpdateChannelMessage => {
                self.message(payload, What::New(Review::Passed))
            }
            EventType::PendingCreateChannelMessage => {
                self.message(payload, What::New(Review::Pending))
            }
            EventType::DeniedCreateChannelMessage => {
                self.message(payload, What::New(Review::Denied))
            }
            EventType::FailedCreateChannelMessage => {
                self.message(payload, What::New(Review::Failed))
            }
            EventType::RedactChannelMessage => self.message(payload, What::Redacted),
            EventType::DeleteChannelMessage => self.message(payload, What::Deleted),
            // The text that others see stays until the edit has passed.
            EventType::PendingUpdateChannelMessage
            | EventType::DeniedUpdateChannelMessage
            | EventType::FailedUpdateChannelMessage
            | EventType::UpdateChannel => Frame::Nothing,
            EventType::DeleteChannel => {
                self.about(payload, |channel: &Channel| &channel.channel_arn, |_| Frame::Closed)
            }
            EventType::CreateChannelMembership => self.membership(payload, true),
            EventType::DeleteChannelMembership => self.membership(payload, false),
            EventType::UpdateChannelMembership => self.moved(payload),
            EventType::BatchCreateChannelMembership => self.about(
                payload,
                |batch: &BatchChannelMemberships| batch.channel_arn.as_deref().unwrap_or_default(),
                |_| Frame::Nothing,
            ),
            EventType::Unknown => Frame::Unknown,
        }
    }

    /// Reads a payload that is about this person's channel.
    fn about<T: Decode + Default>(
        &self,
        payload: &str,
        channel: impl Fn(&T) -> &str,
        meaning: impl Fn(T) -> Frame,
    ) -> Frame {
        let own = self.conversation();
        let read = decode::<T>(payload).filter(|read| own == Some(channel(read)));
        read.map_or(Frame::Unknown, meaning)
    }

    fn message(&mut self, payload: &str, what: What) -> Frame {
        let Some(message) = decode::<ChannelMessage>(payload) else { return Frame::Unknown };
        if self.conversation() != message.channel_arn.as_deref() || message.message_id.is_empty() {
            return Frame::Unknown;
        }
        if !self.takes(&message) {
            return Frame::Unknown;
        }
        Frame::Entry(Box::new(self.entry(message, what)))
    }

    /// A message of a list.
    pub(super) fn listed_entry(&self, message: ChannelMessage) -> Entry {
        let status = message.status.as_ref();
        let passed = status.map_or(Review::Passed, |status| review(status.value));
        self.entry(message, What::New(passed))
    }

    fn entry(&self, message: ChannelMessage, what: What) -> Entry {
        let id = ServerId::from(message.message_id.as_str());
        let at = message.created_timestamp.map(|time| Millis(time.millis()));
        let author = message.sender.as_ref().and_then(author);
        let kind = match what {
            What::Deleted => EntryKind::Deleted,
            What::Redacted => EntryKind::Redacted,
            What::New(_) if message.redacted => EntryKind::Redacted,
            What::New(passed) => self.kind(message, passed),
        };
        Entry { id, at, author, kind }
    }

    fn kind(&self, message: ChannelMessage, review: Review) -> EntryKind {
        let content = message.content.unwrap_or_default();
        if message.kind == Some(MessageType::Control) {
            return match Control::read(&content) {
                Control::Typing => EntryKind::Typing,
                Control::Burst(burst) => {
                    EntryKind::Burst { emoji: burst.emoji().to_owned(), count: burst.count() }
                }
                Control::Unknown => EntryKind::Nothing,
            };
        }
        let content_type = message.content_type.unwrap_or_default();
        if content_type == ACTION_CONTENT_TYPE {
            return Action::read(&content).map_or(EntryKind::Nothing, EntryKind::Action);
        }
        if !content_type.is_empty() && !content_type.starts_with("text/") {
            // Some other client's business; only text can be shown to people.
            return EntryKind::Nothing;
        }
        let metadata = message.metadata.as_deref().map(Metadata::read).unwrap_or_default();
        let nobody = MessageAttributes::default();
        let attributes = message.message_attributes.as_ref().unwrap_or(&nobody);
        let mentioned = attributes.values(MENTIONS_ATTRIBUTE);
        let own = self.place.as_ref().map_or("", |place| place.user_arn.as_str());
        let marks = Marks {
            is_edited: message.last_edited_timestamp.is_some(),
            concealed: None,
            mentions: mention::read(&content, &metadata.mentions, mentioned, own),
            reply_to: metadata.reply_to.as_deref().map(ServerId::from),
            target: message.target.and_then(target),
            detail: message.status.and_then(|status| status.detail).map(Arc::from),
            withheld: None,
        };
        EntryKind::Message(Said {
            source: content,
            markup: self.markup(),
            receipts: Vec::new(),
            piece: None,
            marks,
            token: metadata.client_token,
            review,
        })
    }

    fn details(&self, payload: &str) -> Frame {
        let own = self.conversation();
        let details = decode::<ChannelDetails>(payload);
        let details = details.filter(|details| own == Some(&details.channel.channel_arn));
        let Some(details) = details else { return Frame::Nothing };
        let messages = details.channel_messages.into_iter();
        let members = details.channel_memberships.iter();
        Frame::Details(Box::new(Details {
            entries: messages.map(|message| self.listed_entry(message)).collect(),
            members: members.filter_map(|membership| author(&membership.member)).collect(),
            has_more: details.channel_messages_has_more,
            read_at: details.read_marker_timestamp.map(|time| Millis(time.millis())),
        }))
    }

    fn membership(&mut self, payload: &str, is_there: bool) -> Frame {
        let Some(membership) = decode::<ChannelMembership>(payload) else { return Frame::Unknown };
        if membership.channel_arn.as_deref() != self.conversation() {
            return Frame::Unknown;
        }
        let own = self.place.as_ref().map_or("", |place| place.user_arn.as_str());
        if membership.member.arn == own {
            let is_other = self.is_other_part(membership.sub_channel_id.as_deref(), is_there);
            return if is_other || is_there { Frame::Nothing } else { Frame::Evicted };
        }
        let Some(author) = author(&membership.member) else { return Frame::Unknown };
        if is_there { Frame::Nothing } else { Frame::Gone(author.id) }
    }

    /// An elastic channel put this person elsewhere.
    fn moved(&mut self, payload: &str) -> Frame {
        let own = self.conversation();
        let membership = decode::<ChannelMembership>(payload);
        let membership = membership.filter(|membership| membership.channel_arn.as_deref() == own);
        let Some(place) = self.place.as_mut() else { return Frame::Unknown };
        match membership {
            Some(membership) if membership.member.arn == place.user_arn => {
                if place.sub_channel == membership.sub_channel_id {
                    return Frame::Nothing;
                }
                place.sub_channel = membership.sub_channel_id;
                Frame::Moved
            }
            Some(_) => Frame::Nothing,
            None => Frame::Unknown,
        }
    }
}

/// What a frame says of its message.
#[derive(Clone, Copy, Debug)]
enum What {
    New(Review),
    Redacted,
    Deleted,
}

/// Whom a message is for alone. The service takes exactly one.
fn target(targets: Vec<Target>) -> Option<ParticipantId> {
    let arn = targets.into_iter().next()?.member_arn?;
    Some(ParticipantId::from(arn.as_str()))
}

/// Everybody is in the audience; who is a moderator, the backend's lists say.
fn author(sender: &Identity) -> Option<Author> {
    let name = sender.name.as_deref().unwrap_or_default();
    let author =
        Author { id: ParticipantId::from(sender.arn.as_str()), name: name.into(), role: Role::Fan };
    (!sender.arn.is_empty()).then_some(author)
}
