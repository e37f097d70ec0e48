//! `PutChannelExpirationSettings`: when a channel goes away by itself.

use chirrup_wire::chime::channel::ExpirationSettings;
use serde::{Deserialize, Serialize};

use crate::chime::arn::Arn;
use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::domain::record::{Criterion, Expiration};
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::chime::operations::access::{self, Power};
use crate::chime::operations::encode;
use crate::store::Tx;

const DAYS_MAX: u32 = 5475;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PutRequest {
    expiration_settings: Option<ExpirationSettings>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    channel_arn: Arn,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration_settings: Option<ExpirationSettings>,
}

/// Settings that keep all limits.
pub(super) fn check(
    settings: Option<ExpirationSettings>,
) -> Result<Option<Expiration>, ChimeError> {
    let Some(settings) = settings else { return Ok(None) };
    let days = field::required(settings.expiration_days, "ExpirationDays")?;
    let days = field::number(days, "ExpirationDays", 1, DAYS_MAX)?;
    let criterion = settings.expiration_criterion.as_deref();
    let criterion = field::word(criterion, "ExpirationCriterion", Criterion::of)?;
    let criterion = field::required(criterion, "ExpirationCriterion")?;
    Ok(Some(Expiration { days, criterion }))
}

/// `PUT /channels/{channelArn}/expiration-settings`. Without settings a channel stays.
pub(in crate::chime::operations) async fn put_channel_expiration(
    call: Call,
) -> Result<Reply, ChimeError> {
    let (arn, power) = (access::channel_arn(&call)?, Power::of(&call));
    let body: PutRequest = call.body()?;
    let expiration = check(body.expiration_settings)?;
    let put = move |tx: &mut Tx<'_>| -> Result<Arn, ChimeError> {
        let chime = tx.chime();
        let channel = match &power {
            Power::Owner => {
                let unknown = || ChimeError::forbidden(format!("no such channel: {arn}"));
                chime.channel(&arn)?.ok_or_else(unknown)?
            }
            Power::User(user) => {
                let scene = access::enter(&chime, &arn, user)?;
                scene.need(Action::Manage)?;
                scene.channel
            }
        };
        chime.expire_channel(&channel, expiration)?;
        Ok(arn)
    };
    let channel_arn = call.app.store.write(put).await?;
    call.app.background.sweep_soon();
    let expiration_settings = expiration.map(encode::expiration);
    Reply::ok(&Answer { channel_arn, expiration_settings })
}
