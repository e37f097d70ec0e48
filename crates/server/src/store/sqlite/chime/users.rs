//! Users of an instance.

use chirrup_wire::chime::rest::Identity;
use rusqlite::{Row, params};

use super::{ChimeReads, ChimeWrites, arn, count};
use crate::chime::arn::Arn;
use crate::chime::domain::record::{Request, Seq, User};
use crate::clock::Millis;
use crate::store::StoreError;

const COLUMNS: &str =
    "seq, instance, arn, name, metadata, created_at, updated_at, expiration_days, memberships";

/// Who somebody is, as lists have it.
pub(super) type Named = Identity;

/// A user to keep.
pub struct NewUser<'a> {
    /// The instance.
    pub instance: Seq,
    /// Its ARN.
    pub arn: &'a Arn,
    /// Name to show.
    pub name: &'a str,
    /// One line.
    pub metadata: Option<&'a str>,
    /// With what it was asked for; nothing for the one that is there from the start.
    pub request: Option<&'a Request>,
    /// Since when.
    pub at: Millis,
}

impl ChimeReads<'_> {
    /// A user by ARN.
    pub fn user(&self, arn: &Arn) -> Result<Option<User>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM chime_users WHERE arn = ?1 AND deleted_at IS NULL");
        self.one(&sql, [arn.as_str()], user)
    }

    /// Users of an instance after one.
    pub fn users(&self, instance: Seq, after: Seq, most: usize) -> Result<Vec<User>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM chime_users \
             WHERE instance = ?1 AND seq > ?2 AND deleted_at IS NULL ORDER BY seq LIMIT ?3"
        );
        self.all(&sql, params![instance, after, count(most)], user)
    }

    /// What was made with a token, and for what.
    pub fn user_by_token(
        &self,
        instance: Seq,
        token: &str,
    ) -> Result<Option<(Arn, [u8; 16])>, StoreError> {
        let sql = "SELECT arn, request_digest FROM chime_users \
                   WHERE instance = ?1 AND request_token = ?2 AND deleted_at IS NULL";
        self.one(sql, params![instance, token], |row| Ok((arn(row, 0)?, row.get(1)?)))
    }

    /// Users whose time is over.
    pub fn expired_users(&self, now: Millis, most: usize) -> Result<Vec<User>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM chime_users \
             WHERE expires_at <= ?1 AND deleted_at IS NULL ORDER BY expires_at LIMIT ?2"
        );
        self.all(&sql, params![now.0, count(most)], user)
    }

    /// Who a number is, deleted or not.
    pub fn named(&self, seq: Seq) -> Result<Identity, StoreError> {
        let sql = "SELECT arn, name FROM chime_users WHERE seq = ?1";
        Ok(self.one(sql, [seq], |row| identity(row, 0))?.unwrap_or_default())
    }
}

impl ChimeWrites<'_> {
    /// Keeps a user.
    pub fn add_user(&self, new: &NewUser<'_>) -> Result<Seq, StoreError> {
        let sql = "INSERT INTO chime_users (instance, arn, name, metadata, created_at, updated_at, \
                     request_token, request_digest) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7)";
        let request = new.request;
        let seq = self.add(
            sql,
            params![
                new.instance,
                new.arn.as_str(),
                new.name,
                new.metadata,
                new.at.0,
                request.map(|one| one.token.as_str()),
                request.map(|one| &one.digest[..])
            ],
        )?;
        self.run("UPDATE chime_instances SET users = users + 1 WHERE seq = ?1", [new.instance])?;
        Ok(seq)
    }

    /// Changes what a user is called.
    pub fn rename_user(
        &self,
        seq: Seq,
        name: &str,
        metadata: Option<&str>,
        now: Millis,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE chime_users SET name = ?2, metadata = ?3, updated_at = ?4 WHERE seq = ?1";
        self.run(sql, params![seq, name, metadata, now.0])?;
        Ok(())
    }

    /// Says when a user goes away by itself.
    pub fn expire_user(
        &self,
        seq: Seq,
        days: Option<u32>,
        at: Option<Millis>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE chime_users SET expiration_days = ?2, expires_at = ?3 WHERE seq = ?1";
        self.run(sql, params![seq, days, at.map(|at| at.0)])?;
        Ok(())
    }

    /// Marks a user deleted, who is an admin no more from here on.
    pub fn delete_user(&self, user: &User, now: Millis) -> Result<(), StoreError> {
        let sql = "UPDATE chime_users SET deleted_at = ?2 WHERE seq = ?1";
        self.run(sql, params![user.seq, now.0])?;
        self.run("UPDATE chime_instances SET users = users - 1 WHERE seq = ?1", [user.instance])?;
        self.remove_admin(user.instance, user.seq)?;
        Ok(())
    }
}

pub(super) fn user(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        seq: row.get(0)?,
        instance: row.get(1)?,
        arn: arn(row, 2)?,
        name: row.get(3)?,
        metadata: row.get(4)?,
        created_at: Millis(row.get(5)?),
        updated_at: Millis(row.get(6)?),
        expiration_days: row.get(7)?,
        memberships: row.get(8)?,
    })
}

/// An ARN and a name beside it.
pub(super) fn identity(row: &Row<'_>, column: usize) -> rusqlite::Result<Identity> {
    Ok(Identity { arn: row.get(column)?, name: row.get(column + 1)? })
}

/// A number, an ARN and a name.
pub(super) fn numbered(row: &Row<'_>) -> rusqlite::Result<(Seq, Identity)> {
    Ok((row.get(0)?, identity(row, 1)?))
}
