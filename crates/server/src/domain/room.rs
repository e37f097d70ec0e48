//! A room: the conversation of one customer with the bot and then with agents.
//!
//! Invariant: once [`Phase::Ended`], a room makes no further item and nobody in it is active.

mod handover;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::ids::{AgentId, ContactId, ItemId, ParticipantId, RoomId};
use super::item::{Body, Item, Visibility};
use super::participant::{Participant, Presence, Role};
use super::phase::{Phase, Refusal};
use super::timers::Idle;
use super::words::{FirstWords, Preview};
use crate::clock::Millis;

/// One conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// The id of its first contact.
    pub id: RoomId,
    /// The contact that runs.
    pub contact_id: ContactId,
    /// Where the conversation stands.
    pub phase: Phase,
    /// Everybody who ever was on it.
    pub participants: Vec<Participant>,
    /// What messages may be.
    pub content_types: Vec<String>,
    /// When it must end.
    pub ends_at: Millis,
    /// When it ends if the customer was not seen by then.
    pub connect_by: Option<Millis>,
    /// When the bot answers what it was asked.
    pub bot_due: Option<Millis>,
    /// What the customer said with the start of the chat, until they are there.
    #[serde(default)]
    pub first_words: Option<FirstWords>,
    /// What the bot was asked and has not answered: the newest item it must read.
    pub bot_asked: Option<ItemId>,
    /// Idle timers.
    pub idle: Idle,
    /// Time of the newest item.
    pub last_at: Millis,
    /// The newest message, for the desk.
    pub preview: Option<Preview>,
    /// Up to when agents have read.
    pub agents_read_at: Millis,
    /// Conversations this one continues, newest first.
    #[serde(default)]
    pub past: Vec<PastRoom>,
}

/// A conversation that another one continues, up to one of its contacts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastRoom {
    /// The conversation.
    pub room_id: RoomId,
    /// The time of its last item that counts.
    pub until: Millis,
}

/// What a room begins with.
pub struct Start {
    /// The customer's name.
    pub customer_name: String,
    /// The bot's name.
    pub bot_name: String,
    /// What messages may be.
    pub content_types: Vec<String>,
    /// How long the chat may take.
    pub duration_seconds: u64,
    /// How long the customer has to connect.
    pub connect_within_seconds: u64,
    /// Idle timers.
    pub idle: Idle,
    /// What the customer says first.
    pub first_words: Option<FirstWords>,
    /// What it continues.
    pub past: Vec<PastRoom>,
}

const PREVIEW_CHARS: usize = 140;

impl Room {
    /// Whether the chat is over.
    pub fn is_ended(&self) -> bool {
        matches!(self.phase, Phase::Ended { .. })
    }

    /// Somebody who is or was on the chat.
    pub fn participant(&self, id: &ParticipantId) -> Option<&Participant> {
        self.participants.iter().find(|one| one.id == *id)
    }

    /// The customer.
    pub fn customer(&self) -> Option<&Participant> {
        self.participants.iter().find(|one| one.role == Role::Customer)
    }

    /// The bot.
    pub fn bot(&self) -> Option<&Participant> {
        self.participants.iter().find(|one| one.role == Role::System)
    }

    /// The participant by which this agent is on the chat.
    pub fn active_agent(&self, agent: &AgentId) -> Option<&Participant> {
        self.participants
            .iter()
            .find(|one| one.agent_id.as_ref() == Some(agent) && one.presence == Presence::Active)
    }

    /// How many people are on the chat.
    pub fn active_people(&self) -> usize {
        self.participants.iter().filter(|one| one.is_active_person()).count()
    }

    /// A room whose customer is expected, with the bot in it.
    pub fn start(start: Start, now: Millis) -> Self {
        let contact_id = ContactId::fresh();
        let customer = participant(Role::Customer, start.customer_name, Presence::Expected, now);
        let bot = participant(Role::System, start.bot_name, Presence::Active, now);
        Self {
            id: contact_id.to_room(),
            contact_id,
            phase: Phase::Expected,
            participants: vec![customer, bot],
            content_types: start.content_types,
            ends_at: now.plus_seconds(start.duration_seconds),
            connect_by: Some(now.plus_seconds(start.connect_within_seconds)),
            bot_due: None,
            first_words: start.first_words,
            bot_asked: None,
            idle: start.idle,
            last_at: now,
            preview: None,
            agents_read_at: Millis(0),
            past: start.past,
        }
    }

