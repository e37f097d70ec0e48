//! A small event: the login, one channel of Chime messaging with its socket, and a clock of its own. It checks
//! every signature, keeps everything in memory, and counts what it is asked.

mod calls;
mod login;
mod socket;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chirrup_core::{Millis, Response};
use chirrup_wire::chime::Time;
use chirrup_wire::chime::frame::{EventType, Frame, Headers};
use chirrup_wire::chime::membership::ChannelMembership;
use chirrup_wire::chime::message::{
    ChannelMessage, MessageStatus, MessageStatusValue, MessageType, Persistence,
};
use chirrup_wire::chime::rest::Identity;

use crate::server::Wire;

pub(crate) use calls::refusal;

pub(crate) const APP: &str = "arn:aws:chime:us-east-1:1:app-instance/app";
pub(crate) const CHANNEL: &str = "arn:aws:chime:us-east-1:1:app-instance/app/channel/main";
pub(crate) const SECOND: u64 = 1_000;

/// Somebody with a ticket.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guest {
    pub(crate) nickname: String,
    pub(crate) role: &'static str,
    pub(crate) device: Option<String>,
    pub(crate) is_banned: bool,
    /// How often the login still says that the place is being made.
    pub(crate) waits: u32,
    pub(crate) is_member: bool,
    /// How far was read on any device.
    pub(crate) read_at: Option<Millis>,
    /// Watches only.
    pub(crate) is_hidden: bool,
    pub(crate) sub_channel: Option<String>,
    /// Other parts of an elastic channel, in which a moderator is too.
    pub(crate) other_parts: Vec<String>,
}

/// Keys that were handed out.
#[derive(Clone, Debug)]
struct Key {
    secret: String,
    token: String,
    ticket: String,
    expires: Millis,
}

pub(crate) struct Stage {
    /// By ticket, which is also the last part of the ARN.
    pub(crate) guests: BTreeMap<String, Guest>,
    keys: BTreeMap<String, Key>,
    sockets: BTreeMap<Wire, String>,
    pub(crate) messages: Vec<ChannelMessage>,
    tokens: BTreeMap<(String, String), ChannelMessage>,
    pub(crate) moderators: BTreeSet<String>,
    pub(crate) admins: BTreeSet<String>,
    pub(crate) bans: BTreeSet<String>,
    /// Of an elastic channel.
    pub(crate) parts: Vec<String>,
    /// How far its clock is ahead of the clients'.
    pub(crate) ahead_millis: i64,
    /// How long keys live.
    pub(crate) key_millis: u64,
    /// What every new message of a guest without a say gets.
    pub(crate) review: MessageStatusValue,
    /// How requests of each operation are answered until it is taken away.
    pub(crate) answers: BTreeMap<&'static str, Response>,
    /// How every login is answered until it is taken away.
    pub(crate) door: Option<(u16, String)>,
    /// Operation, by whom, and when.
    pub(crate) requests: Vec<(String, String, Millis)>,
    /// Who asked for counts, and when.
    pub(crate) heard_of: Vec<(String, Millis)>,
    /// Requests that were not let through, because of their signature.
    pub(crate) unsigned: usize,
    pub(crate) outbound: VecDeque<(Wire, String)>,
    pub(crate) closing: Vec<(Wire, u16)>,
    /// Keys that do for calls, and not for sockets.
    pub(crate) forget_keys_after_calls: bool,
    /// Whether the login says whose actions count, because the service tells only those.
    pub(crate) lists_in_login: bool,
    /// Whether sockets tell of the channel by themselves.
    pub(crate) prefetches: bool,
    made: u64,
    clock: u64,
    now: Millis,
}

pub(crate) fn arn(ticket: &str) -> String {
    format!("{APP}/user/{ticket}")
}

impl Stage {
    pub(crate) fn new() -> Self {
        let mut stage = Self {
            guests: BTreeMap::new(),
            keys: BTreeMap::new(),
            sockets: BTreeMap::new(),
            messages: Vec::new(),
            tokens: BTreeMap::new(),
            moderators: BTreeSet::from(["mod".to_owned()]),
            admins: BTreeSet::from(["boss".to_owned()]),
            bans: BTreeSet::new(),
            parts: Vec::new(),
            ahead_millis: 0,
            key_millis: 3_600 * SECOND,
            review: MessageStatusValue::Sent,
            answers: BTreeMap::new(),
            door: None,
            requests: Vec::new(),
            heard_of: Vec::new(),
            unsigned: 0,
            outbound: VecDeque::new(),
            closing: Vec::new(),
            forget_keys_after_calls: false,
            lists_in_login: true,
            prefetches: true,
            made: 0,
            clock: 0,
            now: Millis(0),
        };
        for (ticket, nickname, role) in [
            ("ulla", "Ulla", "fan"),
            ("bo", "Bo", "fan"),
            ("star", "The Star", "artist"),
            ("mod", "Olli", "moderator"),
            ("boss", "Boss", "fan"),
            ("new", "", "fan"),
        ] {
            let guest =
                Guest { nickname: nickname.into(), role, is_member: true, ..Guest::default() };
            stage.guests.insert(ticket.into(), guest);
        }
        stage
    }

