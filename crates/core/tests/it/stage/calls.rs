//! The messaging operations of the small event.

use chirrup_core::{Method, Millis, Request, Response};
use chirrup_wire::chime::Time;
use chirrup_wire::chime::authority::{
    AppInstanceAdmin, ChannelBan, ChannelModerator, CreateChannelBanRequest,
    ListAppInstanceAdminsResponse, ListChannelBansResponse, ListChannelModeratorsResponse,
};
use chirrup_wire::chime::channel::{ListSubChannelsResponse, SubChannel};
use chirrup_wire::chime::membership::{
    AppInstanceUserMembership, ChannelMembershipForAppInstanceUser,
    DescribeChannelMembershipForAppInstanceUserResponse,
};
use chirrup_wire::chime::message::{
    ChannelMessage, ChannelMessageResponse, ListChannelMessagesResponse, MessageStatus,
    MessageStatusValue, MessageType, Persistence, SendChannelMessageRequest, Target,
    UpdateChannelMessageRequest,
};
use chirrup_wire::chime::rest::{
    ErrorBody, GetMessagingSessionEndpointResponse, MessagingSessionEndpoint,
};
use chirrup_wire::rfc3339;

use super::{CHANNEL, Stage, arn, framed};
use chirrup_wire::chime::frame::EventType;

fn ok(body: &impl serde::Serialize) -> Response {
    Response { status: 200, headers: Vec::new(), body: serde_json::to_string(body).unwrap() }
}

pub(crate) fn refusal(status: u16, kind: &str) -> Response {
    let body = ErrorBody { code: kind.into(), message: format!("{kind}, says the service") };
    Response {
        status,
        headers: vec![("x-amzn-errortype".into(), format!("{kind}Exception"))],
        body: serde_json::to_string(&body).unwrap(),
    }
}

/// `Fri, 01 May 2026 10:00:02 GMT`; the day of the week is not looked at.
fn http_date(at: Millis) -> String {
    let text = rfc3339::write(at.0);
    let month: usize = text[5..7].parse().unwrap();
    let months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let month = &months[month * 3 - 3..month * 3];
    format!("Fri, {} {month} {} {} GMT", &text[8..10], &text[..4], &text[11..19])
}

fn ticket_of(arn: &str) -> String {
    arn.rsplit('/').next().unwrap().into()
}

fn unescape(text: &str) -> String {
    text.replace("%3A", ":").replace("%2F", "/").replace("%2f", "/")
}

impl Stage {
    pub(crate) fn request(&mut self, request: &Request, now: Millis) -> Response {
        self.now = now;
        let mut answer = self.answer(request, now);
        answer.headers.push(("date".into(), http_date(self.time(now))));
        answer
    }

