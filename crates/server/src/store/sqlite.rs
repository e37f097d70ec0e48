//! The embedded database behind the store: opening, the schema, and the records.
//!
//! WAL with `synchronous=FULL`: a commit returns when the log is on the disk.

pub(super) mod chime;
pub(super) mod events;
mod items;
mod rooms;
mod tokens;
mod traits;
mod user_keys;

use std::path::Path;

use rand::Rng as _;
use rusqlite::{Connection, OpenFlags};

use crate::store::StoreError;

/// What the tables look like: each step leads from the shape before it to the next. A step that was ever
/// released stays as it is.
const STEPS: &[&str] = &[
    include_str!("sqlite/schema.sql"),
    include_str!("sqlite/user_keys.sql"),
    include_str!("sqlite/chime/schema.sql"),
    include_str!("sqlite/events.sql"),
    include_str!("sqlite/events/review.sql"),
    include_str!("sqlite/events/review_name.sql"),
];
const CACHED_STATEMENTS: usize = 256;

/// The records of one connection, inside the transaction that its owner began.
pub(super) struct Records<'a> {
    connection: &'a Connection,
}

impl<'a> Records<'a> {
    pub(super) fn new(connection: &'a Connection) -> Self {
        Self { connection }
    }
}

/// Opens the one writing connection.
pub(super) fn open(path: &Path) -> Result<Connection, StoreError> {
    create_private(path)?;
    let connection = Connection::open(path)?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let done = usize::try_from(version).unwrap_or(0);
    for (step, number) in STEPS.iter().zip(1_i64..).skip(done) {
        let tx = connection.unchecked_transaction()?;
        tx.execute_batch(step)?;
        tx.pragma_update(None, "user_version", number)?;
        tx.commit()?;
    }
    for name in ["page_key", "key_of_keys"] {
        let mut key = [0_u8; 32];
        rand::rng().fill_bytes(&mut key);
        let sql = "INSERT OR IGNORE INTO meta (name, value) VALUES (?1, ?2)";
        connection.execute(sql, rusqlite::params![name, &key[..]])?;
    }
    Ok(connection)
}

/// The database gives the files beside the database the rights of the database: its owner's only.
fn create_private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?;
    Ok(())
}

/// Opens a connection that cannot write.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    Ok(connection)
}
