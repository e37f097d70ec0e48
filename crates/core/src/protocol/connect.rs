//! The Amazon Connect adapter: calls of the participant service, and the frames of its socket.
//!
//! It holds who this participant is and the tokens, and decides nothing.

mod decode;
mod interactive;
mod kept;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chirrup_wire::connect::content_type::{
    MESSAGE_DELIVERED, MESSAGE_READ, TEXT_MARKDOWN, TEXT_PLAIN, TYPING,
};
use chirrup_wire::connect::frame::{TOPIC_CHAT, TOPIC_HEARTBEAT, TOPIC_PING, TOPIC_SUBSCRIBE};
use chirrup_wire::connect::rest::{
    BEARER_HEADER, CreateParticipantConnectionResponse, ErrorBody, GetTranscriptResponse,
    SendMessageResponse,
};
use chirrup_wire::connect::start::StartChatEnvelope;
use chirrup_wire::{Decode, Json, Secret, decode};

use super::{
    Accepted, Adapter, Failure, Frame, Markup, Outgoing, Page, PageStart, ReceiptKind, Returned,
    Review, check,
};
use crate::ids::{ParticipantId, ServerId};
use crate::output::{Method, Request, Response, TransportError};
use crate::room::{Capabilities, Role};
use crate::session::{ConnectConfig, JoinDetails, Side, StartDetails};
use crate::time::Millis;
use crate::timeline::Author;
use kept::Kept;

/// Entries per page of history.
pub(crate) const PAGE_ENTRIES: u64 = 50;
/// The service's limit of a message.
const MESSAGE_BYTES_MAX: u32 = 16_384;
const TIMEOUT_MILLIS: u32 = 15_000;
const START_TIMEOUT_MILLIS: u32 = 30_000;

/// The conversation this participant is in.
#[expect(clippy::struct_field_names, reason = "the service calls it so")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Contact {
    pub(crate) contact_id: String,
    pub(crate) initial_contact_id: String,
    pub(crate) participant_id: String,
    pub(crate) participant_token: Secret,
    pub(crate) display_name: String,
    /// Whether the other side reads Markdown.
    pub(crate) markdown: bool,
}

#[derive(Debug)]
pub(crate) struct Connect {
    config: ConnectConfig,
    contact: Option<Contact>,
    /// For every call but `CreateParticipantConnection`.
    token: Option<Secret>,
}

impl Connect {
    pub(crate) fn new(config: ConnectConfig) -> Self {
        Self { config, contact: None, token: None }
    }

    // Parts of requests.

    fn send(
        &self,
        operation: &str,
        content_type: &str,
        content: Json<'_>,
        client_token: &str,
    ) -> Request {
        let body = [
            ("ContentType", Json::Text(content_type)),
            ("Content", content),
            ("ClientToken", Json::Text(client_token)),
        ];
        self.post(operation, self.token(), &body)
    }

