//! The writer thread: everything that waits is written in one transaction and one fsync.
//!
//! There is no timer: while a commit is on its way to the disk, the next writes gather. Each write has a
//! savepoint of its own, so that one that fails takes nothing of the others with it.

use std::sync::Mutex;
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use crate::clock::Millis;
use crate::store::sqlite::Records;
use crate::store::{News, StoreError, Tx};

/// Size and duration of one commit.
#[derive(Clone, Copy, Debug)]
pub struct CommitStats {
    /// How many writes it held.
    pub writes: usize,
    /// From the beginning of the transaction until it was durable.
    pub took: Duration,
}

/// Writes in one transaction; enough to make the fsync cheap, few enough to keep answers quick.
const MOST_WRITES: usize = 256;
/// Writes that may wait. Senders beyond it wait for room.
const QUEUE: usize = 4096;

type Answer = Box<dyn FnOnce(bool) + Send>;
type Job = Box<dyn FnOnce(&Connection) -> (Vec<News>, Answer) + Send>;

/// The handle of the writer thread.
pub(super) struct Writer {
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(
        connection: Connection,
        tell: Box<dyn Fn(Vec<News>) + Send>,
        watch: Box<dyn Fn(CommitStats) + Send>,
    ) -> Self {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let thread = std::thread::spawn(move || write_all(&connection, queue, &*tell, &*watch));
        Self { jobs: Mutex::new(Some(jobs)), thread: Mutex::new(Some(thread)) }
    }

    /// Queues a write and waits for it.
    pub(super) async fn run<T, E>(
        &self,
        job: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let (news, result) = in_savepoint(connection, job);
            let answer: Answer = Box::new(move |is_durable| {
                let result = if is_durable { result } else { Err(StoreError::NotCommitted.into()) };
                // The asker may have hung up; the write stands all the same.
                drop(answer.send(result));
            });
            (news, answer)
        });
        let jobs = self.sender().ok_or(StoreError::Closed)?;
        jobs.send(job).await.map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// How many writes wait.
    pub(super) fn waiting(&self) -> usize {
        self.sender().map_or(0, |jobs| jobs.max_capacity() - jobs.capacity())
    }

    /// Lets the thread end after what waits, and waits for it.
    pub(super) async fn close(&self) {
        drop(lock(&self.jobs).take());
        let thread = lock(&self.thread).take();
        if let Some(thread) = thread {
            // A writer that panicked has nothing left to wait for.
            drop(tokio::task::spawn_blocking(move || drop(thread.join())).await);
        }
    }

    fn sender(&self) -> Option<mpsc::Sender<Job>> {
        lock(&self.jobs).clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Runs one write; undoes it when it fails.
fn in_savepoint<T, E>(
    connection: &Connection,
    job: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> (Vec<News>, Result<T, E>)
where
    E: From<StoreError>,
{
    if let Err(error) = run_sql(connection, "SAVEPOINT one") {
        return (Vec::new(), Err(error.into()));
    }
    let records = Records::new(connection);
    let mut tx = Tx::new(&records, Millis::now());
    let result = job(&mut tx);
    let news = tx.into_news();
    let end = if result.is_ok() { "RELEASE one" } else { "ROLLBACK TO one" };
    match run_sql(connection, end) {
        Ok(()) if result.is_ok() => (news, result),
        Ok(()) => (Vec::new(), result),
        Err(error) => (Vec::new(), Err(error.into())),
    }
}

fn write_all(
    connection: &Connection,
    mut queue: mpsc::Receiver<Job>,
    tell: &dyn Fn(Vec<News>),
    watch: &dyn Fn(CommitStats),
) {
    while let Some(first) = queue.blocking_recv() {
        let began = std::time::Instant::now();
        if let Err(error) = run_sql(connection, "BEGIN IMMEDIATE") {
            // The write is dropped and its asker hears that the store is closed.
            tracing::error!(%error, "no transaction could be begun");
            continue;
        }
        let mut answers = Vec::new();
        let mut news = Vec::new();
        let mut next = Some(first);
        while let Some(job) = next {
            let (told, answer) = job(connection);
            news.extend(told);
            answers.push(answer);
            next = (answers.len() < MOST_WRITES).then(|| queue.try_recv().ok()).flatten();
        }
        let committed = run_sql(connection, "COMMIT");
        if let Err(error) = &committed {
            tracing::error!(%error, writes = answers.len(), "the writes were not committed");
            // A commit that failed may have ended the transaction, and then there is nothing to undo.
            drop(run_sql(connection, "ROLLBACK"));
        }
        watch(CommitStats { writes: answers.len(), took: began.elapsed() });
        for answer in answers {
            answer(committed.is_ok());
        }
        if committed.is_ok() {
            tell(news);
        }
    }
    if let Err(error) =
        connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize;")
    {
        tracing::warn!(%error, "the write-ahead log stays beside the database");
    }
}

fn run_sql(connection: &Connection, sql: &str) -> Result<(), StoreError> {
    connection.prepare_cached(sql)?.execute([])?;
    Ok(())
}
