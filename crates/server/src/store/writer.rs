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
    match result {
        Ok(value) => match run_sql(connection, "RELEASE one") {
            Ok(()) => (news, Ok(value)),
            Err(error) => (Vec::new(), Err(error.into())),
        },
        Err(error) => {
            if let Err(problem) = run_sql(connection, "ROLLBACK TO one") {
                // A full disk has undone the whole transaction already. If not, what is half done must not stay.
                tracing::warn!(error = %problem, "a write could not be undone by itself");
                drop(run_sql(connection, "ROLLBACK"));
            }
            (Vec::new(), Err(error))
        }
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
            // A disk that is full ends the transaction. What came after it would be a transaction of its own
            // each, of which nobody is told.
            let goes_on = answers.len() < MOST_WRITES && !connection.is_autocommit();
            next = goes_on.then(|| queue.try_recv().ok()).flatten();
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::{Job, Writer};
    use crate::chime::news::ChimeNews;
    use crate::clock::Millis;
    use crate::events::EventId;
    use crate::store::{LogEntry, News, StoreError, Tx, sqlite};

    /// A line of a log with so many bytes, which is told.
    fn line(source: String, bytes: usize) -> impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> {
        move |tx| {
            let night = EventId::parse("night").expect("an id");
            let entry = LogEntry {
                source,
                at: Millis(0),
                who: "x".repeat(bytes),
                who_name: None,
                action: "hide".to_owned(),
                subject: None,
                reason: None,
            };
            tx.records().event_writes().add_log(&night, &entry)?;
            let member = crate::chime::arn::Arn::instance("us-east-1", "1", "i").expect("an ARN");
            let reason = String::new();
            tx.tell(News::Chime(ChimeNews::Revoked { member, code: 4003, reason }));
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_full_disk_fails_whole_transactions_and_tells_what_is_kept() {
        // The disk's refusal ended the transaction; what followed was written one by one, and told nobody.
        let data = tempfile::TempDir::new().expect("a folder");
        let connection = sqlite::open(&data.path().join("chirrup.db")).expect("a database");
        let pages: i64 =
            connection.pragma_query_value(None, "page_count", |row| row.get(0)).expect("a number");
        connection.pragma_update(None, "max_page_count", pages + 3).expect("a full disk");
        let told = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&told);
        let tell = move |news: Vec<News>| {
            count.fetch_add(news.len(), Ordering::SeqCst);
        };
        let writer = Writer::start(connection, Box::new(tell), Box::new(|_| {}));
        let pause = |_: &mut Tx<'_>| {
            std::thread::sleep(Duration::from_millis(200));
            Ok::<_, StoreError>(())
        };
        let write = |source: &str, bytes| writer.run(line(source.to_owned(), bytes));
        // While the writer pauses the others gather, and come into one transaction.
        let (paused, first, large, last) = tokio::join!(
            writer.run(pause),
            write("first", 10),
            write("large", 60_000),
            write("last", 10)
        );
        // It had nothing to write, and was in the transaction that failed.
        drop(paused);
        assert!(matches!(large, Err(StoreError::NotCommitted)), "{large:?}");
        let kept = [first, last].into_iter().flatten().count();
        assert_eq!(rows(&writer).await, kept, "what was acknowledged and nothing else");
        let (sender, mended) = tokio::sync::oneshot::channel();
        let mend: Job = Box::new(|connection| {
            let lifted = connection.pragma_update(None, "max_page_count", 1_000_000);
            (Vec::new(), Box::new(move |_| drop(sender.send(lifted))))
        });
        writer.sender().expect("open").send(mend).await.expect("taken");
        mended.await.expect("an answer").expect("room");
        write("after", 60_000).await.expect("there is room again");
        assert_eq!(rows(&writer).await, kept + 1);
        assert_eq!(told.load(Ordering::SeqCst), kept + 1);
    }

    async fn rows(writer: &Writer) -> usize {
        let count = |tx: &mut Tx<'_>| -> Result<usize, StoreError> {
            let night = EventId::parse("night").expect("an id");
            Ok(tx.reads().events().log(&night, 0, 100)?.len())
        };
        writer.run(count).await.expect("a number")
    }
}
