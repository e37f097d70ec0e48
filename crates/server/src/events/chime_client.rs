//! The Chime service as the provisioner uses it: signed requests over HTTP, to our own server or to Amazon's.
//!
//! Not here: when a request may be sent ([`Pace`] says so, and every request here waits for its turn), and what
//! follows from its failure. Invariant: nothing of a key is in an error or a log line.

mod flows;
mod send;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chirrup_wire::sigv4::{encode, payload_hash};
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::clock::Millis;
use crate::events::pace::{Pace, Turn};
use crate::events::remote::Remote;

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum CallError {
    /// Too many calls, or nobody answers: not the fault of this call, which may be made later.
    #[error("{what}")]
    Busy {
        /// What happened.
        what: String,
        /// How long the service asked to wait.
        after: Option<Duration>,
    },
    /// The service failed. It may be because of this very call.
    #[error("{0}")]
    Failed(String),
    /// The service has that already.
    #[error("it exists already")]
    Exists,
    /// The service has no such thing, or does not let us see it.
    #[error("{0}")]
    Gone(String),
    /// The service refuses, and would again.
    #[error("{0}")]
    Refused(String),
}

impl CallError {
    /// Whether the same call may work later.
    pub(super) fn is_retryable(&self) -> bool {
        matches!(self, Self::Busy { .. } | Self::Failed(_))
    }
}

/// A message as the service lists it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListedMessage {
    pub(super) message_id: String,
    pub(super) content: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) metadata: Option<String>,
    /// Seconds since 1970.
    pub(super) created_timestamp: f64,
    pub(super) sender: Option<Named>,
}

/// Somebody in an answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Named {
    pub(super) arn: String,
    #[serde(default)]
    pub(super) name: Option<String>,
}

/// What to list.
pub(super) struct Listing<'a> {
    pub(super) channel: &'a str,
    pub(super) sub_channel: Option<&'a str>,
    pub(super) not_before: Option<Millis>,
    pub(super) next_token: Option<&'a str>,
}

pub(super) use flows::Targeted;

/// The service. Each call waits for its turn.
#[derive(Clone)]
pub(super) struct ChimeClient {
    remote: Arc<Remote>,
    pace: Pace,
    /// The turn of the next call, when somebody waited for it already.
    held: Arc<Mutex<Option<Turn>>>,
}

impl ChimeClient {
    pub(super) fn new(remote: Remote, pace: Pace) -> Self {
        Self { remote: Arc::new(remote), pace, held: Arc::default() }
    }

    /// The same service; its next call has its turn already.
    pub(super) fn with_turn(&self, turn: Turn) -> Self {
        Self { held: Arc::new(Mutex::new(Some(turn))), ..self.clone() }
    }

    pub(super) fn remote(&self) -> &Remote {
        &self.remote
    }

    /// `CreateAppInstanceUser`.
    pub(super) async fn create_user(&self, id: &str, name: &str) -> Result<(), CallError> {
        let body = json!({
            "AppInstanceArn": self.remote.app_instance_arn,
            "AppInstanceUserId": id,
            "Name": name,
            "ClientRequestToken": token_of(id),
        });
        done(self.identity(Method::POST, "/app-instance-users".to_owned(), Some(body)).await)
    }

    /// `UpdateAppInstanceUser`.
    pub(super) async fn rename_user(&self, id: &str, name: &str) -> Result<(), CallError> {
        let path = format!("/app-instance-users/{}", encode(&self.remote.user_arn(id)));
        let body = json!({"Name": name, "Metadata": ""});
        done(self.identity(Method::PUT, path, Some(body)).await)
    }

    /// `DeleteAppInstanceUser`.
    pub(super) async fn delete_user(&self, id: &str) -> Result<(), CallError> {
        let path = format!("/app-instance-users/{}", encode(&self.remote.user_arn(id)));
        done(self.identity(Method::DELETE, path, None).await)
    }

