//! `GetChannelMembershipPreferences`, `PutChannelMembershipPreferences`: what a member is notified of.

use chirrup_wire::chime::rest::Identity;
use serde::{Deserialize, Serialize};

use crate::chime::arn::Arn;
use crate::chime::call::{Call, Reply};
use crate::chime::domain::record::{Membership, User};
use crate::chime::domain::role::Action;
use crate::chime::domain::{field, filter};
use crate::chime::error::ChimeError;
use crate::chime::operations::access;
use crate::store::{ChimeReads, StoreError, Tx};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PutPreferencesRequest {
    preferences: Option<Preferences>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Preferences {
    #[serde(skip_serializing_if = "Option::is_none")]
    push_notifications: Option<PushNotifications>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PushNotifications {
    #[serde(skip_serializing_if = "Option::is_none")]
    allow_notifications: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filter_rule: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    channel_arn: Arn,
    member: Identity,
    preferences: Preferences,
}

/// `GET /channels/{channelArn}/memberships/{memberArn}/preferences`.
pub(in crate::chime::operations) async fn get_preferences(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let member = access::member_arn(&call)?;
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let (user, membership) = own(&chime, &channel, &bearer, &member)?;
        let preferences = match chime.preferences(membership.seq)? {
            Some(text) => serde_json::from_str(&text).map_err(StoreError::from)?,
            None => Preferences::default(),
        };
        Ok::<_, ChimeError>(Answer { channel_arn: channel, member: user.identity(), preferences })
    });
    Reply::ok(&read.await?)
}

/// `PUT /channels/{channelArn}/memberships/{memberArn}/preferences`.
pub(in crate::chime::operations) async fn put_preferences(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let member = access::member_arn(&call)?;
    let body: PutPreferencesRequest = call.body()?;
    let preferences = check(field::required(body.preferences, "Preferences")?)?;
    let put = move |tx: &mut Tx<'_>| -> Result<Answer, ChimeError> {
        let chime = tx.chime();
        let (user, membership) = own(&chime, &channel, &bearer, &member)?;
        let text = serde_json::to_string(&preferences).map_err(StoreError::from)?;
        chime.prefer(membership.seq, &text)?;
        Ok(Answer { channel_arn: channel, member: user.identity(), preferences })
    };
    Reply::ok(&call.app.store.write(put).await?)
}

/// Preferences are a member's own.
fn own(
    chime: &ChimeReads<'_>,
    channel: &Arn,
    bearer: &Arn,
    member: &Arn,
) -> Result<(User, Membership), ChimeError> {
    let scene = access::enter(chime, channel, bearer)?;
    scene.refuse_elastic("preferences")?;
    if member != bearer && !scene.standing.is_admin {
        return Err(ChimeError::forbidden("preferences are a member's own"));
    }
    if member == bearer {
        scene.need(Action::Follow)?;
    }
    let none = |_| ChimeError::forbidden(format!("not a member of the channel: {member}"));
    let user = access::user(chime, member).map_err(none)?;
    let membership = access::membership(chime, &scene.channel, &user, None).map_err(none)?;
    Ok((user, membership))
}

fn check(preferences: Preferences) -> Result<Preferences, ChimeError> {
    let Some(push) = &preferences.push_notifications else { return Ok(preferences) };
    let allowed = field::required(push.allow_notifications.as_deref(), "AllowNotifications")?;
    let is_filtered = allowed == "FILTERED";
    if !["ALL", "NONE", "FILTERED"].contains(&allowed) {
        return Err(ChimeError::bad_request("AllowNotifications is ALL, NONE or FILTERED"));
    }
    let fits = push.filter_rule.as_deref().map_or(!is_filtered, filter::is_rule);
    if !fits {
        return Err(ChimeError::bad_request(format!("FILTERED needs a rule: {}", filter::WANTED)));
    }
    Ok(preferences)
}
