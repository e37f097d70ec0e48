//! What a chat asks of an event's backend about its audience: how many there are, and who somebody is.
//!
//! | call | body → answer |
//! |---|---|
//! | `POST /events/{event}/counts` | [`CountsRequest`] → [`Counts`] |
//! | `POST /events/{event}/person` | [`PersonRequest`] → [`Person`], to moderators only |
//!
//! The messaging service counts nobody. A chat asks for the counts about every half minute while somebody looks
//! at it, which is also how the backend knows that somebody does. Errors are those of [`super::login`].

use serde::{Deserialize, Serialize};

use super::login::{Role, secret, text};
use crate::object::object;
use crate::{Json, Secret};

/// Asks how many there are.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CountsRequest {
    /// Who asks. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<Secret>,
}

impl CountsRequest {
    /// The body.
    pub fn to_text(&self) -> String {
        Json::Object(&[("device", secret(self.device.as_ref()))]).to_text()
    }
}

/// Figures of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// People in the channel.
    pub members: u32,
    /// Of these, those who are there at this moment.
    pub watching: u32,
    /// Messages of people, hidden ones included.
    pub messages: u32,
    /// Messages that moderators hid. For moderators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<u32>,
    /// People who are banned. For moderators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banned: Option<u32>,
}

object!(Counts {
    "members" => members,
    "watching" => watching,
    "messages" => messages,
    "hidden" => hidden,
    "banned" => banned,
});

/// Asks who somebody is.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonRequest {
    /// Who asks: a moderator. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<Secret>,
    /// The ARN of the person. Required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
}

impl PersonRequest {
    /// The body.
    pub fn to_text(&self) -> String {
        let user = text(self.user.as_deref());
        Json::Object(&[("device", secret(self.device.as_ref())), ("user", user)]).to_text()
    }
}

/// Somebody of an event, as moderators see them.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// The ARN.
    pub user: String,
    /// Empty when none was chosen.
    pub nickname: String,
    /// What the person is in the event.
    pub role: Role,
    /// Whether the ticket is banned.
    pub is_banned: bool,
    /// Nicknames from before, the latest first.
    pub earlier: Vec<EarlierName>,
}

object!(Person {
    "user" => user,
    "nickname" => nickname,
    "role" => role,
    "isBanned" => is_banned,
    "earlier" => earlier,
});

/// A nickname that somebody does not have any more.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct EarlierName {
    /// The nickname.
    pub nickname: String,
    /// Since when it was used: `yyyy-MM-ddTHH:mm:ss.SSSZ`.
    pub since: String,
}

object!(EarlierName {
    "nickname" => nickname,
    "since" => since,
});
