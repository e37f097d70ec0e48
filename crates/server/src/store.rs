//! The store: what survives a restart.
//!
//! Operations see [`Reads`] and [`Writes`], never SQL. A write is a closure that runs on the one writer
//! thread, inside a transaction shared with whatever else waits at that moment (`store/writer.rs`).
//! Invariants: a write is answered only after it is on the disk; the [`News`] of a write is told only
//! after it is on the disk, in the order of the commits.

mod news;
mod readers;
mod records;
mod sqlite;
mod tx;
mod writer;

use std::path::Path;
use std::sync::Arc;

pub use news::News;
pub use records::{DeskRoom, Direction, Page, PageRequest, Reads, Receipt, Token, Writes};
pub use sqlite::chime::{
    Callback, ChannelFilter, ChimeReads, ChimeWrites, MarkKind, MessagePage, NewChannel,
    NewInstance, NewMembership, NewUser, OwnMembership,
};
pub use sqlite::events::{
    Added, Claim, Cursor, Due, EventReads, EventWrites, Follow, Held, HeldStage, LogEntry,
    Progress, Review, Wanted,
};
pub use tx::Tx;
pub use writer::CommitStats;

use readers::Readers;
use rusqlite::ErrorCode;
use writer::Writer;

/// What goes wrong with a store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused; nothing of the write happened.
    #[error("the database failed: {0}")]
    Database(#[from] rusqlite::Error),
    /// The file of the database cannot be used.
    #[error("the file of the database cannot be used: {0}")]
    File(#[from] std::io::Error),
    /// A stored document cannot be read.
    #[error("a stored document cannot be read: {0}")]
    Document(#[from] serde_json::Error),
    /// The transaction of the write could not be committed.
    #[error("the transaction could not be committed")]
    NotCommitted,
    /// No instance can be named after the region of the config.
    #[error("chime.region: {0:?} is no region; one is \"us-east-1\"")]
    Region(String),
    /// The store is closed.
    #[error("the store is closed")]
    Closed,
}

/// What is said to people when nothing can be kept for a reason that may pass.
pub(crate) const CANNOT_STORE: &str =
    "The server cannot store anything right now. Nothing was kept, try again later";

impl StoreError {
    /// Whether nothing was kept for a reason that may pass, such as a disk without room.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::NotCommitted | Self::Closed => true,
            Self::Database(error) => matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure | ErrorCode::DatabaseBusy)
            ),
            Self::File(_) | Self::Document(_) | Self::Region(_) => false,
        }
    }
}

/// A cheap handle to the store.
#[derive(Clone)]
pub struct Store {
    writer: Arc<Writer>,
    readers: Arc<Readers>,
}

impl Store {
    /// Opens the database of a data folder, creating it on first use. `tell` hears the news of each
    /// commit on the writer's thread, so it must never wait.
    pub fn open(
        data: &Path,
        tell: impl Fn(Vec<News>) + Send + 'static,
        watch: impl Fn(CommitStats) + Send + 'static,
    ) -> Result<Self, StoreError> {
        let path = data.join("chirrup.db");
        let connection = sqlite::open(&path)?;
        let writer = Writer::start(connection, Box::new(tell), Box::new(watch));
        Ok(Self { writer: Arc::new(writer), readers: Arc::new(Readers::new(path)) })
    }

    /// Runs a write and returns when it is durable. When the closure fails, nothing of it is kept.
    pub async fn write<T, E>(
        &self,
        job: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writer.run(job).await
    }

    /// Runs a read beside the writer, on everything committed so far.
    pub async fn read<T, E>(
        &self,
        job: impl FnOnce(&dyn Reads) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.readers.run(job).await
    }

    /// How many writes wait.
    pub fn waiting_writes(&self) -> usize {
        self.writer.waiting()
    }

    /// Ends the writer after the writes that wait, and folds the log into the database.
    pub async fn close(&self) {
        self.writer.close().await;
    }
}
