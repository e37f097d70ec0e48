//! The operations of the messaging service that a client calls, and what their answers say.

use chirrup_wire::chime::authority::{
    ListAppInstanceAdminsResponse, ListChannelBansResponse, ListChannelModeratorsResponse,
};
use chirrup_wire::chime::membership::DescribeChannelMembershipForAppInstanceUserResponse;
use chirrup_wire::chime::message::{
    ChannelMessageResponse, ListChannelMessagesResponse, MessageStatusValue,
};
use chirrup_wire::chime::rest::{ErrorBody, GetMessagingSessionEndpointResponse};
use chirrup_wire::conventions::{ACTION_CONTENT_TYPE, Action, MENTIONS_ATTRIBUTE, Metadata};
use chirrup_wire::{Json, Secret, decode as read_json, rfc3339, sigv4};

use super::super::{Accepted, Failure, Outgoing, Page, PageStart, Review, check};
use super::{Chime, Standing, parse};
use crate::ids::{ParticipantId, ServerId};
use crate::output::{Method, Request, Response, TransportError};
use crate::search::split_once;
use crate::time::Millis;

/// Entries per page of history, and names per page of a list.
pub(super) const PAGE: &str = "max-results=50";

/// Part of a list of people.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) people: Vec<ParticipantId>,
    /// Where the next part begins; nothing at the end.
    pub(crate) next: Option<String>,
}

impl Chime {
    // The connection.

    pub(crate) fn connection_request(&self) -> Request {
        let mut request = self.call(Method::Get, "/endpoints/messaging-session", None);
        request.headers.clear();
        request
    }

    /// The address of a socket, signed for now.
    pub(crate) fn connection(
        &self,
        result: Result<Response, TransportError>,
        session_id: &str,
        now: Millis,
    ) -> Result<Secret, Failure> {
        let answer: GetMessagingSessionEndpointResponse = parse(&check(result, read_reason)?)?;
        let host = answer.endpoint.url;
        let url = self.socket_url(&host, session_id, now).filter(|_| !host.is_empty());
        url.ok_or(Failure::Unreachable)
    }

    /// Asks where in the channel this person is.
    pub(crate) fn standing_request(&self) -> Request {
        let user = self.place.as_ref().map_or("", |place| place.user_arn.as_str());
        let scope = "?app-instance-user-arn=";
        let rest = "&scope=app-instance-user-membership";
        let path = self.channel(&[scope, &sigv4::encode(user), rest]);
        self.call(Method::Get, &path, None)
    }

    pub(crate) fn take_standing(
        &mut self,
        result: Result<Response, TransportError>,
    ) -> Result<Standing, Failure> {
        let answer: DescribeChannelMembershipForAppInstanceUserResponse =
            parse(&check(result, read_reason)?)?;
        let summary = answer.channel_membership.app_instance_user_membership_summary;
        if let Some(place) = &mut self.place {
            place.sub_channel = summary.sub_channel_id;
            place.is_looked_up = true;
        }
        let read_at = summary.read_marker_timestamp.map(|time| Millis(time.millis()));
        let is_read_only = summary.kind.as_deref() == Some("HIDDEN");
        Ok(Standing { read_at, is_read_only })
    }

    // Messages.

    pub(crate) fn message_request(&self, outgoing: &Outgoing<'_>) -> Request {
        let mentioned: Vec<_> = outgoing.mentioned.iter().map(|arn| Json::Text(arn)).collect();
        let values = [("StringValues", Json::List(&mentioned))];
        let attributes = [(MENTIONS_ATTRIBUTE, Json::Object(&values))];
        let attributes =
            if mentioned.is_empty() { Json::Nothing } else { Json::Object(&attributes) };
        let metadata = outgoing.metadata.map_or(Json::Nothing, Json::Text);
        let person = outgoing.target.map(|arn| [("MemberArn", Json::Text(arn))]);
        let person = person.as_ref().map(|person| [Json::Object(person)]);
        let target = person.as_ref().map_or(Json::Nothing, |person| Json::List(person));
        let part = outgoing.target.map_or(self.sub_channel(), |arn| self.part_of_person(arn));
        self.send(
            outgoing.text,
            "STANDARD",
            "PERSISTENT",
            outgoing.token,
            &[
                ("Metadata", metadata),
                ("MessageAttributes", attributes),
                ("Target", target),
                in_part(part),
            ],
        )
    }

