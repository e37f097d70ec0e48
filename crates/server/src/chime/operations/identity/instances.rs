//! `CreateAppInstance`, `DescribeAppInstance`, `UpdateAppInstance`, `DeleteAppInstance`, `ListAppInstances`.

use chirrup_wire::chime::Time;
use serde::{Deserialize, Serialize};

use super::{instance, instance_arn};
use crate::chime::arn::Arn;
use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::domain::record::Instance;
use crate::chime::error::ChimeError;
use crate::chime::operations::access::Power;
use crate::chime::operations::page::Pager;
use crate::chime::operations::{encode, repeat};
use crate::store::{NewInstance, Tx};

const NAME_MAX: usize = 256;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreateAppInstanceRequest {
    name: Option<String>,
    metadata: Option<String>,
    #[serde(skip_serializing)]
    client_request_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct UpdateAppInstanceRequest {
    name: Option<String>,
    metadata: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AppInstanceArn<'a> {
    app_instance_arn: &'a Arn,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Described {
    app_instance: Shown,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Listed {
    app_instances: Vec<Shown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Shown {
    app_instance_arn: Arn,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_timestamp: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_updated_timestamp: Option<Time>,
}

impl Shown {
    fn summary(instance: Instance) -> Self {
        Self {
            app_instance_arn: instance.arn,
            name: instance.name,
            metadata: instance.metadata,
            created_timestamp: None,
            last_updated_timestamp: None,
        }
    }

    fn whole(instance: Instance) -> Self {
        let (created, updated) = (instance.created_at, instance.updated_at);
        Self {
            created_timestamp: Some(encode::seconds(created)),
            last_updated_timestamp: Some(encode::seconds(updated)),
            ..Self::summary(instance)
        }
    }
}

fn need_owner(call: &Call) -> Result<(), ChimeError> {
    match Power::of(call) {
        Power::Owner => Ok(()),
        Power::User(_) => Err(ChimeError::forbidden("only the owner's keys may do this")),
    }
}

/// `POST /app-instances`.
pub(in crate::chime::operations) async fn create_instance(call: Call) -> Result<Reply, ChimeError> {
    need_owner(&call)?;
    let body: CreateAppInstanceRequest = call.body()?;
    let token = field::request_token(body.client_request_token.clone())?;
    let request = repeat::request(&token, &body)?;
    let name = field::name(body.name, "Name", NAME_MAX)?;
    let metadata = field::metadata(body.metadata)?;
    let most = call.app.config.chime.quotas.instances;
    let own = call.app.chime.identity.app_instance_arn.clone();
    let make = move |tx: &mut Tx<'_>| -> Result<Arn, ChimeError> {
        let chime = tx.chime();
        if let Some(made) = repeat::same(chime.instance_by_token(&request.token)?, &request)? {
            return Ok(made);
        }
        if chime.count_instances()? >= most {
            return Err(ChimeError::resource_limit_exceeded(format!(
                "at most {most} app instances"
            )));
        }
        let id = uuid::Uuid::new_v4().to_string();
        let arn = Arn::instance(own.region(), own.account(), &id);
        let arn = arn.ok_or_else(ChimeError::service_failure)?;
        chime.add_instance(&NewInstance {
            arn: &arn,
            name: &name,
            metadata: metadata.as_deref(),
            request: Some(&request),
            at: tx.now(),
        })?;
        Ok(arn)
    };
    let arn = call.app.store.write(make).await?;
    Reply::created(&AppInstanceArn { app_instance_arn: &arn })
}

/// `GET /app-instances/{arn}`.
pub(in crate::chime::operations) async fn describe_instance(
    call: Call,
) -> Result<Reply, ChimeError> {
    let (arn, power) = (instance_arn(&call)?, Power::of(&call));
    let found = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let instance = instance(&chime, &arn)?;
        power.need_user(&chime, instance.seq)?;
        Ok::<_, ChimeError>(instance)
    });
    Reply::ok(&Described { app_instance: Shown::whole(found.await?) })
}

/// `PUT /app-instances/{arn}`.
pub(in crate::chime::operations) async fn update_instance(call: Call) -> Result<Reply, ChimeError> {
    let (arn, power) = (instance_arn(&call)?, Power::of(&call));
    let body: UpdateAppInstanceRequest = call.body()?;
    let name = field::name(body.name, "Name", NAME_MAX)?;
    let metadata = field::metadata(Some(field::required(body.metadata, "Metadata")?))?;
    let update = move |tx: &mut Tx<'_>| -> Result<Arn, ChimeError> {
        let chime = tx.chime();
        let instance = instance(&chime, &arn)?;
        power.need_admin(&chime, instance.seq)?;
        chime.rename_instance(instance.seq, &name, metadata.as_deref(), tx.now())?;
        Ok(arn)
    };
    let arn = call.app.store.write(update).await?;
    Reply::ok(&AppInstanceArn { app_instance_arn: &arn })
}

/// `DELETE /app-instances/{arn}`. Its channels and users go in the background.
pub(in crate::chime::operations) async fn delete_instance(call: Call) -> Result<Reply, ChimeError> {
    need_owner(&call)?;
    let arn = instance_arn(&call)?;
    if arn == call.app.chime.identity.app_instance_arn {
        return Err(ChimeError::forbidden("the app instance of this server stays"));
    }
    let delete = move |tx: &mut Tx<'_>| -> Result<(), ChimeError> {
        let chime = tx.chime();
        let instance = instance(&chime, &arn)?;
        Ok(chime.delete_instance(instance.seq, tx.now())?)
    };
    call.app.store.write(delete).await?;
    call.app.background.sweep_soon();
    Ok(Reply::nothing())
}

/// `GET /app-instances`.
pub(in crate::chime::operations) async fn list_instances(call: Call) -> Result<Reply, ChimeError> {
    need_owner(&call)?;
    let pager = Pager::of(&call)?;
    let (after, most) = (pager.after(), pager.fetch());
    let read = call
        .app
        .store
        .read(move |reads| Ok::<_, ChimeError>(reads.chime().instances(after, most)?));
    let mut found = read.await?;
    let next_token = pager.cut(&mut found, |instance| instance.seq);
    let app_instances = found.into_iter().map(Shown::summary).collect();
    Reply::ok(&Listed { app_instances, next_token })
}
