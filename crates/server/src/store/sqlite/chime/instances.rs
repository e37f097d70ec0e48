//! App instances and their admins.

use rusqlite::{Row, params};

use super::{ChimeReads, ChimeWrites, arn, count};
use crate::chime::arn::Arn;
use crate::chime::domain::record::{Instance, Mark, Request, Seq, User};
use crate::clock::Millis;
use crate::store::StoreError;

const COLUMNS: &str =
    "seq, arn, name, metadata, created_at, updated_at, retention_days, users, channels";

/// An instance to keep.
pub struct NewInstance<'a> {
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
    /// An instance by ARN.
    pub fn instance(&self, arn: &Arn) -> Result<Option<Instance>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM chime_instances WHERE arn = ?1 AND deleted_at IS NULL");
        self.one(&sql, [arn.as_str()], instance)
    }

    /// Instances after one.
    pub fn instances(&self, after: Seq, most: usize) -> Result<Vec<Instance>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM chime_instances \
             WHERE seq > ?1 AND deleted_at IS NULL ORDER BY seq LIMIT ?2"
        );
        self.all(&sql, params![after, count(most)], instance)
    }

    /// How many instances there are.
    pub fn count_instances(&self) -> Result<u32, StoreError> {
        let sql = "SELECT COUNT(*) FROM chime_instances WHERE deleted_at IS NULL";
        Ok(self.one(sql, [], |row| row.get(0))?.unwrap_or(0))
    }

    /// What was made with a token, and for what.
    pub fn instance_by_token(&self, token: &str) -> Result<Option<(Arn, [u8; 16])>, StoreError> {
        let sql = "SELECT arn, request_digest FROM chime_instances \
                   WHERE request_token = ?1 AND deleted_at IS NULL";
        self.one(sql, [token], |row| Ok((arn(row, 0)?, row.get(1)?)))
    }

    /// Whether a user is an admin.
    pub fn is_admin(&self, instance: Seq, user: Seq) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM chime_admins WHERE instance = ?1 AND user = ?2";
        self.has(sql, [instance, user])
    }

    /// How many admins an instance has.
    pub fn count_admins(&self, instance: Seq) -> Result<u32, StoreError> {
        let sql = "SELECT COUNT(*) FROM chime_admins WHERE instance = ?1";
        Ok(self.one(sql, [instance], |row| row.get(0))?.unwrap_or(0))
    }

    /// An admin; who made it is not kept.
    pub fn admin(&self, instance: Seq, user: &User) -> Result<Option<Mark>, StoreError> {
        let sql = "SELECT created_at FROM chime_admins WHERE instance = ?1 AND user = ?2";
        let at = self.one(sql, [instance, user.seq], |row| row.get(0))?;
        Ok(at.map(|at| Mark {
            user: user.identity(),
            created_by: user.identity(),
            created_at: Millis(at),
        }))
    }

    /// Admins after one, with the numbers of the users.
    pub fn admins(
        &self,
        instance: Seq,
        after: Seq,
        most: usize,
    ) -> Result<Vec<(Seq, super::users::Named)>, StoreError> {
        let sql = "SELECT admins.user, users.arn, users.name FROM chime_admins AS admins \
                   JOIN chime_users AS users ON users.seq = admins.user \
                   WHERE admins.instance = ?1 AND admins.user > ?2 \
                   ORDER BY admins.user LIMIT ?3";
        self.all(sql, params![instance, after, count(most)], super::users::numbered)
    }
}

impl ChimeWrites<'_> {
    /// Keeps an instance.
    pub fn add_instance(&self, new: &NewInstance<'_>) -> Result<Seq, StoreError> {
        let sql = "INSERT INTO chime_instances \
                     (arn, name, metadata, created_at, updated_at, request_token, request_digest) \
                   VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6)";
        let request = new.request;
        self.add(
            sql,
            params![
                new.arn.as_str(),
                new.name,
                new.metadata,
                new.at.0,
                request.map(|one| one.token.as_str()),
                request.map(|one| &one.digest[..])
            ],
        )
    }

    /// Changes what an instance is called.
    pub fn rename_instance(
        &self,
        seq: Seq,
        name: &str,
        metadata: Option<&str>,
        now: Millis,
    ) -> Result<(), StoreError> {
        let sql =
            "UPDATE chime_instances SET name = ?2, metadata = ?3, updated_at = ?4 WHERE seq = ?1";
        self.run(sql, params![seq, name, metadata, now.0])?;
        Ok(())
    }

    /// Says after how many days messages vanish.
    pub fn retain(&self, seq: Seq, days: Option<u32>) -> Result<(), StoreError> {
        self.run(
            "UPDATE chime_instances SET retention_days = ?2 WHERE seq = ?1",
            params![seq, days],
        )?;
        Ok(())
    }

    /// Marks an instance deleted.
    pub fn delete_instance(&self, seq: Seq, now: Millis) -> Result<(), StoreError> {
        self.run("UPDATE chime_instances SET deleted_at = ?2 WHERE seq = ?1", params![seq, now.0])?;
        Ok(())
    }

    /// Makes an admin.
    pub fn add_admin(&self, instance: Seq, user: Seq, now: Millis) -> Result<(), StoreError> {
        let sql = "INSERT INTO chime_admins (instance, user, created_at) VALUES (?1, ?2, ?3)";
        self.run(sql, params![instance, user, now.0])?;
        Ok(())
    }

    /// Takes it back. Whether there was one.
    pub fn remove_admin(&self, instance: Seq, user: Seq) -> Result<bool, StoreError> {
        let sql = "DELETE FROM chime_admins WHERE instance = ?1 AND user = ?2";
        Ok(self.run(sql, [instance, user])? > 0)
    }
}

fn instance(row: &Row<'_>) -> rusqlite::Result<Instance> {
    Ok(Instance {
        seq: row.get(0)?,
        arn: arn(row, 1)?,
        name: row.get(2)?,
        metadata: row.get(3)?,
        created_at: Millis(row.get(4)?),
        updated_at: Millis(row.get(5)?),
        retention_days: row.get(6)?,
        users: row.get(7)?,
        channels: row.get(8)?,
    })
}
