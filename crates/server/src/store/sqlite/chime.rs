//! Records of messaging and identity: what operations ask ([`ChimeReads`]) and change ([`ChimeWrites`]).
//!
//! Concrete, because there is one storage; by subject in the files of this folder. Invariants: every question
//! is answered from an index, and costs what it answers, not what is stored; counts beside what they count are
//! kept by the write that changes it.

mod callbacks;
mod channels;
mod cleaning;
mod flows;
mod instances;
mod marks;
mod memberships;
mod messages;
mod parts;
mod users;

use std::ops::Deref;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Params, Row, Statement, StatementStatus};

use crate::chime::arn::Arn;
use crate::clock::Millis;
use crate::store::StoreError;

pub use callbacks::Callback;
pub use channels::{ChannelFilter, NewChannel};
pub use instances::NewInstance;
pub use marks::MarkKind;
pub use memberships::{NewMembership, OwnMembership};
pub use messages::MessagePage;
pub use users::NewUser;

/// Questions about messaging and identity.
pub struct ChimeReads<'a> {
    connection: &'a Connection,
}

impl<'a> ChimeReads<'a> {
    pub(super) fn new(connection: &'a Connection) -> Self {
        Self { connection }
    }

    fn one<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_row(values, read).optional()?;
        check_effort(&statement, sql);
        Ok(found)
    }

    fn all<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_map(values, read)?.collect::<Result<_, _>>()?;
        check_effort(&statement, sql);
        Ok(found)
    }

    fn has(&self, sql: &str, values: impl Params) -> Result<bool, StoreError> {
        Ok(self.connection.prepare_cached(sql)?.exists(values)?)
    }
}

/// Changes of messaging and identity. Only the writer thread has them.
pub struct ChimeWrites<'a> {
    reads: ChimeReads<'a>,
}

impl<'a> ChimeWrites<'a> {
    pub(super) fn new(connection: &'a Connection) -> Self {
        Self { reads: ChimeReads::new(connection) }
    }

    fn run(&self, sql: &str, values: impl Params) -> Result<usize, StoreError> {
        let mut statement = self.reads.connection.prepare_cached(sql)?;
        let changed = statement.execute(values)?;
        check_effort(&statement, sql);
        Ok(changed)
    }

    fn add(&self, sql: &str, values: impl Params) -> Result<i64, StoreError> {
        Ok(self.reads.connection.prepare_cached(sql)?.insert(values)?)
    }
}

impl<'a> Deref for ChimeWrites<'a> {
    type Target = ChimeReads<'a>;

    fn deref(&self) -> &ChimeReads<'a> {
        &self.reads
    }
}

/// A table of more rows than this is never read from end to end.
const FEW: i32 = 200;

/// Tests notice here when a statement misses its index.
fn check_effort(statement: &Statement<'_>, sql: &str) {
    let steps = statement.reset_status(StatementStatus::FullscanStep);
    debug_assert!(steps <= FEW, "read from end to end in {steps} steps: {sql}");
}

/// A column that holds an ARN.
fn arn(row: &Row<'_>, column: usize) -> rusqlite::Result<Arn> {
    let text: String = row.get(column)?;
    Arn::parse(&text).ok_or_else(|| strange(column, &text))
}

/// A column that holds one of a few words.
fn word<T>(row: &Row<'_>, column: usize, of: impl Fn(&str) -> Option<T>) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    of(&text).ok_or_else(|| strange(column, &text))
}

/// A column that holds a time or nothing.
fn time(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Millis>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Millis))
}

/// A value that this server never wrote.
fn strange(column: usize, text: &str) -> rusqlite::Error {
    let what = format!("unexpected value: {text}");
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, what.into())
}

/// A limit, as SQL takes it.
fn count(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}