    /// The customer is there: the flow begins. Does nothing from the second time on.
    pub fn arrive(&mut self, now: Millis) -> Vec<Item> {
        if self.phase != Phase::Expected {
            return Vec::new();
        }
        self.phase = Phase::Bot;
        self.connect_by = None;
        let mut made = Vec::new();
        if let Some(customer) = self.customer_mut() {
            customer.presence = Presence::Active;
            customer.heard_at = now;
            let customer = customer.clone();
            made.push(self.make(Body::Joined, Some(&customer), now));
        }
        if !self.past.is_empty() {
            made.push(self.make(Body::Rehydrated, None, now));
        }
        made
    }

    /// Somebody says something.
    pub fn say(
        &mut self,
        sender: &ParticipantId,
        content_type: &str,
        content: &str,
        now: Millis,
    ) -> Result<Vec<Item>, Refusal> {
        let mut made = Vec::new();
        let speaker = self.speaker(sender)?;
        speaker.heard_at = now;
        let was_idle = std::mem::replace(&mut speaker.is_idle, false);
        let speaker = speaker.clone();
        if was_idle {
            made.push(self.make(Body::Returned, Some(&speaker), now));
        }
        let body =
            Body::Message { content_type: content_type.to_owned(), content: content.to_owned() };
        let item = self.make(body, Some(&speaker), now);
        self.preview = Some(Preview {
            text: content.chars().take(PREVIEW_CHARS).collect(),
            role: speaker.role,
            at: item.at,
        });
        made.push(item);
        Ok(made)
    }

    /// Somebody types.
    pub fn type_for(&mut self, who: &ParticipantId, now: Millis) -> Result<Item, Refusal> {
        let speaker = self.speaker(who)?.clone();
        Ok(self.make(Body::Typing, Some(&speaker), now))
    }

    /// Somebody leaves. The chat ends with its customer and with its last agent.
    pub fn leave(&mut self, who: &ParticipantId, now: Millis) -> Vec<Item> {
        let Some(leaving) = self.participant(who).cloned() else { return Vec::new() };
        if self.is_ended() || !matches!(leaving.presence, Presence::Active | Presence::Expected) {
            return Vec::new();
        }
        let mut made = Vec::new();
        if leaving.presence == Presence::Active {
            made.push(self.make(Body::Left, Some(&leaving), now));
        }
        let other_agent = self.participants.iter().find(|one| {
            one.id != *who && one.role == Role::Agent && one.presence == Presence::Active
        });
        match other_agent.and_then(|one| one.agent_id.clone()) {
            Some(agent) if leaving.role == Role::Agent => {
                self.set_presence(who, Presence::Left);
                self.phase = Phase::Open { since: now, agent };
            }
            Some(_) | None => made.extend(self.end(now)),
        }
        made
    }

    /// The chat is over for everybody.
    pub fn end(&mut self, now: Millis) -> Vec<Item> {
        if self.is_ended() {
            return Vec::new();
        }
        let ended = self.make(Body::Ended, None, now);
        self.phase = Phase::Ended { at: now };
        self.connect_by = None;
        self.bot_due = None;
        self.bot_asked = None;
        for one in &mut self.participants {
            if one.presence != Presence::Left {
                one.presence = Presence::Ended;
            }
        }
        vec![ended]
    }

    /// An item of this room, later than all before it.
    pub(super) fn make(&mut self, body: Body, by: Option<&Participant>, now: Millis) -> Item {
        let at = now.max(self.last_at.plus_millis(1));
        if body.is_kept() {
            self.last_at = at;
        }
        Item {
            id: ItemId::fresh(),
            contact_id: self.contact_id.clone(),
            at,
            body,
            sender: by.map(Participant::to_sender),
            visibility: Visibility::All,
        }
    }

    pub(super) fn set_presence(&mut self, who: &ParticipantId, presence: Presence) {
        if let Some(one) = self.participants.iter_mut().find(|one| one.id == *who) {
            one.presence = presence;
        }
    }

    fn customer_mut(&mut self) -> Option<&mut Participant> {
        self.participants.iter_mut().find(|one| one.role == Role::Customer)
    }

    fn speaker(&mut self, who: &ParticipantId) -> Result<&mut Participant, Refusal> {
        if self.is_ended() {
            return Err(Refusal::Ended);
        }
        let found = self.participants.iter_mut().find(|one| one.id == *who);
        found.filter(|one| one.presence == Presence::Active).ok_or(Refusal::Left)
    }
}

fn participant(role: Role, name: String, presence: Presence, now: Millis) -> Participant {
    Participant {
        id: ParticipantId::fresh(),
        role,
        display_name: name,
        agent_id: None,
        presence,
        heard_at: now,
        is_idle: false,
    }
}
