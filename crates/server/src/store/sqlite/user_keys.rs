//! Temporary keys of users, and who the instance is.

use rusqlite::types::Type;
use rusqlite::{OptionalExtension as _, Row, params};

use crate::chime::arn::Arn;
use crate::chime::bootstrap::Identity;
use crate::chime::credentials::UserKey;
use crate::clock::Millis;
use crate::store::StoreError;
use crate::store::sqlite::Records;
use crate::token::TokenHash;

impl Records<'_> {
    pub(super) fn find_user_key(
        &self,
        access_key_id: &str,
        now: Millis,
    ) -> Result<Option<UserKey>, StoreError> {
        let sql = "SELECT access_key_id, user_arn, token_hash, expires_at FROM user_keys \
                   WHERE access_key_id = ?1 AND expires_at > ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row(params![access_key_id, now.0], user_key).optional()?)
    }

    pub(super) fn put_user_key(&self, key: &UserKey) -> Result<(), StoreError> {
        let sql = "INSERT INTO user_keys (access_key_id, user_arn, token_hash, expires_at) \
                   VALUES (?1, ?2, ?3, ?4)";
        self.connection.prepare_cached(sql)?.execute(params![
            key.access_key_id,
            key.user.as_str(),
            &key.token.0[..],
            key.expires_at.0
        ])?;
        Ok(())
    }

    pub(super) fn remove_user_keys(&self, user: &Arn) -> Result<(), StoreError> {
        let sql = "DELETE FROM user_keys WHERE user_arn = ?1";
        self.connection.prepare_cached(sql)?.execute([user.as_str()])?;
        Ok(())
    }

    pub(super) fn remove_expired_user_keys(&self, now: Millis) -> Result<(), StoreError> {
        let sql = "DELETE FROM user_keys WHERE expires_at <= ?1";
        self.connection.prepare_cached(sql)?.execute([now.0])?;
        Ok(())
    }

    pub(super) fn find_identity(&self) -> Result<Option<Identity>, StoreError> {
        let sql = "SELECT value FROM meta WHERE name = 'chime_identity'";
        let mut statement = self.connection.prepare_cached(sql)?;
        let document = statement.query_row([], |row| row.get::<_, Vec<u8>>(0)).optional()?;
        Ok(document.map(|document| serde_json::from_slice(&document)).transpose()?)
    }

    pub(super) fn put_identity(&self, identity: &Identity) -> Result<(), StoreError> {
        let sql = "INSERT INTO meta (name, value) VALUES ('chime_identity', ?1)";
        self.connection.prepare_cached(sql)?.execute([serde_json::to_vec(identity)?])?;
        Ok(())
    }
}

fn user_key(row: &Row<'_>) -> rusqlite::Result<UserKey> {
    let user: String = row.get(1)?;
    let user = Arn::parse(&user).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(1, Type::Text, "not an ARN".into())
    })?;
    Ok(UserKey {
        access_key_id: row.get(0)?,
        user,
        token: TokenHash(row.get(2)?),
        expires_at: Millis(row.get(3)?),
    })
}