    /// Its time, when clients have this one.
    pub(crate) fn time(&self, now: Millis) -> Millis {
        Millis(now.0.saturating_add_signed(self.ahead_millis))
    }

    pub(crate) fn identity(&self, ticket: &str) -> Identity {
        let name = self.guests.get(ticket).map(|guest| guest.nickname.clone());
        Identity { arn: arn(ticket), name }
    }

    /// Somebody says something, and everybody is told.
    pub(crate) fn says(&mut self, ticket: &str, text: &str, now: Millis) -> String {
        let message = ChannelMessage { content: Some(text.into()), ..self.blank(ticket, now) };
        self.post(&message)
    }

    /// An action as anybody may send it.
    pub(crate) fn acts(&mut self, ticket: &str, action: &str, now: Millis) -> String {
        let content_type = Some(chirrup_wire::conventions::ACTION_CONTENT_TYPE.into());
        let blank = self.blank(ticket, now);
        self.post(&ChannelMessage { content: Some(action.into()), content_type, ..blank })
    }

    /// Who is there, as far as the channel's details tell.
    fn members(&self) -> Vec<ChannelMembership> {
        let there = self.guests.iter().filter(|(_, guest)| guest.is_member);
        let membership = |(ticket, _): (&String, _)| ChannelMembership {
            member: self.identity(ticket),
            ..ChannelMembership::default()
        };
        there.map(membership).take(30).collect()
    }

    /// Something said in passing.
    pub(crate) fn passes(&mut self, ticket: &str, content: &str, now: Millis) {
        let message = ChannelMessage {
            content: Some(content.into()),
            kind: Some(MessageType::Control),
            persistence: Some(Persistence::NonPersistent),
            ..self.blank(ticket, now)
        };
        self.tell(EventType::CreateChannelMessage, &framed(&message), None);
    }

    pub(crate) fn blank(&mut self, ticket: &str, now: Millis) -> ChannelMessage {
        self.clock = (self.clock + 1).max(self.time(now).0);
        self.made += 1;
        let at = Time::Seconds(self.clock);
        ChannelMessage {
            channel_arn: Some(CHANNEL.into()),
            message_id: format!("m{:06}", self.made),
            kind: Some(MessageType::Standard),
            created_timestamp: Some(at),
            last_updated_timestamp: Some(at),
            sender: Some(self.identity(ticket)),
            persistence: Some(Persistence::Persistent),
            status: Some(MessageStatus { value: MessageStatusValue::Sent, detail: None }),
            sub_channel_id: self.guests.get(ticket).and_then(|guest| guest.sub_channel.clone()),
            ..ChannelMessage::default()
        }
    }

    pub(crate) fn post(&mut self, message: &ChannelMessage) -> String {
        let id = message.message_id.clone();
        if message.persistence == Some(Persistence::Persistent) {
            self.messages.push(message.clone());
        }
        let frame = framed(message);
        let target = message.target.as_ref().and_then(|target| target.first()?.member_arn.clone());
        let sender = message.sender.as_ref().map(|sender| sender.arn.clone());
        match target {
            Some(target) => {
                for person in [Some(target), sender] {
                    self.tell(EventType::CreateChannelMessage, &frame, person.as_deref());
                }
            }
            None => self.tell(EventType::CreateChannelMessage, &frame, None),
        }
        id
    }

    /// The flow's processor made up its mind.
    pub(crate) fn reviewed(&mut self, id: &str, value: MessageStatusValue) {
        let Some(message) = self.messages.iter_mut().find(|message| message.message_id == id)
        else {
            return;
        };
        message.status = Some(MessageStatus { value, detail: Some("house rules".into()) });
        let message = message.clone();
        let sender = message.sender.as_ref().map(|sender| sender.arn.clone());
        match value {
            MessageStatusValue::Sent => {
                self.tell(EventType::CreateChannelMessage, &framed(&message), None);
            }
            MessageStatusValue::Denied => {
                self.tell(
                    EventType::DeniedCreateChannelMessage,
                    &framed(&message),
                    sender.as_deref(),
                );
                self.messages.retain(|other| other.message_id != id);
            }
            _ => {
                let sender = sender.as_deref();
                self.tell(EventType::FailedCreateChannelMessage, &framed(&message), sender);
            }
        }
    }

