//! What the small server answers: the operations of the participant service, and starting a chat.

use std::collections::BTreeMap;

use chirrup_core::{Millis, Request, Response};
use chirrup_wire::Secret;
use chirrup_wire::connect::content_type as ct;
use chirrup_wire::connect::item::{Item, ItemType, MessageMetadata, ParticipantRole, Receipt};
use chirrup_wire::connect::rest::{
    ConnectionCredentials, CreateParticipantConnectionRequest, CreateParticipantConnectionResponse,
    GetTranscriptRequest, GetTranscriptResponse, SendMessageRequest, SendMessageResponse,
    Websocket,
};
use chirrup_wire::connect::start::{
    FeaturePermissions, StartChatContactRequest, StartChatContactResponse, StartChatData,
    StartChatEnvelope,
};

use super::{AGENT, CUSTOMER, Person, Server, rfc3339};

pub(crate) fn status(status: u16) -> Response {
    Response { status, ..Response::default() }
}

fn ok(body: &impl serde::Serialize) -> Response {
    Response { status: 200, headers: Vec::new(), body: serde_json::to_string(body).unwrap() }
}

impl Server {
    pub(crate) fn request(&mut self, request: &Request, now: Millis) -> Response {
        let operation = request.url.rsplit('/').next().unwrap_or_default().to_owned();
        let body = request.body.reveal();
        self.requests.push((operation.clone(), body.to_owned()));
        if let Some(answer) = self.answers.get(operation.as_str()) {
            return answer.clone();
        }
        let bearer = request.headers.iter().find(|(name, _)| *name == "x-amz-bearer");
        let bearer = bearer.map(|(_, value)| value.reveal().to_owned()).unwrap_or_default();
        if operation == "start-chat" {
            return self.start(&serde_json::from_str(body).unwrap(), now);
        }
        if operation == "connection" {
            return self.connection(&serde_json::from_str(body).unwrap(), &bearer, now);
        }
        let Some(participant) = self.tokens.get(&bearer).cloned() else { return status(403) };
        match operation.as_str() {
            "transcript" => self.page(&serde_json::from_str(body).unwrap()),
            _ if self.ended => status(403),
            "message" => self.message(&participant, serde_json::from_str(body).unwrap(), now),
            "event" => self.send_event(&participant, serde_json::from_str(body).unwrap(), now),
            "disconnect" => {
                self.event(&participant, ct::PARTICIPANT_LEFT, now);
                self.end(now);
                ok(&BTreeMap::<String, String>::new())
            }
            other => panic!("no such operation: {other}"),
        }
    }

    fn start(&mut self, request: &StartChatContactRequest, now: Millis) -> Response {
        let token = request.client_token.clone().unwrap();
        if let Some(body) = self.starts.get(&token) {
            return Response { status: 200, headers: Vec::new(), body: body.clone() };
        }
        self.contact += 1;
        self.ended = false;
        self.transcript.clear();
        self.people.clear();
        self.tokens.clear();
        self.subscribed.clear();
        self.sockets.clear();
        let name = request.participant_details.clone().unwrap().display_name;
        self.people.insert(CUSTOMER.into(), Person { role: ParticipantRole::Customer, name });
        self.add_agent(AGENT, "Ana");
        self.event(CUSTOMER, ct::PARTICIPANT_JOINED, now);
        let answer = ok(&StartChatEnvelope {
            data: StartChatData {
                start_chat_result: StartChatContactResponse {
                    contact_id: self.contact_id(),
                    participant_id: CUSTOMER.into(),
                    participant_token: Secret::new(format!("ptok-{}-{CUSTOMER}", self.contact)),
                    continued_from_contact_id: None,
                },
                feature_permissions: Some(FeaturePermissions {
                    messaging_markdown: self.markdown,
                    attachments: false,
                }),
            },
        });
        self.starts.insert(token, answer.body.clone());
        answer
    }

