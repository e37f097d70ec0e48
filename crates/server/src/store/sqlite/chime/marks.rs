//! Moderators and bans: the same shape, and each the other's opposite.

use chirrup_wire::chime::rest::Identity;
use rusqlite::params;

use super::users::{identity, numbered};
use super::{ChimeReads, ChimeWrites, count};
use crate::chime::arn::Arn;
use crate::chime::domain::record::{Mark, Seq};
use crate::clock::Millis;
use crate::store::StoreError;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// Has a say.
    Moderator,
    /// May not be there.
    Ban,
}

impl MarkKind {
    fn table(self) -> &'static str {
        match self {
            Self::Moderator => "chime_moderators",
            Self::Ban => "chime_bans",
        }
    }
}

impl ChimeReads<'_> {
    /// Whether somebody is marked.
    pub fn is_marked(&self, kind: MarkKind, channel: Seq, user: Seq) -> Result<bool, StoreError> {
        let sql = format!("SELECT 1 FROM {} WHERE channel = ?1 AND user = ?2", kind.table());
        self.has(&sql, [channel, user])
    }

    /// A mark.
    pub fn mark(
        &self,
        kind: MarkKind,
        channel: Seq,
        user: Seq,
    ) -> Result<Option<Mark>, StoreError> {
        let sql = format!(
            "SELECT users.arn, users.name, makers.arn, makers.name, m.created_at FROM {} AS m \
             JOIN chime_users AS users ON users.seq = m.user \
             JOIN chime_users AS makers ON makers.seq = m.created_by \
             WHERE m.channel = ?1 AND m.user = ?2",
            kind.table()
        );
        self.one(&sql, [channel, user], |row| {
            Ok(Mark {
                user: identity(row, 0)?,
                created_by: identity(row, 2)?,
                created_at: Millis(row.get(4)?),
            })
        })
    }

    /// Who is marked, after one.
    pub fn marks(
        &self,
        kind: MarkKind,
        channel: Seq,
        after: Seq,
        most: usize,
    ) -> Result<Vec<(Seq, Identity)>, StoreError> {
        let sql = format!(
            "SELECT m.user, users.arn, users.name FROM {} AS m \
             JOIN chime_users AS users ON users.seq = m.user \
             WHERE m.channel = ?1 AND m.user > ?2 ORDER BY m.user LIMIT ?3",
            kind.table()
        );
        self.all(&sql, params![channel, after, count(most)], numbered)
    }

    /// All moderators of a channel.
    pub fn moderators(&self, channel: Seq) -> Result<Vec<(Seq, Arn)>, StoreError> {
        let sql = "SELECT m.user, users.arn FROM chime_moderators AS m \
                   JOIN chime_users AS users ON users.seq = m.user WHERE m.channel = ?1";
        self.all(sql, [channel], |row| Ok((row.get(0)?, super::arn(row, 1)?)))
    }
}

impl ChimeWrites<'_> {
    /// Marks somebody.
    pub fn add_mark(
        &self,
        kind: MarkKind,
        channel: Seq,
        user: Seq,
        created_by: Seq,
        now: Millis,
    ) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO {} (channel, user, created_by, created_at) VALUES (?1, ?2, ?3, ?4)",
            kind.table()
        );
        self.run(&sql, params![channel, user, created_by, now.0])?;
        self.count_mark(kind, channel, 1)
    }

    /// Takes a mark back. Whether there was one.
    pub fn remove_mark(&self, kind: MarkKind, channel: Seq, user: Seq) -> Result<bool, StoreError> {
        let sql = format!("DELETE FROM {} WHERE channel = ?1 AND user = ?2", kind.table());
        let is_gone = self.run(&sql, [channel, user])? > 0;
        if is_gone {
            self.count_mark(kind, channel, -1)?;
        }
        Ok(is_gone)
    }

    fn count_mark(&self, kind: MarkKind, channel: Seq, by: i64) -> Result<(), StoreError> {
        if kind == MarkKind::Moderator {
            let sql = "UPDATE chime_channels SET moderators = moderators + ?2 WHERE seq = ?1";
            self.run(sql, [channel, by])?;
        }
        Ok(())
    }
}
