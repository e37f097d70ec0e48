//! Reading connections: a few, beside the writer, each on a thread of its own while it reads.

use std::path::PathBuf;
use std::sync::Mutex;

use rusqlite::Connection;
use tokio::sync::Semaphore;

use crate::store::sqlite::{self, Records};
use crate::store::{Reads, StoreError};

const CONNECTIONS: usize = 4;

/// The reading side of a store.
pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    turns: Semaphore,
}

impl Readers {
    /// Opens nothing yet.
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, idle: Mutex::new(Vec::new()), turns: Semaphore::new(CONNECTIONS) }
    }

    /// Runs a read on a connection nobody else uses.
    pub(super) async fn run<T, E>(
        &self,
        job: impl FnOnce(&dyn Reads) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let _turn = self.turns.acquire().await.map_err(|_| StoreError::Closed)?;
        let connection = self.take()?;
        let (connection, result) = tokio::task::spawn_blocking(move || {
            let result = in_snapshot(&connection, job);
            (connection, result)
        })
        .await
        .map_err(|_| StoreError::Closed)?;
        self.lock().push(connection);
        result
    }

    fn take(&self) -> Result<Connection, StoreError> {
        match self.lock().pop() {
            Some(connection) => Ok(connection),
            None => sqlite::open_to_read(&self.path),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// All questions of one read see the same moment.
fn in_snapshot<T, E: From<StoreError>>(
    connection: &Connection,
    job: impl FnOnce(&dyn Reads) -> Result<T, E>,
) -> Result<T, E> {
    let snapshot = connection.unchecked_transaction().map_err(StoreError::from)?;
    let result = job(&Records::new(&snapshot));
    snapshot.commit().map_err(StoreError::from)?;
    result
}