    fn connection(
        &mut self,
        request: &CreateParticipantConnectionRequest,
        bearer: &str,
        _now: Millis,
    ) -> Response {
        let prefix = format!("ptok-{}-", self.contact);
        let known = bearer.strip_prefix(&prefix).filter(|id| self.people.contains_key(*id));
        let Some(participant) = known.filter(|_| !self.ended).map(str::to_owned) else {
            return status(403);
        };
        if request.connect_participant == Some(true) {
            return ok(&CreateParticipantConnectionResponse::default());
        }
        self.next_id += 1;
        let token = format!("ctok-{}", self.next_id);
        self.tokens.insert(token.clone(), participant);
        ok(&CreateParticipantConnectionResponse {
            websocket: Some(Websocket {
                url: Secret::new(format!("ws://127.0.0.1:1/socket?ticket={token}")),
                connection_expiry: Some("2030-01-01T00:00:00.000Z".into()),
            }),
            connection_credentials: Some(ConnectionCredentials {
                connection_token: Secret::new(token),
                expiry: Some("2030-01-01T00:00:00.000Z".into()),
            }),
        })
    }

    fn message(&mut self, participant: &str, request: SendMessageRequest, now: Millis) -> Response {
        let content_type = request.content_type.unwrap();
        if content_type == ct::TEXT_MARKDOWN && !self.markdown {
            return status(400);
        }
        let key = (participant.to_owned(), request.client_token.unwrap());
        if let Some(answer) = self.seen.get(&key) {
            return ok(answer);
        }
        let content = request.content.unwrap();
        let item = self.item(participant, ItemType::Message, &content_type, &content);
        let id = self.post(item, now);
        let answer = SendMessageResponse {
            id: Some(id),
            absolute_time: Some(rfc3339(Millis(self.clock))),
            message_metadata: None,
        };
        self.seen.insert(key, answer.clone());
        ok(&answer)
    }

    fn send_event(
        &mut self,
        participant: &str,
        request: SendMessageRequest,
        now: Millis,
    ) -> Response {
        let content_type = request.content_type.unwrap();
        let is_read = content_type == ct::MESSAGE_READ;
        if !is_read && content_type != ct::MESSAGE_DELIVERED {
            self.event(participant, &content_type, now);
            return ok(&SendMessageResponse { id: Some("e".into()), ..Default::default() });
        }
        if self.people.len() > 2 {
            return status(409);
        }
        let content: BTreeMap<String, String> =
            serde_json::from_str(&request.content.unwrap()).unwrap();
        self.receipt(&content["messageId"], participant, is_read, now);
        ok(&SendMessageResponse { id: Some("r".into()), ..Default::default() })
    }

    /// Somebody got or read a message.
    pub(crate) fn receipt(&mut self, message: &str, recipient: &str, is_read: bool, now: Millis) {
        let time = Some(rfc3339(now));
        let receipt = Receipt {
            recipient_participant_id: Some(recipient.into()),
            delivered_timestamp: time.clone(),
            read_timestamp: time.filter(|_| is_read),
        };
        let metadata = MessageMetadata {
            message_id: Some(message.into()),
            receipts: vec![receipt],
            ..MessageMetadata::default()
        };
        if let Some(item) = self.transcript.iter_mut().find(|item| item.id == message) {
            item.message_metadata = Some(metadata.clone());
        }
        self.push_all(&Item {
            id: message.into(),
            kind: ItemType::MessageMetadata,
            content_type: Some(ct::MESSAGE_METADATA.into()),
            absolute_time: rfc3339(now),
            message_metadata: Some(metadata),
            ..Item::default()
        });
    }

    /// Pages backwards from the newest, from a token, or from an item.
    fn page(&mut self, request: &GetTranscriptRequest) -> Response {
        assert_eq!(request.scan_direction.as_deref(), Some("BACKWARD"));
        let size = usize::try_from(request.max_results.unwrap()).unwrap();
        let start = request.start_position.as_ref().and_then(|start| start.id.as_ref());
        let end = match (&request.next_token, start) {
            (Some(token), _) => match token.strip_prefix("before-").and_then(|n| n.parse().ok()) {
                Some(end) => end,
                None => return status(400),
            },
            (None, Some(id)) => {
                self.transcript.iter().position(|item| item.id == *id).map_or(0, |index| index + 1)
            }
            (None, None) => self.transcript.len(),
        };
        let begin = end.saturating_sub(size);
        ok(&GetTranscriptResponse {
            initial_contact_id: Some(self.contact_id()),
            transcript: self.transcript[begin..end].to_vec(),
            next_token: (begin > 0).then(|| format!("before-{begin}")),
        })
    }
}
