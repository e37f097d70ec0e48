//! Login of an event: a ticket code becomes credentials of the messaging service.
//!
//! | call | body → answer |
//! |---|---|
//! | `POST /events/{event}/login` | [`LoginRequest`] → [`LoginResponse`] |
//! | `POST /events/{event}/nickname` | [`NicknameRequest`] → [`NicknameResponse`] |
//! | `POST /events/{event}/renew` | [`RenewRequest`] → [`RenewResponse`] |
//!
//! Any other answer has the status of its [`Code`] and an [`ErrorEnvelope`]; when it says when to come back, the
//! header `Retry-After` says so too. The device id is what a browser keeps: together with a ticket it binds
//! that ticket to the device, and alone it logs in again after a reload, names the person of a nickname, and
//! renews.
//!
//! Members may not call `ListChannelModerators`, nor describe anybody but themselves as a moderator, and whose
//! actions count has to be known to all of them. So login and renewal bring that list along, and beside it who
//! the artists are. Badges are made of these lists and of nothing that a message says.
//!
//! Every field of a request is optional here, because a missing one must reach the server's own check
//! instead of a decoding error.

mod error;

pub use error::{Code, ErrorEnvelope, LoginError};

use serde::{Deserialize, Serialize};

use crate::object::{names, object};
use crate::{Json, Secret, sigv4};

/// Logs in.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LoginRequest {
    /// The code, as typed. Absent after a reload.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Secret>,
    /// A nickname to begin with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// Random, made once per browser. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<Secret>,
    /// Moves the session here from the device that has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub takeover: Option<bool>,
}

impl LoginRequest {
    /// The body.
    pub fn to_text(&self) -> String {
        Json::Object(&[
            ("ticket", secret(self.ticket.as_ref())),
            ("nickname", text(self.nickname.as_deref())),
            ("device", secret(self.device.as_ref())),
            ("takeover", self.takeover.map_or(Json::Nothing, Json::Flag)),
        ])
        .to_text()
    }
}

/// Asks for a nickname.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NicknameRequest {
    /// The nickname. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// Who asks. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<Secret>,
    /// Only asks whether it could be had, while it is being typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check: Option<bool>,
}

impl NicknameRequest {
    /// The body.
    pub fn to_text(&self) -> String {
        Json::Object(&[
            ("nickname", text(self.nickname.as_deref())),
            ("device", secret(self.device.as_ref())),
            ("check", self.check.map_or(Json::Nothing, Json::Flag)),
        ])
        .to_text()
    }
}

/// The nickname is this person's, or could be.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct NicknameResponse {
    /// As others will see it.
    pub nickname: String,
}

object!(NicknameResponse {
    "nickname" => nickname,
});

/// Asks for fresh credentials before the old ones expire.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RenewRequest {
    /// Who asks. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<Secret>,
}

impl RenewRequest {
    /// The body.
    pub fn to_text(&self) -> String {
        Json::Object(&[("device", secret(self.device.as_ref()))]).to_text()
    }
}

/// Fresh credentials.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct RenewResponse {
    /// In place of the old ones.
    pub credentials: Credentials,
    /// In place of those of [`LoginResponse`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moderators: Vec<String>,
    /// In place of those of [`LoginResponse`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub artists: Vec<String>,
}

object!(RenewResponse {
    "credentials" => credentials,
    "moderators" => moderators,
    "artists" => artists,
});

/// Who logged in, and all that the messaging service wants.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginResponse {
    /// The person.
    pub user: User,
    /// What the person is in the event.
    pub role: Role,
    /// The room.
    pub channel: Channel,
    /// For signatures.
    pub region: String,
    /// Base address of the messaging operations.
    pub messaging_endpoint: String,
    /// For signatures.
    pub credentials: Credentials,
    /// What becomes of addresses in messages.
    pub link_policy: LinkPolicy,
    /// Limits of the event.
    pub limits: Limits,
    /// ARNs of the room's moderators and of the admins, as the service lists them to the login backend: the
    /// people whose actions count. The service does not list them to members.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moderators: Vec<String>,
    /// ARNs of those whom the event is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub artists: Vec<String>,
}

object!(LoginResponse {
    "user" => user,
    "role" => role,
    "channel" => channel,
    "region" => region,
    "messagingEndpoint" => messaging_endpoint,
    "credentials" => credentials,
    "linkPolicy" => link_policy,
    "limits" => limits,
    "moderators" => moderators,
    "artists" => artists,
});

/// A person of an event.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct User {
    /// `…/user/{id}`.
    pub arn: String,
    /// Empty until one is chosen.
    pub nickname: String,
}

object!(User {
    "arn" => arn,
    "nickname" => nickname,
});

/// A room of an event.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct Channel {
    /// `…/channel/{id}`.
    pub arn: String,
    /// Its name.
    pub name: String,
}

object!(Channel {
    "arn" => arn,
    "name" => name,
});

/// What a person is in an event. It decides what the widget offers; what a person may do is decided by the
/// messaging service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Watches and writes.
    Fan,
    /// Is watched.
    Artist,
    /// Keeps order.
    Moderator,
    /// A role this crate does not know.
    #[default]
    Unknown,
}

names!(Role {
    "fan" => Fan,
    "artist" => Artist,
    "moderator" => Moderator,
});

/// What becomes of addresses in messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum LinkPolicy {
    /// They stay text.
    Plain,
    /// They can be followed.
    Links,
    /// A policy this crate does not know: as [`Self::Plain`].
    #[default]
    Unknown,
}

names!(LinkPolicy {
    "plain" => Plain,
    "links" => Links,
});

/// Limits of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// Longest message.
    pub message_chars: u32,
    /// Time between two messages of one person until a moderator sets another; 0 is none.
    pub slow_mode_seconds: u32,
}

object!(Limits {
    "messageChars" => message_chars,
    "slowModeSeconds" => slow_mode_seconds,
});

/// Temporary keys.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Credentials {
    /// Names the secret key. Public.
    pub access_key_id: String,
    /// Signs; never sent.
    pub secret_access_key: Secret,
    /// Sent and signed with every request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_token: Option<Secret>,
    /// When they stop working; absent when they do not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration: Option<String>,
}

object!(Credentials {
    "accessKeyId" => access_key_id,
    "secretAccessKey" => secret_access_key,
    "sessionToken" => session_token,
    "expiration" => expiration,
});

/// What signs.
impl From<Credentials> for sigv4::Credentials {
    fn from(credentials: Credentials) -> Self {
        let Credentials { access_key_id, secret_access_key, session_token, expiration: _ } =
            credentials;
        Self { access_key_id, secret_access_key, session_token }
    }
}

pub(super) fn text(text: Option<&str>) -> Json<'_> {
    text.map_or(Json::Nothing, Json::Text)
}

pub(super) fn secret(secret: Option<&Secret>) -> Json<'_> {
    text(secret.map(Secret::reveal))
}
