//! A small Connect server: one contact, its participants, its transcript. It answers at once and keeps
//! everything in memory; the network around it does the harm.

mod calls;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chirrup_core::{Millis, Response};
use chirrup_wire::connect::content_type as ct;
use chirrup_wire::connect::frame::{ClientFrame, FrameContent, ServerFrame, Subscription};
use chirrup_wire::connect::item::{Item, ItemType, ParticipantRole};
use chirrup_wire::connect::rest::SendMessageResponse;

pub(crate) use calls::status;

pub(crate) const CUSTOMER: &str = "p-customer";
pub(crate) const AGENT: &str = "p-agent";

/// A socket of one client, as the server names it.
pub(crate) type Wire = (usize, u64);

#[derive(Clone, Debug)]
struct Person {
    role: ParticipantRole,
    name: String,
}

#[derive(Default)]
pub(crate) struct Server {
    pub(crate) contact: u64,
    people: BTreeMap<String, Person>,
    pub(crate) transcript: Vec<Item>,
    /// Connection tokens, by number, of which participant.
    tokens: BTreeMap<String, String>,
    sockets: BTreeMap<Wire, String>,
    subscribed: BTreeSet<Wire>,
    seen: BTreeMap<(String, String), SendMessageResponse>,
    starts: BTreeMap<String, String>,
    pub(crate) outbound: VecDeque<(Wire, String)>,
    pub(crate) ended: bool,
    /// How requests of each operation are answered until it is taken away.
    pub(crate) answers: BTreeMap<&'static str, Response>,
    pub(crate) requests: Vec<(String, String)>,
    pub(crate) answers_heartbeats: bool,
    pub(crate) answers_subscribes: bool,
    pub(crate) refuses_subscribes: bool,
    pub(crate) markdown: bool,
    next_id: u64,
    clock: u64,
}

pub(crate) fn rfc3339(at: Millis) -> String {
    let (days, rest) = (at.0 / 86_400_000, at.0 % 86_400_000);
    let (mut year, mut left) = (1970, days);
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    while left >= 365 + u64::from(leap(year)) {
        left -= 365 + u64::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while left >= lengths[month] {
        left -= lengths[month];
        month += 1;
    }
    let (h, m, s, ms) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60, rest % 1000);
    format!("{year:04}-{:02}-{:02}T{h:02}:{m:02}:{s:02}.{ms:03}Z", month + 1, left + 1)
}

impl Server {
    pub(crate) fn new() -> Self {
        Self {
            answers_heartbeats: true,
            answers_subscribes: true,
            markdown: true,
            ..Self::default()
        }
    }

    pub(crate) fn contact_id(&self) -> String {
        format!("c-{}", self.contact)
    }

    /// Somebody says something, or something happens, and everybody with a socket is told.
    pub(crate) fn post(&mut self, mut item: Item, now: Millis) -> String {
        self.clock = (self.clock + 1).max(now.0);
        self.next_id += 1;
        if item.id.is_empty() {
            item.id = format!("i-{}-{:06}", self.contact, self.next_id);
        }
        item.absolute_time = rfc3339(Millis(self.clock));
        item.contact_id = Some(self.contact_id());
        item.initial_contact_id = Some(self.contact_id());
        let id = item.id.clone();
        let stored = !matches!(
            item.content_type.as_deref(),
            Some(ct::TYPING | ct::PARTICIPANT_IDLE | ct::PARTICIPANT_RETURNED)
        ) && item.kind != ItemType::MessageMetadata
            && item
                .message_metadata
                .as_ref()
                .is_none_or(|meta| meta.message_completed != Some(false));
        if stored {
            self.transcript.push(Item { initial_contact_id: None, ..item.clone() });
        }
        self.push_all(&item);
        id
    }

    pub(crate) fn push_all(&mut self, item: &Item) {
        let frame = chat_frame(item);
        for wire in &self.subscribed {
            self.outbound.push_back((*wire, frame.clone()));
        }
    }

