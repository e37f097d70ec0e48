//! `CreateAppInstanceUser`, `DescribeAppInstanceUser`, `UpdateAppInstanceUser`, `DeleteAppInstanceUser`,
//! `ListAppInstanceUsers`, `PutAppInstanceUserExpirationSettings`.

use chirrup_wire::chime::Time;
use chirrup_wire::chime::channel::ExpirationSettings;
use serde::{Deserialize, Serialize};

use super::instance;
use crate::chime::arn::{Arn, Kind};
use crate::chime::call::{Call, Reply};
use crate::chime::credentials;
use crate::chime::domain::field;
use crate::chime::domain::record::{User, plus_days};
use crate::chime::error::ChimeError;
use crate::chime::operations::access::{self, Power};
use crate::chime::operations::page::Pager;
use crate::chime::operations::{encode, repeat};
use crate::store::{ChimeReads, NewUser, Tx};

const NAME_MAX: usize = 100;
const DAYS_MAX: u32 = 5475;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreateAppInstanceUserRequest {
    app_instance_arn: Option<String>,
    app_instance_user_id: Option<String>,
    name: Option<String>,
    metadata: Option<String>,
    #[serde(skip_serializing)]
    client_request_token: Option<String>,
    expiration_settings: Option<ExpirationSettings>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct UpdateAppInstanceUserRequest {
    name: Option<String>,
    metadata: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PutExpirationSettingsRequest {
    expiration_settings: Option<ExpirationSettings>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AppInstanceUserArn<'a> {
    app_instance_user_arn: &'a Arn,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Described {
    app_instance_user: Shown,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Listed {
    app_instance_arn: Arn,
    app_instance_users: Vec<Shown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct PutExpirationSettingsResponse {
    app_instance_user_arn: Arn,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration_settings: Option<ExpirationSettings>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Shown {
    app_instance_user_arn: Arn,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_timestamp: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_updated_timestamp: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration_settings: Option<ExpirationSettings>,
}

impl Shown {
    fn summary(user: User) -> Self {
        Self {
            app_instance_user_arn: user.arn,
            name: user.name,
            metadata: user.metadata,
            created_timestamp: None,
            last_updated_timestamp: None,
            expiration_settings: None,
        }
    }

    fn whole(user: User) -> Self {
        let (created, updated) = (user.created_at, user.updated_at);
        Self {
            created_timestamp: Some(encode::seconds(created)),
            last_updated_timestamp: Some(encode::seconds(updated)),
            expiration_settings: user.expiration_days.map(settings),
            ..Self::summary(user)
        }
    }
}

fn settings(days: u32) -> ExpirationSettings {
    ExpirationSettings {
        expiration_days: Some(days),
        expiration_criterion: Some("CREATED_TIMESTAMP".to_owned()),
    }
}

fn user_arn(call: &Call) -> Result<Arn, ChimeError> {
    access::named(call, 0, "AppInstanceUserArn", Kind::User)
}

fn user(reads: &ChimeReads<'_>, arn: &Arn) -> Result<User, ChimeError> {
    let unknown = || ChimeError::forbidden(format!("no such user: {arn}"));
    reads.user(arn)?.ok_or_else(unknown)
}

/// Users expire some days after they were made, never after their last message.
fn expiration_days(settings: Option<ExpirationSettings>) -> Result<Option<u32>, ChimeError> {
    let Some(settings) = settings else { return Ok(None) };
    let days = field::required(settings.expiration_days, "ExpirationDays")?;
    let criterion = field::required(settings.expiration_criterion, "ExpirationCriterion")?;
    if criterion != "CREATED_TIMESTAMP" {
        let rule = "ExpirationCriterion of a user is CREATED_TIMESTAMP";
        return Err(ChimeError::bad_request(rule));
    }
    field::number(days, "ExpirationDays", 1, DAYS_MAX).map(Some)
}

/// `POST /app-instance-users`.
pub(in crate::chime::operations) async fn create_user(call: Call) -> Result<Reply, ChimeError> {
    let power = Power::of(&call);
    let body: CreateAppInstanceUserRequest = call.body()?;
    let token = field::request_token(body.client_request_token.clone())?;
    let request = repeat::request(&token, &body)?;
    let instance_arn = field::required(body.app_instance_arn, "AppInstanceArn")?;
    let instance_arn = field::arn(&instance_arn, "AppInstanceArn", Kind::Instance)?;
    let id = field::required(body.app_instance_user_id, "AppInstanceUserId")?;
    field::id(&id, "AppInstanceUserId")?;
    let arn = instance_arn.sibling(Kind::User, &id).ok_or_else(ChimeError::service_failure)?;
    let name = field::name(body.name, "Name", NAME_MAX)?;
    let metadata = field::metadata(body.metadata)?;
    let days = expiration_days(body.expiration_settings)?;
    let most = call.app.config.chime.quotas.users_per_instance;
    let make = move |tx: &mut Tx<'_>| -> Result<Arn, ChimeError> {
        let (chime, now) = (tx.chime(), tx.now());
        let instance = instance(&chime, &instance_arn)?;
        power.need_admin(&chime, instance.seq)?;
        let before = chime.user_by_token(instance.seq, &request.token)?;
        if let Some(made) = repeat::same(before, &request)? {
            return Ok(made);
        }
        if chime.user(&arn)?.is_some() {
            return Err(ChimeError::conflict(format!("the user exists already: {arn}")));
        }
        if instance.users >= most {
            return Err(ChimeError::resource_limit_exceeded(format!("at most {most} users")));
        }
        let seq = chime.add_user(&NewUser {
            instance: instance.seq,
            arn: &arn,
            name: &name,
            metadata: metadata.as_deref(),
            request: Some(&request),
            at: now,
        })?;
        if let Some(days) = days {
            chime.expire_user(seq, Some(days), Some(plus_days(now, days)))?;
        }
        Ok(arn)
    };
    let arn = call.app.store.write(make).await?;
    Reply::created(&AppInstanceUserArn { app_instance_user_arn: &arn })
}

/// `GET /app-instance-users/{arn}`.
pub(in crate::chime::operations) async fn describe_user(call: Call) -> Result<Reply, ChimeError> {
    let (arn, power) = (user_arn(&call)?, Power::of(&call));
    let found = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let user = user(&chime, &arn)?;
        power.need_user(&chime, user.instance)?;
        Ok::<_, ChimeError>(user)
    });
    Reply::ok(&Described { app_instance_user: Shown::whole(found.await?) })
}

/// `PUT /app-instance-users/{arn}`.
pub(in crate::chime::operations) async fn update_user(call: Call) -> Result<Reply, ChimeError> {
    let (arn, power) = (user_arn(&call)?, Power::of(&call));
    let body: UpdateAppInstanceUserRequest = call.body()?;
    let name = field::name(body.name, "Name", NAME_MAX)?;
    let metadata = field::metadata(Some(field::required(body.metadata, "Metadata")?))?;
    let update = move |tx: &mut Tx<'_>| -> Result<Arn, ChimeError> {
        let chime = tx.chime();
        let user = user(&chime, &arn)?;
        power.need_admin(&chime, user.instance)?;
        chime.rename_user(user.seq, &name, metadata.as_deref(), tx.now())?;
        Ok(arn)
    };
    let arn = call.app.store.write(update).await?;
    Reply::ok(&AppInstanceUserArn { app_instance_user_arn: &arn })
}

/// `DELETE /app-instance-users/{arn}`. Its memberships go in the background.
pub(in crate::chime::operations) async fn delete_user(call: Call) -> Result<Reply, ChimeError> {
    let (arn, power) = (user_arn(&call)?, Power::of(&call));
    let delete = move |tx: &mut Tx<'_>| -> Result<(), ChimeError> {
        let chime = tx.chime();
        let user = user(&chime, &arn)?;
        power.need_admin(&chime, user.instance)?;
        remove_user(tx, &user)
    };
    call.app.store.write(delete).await?;
    call.app.background.sweep_soon();
    Ok(Reply::nothing())
}

