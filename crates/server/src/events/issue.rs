//! Keys for one person: from our own store, or from Amazon's token service.
//!
//! Amazon's keys belong to a role that a policy narrows to this one user for as long as they live; they cannot be
//! taken back before they expire, so a takeover there ends the other session at its next renewal. Ours end at once.
//! Invariant: nobody gets keys for anybody else, and keys are in no log line.

use std::time::Duration;

use chirrup_wire::Secret;
use chirrup_wire::conventions::login::Credentials;
use chirrup_wire::sigv4::encode;
use reqwest::{Method, Url};
use serde_json::json;

use crate::app::App;
use crate::chime::arn::Arn;
use crate::chime::credentials;
use crate::events::remote::{Keys, Remote};
use crate::events::{EventError, EventId, TicketId};
use crate::store::{MarkKind, Reads, StoreError, Tx};

/// The token service has so long to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Keys for the user of a ticket.
pub(super) async fn issue(
    app: &App,
    remote: &Remote,
    event: &EventId,
    ticket: &TicketId,
) -> Result<Credentials, EventError> {
    let seconds = app.config.events.credential_seconds;
    match &remote.keys {
        Keys::Own => {
            let user = own_arn(remote, ticket).ok_or_else(EventError::internal)?;
            let make = move |tx: &mut Tx<'_>| credentials::issue(tx, &user, seconds);
            let issued = app.store.write::<_, StoreError>(make).await?;
            Ok(Credentials {
                access_key_id: issued.credentials.access_key_id,
                secret_access_key: issued.credentials.secret_access_key,
                session_token: issued.credentials.session_token,
                expiration: Some(issued.expires_at.to_string()),
            })
        }
        Keys::Role { arn, endpoint } => {
            let user = remote.user_arn(ticket.as_str());
            let policy = policy(remote, &user, event);
            assume(remote, endpoint, arn, ticket, &policy, seconds).await.map_err(|problem| {
                tracing::error!(problem, "the token service gives no keys");
                EventError::internal()
            })
        }
    }
}

/// Why somebody's keys end.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ended<'a> {
    /// They are taken out; a sentence for people says why.
    Out(&'a str),
    /// Their place was taken over; a sentence for people says from where.
    Elsewhere(&'a str),
}

/// Ends all keys of a user of our own service; its sockets close with the reason, and with a code that tells the
/// two apart.
pub(super) fn revoke(
    tx: &mut Tx<'_>,
    remote: Option<&Remote>,
    ticket: &TicketId,
    ended: Ended<'_>,
) -> Result<(), StoreError> {
    let own = remote.filter(|remote| matches!(remote.keys, Keys::Own));
    let Some(user) = own.and_then(|remote| own_arn(remote, ticket)) else { return Ok(()) };
    match ended {
        Ended::Out(reason) => credentials::revoke(tx, &user, reason),
        Ended::Elsewhere(reason) => credentials::replace(tx, &user, reason),
    }
}

/// Whether our own service has banned the user of a ticket, which counts before the list of bans is read the next
/// time. Another service is not asked: its calls are few, and many may log in at once.
pub(super) async fn is_banned(
    app: &App,
    remote: &Remote,
    event: &EventId,
    ticket: &TicketId,
) -> Result<bool, StoreError> {
    let channel = Arn::parse(&remote.channel_arn(event.as_str()));
    let own = channel.zip(own_arn(remote, ticket)).filter(|_| matches!(remote.keys, Keys::Own));
    let Some((channel, user)) = own else { return Ok(false) };
    let look = move |reads: &dyn Reads| {
        let chime = reads.chime();
        let Some((channel, user)) = chime.channel(&channel)?.zip(chime.user(&user)?) else {
            return Ok(false);
        };
        chime.is_marked(MarkKind::Ban, channel.seq, user.seq)
    };
    app.store.read(look).await
}

fn own_arn(remote: &Remote, ticket: &TicketId) -> Option<Arn> {
    Arn::parse(&remote.user_arn(ticket.as_str()))
}

/// What somebody who logs in may ask of Amazon's service. What of it a fan and what only a moderator gets, the
/// service decides by the channel's lists. Nothing here changes a user: a name is changed through the event, which
/// knows whose it is.
const ACTIONS: [&str; 20] = [
    "chime:Connect",
    "chime:DescribeChannel",
    "chime:SendChannelMessage",
    "chime:ListChannelMessages",
    "chime:GetChannelMessage",
    "chime:GetChannelMessageStatus",
    "chime:UpdateChannelMessage",
    "chime:RedactChannelMessage",
    "chime:UpdateChannelReadMarker",
    "chime:ListChannelMemberships",
    "chime:DescribeChannelMembership",
    "chime:DescribeChannelMembershipForAppInstanceUser",
    "chime:CreateChannelMembership",
    "chime:DeleteChannelMembership",
    "chime:ListChannelModerators",
    "chime:ListSubChannels",
    "chime:CreateChannelBan",
    "chime:DescribeChannelBan",
    "chime:DeleteChannelBan",
    "chime:ListChannelBans",
];

/// What a person may do: act as that person, in the channel of the event.
fn policy(remote: &Remote, user: &str, event: &EventId) -> String {
    policy_for(user, &remote.channel_arn(event.as_str()))
}

fn policy_for(user: &str, channel: &str) -> String {
    json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["chime:GetMessagingSessionEndpoint"], "Resource": "*"},
        {"Effect": "Allow", "Action": ACTIONS, "Resource": [user, channel]},
    ]})
    .to_string()
}

