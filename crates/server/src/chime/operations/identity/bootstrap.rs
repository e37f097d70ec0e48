//! The app instance that is there from the start.

use crate::chime::arn::Arn;
use crate::store::{NewInstance, NewUser, StoreError, Tx};

/// Makes an instance and a user who is its admin, unless they are there.
///
/// # Errors
/// The store fails.
pub fn bootstrap(
    tx: &Tx<'_>,
    instance_arn: &Arn,
    admin_arn: &Arn,
    name: &str,
) -> Result<(), StoreError> {
    let chime = tx.chime();
    if chime.instance(instance_arn)?.is_some() {
        return Ok(());
    }
    let at = tx.now();
    let new = NewInstance { arn: instance_arn, name, metadata: None, request: None, at };
    let instance = chime.add_instance(&new)?;
    let admin = chime.add_user(&NewUser {
        instance,
        arn: admin_arn,
        name: "Admin",
        metadata: None,
        request: None,
        at,
    })?;
    chime.add_admin(instance, admin, at)
}
