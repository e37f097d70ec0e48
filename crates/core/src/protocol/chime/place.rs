//! A person's place in an event: who they are, where the room is, and the keys.
//!
//! Keys are in memory only. What is kept between page loads says that there was a place, and whose.

use chirrup_wire::conventions::login::{self, Limits, LinkPolicy, LoginResponse, RenewResponse};
use chirrup_wire::sigv4::Credentials;

use super::super::Returned;
use super::parts::Origin;
use crate::ids::ParticipantId;
use crate::room::Role;
use crate::search::find;
use crate::time::Millis;

/// Names the format, so that a later version can tell.
const FORMAT: &str = "event 1";

/// A person's place in an event.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) user_arn: String,
    pub(crate) nickname: String,
    pub(crate) role: Role,
    pub(crate) channel_arn: String,
    pub(crate) region: String,
    /// Base address of the messaging operations, without a trailing slash.
    pub(super) endpoint: String,
    pub(super) credentials: Credentials,
    /// By the backend's clock.
    pub(super) expires: Option<Millis>,
    pub(super) link_policy: LinkPolicy,
    pub(crate) limits: Limits,
    /// In an elastic channel.
    pub(super) sub_channel: Option<String>,
    /// All parts of it in which a moderator is.
    pub(super) parts: Vec<String>,
    /// Which messages came from which of them, the newest last.
    pub(super) origins: Vec<Origin>,
    /// Whose actions count, as the login tells those to whom the service does not list them.
    pub(crate) moderators: Vec<ParticipantId>,
    /// Whom the event is about, as the login tells.
    pub(crate) artists: Vec<ParticipantId>,
    /// Whether it is known if the channel is elastic.
    pub(crate) is_looked_up: bool,
}

/// What the backend says of this person's membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// How far the person has read on any device.
    pub(crate) read_at: Option<Millis>,
    /// Whether the person may only watch.
    pub(crate) is_read_only: bool,
}

impl Place {
    pub(super) fn new(answer: LoginResponse) -> Self {
        let LoginResponse { user, role, channel, credentials, limits, .. } = answer;
        let expires = expiry(&credentials);
        Self {
            user_arn: user.arn,
            nickname: user.nickname,
            role: match role {
                login::Role::Artist => Role::Artist,
                login::Role::Moderator => Role::Moderator,
                login::Role::Fan | login::Role::Unknown => Role::Fan,
            },
            channel_arn: channel.arn,
            region: answer.region,
            endpoint: answer.messaging_endpoint.trim_end_matches('/').to_owned(),
            credentials: credentials.into(),
            expires,
            link_policy: answer.link_policy,
            limits,
            sub_channel: None,
            parts: Vec::new(),
            origins: Vec::new(),
            moderators: people(&answer.moderators),
            artists: people(&answer.artists),
            is_looked_up: false,
        }
    }

    pub(super) fn renew(&mut self, answer: RenewResponse) {
        let RenewResponse { credentials, moderators, artists } = answer;
        for (known, told) in [(&mut self.moderators, moderators), (&mut self.artists, artists)] {
            if !told.is_empty() {
                *known = people(&told);
            }
        }
        self.expires = expiry(&credentials);
        self.credentials = credentials.into();
    }

    /// The app instance is what an ARN says before the slash of its kind.
    pub(super) fn app_instance_arn(&self) -> &str {
        let cut = find(&self.channel_arn, "/channel/").unwrap_or(self.channel_arn.len());
        self.channel_arn.get(..cut).unwrap_or_default()
    }

    pub(super) fn kept(&self, ended_at: Option<Millis>) -> String {
        let ended_at = ended_at.map_or(String::new(), |at| at.0.to_string());
        [FORMAT, &self.user_arn, &ended_at].join("\n")
    }

    pub(super) fn read_kept(text: &str) -> Option<Returned> {
        let lines: Vec<_> = text.split('\n').collect();
        let [FORMAT, user, ended_at] = lines[..] else { return None };
        let ended_at = ended_at.parse().ok().map(Millis);
        Some(Returned { participant: ParticipantId::from(user), ended_at })
    }
}

fn people(arns: &[String]) -> Vec<ParticipantId> {
    arns.iter().map(|arn| ParticipantId::from(arn.as_str())).collect()
}

fn expiry(credentials: &login::Credentials) -> Option<Millis> {
    Millis::from_rfc3339(credentials.expiration.as_deref()?)
}

#[cfg(test)]
mod tests {
    use super::{Millis, Place, login};

    #[test]
    fn what_is_kept_says_whose_place_it_was_and_holds_no_key() {
        let answer = login::LoginResponse {
            user: login::User { arn: "arn:u".into(), nickname: "Mira".into() },
            credentials: login::Credentials {
                access_key_id: "AKID".into(),
                secret_access_key: chirrup_wire::Secret::new("hush"),
                ..login::Credentials::default()
            },
            ..login::LoginResponse::default()
        };
        let place = Place::new(answer);
        for ended_at in [None, Some(Millis(7))] {
            let text = place.kept(ended_at);
            assert!(!text.contains("AKID") && !text.contains("hush"));
            let kept = Place::read_kept(&text).expect("readable");
            assert_eq!((kept.participant.as_str(), kept.ended_at), ("arn:u", ended_at));
        }
        assert_eq!(Place::read_kept("connect 1\na\n"), None);
    }
}