    /// `CreateChannel`; elastic when there are more members than a plain one holds.
    pub(super) async fn create_channel(
        &self,
        id: &str,
        name: &str,
        elastic: Option<u32>,
    ) -> Result<(), CallError> {
        let elastic = elastic.map(|sub_channels| {
            json!({
                "MaximumSubChannels": sub_channels,
                "TargetMembershipsPerSubChannel": 1000,
                "MinimumMembershipPercentage": 40,
            })
        });
        let body = json!({
            "AppInstanceArn": self.remote.app_instance_arn,
            "ChannelId": id,
            "Name": name,
            "Mode": "RESTRICTED",
            "Privacy": "PRIVATE",
            "ClientRequestToken": token_of(id),
            "ElasticChannelConfiguration": elastic,
        });
        done(self.messaging(Method::POST, "/channels".to_owned(), vec![], Some(body)).await)
    }

    /// `DeleteChannel`.
    pub(super) async fn delete_channel(&self, id: &str) -> Result<(), CallError> {
        done(self.messaging(Method::DELETE, self.channel(id), vec![], None).await)
    }

    /// `CreateChannelModerator`.
    pub(super) async fn add_moderator(&self, channel: &str, user: &str) -> Result<(), CallError> {
        let body = json!({"ChannelModeratorArn": self.remote.user_arn(user)});
        let path = format!("{}/moderators", self.channel(channel));
        done(self.messaging(Method::POST, path, vec![], Some(body)).await)
    }

    /// `CreateChannelMembership`. Moderators of an elastic channel say which sub-channel they join.
    pub(super) async fn add_member(
        &self,
        channel: &str,
        user: &str,
        sub_channel: Option<&str>,
    ) -> Result<(), CallError> {
        let member = self.remote.user_arn(user);
        let body = json!({"MemberArn": member, "Type": "DEFAULT", "SubChannelId": sub_channel});
        let path = format!("{}/memberships", self.channel(channel));
        done(self.messaging(Method::POST, path, vec![], Some(body)).await)
    }

