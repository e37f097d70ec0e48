//! `GetAppInstanceRetentionSettings`, `PutAppInstanceRetentionSettings`: after how many days messages vanish.

use chirrup_wire::chime::Time;
use serde::{Deserialize, Serialize};

use super::{instance, instance_arn};
use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::error::ChimeError;
use crate::chime::operations::access::Power;
use crate::chime::operations::encode;
use crate::clock::Millis;
use crate::store::Tx;

const DAYS_MAX: u32 = 5475;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PutRetentionSettingsRequest {
    app_instance_retention_settings: Option<RetentionSettings>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RetentionSettings {
    channel_retention_settings: Option<ChannelRetentionSettings>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ChannelRetentionSettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_days: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    app_instance_retention_settings: RetentionSettings,
    #[serde(skip_serializing_if = "Option::is_none")]
    initiate_deletion_timestamp: Option<Time>,
}

fn answer(retention_days: Option<u32>, from: Option<Millis>) -> Answer {
    let channel_retention_settings = Some(ChannelRetentionSettings { retention_days });
    Answer {
        app_instance_retention_settings: RetentionSettings { channel_retention_settings },
        initiate_deletion_timestamp: from.map(encode::seconds),
    }
}

/// `GET /app-instances/{arn}/retention-settings`.
pub(in crate::chime::operations) async fn get_retention(call: Call) -> Result<Reply, ChimeError> {
    let (arn, power) = (instance_arn(&call)?, Power::of(&call));
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let instance = instance(&chime, &arn)?;
        power.need_admin(&chime, instance.seq)?;
        Ok::<_, ChimeError>(instance.retention_days)
    });
    Reply::ok(&answer(read.await?, None))
}

/// `PUT /app-instances/{arn}/retention-settings`. Without a number of days messages stay.
pub(in crate::chime::operations) async fn put_retention(call: Call) -> Result<Reply, ChimeError> {
    let (arn, power) = (instance_arn(&call)?, Power::of(&call));
    let body: PutRetentionSettingsRequest = call.body()?;
    let settings =
        field::required(body.app_instance_retention_settings, "AppInstanceRetentionSettings")?;
    let days = settings.channel_retention_settings.and_then(|settings| settings.retention_days);
    if let Some(days) = days {
        field::number(days, "RetentionDays", 1, DAYS_MAX)?;
    }
    let put = move |tx: &mut Tx<'_>| -> Result<Millis, ChimeError> {
        let chime = tx.chime();
        let instance = instance(&chime, &arn)?;
        power.need_admin(&chime, instance.seq)?;
        chime.retain(instance.seq, days)?;
        Ok(tx.now())
    };
    let now = call.app.store.write(put).await?;
    call.app.background.sweep_soon();
    Reply::ok(&answer(days, days.map(|_| now)))
}