    fn answer(&mut self, request: &Request, now: Millis) -> Response {
        let (path, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
        if let Some((_, operation)) = path.split_once("/events/gala/") {
            self.requests.push((operation.into(), String::new(), now));
            return self.login_call(operation, request.body.reveal(), now);
        }
        let (_, path) = path.split_once("/chime/").unwrap();
        let path = unescape(path.strip_prefix("channels/").unwrap_or(path));
        let rest = path.strip_prefix(CHANNEL).unwrap_or(&path).trim_start_matches('/').to_owned();
        let operation = operation(request.method, &rest, query);
        let Ok(who) = self.signed_by(request, self.time(now)) else {
            self.unsigned += 1;
            return refusal(401, "UnauthorizedClient");
        };
        self.requests.push((operation.into(), who.clone(), now));
        if let Some(answer) = self.answers.get(operation) {
            return answer.clone();
        }
        let bearer = request.headers.iter().find(|(name, _)| *name == "x-amz-chime-bearer");
        if let Some((_, bearer)) = bearer {
            assert_eq!(bearer.reveal(), arn(&who), "everybody acts as themselves");
        }
        self.perform(operation, &who, &rest, query, request.body.reveal(), now)
    }

    fn perform(
        &mut self,
        operation: &str,
        who: &str,
        rest: &str,
        query: &str,
        body: &str,
        now: Millis,
    ) -> Response {
        let guest = self.guests[who].clone();
        let has_say = self.moderators.contains(who) || self.admins.contains(who);
        let id = rest.trim_start_matches("messages/").to_owned();
        match operation {
            "endpoint" => ok(&GetMessagingSessionEndpointResponse {
                endpoint: MessagingSessionEndpoint { url: "127.0.0.1:2".into() },
            }),
            "admins" | "moderators" if self.lists_in_login && !has_say => refusal(403, "Forbidden"),
            "admins" => ok(&ListAppInstanceAdminsResponse {
                app_instance_admins: self
                    .admins
                    .iter()
                    .map(|ticket| AppInstanceAdmin {
                        admin: self.identity(ticket),
                        ..AppInstanceAdmin::default()
                    })
                    .collect(),
                ..ListAppInstanceAdminsResponse::default()
            }),
            _ if !guest.is_member => refusal(403, "Forbidden"),
            "standing" => ok(&DescribeChannelMembershipForAppInstanceUserResponse {
                channel_membership: ChannelMembershipForAppInstanceUser {
                    app_instance_user_membership_summary: AppInstanceUserMembership {
                        sub_channel_id: guest.sub_channel,
                        read_marker_timestamp: guest.read_at.map(|at| Time::Seconds(at.0)),
                        kind: Some(if guest.is_hidden { "HIDDEN" } else { "DEFAULT" }.into()),
                    },
                    ..ChannelMembershipForAppInstanceUser::default()
                },
            }),
            "moderators" => ok(&ListChannelModeratorsResponse {
                channel_moderators: self
                    .moderators
                    .iter()
                    .map(|ticket| ChannelModerator {
                        moderator: self.identity(ticket),
                        ..ChannelModerator::default()
                    })
                    .collect(),
                ..ListChannelModeratorsResponse::default()
            }),
            "parts" => self.list_parts(),
            "send" => self.send(who, has_say, serde_json::from_str(body).unwrap(), now),
            "list" => self.list(who, query),
            "update" => self.update(&id, &serde_json::from_str(body).unwrap(), now),
            "redact" => self.take_text(who, has_say, &id, body),
            "delete" if self.admins.contains(who) => {
                self.delete(&id);
                Response { status: 204, ..Response::default() }
            }
            "mark" => {
                let at = Some(self.time(now));
                self.guests.get_mut(who).unwrap().read_at = at;
                ok(&ChannelMessageResponse::default())
            }
            "ban" | "unban" | "bans" | "delete" if !has_say => refusal(403, "Forbidden"),
            "ban" => {
                let request: CreateChannelBanRequest = serde_json::from_str(body).unwrap();
                let ticket = ticket_of(&request.member_arn.unwrap());
                self.bans.insert(ticket.clone());
                self.guests.get_mut(&ticket).unwrap().is_banned = true;
                self.remove(&ticket);
                ok(&ChannelMessageResponse::default())
            }
            "unban" => {
                let ticket = ticket_of(rest);
                self.bans.remove(&ticket);
                self.guests.get_mut(&ticket).unwrap().is_banned = false;
                Response { status: 204, ..Response::default() }
            }
            "bans" => ok(&ListChannelBansResponse {
                channel_bans: self
                    .bans
                    .iter()
                    .map(|ticket| ChannelBan {
                        member: self.identity(ticket),
                        ..ChannelBan::default()
                    })
                    .collect(),
                ..ListChannelBansResponse::default()
            }),
            other => panic!("no such operation: {other}"),
        }
    }

    fn list_parts(&self) -> Response {
        let sub_channels = self
            .parts
            .iter()
            .map(|part| SubChannel { sub_channel_id: part.clone(), ..SubChannel::default() });
        ok(&ListSubChannelsResponse {
            channel_arn: CHANNEL.into(),
            sub_channels: sub_channels.collect(),
            ..ListSubChannelsResponse::default()
        })
    }

    fn take_text(&mut self, who: &str, has_say: bool, id: &str, body: &str) -> Response {
        let mut messages = self.messages.iter();
        let message = messages.find(|message| message.message_id == id);
        let sender = message.and_then(|message| message.sender.as_ref());
        if !has_say && sender.is_none_or(|sender| sender.arn != arn(who)) {
            return refusal(403, "Forbidden");
        }
        let request: ChannelMessageResponse = serde_json::from_str(body).unwrap();
        if message.is_some_and(|message| message.sub_channel_id != request.sub_channel_id) {
            return refusal(400, "BadRequest");
        }
        self.redact(id);
        ok(&ChannelMessageResponse { message_id: Some(id.into()), ..Default::default() })
    }

    fn send(
        &mut self,
        who: &str,
        has_say: bool,
        request: SendChannelMessageRequest,
        now: Millis,
    ) -> Response {
        let key = (who.to_owned(), request.client_request_token.clone().unwrap());
        let guest = &self.guests[who];
        let is_there = |part: &String| guest.other_parts.contains(part);
        let part = request.sub_channel_id;
        if part != guest.sub_channel && !part.as_ref().is_some_and(is_there) {
            return refusal(403, "Forbidden");
        }
        let is_control = request.kind.as_deref() == Some("CONTROL");
        let content = request.content.unwrap();
        assert!(content.len() <= if is_control { 30 } else { 4_096 });
        if let Some(first) = self.tokens.get(&key) {
            return answered(first);
        }
        let status = if has_say || is_control { MessageStatusValue::Sent } else { self.review };
        let persistent = request.persistence.as_deref() == Some("PERSISTENT");
        let message = ChannelMessage {
            content: Some(content),
            metadata: request.metadata,
            kind: Some(if is_control { MessageType::Control } else { MessageType::Standard }),
            persistence: Some(if persistent {
                Persistence::Persistent
            } else {
                Persistence::NonPersistent
            }),
            message_attributes: request.message_attributes,
            content_type: request.content_type,
            target: request.target,
            status: Some(MessageStatus { value: status, detail: None }),
            sub_channel_id: part,
            ..self.blank(who, now)
        };
        self.tokens.insert(key, message.clone());
        if status == MessageStatusValue::Pending {
            self.messages.push(message.clone());
            let framed = framed(&message);
            self.tell(EventType::PendingCreateChannelMessage, &framed, Some(&arn(who)));
        } else {
            self.post(&message);
        }
        answered(&message)
    }

    fn update(&mut self, id: &str, request: &UpdateChannelMessageRequest, now: Millis) -> Response {
        let time = Some(Time::Seconds(self.time(now).0));
        let found = self.messages.iter_mut().find(|message| message.message_id == id);
        let Some(message) = found else { return refusal(403, "Forbidden") };
        message.content.clone_from(&request.content);
        message.metadata.clone_from(&request.metadata);
        message.last_edited_timestamp = time;
        let message = message.clone();
        self.tell(EventType::UpdateChannelMessage, &framed(&message), None);
        answered(&message)
    }

    fn list(&self, who: &str, query: &str) -> Response {
        let value = |name: &str| {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.filter(|(known, _)| *known == name).map(|(_, value)| unescape(value)).next()
        };
        assert_eq!(value("max-results").as_deref(), Some("50"));
        let (part, guest) = (value("sub-channel-id"), &self.guests[who]);
        let is_there = |part: &String| guest.other_parts.contains(part);
        if part != guest.sub_channel && !part.as_ref().is_some_and(is_there) {
            return refusal(403, "Forbidden");
        }
        let moment = |name: &str| value(name).and_then(|text| rfc3339::read(&text));
        let (after, before) = (moment("not-before"), moment("not-after"));
        let mut all: Vec<_> = self.messages.clone();
        all.retain(|message| {
            let at = message.created_timestamp.unwrap().millis();
            let passed = message.status.as_ref().unwrap().value == MessageStatusValue::Sent
                || message.sender.as_ref().unwrap().arn == arn(who);
            let theirs = |whom: &Option<Vec<Target>>| {
                let mut whom = whom.iter().flatten();
                whom.any(|target| target.member_arn.as_deref() == Some(&arn(who)))
            };
            let is_sender = message.sender.as_ref().unwrap().arn == arn(who);
            let sees = message.target.is_none() || is_sender || theirs(&message.target);
            message.sub_channel_id == part
                && passed
                && sees
                && after.is_none_or(|after| at >= after)
                && before.is_none_or(|before| at <= before)
        });
        all.sort_by_key(|message| {
            (message.created_timestamp.unwrap().millis(), message.message_id.clone())
        });
        let descending = value("sort-order").as_deref() != Some("ASCENDING");
        if descending {
            all.reverse();
        }
        let token = value("next-token");
        let start = match &token {
            Some(token) => match all.iter().position(|message| message.message_id == *token) {
                Some(at) => at + 1,
                None => return refusal(400, "BadRequest"),
            },
            None => 0,
        };
        let page: Vec<_> = all.iter().skip(start).take(50).cloned().collect();
        let more = start + page.len() < all.len();
        let next_token = page.last().filter(|_| more).map(|last| last.message_id.clone());
        let channel_messages = page
            .into_iter()
            .map(|message| ChannelMessage {
                channel_arn: None,
                persistence: None,
                sub_channel_id: None,
                ..message
            })
            .collect();
        ok(&ListChannelMessagesResponse {
            channel_messages,
            next_token,
            ..ListChannelMessagesResponse::default()
        })
    }
}

fn answered(message: &ChannelMessage) -> Response {
    let answer = ChannelMessageResponse {
        channel_arn: Some(CHANNEL.into()),
        message_id: Some(message.message_id.clone()),
        status: message.status.clone(),
        sub_channel_id: message.sub_channel_id.clone(),
    };
    Response { status: 201, ..ok(&answer) }
}

fn operation(method: Method, rest: &str, query: &str) -> &'static str {
    match (method, rest) {
        (Method::Get, "endpoints/messaging-session") => "endpoint",
        (Method::Get, "") if query.contains("scope=app-instance-user-membership") => "standing",
        (Method::Get, "moderators") => "moderators",
        (Method::Get, "subchannels") => "parts",
        (Method::Get, "bans") => "bans",
        (Method::Post, "bans") => "ban",
        (Method::Delete, rest) if rest.starts_with("bans/") => "unban",
        (Method::Get, "messages") => "list",
        (Method::Post, "messages") => "send",
        (Method::Put, "readMarker") => "mark",
        (Method::Put, _) => "update",
        (Method::Delete, _) => "delete",
        (Method::Post, _) if query == "operation=redact" => "redact",
        (Method::Get, rest) if rest.starts_with("app-instances/") => "admins",
        other => panic!("no such operation: {other:?} {query}"),
    }
}