    fn post(&self, operation: &str, token: Secret, body: &[(&str, Json<'_>)]) -> Request {
        Request {
            method: Method::Post,
            url: [&self.config.endpoint, "/participant/", operation].concat(),
            headers: vec![
                ("content-type", Secret::new("application/json")),
                (BEARER_HEADER, token),
            ],
            body: Secret::from(Json::Object(body).to_text()),
            timeout_millis: TIMEOUT_MILLIS,
        }
    }

    fn participant_token(&self) -> Secret {
        self.contact.as_ref().map(|contact| contact.participant_token.clone()).unwrap_or_default()
    }

    fn token(&self) -> Secret {
        self.token.clone().unwrap_or_default()
    }
}

impl Adapter for Connect {
    fn side(&self) -> Side {
        self.config.side
    }

    fn own(&self) -> Author {
        let (id, name) = self
            .contact
            .as_ref()
            .map_or(("", ""), |contact| (&contact.participant_id, &contact.display_name));
        let role = match self.config.side {
            Side::Customer => Role::Customer,
            Side::Agent => Role::Agent,
        };
        Author { id: ParticipantId::from(id), name: Arc::from(name), role }
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            typing: true,
            receipts: true,
            markdown: self.contact.as_ref().is_some_and(|contact| contact.markdown),
            end: true,
            message_bytes_max: MESSAGE_BYTES_MAX,
            ..Capabilities::default()
        }
    }

    fn markup(&self) -> Markup {
        if self.capabilities().markdown { Markup::MARKDOWN } else { Markup::PLAIN }
    }

    fn refuse_markdown(&mut self) {
        if let Some(contact) = &mut self.contact {
            contact.markdown = false;
        }
    }

    fn join(&mut self, details: JoinDetails) -> bool {
        self.contact = Some(Contact {
            contact_id: details.contact_id,
            initial_contact_id: details.initial_contact_id,
            participant_id: details.participant_id,
            participant_token: details.participant_token,
            display_name: details.display_name,
            // Nobody tells an agent; a refusal of the first Markdown message does.
            markdown: true,
        });
        true
    }

    fn conversation(&self) -> Option<&str> {
        self.contact.as_ref().map(|contact| contact.initial_contact_id.as_str())
    }

    fn has_token(&self) -> bool {
        self.token.is_some()
    }

    fn leave(&mut self) {
        self.contact = None;
        self.token = None;
    }

    /// What to keep of the conversation. An agent comes back through the desk.
    fn kept(&self, ended_at: Option<Millis>) -> Option<Secret> {
        let contact = self.contact.clone().filter(|_| self.side() == Side::Customer)?;
        Some(Secret::from(Kept { contact, token: self.token.clone(), ended_at }.to_text()))
    }

    fn read_kept(&self, kept: &Secret) -> Option<Returned> {
        let Kept { contact, ended_at, .. } = Kept::from_text(kept.reveal())?;
        let participant = ParticipantId::from(contact.participant_id.as_str());
        Some(Returned { participant, ended_at })
    }

    fn come_back(&mut self, kept: &Secret) -> bool {
        if let Some(Kept { contact, token, .. }) = Kept::from_text(kept.reveal()) {
            self.contact = Some(contact);
            self.token = token;
        }
        true
    }

    // Calls.

    /// Starts a chat in the sample proxy's form. Without headers, so that no preflight is needed.
    fn start_request(&self, details: &StartDetails, token: &str) -> Option<Request> {
        let name = Json::Text(&details.display_name);
        let attributes: Vec<_> =
            details.attributes.iter().map(|(name, text)| (&**name, Json::Text(text))).collect();
        let attributes =
            if attributes.is_empty() { Json::Nothing } else { Json::Object(&attributes) };
        let content_types = [Json::Text(TEXT_PLAIN), Json::Text(TEXT_MARKDOWN)];
        let body = Json::Object(&[
            ("InstanceId", Json::Text(&self.config.instance_id)),
            ("ContactFlowId", Json::Text(&self.config.contact_flow_id)),
            ("ParticipantDetails", Json::Object(&[("DisplayName", name)])),
            ("Username", name),
            ("Attributes", attributes),
            ("ClientToken", Json::Text(token)),
            ("SupportedMessagingContentTypes", Json::List(&content_types)),
        ]);
        Some(Request {
            method: Method::Post,
            url: self.config.start_url.clone(),
            headers: Vec::new(),
            body: Secret::from(body.to_text()),
            timeout_millis: START_TIMEOUT_MILLIS,
        })
    }

    fn started(
        &mut self,
        result: Result<Response, TransportError>,
        details: &StartDetails,
    ) -> Result<(), Failure> {
        let envelope: StartChatEnvelope = parse(&check(result, read_reason)?)?;
        let StartChatEnvelope { data } = envelope;
        let result = data.start_chat_result;
        // Some other page's JSON: nothing of a chat is in it.
        if result.contact_id.is_empty() || result.participant_token.reveal().is_empty() {
            return Err(Failure::Unreachable);
        }
        self.contact = Some(Contact {
            initial_contact_id: result.contact_id.clone(),
            contact_id: result.contact_id,
            participant_id: result.participant_id,
            participant_token: result.participant_token,
            display_name: details.display_name.clone(),
            markdown: data.feature_permissions.is_some_and(|allowed| allowed.messaging_markdown),
        });
        Ok(())
    }

    fn connection_request(&self) -> Request {
        let kinds = [Json::Text("WEBSOCKET"), Json::Text("CONNECTION_CREDENTIALS")];
        self.post("connection", self.participant_token(), &[("Type", Json::List(&kinds))])
    }

    /// Marks an agent as being there, which a socket alone does not do.
    fn attend_request(&self) -> Option<Request> {
        let body = [("ConnectParticipant", Json::Flag(true))];
        let is_agent = self.side() == Side::Agent;
        is_agent.then(|| self.post("connection", self.participant_token(), &body))
    }

    fn connection(
        &mut self,
        result: Result<Response, TransportError>,
        _session_id: &str,
        _now: Millis,
    ) -> Result<Secret, Failure> {
        let answer: CreateParticipantConnectionResponse = parse(&check(result, read_reason)?)?;
        match (answer.websocket, answer.connection_credentials) {
            (Some(socket), Some(credentials)) if !socket.url.reveal().is_empty() => {
                self.token = Some(credentials.connection_token);
                Ok(socket.url)
            }
            (Some(_) | None, _) => Err(Failure::Unreachable),
        }
    }

    fn message_request(&self, outgoing: &Outgoing<'_>) -> Request {
        let Outgoing { text, markup, token, .. } = *outgoing;
        let content_type = if markup.is_markdown { TEXT_MARKDOWN } else { TEXT_PLAIN };
        self.send("message", content_type, Json::Text(text), token)
    }

    fn accepted(&self, result: Result<Response, TransportError>) -> Result<Accepted, Failure> {
        let answer: SendMessageResponse = parse(&check(result, read_reason)?)?;
        let id = answer.id.ok_or(Failure::Unreachable)?;
        let at = answer.absolute_time.as_deref().and_then(Millis::from_rfc3339);
        Ok(Accepted { id: ServerId::from(id.as_str()), at, review: Review::Passed })
    }

    fn typing_request(&self, token: &str) -> Request {
        self.send("event", TYPING, Json::Nothing, token)
    }

    fn receipt_request(
        &self,
        kind: ReceiptKind,
        message: &ServerId,
        token: &str,
    ) -> Option<Request> {
        let content_type = match kind {
            ReceiptKind::Delivered => MESSAGE_DELIVERED,
            ReceiptKind::Read => MESSAGE_READ,
        };
        let content = Json::Object(&[("messageId", Json::Text(message.as_str()))]).to_text();
        Some(self.send("event", content_type, Json::Text(&content), token))
    }

    fn page_request(&self, start: PageStart<'_>) -> Request {
        let at = if let PageStart::At(id, _) = start { id.as_str() } else { "" };
        let position = [("Id", Json::Text(at))];
        let whence = match start {
            PageStart::Newest | PageStart::After(_) => ("NextToken", Json::Nothing),
            PageStart::Next(token) | PageStart::NextAfter(token, _) => {
                ("NextToken", Json::Text(token))
            }
            PageStart::At(..) => ("StartPosition", Json::Object(&position)),
        };
        let body = [
            ("MaxResults", Json::Number(PAGE_ENTRIES)),
            ("ScanDirection", Json::Text("BACKWARD")),
            ("SortOrder", Json::Text("ASCENDING")),
            whence,
        ];
        self.post("transcript", self.token(), &body)
    }

    fn page(&self, result: Result<Response, TransportError>) -> Result<Page, Failure> {
        let answer: GetTranscriptResponse = parse(&check(result, read_reason)?)?;
        let entries = answer.transcript.iter().map(decode::entry).collect();
        Ok(Page { entries, next: answer.next_token })
    }

    fn end_request(&self, token: &str) -> Option<Request> {
        Some(self.post("disconnect", self.token(), &[("ClientToken", Json::Text(token))]))
    }

    fn acknowledgement(&self, result: Result<Response, TransportError>) -> Result<(), Failure> {
        check(result, read_reason).map(|_body| ())
    }

    // Frames.

    fn subscribe_frames(&self) -> Vec<String> {
        let topics = Json::List(&[Json::Text(TOPIC_CHAT)]);
        vec![client_frame(TOPIC_SUBSCRIBE, Json::Object(&[("topics", topics)]))]
    }

    /// A deep one, which the chat answers, and a shallow one, which the socket answers.
    fn heartbeat_frames(&self) -> Vec<String> {
        let topics = [TOPIC_PING, TOPIC_HEARTBEAT];
        topics.iter().map(|topic| client_frame(topic, Json::Nothing)).collect()
    }

    fn frame(&mut self, text: &str) -> Frame {
        decode::frame(text, self.contact.as_ref())
    }
}

fn client_frame(topic: &str, content: Json<'_>) -> String {
    Json::Object(&[("topic", Json::Text(topic)), ("content", content)]).to_text()
}

/// An answer that is not what the service gives comes from something in between; it may go away.
fn parse<T: Decode + Default>(body: &str) -> Result<T, Failure> {
    decode(body).ok_or(Failure::Unreachable)
}

fn read_reason(body: &str) -> String {
    decode(body).map(|error: ErrorBody| error.message).unwrap_or_default()
}
