//! The identity operations: app instances, their users, admins and retention.
//!
//! They carry no bearer. The owner's keys may do everything; an admin everything within the own instance but
//! make or delete instances; other users may look at the instance, its admins and each other.

mod admins;
mod bootstrap;
mod instances;
mod retention;
mod users;

pub(super) use admins::{create_admin, delete_admin, describe_admin, list_admins};
pub use bootstrap::bootstrap;
pub(super) use instances::{
    create_instance, delete_instance, describe_instance, list_instances, update_instance,
};
pub(super) use retention::{get_retention, put_retention};
pub(super) use users::{
    create_user, delete_user, describe_user, list_users, put_user_expiration, update_user,
};

pub(super) use users::remove_user;

use crate::chime::arn::{Arn, Kind};
use crate::chime::call::Call;
use crate::chime::domain::record::Instance;
use crate::chime::error::ChimeError;
use crate::chime::operations::access;
use crate::store::ChimeReads;

/// The instance that a path names.
fn instance_arn(call: &Call) -> Result<Arn, ChimeError> {
    access::named(call, 0, "AppInstanceArn", Kind::Instance)
}

/// The instance that a call names.
pub(super) fn instance(reads: &ChimeReads<'_>, arn: &Arn) -> Result<Instance, ChimeError> {
    let unknown = || ChimeError::forbidden(format!("no such app instance: {arn}"));
    reads.instance(arn)?.ok_or_else(unknown)
}
