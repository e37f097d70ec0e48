//! The Amazon Chime SDK messaging adapter: calls of the messaging service and of an event's login.
//!
//! It holds who this person is, the keys and how far the backend's clock is off, and decides nothing.

mod adapter;
mod calls;
mod decode;
mod parts;
mod place;
mod sign;

use std::sync::Arc;

use chirrup_wire::conventions::audience;
use chirrup_wire::conventions::login::{self, LinkPolicy, LoginResponse};
use chirrup_wire::{Decode, Json, Secret, decode as read_json, sigv4};

use super::{Failure, Markup};
use crate::ids::ParticipantId;
use crate::moderation::{Moderation, Setup};
use crate::output::{Method, Request};
use crate::room::{Capabilities, Role};
use crate::session::EventConfig;
use crate::time::Millis;
use crate::timeline::Author;
pub(crate) use calls::Listed;
pub(crate) use place::{Place, Standing};

/// The service's limit of a message.
const MESSAGE_BYTES_MAX: u32 = 4_096;
const TIMEOUT_MILLIS: u32 = 15_000;

#[derive(Debug)]
pub(crate) struct Chime {
    config: EventConfig,
    /// Names this browser to the login endpoint.
    pub(crate) device: Secret,
    pub(crate) place: Option<Place>,
    /// How far the backend's clock is ahead.
    skew_millis: i64,
}

impl Chime {
    pub(crate) fn new(config: EventConfig) -> Self {
        Self { config, device: Secret::default(), place: None, skew_millis: 0 }
    }

    /// This person, as author.
    pub(crate) fn own(&self) -> Author {
        let (id, name, role) = self.place.as_ref().map_or(("", "", Role::Fan), |place| {
            (place.user_arn.as_str(), place.nickname.as_str(), place.role)
        });
        Author { id: ParticipantId::from(id), name: Arc::from(name), role }
    }

    pub(crate) fn capabilities(&self) -> Capabilities {
        let place = self.place.as_ref();
        let role = place.map_or(Role::Fan, |place| place.role);
        Capabilities {
            // Thousands who type would leave no room for what they say.
            typing: role != Role::Fan,
            edit: true,
            delete: true,
            mentions: true,
            bursts: true,
            moderation: role == Role::Moderator,
            crowd: true,
            message_bytes_max: MESSAGE_BYTES_MAX,
            message_chars_max: place.map_or(0, |place| place.limits.message_chars),
            ..Capabilities::default()
        }
    }

    /// The room's rules before anybody made any.
    pub(crate) fn rules(&self) -> Moderation {
        let limits = self.place.as_ref().map(|place| place.limits).unwrap_or_default();
        let Author { id, role, .. } = self.own();
        Moderation::new(Setup {
            own: id,
            is_artist: role == Role::Artist,
            slow_mode_seconds: limits.slow_mode_seconds,
        })
    }

    pub(crate) fn markup(&self) -> Markup {
        let policy = self.place.as_ref().map(|place| place.link_policy);
        if policy == Some(LinkPolicy::Links) { Markup::PLAIN } else { Markup::UNLINKED }
    }

    pub(crate) fn conversation(&self) -> Option<&str> {
        self.place.as_ref().map(|place| place.channel_arn.as_str())
    }

    pub(crate) fn kept(&self, ended_at: Option<Millis>) -> Option<Secret> {
        Some(Secret::from(self.place.as_ref()?.kept(ended_at)))
    }

    // Login.

    /// Logs in: with a ticket, or with what this device did with one before.
    pub(crate) fn login_request(&self, ticket: Option<&Secret>, takeover: bool) -> Request {
        let body = login::LoginRequest {
            ticket: ticket.cloned(),
            nickname: None,
            device: Some(self.device.clone()),
            takeover: takeover.then_some(true),
        };
        self.login_call("/login", body.to_text())
    }

    pub(crate) fn nickname_request(&self, nickname: &str, is_check: bool) -> Request {
        let body = login::NicknameRequest {
            nickname: Some(nickname.to_owned()),
            device: Some(self.device.clone()),
            check: is_check.then_some(true),
        };
        self.login_call("/nickname", body.to_text())
    }

    pub(crate) fn renew_request(&self) -> Request {
        let body = login::RenewRequest { device: Some(self.device.clone()) };
        self.login_call("/renew", body.to_text())
    }

    /// The backend let this person in; answers whether a nickname is still to be chosen.
    pub(crate) fn take_login(&mut self, answer: LoginResponse) -> bool {
        let place = Place::new(answer);
        let is_nameless = place.nickname.is_empty();
        self.place = Some(place);
        is_nameless
    }

    pub(crate) fn counts_request(&self) -> Request {
        let body = audience::CountsRequest { device: Some(self.device.clone()) };
        self.login_call("/counts", body.to_text())
    }

    pub(crate) fn person_request(&self, person: &ParticipantId) -> Request {
        let body = audience::PersonRequest {
            device: Some(self.device.clone()),
            user: Some(person.as_str().to_owned()),
        };
        self.login_call("/person", body.to_text())
    }

    /// Without a body and its preflight's headers nothing but the text would be read.
    fn login_call(&self, operation: &str, body: String) -> Request {
        Request {
            method: Method::Post,
            url: [&*self.config.event_url, operation].concat(),
            headers: vec![("content-type", Secret::new("application/json"))],
            body: Secret::from(body),
            timeout_millis: TIMEOUT_MILLIS,
        }
    }

    // Parts of requests.

    /// A call of the messaging service, to be signed when it goes.
    fn call(&self, method: Method, path: &str, body: Option<&[(&str, Json<'_>)]>) -> Request {
        let (endpoint, user) = self
            .place
            .as_ref()
            .map_or(("", ""), |place| (place.endpoint.as_str(), place.user_arn.as_str()));
        let mut headers = vec![(chirrup_wire::chime::rest::BEARER_HEADER, Secret::new(user))];
        if body.is_some() {
            headers.push(("content-type", Secret::new("application/json")));
        }
        let body = body.map(|fields| Json::Object(fields).to_text()).unwrap_or_default();
        Request {
            method,
            url: [endpoint, path].concat(),
            headers,
            body: Secret::from(body),
            timeout_millis: TIMEOUT_MILLIS,
        }
    }

    /// The channel's path, with more behind it.
    fn channel(&self, rest: &[&str]) -> String {
        let arn = self.place.as_ref().map_or("", |place| place.channel_arn.as_str());
        ["/channels/", &sigv4::encode(arn), &rest.concat()].concat()
    }

    fn sub_channel(&self) -> Option<&str> {
        self.place.as_ref()?.sub_channel.as_deref()
    }
}

/// An answer that is not what the service gives comes from something in between; it may go away.
fn parse<T: Decode + Default>(body: &str) -> Result<T, Failure> {
    read_json(body).ok_or(Failure::Unreachable)
}
