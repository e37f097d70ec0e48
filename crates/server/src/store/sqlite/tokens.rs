//! Tokens: by hash only.

use rusqlite::{OptionalExtension as _, Row, params};

use crate::clock::Millis;
use crate::domain::RoomId;
use crate::store::sqlite::Records;
use crate::store::{StoreError, Token};
use crate::token::{TokenHash, TokenKind};

impl Records<'_> {
    pub(super) fn find_token(
        &self,
        kind: TokenKind,
        hash: &TokenHash,
        now: Millis,
    ) -> Result<Option<Token>, StoreError> {
        let sql = "SELECT room_id, holder, expires_at FROM tokens \
                   WHERE hash = ?1 AND kind = ?2 AND (expires_at IS NULL OR expires_at > ?3)";
        let mut statement = self.connection.prepare_cached(sql)?;
        let values = params![&hash.0[..], kind_text(kind), now.0];
        Ok(statement.query_row(values, |row| token(kind, row)).optional()?)
    }

    pub(super) fn put_token(&self, hash: &TokenHash, token: &Token) -> Result<(), StoreError> {
        let sql = "INSERT INTO tokens (hash, kind, room_id, holder, expires_at) \
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        self.connection.prepare_cached(sql)?.execute(params![
            &hash.0[..],
            kind_text(token.kind),
            token.room_id.as_ref().map(RoomId::as_str),
            token.holder,
            token.expires_at.map(|at| at.0),
        ])?;
        Ok(())
    }

    pub(super) fn remove_token(
        &self,
        kind: TokenKind,
        hash: &TokenHash,
        now: Millis,
    ) -> Result<Option<Token>, StoreError> {
        let sql = "DELETE FROM tokens WHERE hash = ?1 AND kind = ?2 \
                   RETURNING room_id, holder, expires_at";
        let mut statement = self.connection.prepare_cached(sql)?;
        let values = params![&hash.0[..], kind_text(kind)];
        let taken = statement.query_row(values, |row| token(kind, row)).optional()?;
        Ok(taken.filter(|one| one.expires_at.is_none_or(|at| at > now)))
    }

    pub(super) fn remove_expired_tokens(&self, now: Millis) -> Result<(), StoreError> {
        let sql = "DELETE FROM tokens WHERE expires_at IS NOT NULL AND expires_at <= ?1";
        self.connection.prepare_cached(sql)?.execute([now.0])?;
        Ok(())
    }
}

fn token(kind: TokenKind, row: &Row<'_>) -> rusqlite::Result<Token> {
    Ok(Token {
        kind,
        room_id: row.get::<_, Option<String>>(0)?.map(RoomId::new),
        holder: row.get(1)?,
        expires_at: row.get::<_, Option<i64>>(2)?.map(Millis),
    })
}

fn kind_text(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Participant => "participant",
        TokenKind::Connection => "connection",
        TokenKind::Ticket => "ticket",
        TokenKind::Desk => "desk",
    }
}