    /// `BatchCreateChannelMembership`: who could not be added, and why. Who is a member already was added.
    pub(super) async fn add_members(
        &self,
        channel: &str,
        users: &[String],
    ) -> Result<Vec<(String, String)>, CallError> {
        let arns: Vec<String> = users.iter().map(|user| self.remote.user_arn(user)).collect();
        let path = format!("{}/memberships", self.channel(channel));
        let query = vec![("operation", "batch-create".to_owned())];
        let body = json!({"MemberArns": arns, "Type": "DEFAULT"});
        let answer = self.messaging(Method::POST, path, query, Some(body)).await?;
        let errors = answer.get("Errors").and_then(Value::as_array).cloned().unwrap_or_default();
        let text = |error: &Value, field: &str| {
            error.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let failed = errors.iter().filter(|error| text(error, "ErrorCode") != "Conflict");
        let failed = failed.map(|error| {
            let arn = text(error, "MemberArn");
            let user = arn.rsplit('/').next().unwrap_or_default().to_owned();
            (user, format!("{}: {}", text(error, "ErrorCode"), text(error, "ErrorMessage")))
        });
        Ok(failed.collect())
    }

    /// `ListSubChannels`, the first page: any sub-channel will do.
    pub(super) async fn sub_channels(&self, channel: &str) -> Result<Vec<String>, CallError> {
        let path = format!("{}/subchannels", self.channel(channel));
        let mut found = Vec::new();
        let mut next: Option<String> = None;
        loop {
            let mut query = vec![("max-results", "50".to_owned())];
            query.extend(next.take().map(|token| ("next-token", token)));
            let answer = self.messaging(Method::GET, path.clone(), query, None).await?;
            let all = answer.get("SubChannels").and_then(Value::as_array);
            let ids = all.into_iter().flatten().filter_map(|one| one.get("SubChannelId")?.as_str());
            found.extend(ids.map(str::to_owned));
            match answer.get("NextToken").and_then(Value::as_str) {
                Some(token) => next = Some(token.to_owned()),
                None => return Ok(found),
            }
        }
    }

    /// `ListChannelMessages`, oldest first, a page of 50, and the token of the next.
    pub(super) async fn messages(
        &self,
        listing: &Listing<'_>,
    ) -> Result<(Vec<ListedMessage>, Option<String>), CallError> {
        let (messages, next) = self.raw_messages(listing).await?;
        let messages = messages.into_iter().map(serde_json::from_value).collect::<Result<_, _>>();
        Ok((messages.map_err(|_| CallError::Refused("a message cannot be read".to_owned()))?, next))
    }

    /// [`Self::messages`] as they came, for the archive.
    pub(super) async fn raw_messages(
        &self,
        listing: &Listing<'_>,
    ) -> Result<(Vec<Value>, Option<String>), CallError> {
        let mut query = vec![("max-results", "50".to_owned())];
        query.extend(listing.next_token.map(|token| ("next-token", token.to_owned())));
        query.extend(listing.not_before.map(|at| ("not-before", at.to_string())));
        query.push(("sort-order", "ASCENDING".to_owned()));
        query.extend(listing.sub_channel.map(|id| ("sub-channel-id", id.to_owned())));
        let path = format!("{}/messages", self.channel(listing.channel));
        let mut answer = self.messaging(Method::GET, path, query, None).await?;
        let messages = match answer.get_mut("ChannelMessages").map(Value::take) {
            Some(Value::Array(messages)) => messages,
            _ => Vec::new(),
        };
        let next = answer.get("NextToken").and_then(Value::as_str).map(str::to_owned);
        Ok((messages, next))
    }

    /// `ListChannelBans`, all of them.
    pub(super) async fn bans(&self, channel: &str) -> Result<Vec<Named>, CallError> {
        self.named(channel, "bans", "ChannelBans", "Member").await
    }

    /// `ListChannelModerators`, all of them.
    pub(super) async fn moderators(&self, channel: &str) -> Result<Vec<Named>, CallError> {
        self.named(channel, "moderators", "ChannelModerators", "Moderator").await
    }

    /// `DescribeChannelBan`: who banned, and when.
    pub(super) async fn ban(
        &self,
        channel: &str,
        arn: &str,
    ) -> Result<(Option<Named>, Option<Millis>), CallError> {
        let path = format!("{}/bans/{}", self.channel(channel), encode(arn));
        let answer = self.messaging(Method::GET, path, vec![], None).await?;
        let ban = answer.get("ChannelBan");
        let by = ban.and_then(|ban| serde_json::from_value(ban.get("CreatedBy")?.clone()).ok());
        let at = ban.and_then(|ban| ban.get("CreatedTimestamp")?.as_f64());
        Ok((by, at.map(seconds)))
    }

    async fn named(
        &self,
        channel: &str,
        segment: &str,
        list: &str,
        field: &str,
    ) -> Result<Vec<Named>, CallError> {
        let path = format!("{}/{segment}", self.channel(channel));
        let mut found = Vec::new();
        let mut next: Option<String> = None;
        loop {
            let mut query = vec![("max-results", "50".to_owned())];
            query.extend(next.take().map(|token| ("next-token", token)));
            let answer = self.messaging(Method::GET, path.clone(), query, None).await?;
            let all = answer.get(list).and_then(Value::as_array).into_iter().flatten();
            let named = all.filter_map(|one| serde_json::from_value(one.get(field)?.clone()).ok());
            found.extend(named);
            match answer.get("NextToken").and_then(Value::as_str) {
                Some(token) => next = Some(token.to_owned()),
                None => return Ok(found),
            }
        }
    }

    fn channel(&self, id: &str) -> String {
        format!("/channels/{}", encode(&self.remote.channel_arn(id)))
    }
}

fn done(answer: Result<Value, CallError>) -> Result<(), CallError> {
    answer.map(|_| ())
}

/// A client token that is the same each time: what was made by a request whose answer was lost is not made again.
fn token_of(id: &str) -> String {
    let hash = payload_hash(id.as_bytes());
    hash.chars().take(32).collect()
}

/// Seconds with a fraction, as the service writes times.
pub(super) fn seconds(seconds: f64) -> Millis {
    let millis = (seconds * 1000.0).round();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "times of the service are far below the limit"
    )]
    Millis(millis as i64)
}
