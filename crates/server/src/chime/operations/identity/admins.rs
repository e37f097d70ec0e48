//! `CreateAppInstanceAdmin`, `DescribeAppInstanceAdmin`, `DeleteAppInstanceAdmin`, `ListAppInstanceAdmins`.

use chirrup_wire::chime::authority::{AppInstanceAdmin, ListAppInstanceAdminsResponse};
use chirrup_wire::chime::rest::Identity;
use serde::{Deserialize, Serialize};

use super::{instance, instance_arn};
use crate::chime::arn::{Arn, Kind};
use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::error::ChimeError;
use crate::chime::operations::access::{self, Power};
use crate::chime::operations::encode;
use crate::chime::operations::page::Pager;
use crate::store::Tx;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreateAppInstanceAdminRequest {
    app_instance_admin_arn: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Created {
    app_instance_admin: Identity,
    app_instance_arn: Arn,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Described {
    app_instance_admin: AppInstanceAdmin,
}

fn admin_arn(call: &Call) -> Result<Arn, ChimeError> {
    access::named(call, 1, "AppInstanceAdminArn", Kind::User)
}

/// `POST /app-instances/{arn}/admins`.
pub(in crate::chime::operations) async fn create_admin(call: Call) -> Result<Reply, ChimeError> {
    let (arn, power) = (instance_arn(&call)?, Power::of(&call));
    let body: CreateAppInstanceAdminRequest = call.body()?;
    let wanted = field::required(body.app_instance_admin_arn, "AppInstanceAdminArn")?;
    let wanted = field::arn(&wanted, "AppInstanceAdminArn", Kind::User)?;
    let most = call.app.config.chime.quotas.admins_per_instance;
    let make = move |tx: &mut Tx<'_>| -> Result<Created, ChimeError> {
        let chime = tx.chime();
        let instance = instance(&chime, &arn)?;
        power.need_admin(&chime, instance.seq)?;
        let found = chime.user(&wanted)?.filter(|user| user.instance == instance.seq);
        let unknown = || ChimeError::bad_request(format!("no such user: {wanted}"));
        let user = found.ok_or_else(unknown)?;
        if chime.is_admin(instance.seq, user.seq)? {
            return Err(ChimeError::conflict("the user is an admin already"));
        }
        if chime.count_admins(instance.seq)? >= most {
            return Err(ChimeError::resource_limit_exceeded(format!("at most {most} admins")));
        }
        chime.add_admin(instance.seq, user.seq, tx.now())?;
        Ok(Created { app_instance_admin: user.identity(), app_instance_arn: arn })
    };
    Reply::created(&call.app.store.write(make).await?)
}

/// `GET /app-instances/{arn}/admins/{adminArn}`.
pub(in crate::chime::operations) async fn describe_admin(call: Call) -> Result<Reply, ChimeError> {
    let (arn, admin, power) = (instance_arn(&call)?, admin_arn(&call)?, Power::of(&call));
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let instance = instance(&chime, &arn)?;
        power.need_user(&chime, instance.seq)?;
        let unknown = || ChimeError::forbidden(format!("not an admin: {admin}"));
        let user = chime.user(&admin)?.ok_or_else(unknown)?;
        let found = chime.admin(instance.seq, &user)?.ok_or_else(unknown)?;
        Ok::<_, ChimeError>(AppInstanceAdmin {
            admin: found.user,
            app_instance_arn: Some(arn.to_string()),
            created_timestamp: Some(encode::seconds(found.created_at)),
        })
    });
    Reply::ok(&Described { app_instance_admin: read.await? })
}

/// `DELETE /app-instances/{arn}/admins/{adminArn}`.
pub(in crate::chime::operations) async fn delete_admin(call: Call) -> Result<Reply, ChimeError> {
    let (arn, admin, power) = (instance_arn(&call)?, admin_arn(&call)?, Power::of(&call));
    let remove = move |tx: &mut Tx<'_>| -> Result<(), ChimeError> {
        let chime = tx.chime();
        let instance = instance(&chime, &arn)?;
        power.need_admin(&chime, instance.seq)?;
        let unknown = || ChimeError::forbidden(format!("not an admin: {admin}"));
        let user = chime.user(&admin)?.ok_or_else(unknown)?;
        let is_gone = chime.remove_admin(instance.seq, user.seq)?;
        is_gone.then_some(()).ok_or_else(unknown)
    };
    call.app.store.write(remove).await?;
    Ok(Reply::nothing())
}

/// `GET /app-instances/{arn}/admins`.
pub(in crate::chime::operations) async fn list_admins(call: Call) -> Result<Reply, ChimeError> {
    let (arn, power, pager) = (instance_arn(&call)?, Power::of(&call), Pager::of(&call)?);
    let (after, most, asked) = (pager.after(), pager.fetch(), arn.clone());
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let instance = instance(&chime, &asked)?;
        power.need_user(&chime, instance.seq)?;
        Ok::<_, ChimeError>(chime.admins(instance.seq, after, most)?)
    });
    let mut found = read.await?;
    let next_token = pager.cut(&mut found, |(seq, _)| *seq);
    let admins = found.into_iter();
    Reply::ok(&ListAppInstanceAdminsResponse {
        app_instance_arn: Some(arn.to_string()),
        app_instance_admins: admins
            .map(|(_, admin)| AppInstanceAdmin { admin, ..AppInstanceAdmin::default() })
            .collect(),
        next_token,
    })
}