    pub(crate) fn item(
        &self,
        participant: &str,
        kind: ItemType,
        content_type: &str,
        content: &str,
    ) -> Item {
        let person = self
            .people
            .get(participant)
            .cloned()
            .unwrap_or(Person { role: ParticipantRole::System, name: "BOT".into() });
        Item {
            kind,
            content_type: Some(content_type.into()),
            content: (!content.is_empty()).then(|| content.into()),
            participant_id: Some(participant.into()),
            display_name: Some(person.name),
            participant_role: Some(person.role),
            ..Item::default()
        }
    }

    pub(crate) fn add_agent(&mut self, id: &str, name: &str) {
        self.people.insert(id.into(), Person { role: ParticipantRole::Agent, name: name.into() });
    }

    pub(crate) fn says(&mut self, participant: &str, text: &str, now: Millis) -> String {
        let item = self.item(participant, ItemType::Message, ct::TEXT_PLAIN, text);
        self.post(item, now)
    }

    pub(crate) fn event(&mut self, participant: &str, content_type: &str, now: Millis) -> String {
        let item = self.item(participant, ItemType::Event, content_type, "");
        self.post(item, now)
    }

    pub(crate) fn end(&mut self, now: Millis) {
        if !self.ended {
            let item = Item {
                kind: ItemType::Event,
                content_type: Some(ct::CHAT_ENDED.into()),
                ..Item::default()
            };
            self.post(item, now);
            self.ended = true;
        }
    }

    /// The messages of the transcript: ids and texts, oldest first.
    pub(crate) fn messages(&self) -> Vec<(String, String)> {
        let messages = self.transcript.iter().filter(|item| item.kind == ItemType::Message);
        messages.map(|item| (item.id.clone(), item.content.clone().unwrap_or_default())).collect()
    }

    pub(crate) fn count(&self, operation: &str) -> usize {
        self.requests.iter().filter(|(name, _)| name == operation).count()
    }

    // Sockets.

    pub(crate) fn open(&mut self, wire: Wire, url: &str) -> bool {
        let participant = url.split("ticket=").nth(1).and_then(|token| self.tokens.get(token));
        if let Some(participant) = participant.filter(|_| !self.ended).cloned() {
            self.sockets.insert(wire, participant);
            return true;
        }
        false
    }

    pub(crate) fn close(&mut self, wire: Wire) {
        self.sockets.remove(&wire);
        self.subscribed.remove(&wire);
    }

    pub(crate) fn open_sockets(&self) -> usize {
        self.sockets.len()
    }

    pub(crate) fn frame(&mut self, wire: Wire, text: &str) {
        let frame: ClientFrame = serde_json::from_str(text).unwrap();
        let answer = match frame.topic.as_str() {
            "aws/subscribe" if !self.answers_subscribes => return,
            "aws/subscribe" => {
                let status = if self.refuses_subscribes { "failure" } else { "success" };
                if !self.refuses_subscribes {
                    self.subscribed.insert(wire);
                }
                let content = FrameContent::Subscription(Subscription {
                    status: Some(status.into()),
                    topics: vec!["aws/chat".into()],
                });
                ServerFrame { content: Some(content), ..ServerFrame::default() }
            }
            _ if !self.answers_heartbeats => return,
            "aws/ping" => ServerFrame {
                status_code: Some(200),
                status_content: Some("OK".into()),
                ..ServerFrame::default()
            },
            _ => ServerFrame::default(),
        };
        let answer = ServerFrame { topic: Some(frame.topic), ..answer };
        self.outbound.push_back((wire, serde_json::to_string(&answer).unwrap()));
    }
}

pub(crate) fn chat_frame(item: &Item) -> String {
    let frame = ServerFrame {
        topic: Some("aws/chat".into()),
        content_type: Some("application/json".into()),
        content: Some(FrameContent::Text(serde_json::to_string(item).unwrap())),
        ..ServerFrame::default()
    };
    serde_json::to_string(&frame).unwrap()
}