    /// An action in each of these parts of an elastic channel: all have the same client id.
    pub(crate) fn action_requests(
        &self,
        action: &Action,
        parts: &[Option<&str>],
        token: &str,
    ) -> Vec<Request> {
        let mut metadata = Metadata::default();
        metadata.client_token = Some(token.to_owned());
        // What does not fit is none, and a token fits.
        let metadata = metadata.to_text().unwrap_or_default();
        let content = action.to_text();
        let requests = parts.iter().enumerate().map(|(number, part)| {
            // A token that comes again is the same message to the service, in whichever part.
            let token = [token, "-", &number.to_string()].concat();
            let more = [
                ("ContentType", Json::Text(ACTION_CONTENT_TYPE)),
                ("Metadata", Json::Text(&metadata)),
                in_part(*part),
            ];
            self.send(&content, "STANDARD", "PERSISTENT", &token, &more)
        });
        requests.collect()
    }

    /// Typing and emoji.
    pub(crate) fn control_request(&self, content: &str, token: &str) -> Request {
        self.send(content, "CONTROL", "NON_PERSISTENT", token, &[in_part(self.sub_channel())])
    }

    fn send(
        &self,
        content: &str,
        kind: &str,
        persistence: &str,
        token: &str,
        more: &[(&str, Json<'_>)],
    ) -> Request {
        let mut body = vec![
            ("Content", Json::Text(content)),
            ("Type", Json::Text(kind)),
            ("Persistence", Json::Text(persistence)),
            ("ClientRequestToken", Json::Text(token)),
        ];
        body.extend_from_slice(more);
        self.call(Method::Post, &self.channel(&["/messages"]), Some(&body))
    }

    pub(crate) fn accepted(result: Result<Response, TransportError>) -> Result<Accepted, Failure> {
        let answer: ChannelMessageResponse = parse(&check(result, read_reason)?)?;
        let id = answer.message_id.ok_or(Failure::Unreachable)?;
        let review = answer.status.as_ref().map_or(Review::Passed, |status| review(status.value));
        Ok(Accepted { id: ServerId::from(id.as_str()), at: None, review })
    }

    pub(crate) fn edit_request(
        &self,
        message: &ServerId,
        text: &str,
        metadata: Option<&str>,
    ) -> Request {
        let body = [
            ("Content", Json::Text(text)),
            ("Metadata", metadata.map_or(Json::Nothing, Json::Text)),
            in_part(self.sub_channel()),
        ];
        self.call(Method::Put, &self.channel(&["/messages/", message.as_str()]), Some(&body))
    }

    pub(crate) fn redact_request(&self, message: &ServerId) -> Request {
        let body = [in_part(self.part_of(message.as_str()))];
        let path = self.channel(&["/messages/", message.as_str(), "?operation=redact"]);
        self.call(Method::Post, &path, Some(&body))
    }

    /// Takes a message away, so that nothing says it was there. Only admins may.
    pub(crate) fn delete_request(&self, message: &ServerId) -> Request {
        let query = self
            .part_of(message.as_str())
            .map_or(String::new(), |part| ["?sub-channel-id=", &sigv4::encode(part)].concat());
        self.call(Method::Delete, &self.channel(&["/messages/", message.as_str(), &query]), None)
    }

    pub(crate) fn read_request(&self) -> Option<Request> {
        // An elastic channel has no marker.
        let is_plain = self.sub_channel().is_none();
        is_plain.then(|| self.call(Method::Put, &self.channel(&["/readMarker"]), None))
    }

    // History.

    pub(crate) fn page_request(&self, start: PageStart<'_>) -> Request {
        self.page_request_in(self.sub_channel(), start)
    }

    pub(crate) fn page_request_in(&self, part: Option<&str>, start: PageStart<'_>) -> Request {
        let (order, name, value) = match start {
            PageStart::Newest => ("DESCENDING", "", String::new()),
            PageStart::Next(token) => ("DESCENDING", "&next-token=", sigv4::encode(token)),
            PageStart::At(_, at) => ("DESCENDING", "&not-after=", moment(at)),
            PageStart::After(at) => ("ASCENDING", "&not-before=", moment(at)),
            PageStart::NextAfter(token, at) => {
                let token = ["&next-token=", &sigv4::encode(token)].concat();
                ("ASCENDING", "&not-before=", [moment(at), token].concat())
            }
        };
        let sub_channel = part.map_or(String::new(), |sub_channel| {
            ["&sub-channel-id=", &sigv4::encode(sub_channel)].concat()
        });
        let path =
            self.channel(&["/messages?", PAGE, "&sort-order=", order, name, &value, &sub_channel]);
        self.call(Method::Get, &path, None)
    }

    pub(crate) fn page(&self, result: Result<Response, TransportError>) -> Result<Page, Failure> {
        let answer: ListChannelMessagesResponse = parse(&check(result, read_reason)?)?;
        let messages = answer.channel_messages.into_iter();
        let entries = messages.map(|message| self.listed_entry(message)).collect();
        Ok(Page { entries, next: answer.next_token })
    }

    // People.

    pub(crate) fn moderators_request(&self, next: Option<&str>) -> Request {
        let path = self.channel(&["/moderators?", PAGE, &next_query(next)]);
        self.call(Method::Get, &path, None)
    }

    pub(crate) fn moderators(result: Result<Response, TransportError>) -> Result<Listed, Failure> {
        let answer: ListChannelModeratorsResponse = parse(&check(result, read_reason)?)?;
        let people = answer.channel_moderators.iter().map(|one| id(&one.moderator.arn)).collect();
        Ok(Listed { people, next: answer.next_token })
    }

    /// The identity service knows the admins. Amazon's has a host of its own; others answer in one place.
    pub(crate) fn admins_request(&self, next: Option<&str>) -> Request {
        let arn = self.place.as_ref().map_or("", |place| place.app_instance_arn());
        let path =
            ["/app-instances/", &sigv4::encode(arn), "/admins?", PAGE, &next_query(next)].concat();
        let mut request = self.call(Method::Get, &path, None);
        request.headers.clear();
        if let Some((scheme, rest)) = split_once(&request.url, "://messaging-chime.") {
            request.url = [scheme, "://identity-chime.", rest].concat();
        }
        request
    }

    pub(crate) fn admins(result: Result<Response, TransportError>) -> Result<Listed, Failure> {
        let answer: ListAppInstanceAdminsResponse = parse(&check(result, read_reason)?)?;
        let people = answer.app_instance_admins.iter().map(|one| id(&one.admin.arn)).collect();
        Ok(Listed { people, next: answer.next_token })
    }

    pub(crate) fn bans_request(&self, next: Option<&str>) -> Request {
        self.call(Method::Get, &self.channel(&["/bans?", PAGE, &next_query(next)]), None)
    }

    pub(crate) fn bans(result: Result<Response, TransportError>) -> Result<Listed, Failure> {
        let answer: ListChannelBansResponse = parse(&check(result, read_reason)?)?;
        let people = answer.channel_bans.iter().map(|one| id(&one.member.arn)).collect();
        Ok(Listed { people, next: answer.next_token })
    }

    pub(crate) fn ban_request(&self, person: &str) -> Request {
        let body = [("MemberArn", Json::Text(person))];
        self.call(Method::Post, &self.channel(&["/bans"]), Some(&body))
    }

    pub(crate) fn unban_request(&self, person: &str) -> Request {
        self.call(Method::Delete, &self.channel(&["/bans/", &sigv4::encode(person)]), None)
    }

    pub(crate) fn acknowledgement(result: Result<Response, TransportError>) -> Result<(), Failure> {
        check(result, read_reason).map(|_body| ())
    }
}

/// What a status says of a message's way.
pub(super) fn review(status: MessageStatusValue) -> Review {
    match status {
        MessageStatusValue::Pending => Review::Pending,
        MessageStatusValue::Denied => Review::Denied,
        MessageStatusValue::Failed => Review::Failed,
        MessageStatusValue::Sent | MessageStatusValue::Unknown => Review::Passed,
    }
}

/// The member that names a part of an elastic channel.
fn in_part(part: Option<&str>) -> (&'static str, Json<'_>) {
    ("SubChannelId", part.map_or(Json::Nothing, Json::Text))
}

fn moment(at: Millis) -> String {
    sigv4::encode(&rfc3339::write(at.0))
}

pub(super) fn next_query(next: Option<&str>) -> String {
    next.map_or(String::new(), |next| ["&next-token=", &sigv4::encode(next)].concat())
}

fn id(arn: &str) -> ParticipantId {
    ParticipantId::from(arn)
}

pub(super) fn read_reason(body: &str) -> String {
    read_json(body).map(|error: ErrorBody| error.message).unwrap_or_default()
}
