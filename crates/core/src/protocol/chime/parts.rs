//! The parts of an elastic channel, for whoever is in several of them: moderators, who are put into each.
//!
//! An action about a message goes to the part from which the message came, one about a person to the part in which
//! they spoke last, and one about the room to every part: in each, people read the actions of theirs only. Where a
//! message came from its frame says, or which part's history was asked for. What is not known to come from another
//! part came from the own.
//! Invariant: what concerns a whole room is taken in from the own part alone, so that each action is here once.

use chirrup_wire::chime::channel::ListSubChannelsResponse;
use chirrup_wire::chime::message::{ChannelMessage, ListChannelMessagesResponse};
use chirrup_wire::conventions::{ACTION_CONTENT_TYPE, Action, Deed};

use super::super::Page;
use super::calls::{Listed, PAGE, next_query, read_reason};
use super::{Chime, parse};
use crate::ids::ParticipantId;
use crate::output::{Method, Request, Response, TransportError};
use crate::protocol::{Failure, check};
use crate::room::Role;

/// Of at least so many messages it is known where they came from: as many as a room keeps.
const ORIGINS_MIN: usize = 1_000;

/// Where a message came from.
#[derive(Debug)]
pub(super) struct Origin {
    message: String,
    person: String,
    part: String,
}

/// What an action is about.
enum Aim<'a> {
    Message(&'a str),
    Person(&'a str),
    Room,
}

impl Chime {
    /// The parts in which this person is: their own, and all others for whoever keeps order.
    pub(crate) fn parts_request(&self, next: Option<&str>) -> Request {
        self.call(Method::Get, &self.channel(&["/subchannels?", PAGE, &next_query(next)]), None)
    }

    pub(crate) fn parts(result: Result<Response, TransportError>) -> Result<Listed, Failure> {
        let answer: ListSubChannelsResponse = parse(&check(result, read_reason)?)?;
        let ids = answer.sub_channels.iter();
        let people = ids.map(|part| ParticipantId::from(part.sub_channel_id.as_str())).collect();
        Ok(Listed { people, next: answer.next_token })
    }

    pub(crate) fn take_parts(&mut self, parts: &[ParticipantId]) {
        if let Some(place) = &mut self.place {
            place.parts = parts.iter().map(|part| part.as_str().to_owned()).collect();
        }
    }

    /// The parts in which this person is beside their own.
    pub(crate) fn other_parts(&self) -> Vec<String> {
        let own = self.sub_channel();
        let parts = self.place.iter().flat_map(|place| &place.parts);
        parts.filter(|part| own.is_some_and(|own| own != **part)).cloned().collect()
    }

    /// Whether it is known which parts there are: the own is among them.
    pub(crate) fn knows_parts(&self) -> bool {
        let own = self.sub_channel();
        self.place
            .as_ref()
            .is_none_or(|place| own.is_none_or(|own| place.parts.iter().any(|part| part == own)))
    }

    /// What is for this person on a page of a part, in the order in which it came.
    pub(crate) fn part_page(
        &mut self,
        part: &str,
        result: Result<Response, TransportError>,
    ) -> Result<Page, Failure> {
        let answer: ListChannelMessagesResponse = parse(&check(result, read_reason)?)?;
        // What is known of where messages came from stands in the order in which they were said.
        let newer = self.place.as_mut().map(|place| std::mem::take(&mut place.origins));
        let mut entries = Vec::new();
        for mut message in answer.channel_messages.into_iter().rev() {
            message.sub_channel_id = Some(part.to_owned());
            if self.takes(&message) {
                entries.push(self.listed_entry(message));
            }
        }
        if let Some(place) = &mut self.place {
            place.origins.extend(newer.into_iter().flatten());
        }
        entries.reverse();
        Ok(Page { entries, next: answer.next_token })
    }

    /// Whether the channel has parts.
    pub(crate) fn is_elastic(&self) -> bool {
        self.sub_channel().is_some()
    }

    /// This person came into another part, or out of it. Says whether it is another than their own.
    pub(super) fn is_other_part(&mut self, part: Option<&str>, is_there: bool) -> bool {
        let Some(place) = &mut self.place else { return false };
        let Some(part) = part.filter(|part| place.sub_channel.as_deref() != Some(part)) else {
            return false;
        };
        place.parts.retain(|known| known != part);
        if is_there {
            place.parts.push(part.to_owned());
        }
        place.sub_channel.is_some()
    }

    /// Whether a message is for this person, who may be told of those of parts in which they are not any more.
    pub(super) fn takes(&mut self, message: &ChannelMessage) -> bool {
        let Some(place) = &mut self.place else { return true };
        let (Some(part), Some(own)) = (&message.sub_channel_id, &place.sub_channel) else {
            return true;
        };
        let is_own = part == own;
        if place.role != Role::Moderator {
            return is_own;
        }
        let sender = message.sender.as_ref().map_or("", |sender| sender.arn.as_str());
        let mut origin = (message.message_id.as_str(), sender);
        let is_action = message.content_type.as_deref() == Some(ACTION_CONTENT_TYPE);
        let content = message.content.as_deref().filter(|_| is_action);
        let action = content.and_then(Action::read);
        if let Some(Action { deed, .. }) = &action {
            if let Deed::Held { id, user, .. } = deed {
                origin = (id, user);
            } else if matches!(aim(deed), Aim::Room) {
                return is_own;
            }
        }
        if place.origins.len() >= 2 * ORIGINS_MIN {
            place.origins.drain(..ORIGINS_MIN);
        }
        place.origins.push(Origin {
            message: origin.0.to_owned(),
            person: origin.1.to_owned(),
            part: part.clone(),
        });
        true
    }

    /// The parts that an action concerns.
    pub(crate) fn parts_of(&self, deed: &Deed) -> Vec<Option<&str>> {
        match aim(deed) {
            Aim::Message(id) => vec![self.part_of(id)],
            Aim::Person(person) => vec![self.part_of_person(person)],
            Aim::Room => {
                let own = self.sub_channel();
                let all = self.place.iter().flat_map(|place| &place.parts).map(|it| Some(&**it));
                [own].into_iter().chain(all.filter(|part| *part != own)).collect()
            }
        }
    }

    /// The part of a message.
    pub(super) fn part_of(&self, message: &str) -> Option<&str> {
        self.part_where(|origin| origin.message == message)
    }

    /// The part in which a person spoke last.
    pub(super) fn part_of_person(&self, person: &str) -> Option<&str> {
        self.part_where(|origin| origin.person == person)
    }

    fn part_where(&self, is_it: impl Fn(&Origin) -> bool) -> Option<&str> {
        let place = self.place.as_ref()?;
        let origin = place.origins.iter().rev().find(|origin| is_it(origin));
        origin.map(|origin| &*origin.part).or(place.sub_channel.as_deref())
    }
}

fn aim(deed: &Deed) -> Aim<'_> {
    match deed {
        Deed::Hide { id }
        | Deed::Restore { id }
        | Deed::Pin { id }
        | Deed::Held { id, .. }
        | Deed::Approve { id }
        | Deed::Reject { id } => Aim::Message(id),
        Deed::HideUser { user }
        | Deed::RestoreUser { user }
        | Deed::Timeout { user, .. }
        | Deed::EndTimeout { user }
        | Deed::Ban { user }
        | Deed::Unban { user }
        | Deed::ApproveUser { user }
        | Deed::UnapproveUser { user } => Aim::Person(user),
        Deed::Clear
        | Deed::Unclear
        | Deed::SlowMode { .. }
        | Deed::Unpin
        | Deed::Announce { .. }
        | Deed::Unannounce
        | Deed::Mode(_)
        | Deed::Unknown { .. } => Aim::Room,
    }
}