/// A user is no more: nobody calls or listens for it from here on.
pub(in crate::chime::operations) fn remove_user(
    tx: &mut Tx<'_>,
    user: &User,
) -> Result<(), ChimeError> {
    tx.chime().delete_user(user, tx.now())?;
    Ok(credentials::revoke(tx, &user.arn, "the user was deleted")?)
}

/// `GET /app-instance-users?app-instance-arn=…`.
pub(in crate::chime::operations) async fn list_users(call: Call) -> Result<Reply, ChimeError> {
    let power = Power::of(&call);
    let arn = access::asked(&call, "app-instance-arn", Kind::Instance)?;
    let arn = field::required(arn, "app-instance-arn")?;
    let pager = Pager::of(&call)?;
    let (after, most, asked) = (pager.after(), pager.fetch(), arn.clone());
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let instance = instance(&chime, &asked)?;
        power.need_admin(&chime, instance.seq)?;
        Ok::<_, ChimeError>(chime.users(instance.seq, after, most)?)
    });
    let mut found = read.await?;
    let next_token = pager.cut(&mut found, |user| user.seq);
    let app_instance_users = found.into_iter().map(Shown::summary).collect();
    Reply::ok(&Listed { app_instance_arn: arn, app_instance_users, next_token })
}

/// `PUT /app-instance-users/{arn}/expiration-settings`. Without settings a user stays.
pub(in crate::chime::operations) async fn put_user_expiration(
    call: Call,
) -> Result<Reply, ChimeError> {
    let (arn, power) = (user_arn(&call)?, Power::of(&call));
    let body: PutExpirationSettingsRequest = call.body()?;
    let days = expiration_days(body.expiration_settings)?;
    let put = move |tx: &mut Tx<'_>| -> Result<Arn, ChimeError> {
        let chime = tx.chime();
        let user = user(&chime, &arn)?;
        power.need_admin(&chime, user.instance)?;
        let ends_at = days.map(|days| plus_days(user.created_at, days));
        chime.expire_user(user.seq, days, ends_at)?;
        Ok(arn)
    };
    let arn = call.app.store.write(put).await?;
    call.app.background.sweep_soon();
    let expiration_settings = days.map(settings);
    Reply::ok(&PutExpirationSettingsResponse { app_instance_user_arn: arn, expiration_settings })
}
