//! Who the instance is: its region, its ARN, its admin and the owner's keys. Made once, on the first start.
//!
//! They live in the database, which only its owner can read. Invariant: they never change.

use chirrup_wire::Secret;
use chirrup_wire::sigv4::Credentials;
use serde::{Deserialize, Serialize};

use super::arn::{Arn, Kind};
use super::credentials::fresh_id;
use crate::store::{StoreError, Tx};
use crate::token;

/// The account that stands in ARNs. There is only one here.
const ACCOUNT: &str = "000000000000";
/// The user id of the admin.
const ADMIN: &str = "admin";

/// Who the instance is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Such as `us-east-1`; signatures name it.
    pub region: String,
    /// The app instance that is there from the start.
    pub app_instance_arn: Arn,
    /// Its admin.
    pub admin_arn: Arn,
    /// The owner's keys, which may call for anybody.
    pub owner: OwnerKeys,
}

/// Keys without a session token, which never expire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnerKeys {
    /// Names them. Public.
    pub access_key_id: String,
    /// Signs.
    pub secret_access_key: Secret,
}

impl OwnerKeys {
    /// In the form that signs.
    pub fn credentials(&self) -> Credentials {
        Credentials {
            access_key_id: self.access_key_id.clone(),
            secret_access_key: self.secret_access_key.clone(),
            session_token: None,
        }
    }
}

/// Who the instance is, made if this is the first start.
///
/// # Errors
/// The store fails.
pub fn identify(tx: &mut Tx<'_>, region: &str) -> Result<Identity, StoreError> {
    if let Some(identity) = tx.reads().chime_identity()? {
        return Ok(identity);
    }
    let id = uuid::Uuid::new_v4().to_string();
    let app_instance_arn =
        Arn::instance(region, ACCOUNT, &id).ok_or_else(|| StoreError::Region(region.to_owned()))?;
    let admin_arn = app_instance_arn
        .sibling(Kind::User, ADMIN)
        .ok_or_else(|| StoreError::Region(region.to_owned()))?;
    let identity = Identity {
        region: region.to_owned(),
        app_instance_arn,
        admin_arn,
        owner: OwnerKeys {
            access_key_id: fresh_id("CHOWNER"),
            secret_access_key: token::fresh().0,
        },
    };
    tx.records().save_chime_identity(&identity)?;
    Ok(identity)
}