    pub(crate) fn redact(&mut self, id: &str) {
        let Some(message) = self.messages.iter_mut().find(|message| message.message_id == id)
        else {
            return;
        };
        message.redacted = true;
        message.content = None;
        message.metadata = None;
        let message = framed(&message.clone());
        self.tell(EventType::RedactChannelMessage, &message, None);
    }

    pub(crate) fn delete(&mut self, id: &str) {
        let Some(at) = self.messages.iter().position(|message| message.message_id == id) else {
            return;
        };
        let message = self.messages.remove(at);
        self.tell(EventType::DeleteChannelMessage, &framed(&message), None);
    }

    /// Takes somebody out of the channel.
    pub(crate) fn remove(&mut self, ticket: &str) {
        let membership = ChannelMembership {
            member: self.identity(ticket),
            channel_arn: Some(CHANNEL.into()),
            kind: Some("DEFAULT".into()),
            ..ChannelMembership::default()
        };
        self.tell(EventType::DeleteChannelMembership, &membership, None);
        self.guests.get_mut(ticket).unwrap().is_member = false;
    }

    /// Puts somebody into another part of an elastic channel.
    pub(crate) fn move_to(&mut self, ticket: &str, sub_channel: &str) {
        self.guests.get_mut(ticket).unwrap().sub_channel = Some(sub_channel.into());
        let membership = ChannelMembership {
            member: self.identity(ticket),
            channel_arn: Some(CHANNEL.into()),
            sub_channel_id: Some(sub_channel.into()),
            ..ChannelMembership::default()
        };
        self.tell(EventType::UpdateChannelMembership, &membership, Some(&arn(ticket)));
    }

    /// Takes somebody out of a part of an elastic channel.
    pub(crate) fn remove_from(&mut self, ticket: &str, sub_channel: &str) {
        let membership = ChannelMembership {
            member: self.identity(ticket),
            channel_arn: Some(CHANNEL.into()),
            sub_channel_id: Some(sub_channel.into()),
            ..ChannelMembership::default()
        };
        self.guests.get_mut(ticket).unwrap().other_parts.retain(|part| part != sub_channel);
        self.tell(EventType::DeleteChannelMembership, &membership, Some(&arn(ticket)));
    }

    /// Closes somebody's sockets.
    pub(crate) fn close_with(&mut self, ticket: &str, code: u16) {
        let theirs = self.sockets.iter().filter(|(_, owner)| *owner == ticket);
        let wires: Vec<_> = theirs.map(|(wire, _)| *wire).collect();
        for wire in wires {
            self.sockets.remove(&wire);
            self.closing.push((wire, code));
        }
    }

    /// What everybody should see: ids and texts, oldest first.
    pub(crate) fn shown(&self) -> Vec<(String, String)> {
        let said = self.messages.iter().filter(|message| message.content_type.is_none());
        let mut said: Vec<_> = said.collect();
        said.sort_by_key(|message| {
            (message.created_timestamp.unwrap().millis(), message.message_id.clone())
        });
        let text = |message: &&ChannelMessage| {
            (message.message_id.clone(), message.content.clone().unwrap_or_default())
        };
        said.iter().map(text).collect()
    }

    pub(crate) fn count(&self, operation: &str) -> usize {
        self.requests.iter().filter(|(name, ..)| name == operation).count()
    }

    /// Somebody's newest socket.
    pub(crate) fn outbound_to(&self, ticket: &str) -> Wire {
        let theirs = self.sockets.iter().filter(|(_, owner)| *owner == ticket);
        theirs.map(|(wire, _)| *wire).next_back().unwrap()
    }

    /// No key that was handed out is good any more.
    pub(crate) fn forget_keys(&mut self) {
        self.keys.clear();
    }

    // The socket.

    fn tell<T: serde::Serialize>(
        &mut self,
        event_type: EventType,
        payload: &T,
        only: Option<&str>,
    ) {
        let text = frame(event_type, Some(payload));
        for (wire, ticket) in &self.sockets {
            let is_member = self.guests.get(ticket).is_some_and(|guest| guest.is_member);
            if is_member && only.is_none_or(|only| only == arn(ticket)) {
                self.outbound.push_back((*wire, text.clone()));
            }
        }
    }
}

/// A message as frames have it.
fn framed(message: &ChannelMessage) -> ChannelMessage {
    let text = |time: Option<Time>| time.map(|time| Time::Text(time.millis()));
    ChannelMessage {
        created_timestamp: text(message.created_timestamp),
        last_edited_timestamp: text(message.last_edited_timestamp),
        last_updated_timestamp: text(message.last_updated_timestamp),
        ..message.clone()
    }
}

fn frame<T: serde::Serialize>(event_type: EventType, payload: Option<&T>) -> String {
    let frame = Frame {
        headers: Headers { event_type, ..Headers::default() },
        payload: payload.map(|payload| serde_json::to_string(payload).unwrap()),
    };
    serde_json::to_string(&frame).unwrap()
}