async fn assume(
    remote: &Remote,
    endpoint: &str,
    role: &str,
    ticket: &TicketId,
    policy: &str,
    seconds: u64,
) -> Result<Credentials, String> {
    let seconds = seconds.to_string();
    let form = [
        ("Action", "AssumeRole"),
        ("Version", "2011-06-15"),
        ("RoleArn", role),
        ("RoleSessionName", ticket.as_str()),
        ("DurationSeconds", &seconds),
        ("Policy", policy),
    ];
    let form: Vec<String> =
        form.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    let body = form.join("&");
    let url = Url::parse(endpoint).map_err(|error| error.to_string())?;
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let call = remote.request("sts", Method::POST, url, &headers, body);
    // A person waits for this answer. The text of these errors holds an address and no key.
    let answer = call.timeout(PATIENCE).send().await.map_err(|error| error.to_string())?;
    let status = answer.status();
    let text = answer.text().await.map_err(|error| error.to_string())?;
    if !status.is_success() {
        let message = element(&text, "Message").unwrap_or_default();
        return Err(format!("{} {message}", status.as_u16()));
    }
    let part = |name: &str| element(&text, name).ok_or_else(|| format!("no {name} in the answer"));
    Ok(Credentials {
        access_key_id: part("AccessKeyId")?,
        secret_access_key: Secret::new(part("SecretAccessKey")?),
        session_token: Some(Secret::new(part("SessionToken")?)),
        expiration: Some(part("Expiration")?),
    })
}

/// The text of an element that holds nothing but text. Keys and times need no escapes.
fn element(xml: &str, name: &str) -> Option<String> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    let (text, _) = rest.split_once(&format!("</{name}>"))?;
    Some(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::{element, policy_for};

    /// The token service takes no longer one.
    const POLICY_LENGTH_MAX: usize = 2_048;

    #[test]
    fn keys_of_a_person_cannot_change_users() {
        // Everything was allowed once: a fan could have taken the artist's name.
        let arn = |kind| format!("arn:aws:chime:us-east-1:123456789012:app-instance/{kind:x<150}");
        let policy = policy_for(&arn("user"), &arn("channel"));
        assert!(!policy.contains("chime:*") && !policy.contains("UpdateAppInstanceUser"));
        assert!(policy.len() <= POLICY_LENGTH_MAX, "{} characters", policy.len());
    }

    #[test]
    fn keys_are_read_from_the_answer_of_the_token_service() {
        let xml = "<AssumeRoleResponse><Credentials>\n<AccessKeyId>ASIA1</AccessKeyId>\
                   <SessionToken> abc+/= </SessionToken></Credentials></AssumeRoleResponse>";
        assert_eq!(element(xml, "AccessKeyId").as_deref(), Some("ASIA1"));
        assert_eq!(element(xml, "SessionToken").as_deref(), Some("abc+/="));
        assert_eq!(element(xml, "SecretAccessKey"), None);
    }
}
