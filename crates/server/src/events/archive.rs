//! The history of an event as a file: gzip of JSON Lines, whole or not there.
//!
//! First line: the event. Then a line for each message, as the service lists it, and for each entry of the
//! moderators' log. Last line: how many there are. The file is written under another name, put on the disk, read
//! again from its beginning and counted; only then it gets its name and the event may be removed. Invariant: nothing
//! is deleted from the service before a whole, checked file of it is on the disk.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::app::App;
use crate::events::chime_client::{CallError, ChimeClient, Listing};
use crate::events::code::hex;
use crate::events::{Archive, Event, EventId, Phase, follow};
use crate::store::{StoreError, Tx};

/// Why there is no archive yet.
#[derive(Debug, thiserror::Error)]
pub(super) enum ArchiveError {
    /// The service did not tell its history.
    #[error("{0}")]
    Call(#[from] CallError),
    /// The store failed.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The disk is full, or the folder cannot be written.
    #[error("the archive cannot be written: {0}")]
    File(#[from] std::io::Error),
    /// What was read again is not what was written.
    #[error("the archive is damaged: {0}")]
    Damaged(String),
}

/// Entries of the log that are read at once.
const LOG_PAGE: u32 = 500;

/// The folder of archives.
pub(super) fn folder(data: &Path) -> PathBuf {
    data.join("archives")
}

/// Writes the archive of an event that is over, and lets its removal begin.
pub(super) async fn write(
    app: &App,
    client: &ChimeClient,
    event: &Event,
) -> Result<(), ArchiveError> {
    app.events.send_home(app, event).await?;
    // What the log and the counts have not read yet is read before it is gone.
    follow::catch_up(app, client, event).await?;
    let folder = folder(&app.config.data);
    let mut draft = Draft::begin(&folder, event).await?;
    if event.has_channel {
        let sub_channels = if event.is_elastic {
            client.sub_channels(event.id.as_str()).await?.into_iter().map(Some).collect()
        } else {
            vec![None]
        };
        for sub_channel in sub_channels {
            copy_messages(client, event, sub_channel.as_deref(), &mut draft).await?;
        }
    }
    copy_log(app, event, &mut draft).await?;
    let archive = draft.finish().await?;
    tracing::info!(event = %event.id, messages = archive.messages, file = archive.file, "archived");
    let id = event.id.clone();
    let note = move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
        let events = tx.records().event_writes();
        if let Some(mut event) = events.event(&id)? {
            event.archive = Some(archive);
            event.phase = Phase::Removing;
            events.save_event(&event)?;
        }
        Ok(())
    };
    app.store.write(note).await?;
    Ok(())
}

async fn copy_messages(
    client: &ChimeClient,
    event: &Event,
    sub_channel: Option<&str>,
    draft: &mut Draft,
) -> Result<(), ArchiveError> {
    let mut next: Option<String> = None;
    loop {
        let listing = Listing {
            channel: event.id.as_str(),
            sub_channel,
            not_before: None,
            next_token: next.as_deref(),
        };
        let (messages, token) = client.raw_messages(&listing).await?;
        let lines =
            messages.into_iter().map(|message| json!({"type": "message", "message": message}));
        draft.add(lines.collect()).await?;
        match token {
            Some(token) => next = Some(token),
            None => return Ok(()),
        }
    }
}

async fn copy_log(app: &App, event: &Event, draft: &mut Draft) -> Result<(), ArchiveError> {
    let mut after = 0;
    loop {
        let id = event.id.clone();
        let page = app.store.read(move |reads| reads.events().log(&id, after, LOG_PAGE)).await?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = *last;
        let lines = page.into_iter().map(|(_, entry)| json!({"type": "log", "entry": entry}));
        draft.add(lines.collect()).await?;
    }
}

/// A file that is being written.
struct Draft {
    folder: PathBuf,
    event: EventId,
    file: Option<GzEncoder<BufWriter<File>>>,
    messages: u64,
    lines: u64,
}

impl Draft {
    async fn begin(folder: &Path, event: &Event) -> Result<Self, ArchiveError> {
        let (path, owned) = (part(folder, &event.id), folder.to_owned());
        let file = blocking(move || {
            std::fs::create_dir_all(&owned)?;
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create(true).truncate(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            Ok(GzEncoder::new(BufWriter::new(options.open(path)?), Compression::default()))
        })
        .await?;
        let event_line = json!({
            "type": "event",
            "id": event.id,
            "opensAt": event.opens_at.to_string(),
            "endsAt": event.ends_at.to_string(),
            "settings": event.settings,
        });
        let (folder, event) = (folder.to_owned(), event.id.clone());
        let mut draft = Self { folder, event, file: Some(file), messages: 0, lines: 0 };
        draft.add(vec![event_line]).await?;
        Ok(draft)
    }

    async fn add(&mut self, lines: Vec<Value>) -> Result<(), ArchiveError> {
        let is_message = |line: &&Value| line.get("type").is_some_and(|kind| kind == "message");
        self.messages += u64::try_from(lines.iter().filter(is_message).count()).unwrap_or(0);
        self.lines += u64::try_from(lines.len()).unwrap_or(0);
        let Some(mut file) = self.file.take() else { return Ok(()) };
        let write = move || {
            for line in lines {
                writeln!(file, "{line}")?;
            }
            Ok(file)
        };
        self.file = Some(blocking(write).await?);
        Ok(())
    }

    /// Puts the file on the disk, reads it again, and gives it its name.
    async fn finish(mut self) -> Result<Archive, ArchiveError> {
        let (messages, lines) = (self.messages, self.lines);
        self.add(vec![json!({"type": "end", "messages": messages, "lines": lines})]).await?;
        let (folder, event) = (self.folder, self.event);
        let Some(file) = self.file else {
            return Err(ArchiveError::Damaged("not open".to_owned()));
        };
        blocking(move || {
            let file = file.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
            file.sync_all()?;
            drop(file);
            let draft = part(&folder, &event);
            let (bytes, sha256) = check(&draft, messages, lines)?;
            let name = format!("{event}.jsonl.gz");
            std::fs::rename(&draft, folder.join(&name))?;
            // The name is part of the folder, which has to be on the disk as well.
            File::open(&folder)?.sync_all()?;
            Ok(Archive { file: name, messages, bytes, sha256 })
        })
        .await
    }
}

fn part(folder: &Path, event: &EventId) -> PathBuf {
    folder.join(format!("{event}.jsonl.gz.part"))
}

/// Reads a file from the disk: every line is JSON, and there are as many as were written.
fn check(path: &Path, messages: u64, lines: u64) -> Result<(u64, String), ArchiveError> {
    let damaged = |what: &str| ArchiveError::Damaged(what.to_owned());
    let (mut found_messages, mut found_lines, mut end) = (0_u64, 0_u64, None);
    // gzip ends with a checksum of everything in it, which the reader compares.
    for line in BufReader::new(GzDecoder::new(BufReader::new(File::open(path)?))).lines() {
        let line: Value = serde_json::from_str(&line?).map_err(|_| damaged("a line is no JSON"))?;
        match line.get("type").and_then(Value::as_str) {
            Some("end") => end = line.get("messages").and_then(Value::as_u64),
            Some("message") => {
                (found_messages, found_lines) = (found_messages + 1, found_lines + 1);
            }
            _ => found_lines += 1,
        }
    }
    if end != Some(messages) || (found_messages, found_lines) != (messages, lines) {
        return Err(damaged("it does not hold what was written"));
    }
    let (mut file, mut hash, mut bytes) = (BufReader::new(File::open(path)?), Sha256::new(), 0);
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = file.read(&mut buffer)?;
        let Some(chunk) = buffer.get(..count).filter(|chunk| !chunk.is_empty()) else { break };
        hash.update(chunk);
        bytes += u64::try_from(count).unwrap_or(0);
    }
    Ok((bytes, hex(&hash.finalize())))
}

/// Files are read and written where waiting disturbs nobody.
async fn blocking<T: Send + 'static>(
    job: impl FnOnce() -> Result<T, ArchiveError> + Send + 'static,
) -> Result<T, ArchiveError> {
    let job = tokio::task::spawn_blocking(job).await;
    job.map_err(|error| ArchiveError::File(std::io::Error::other(error)))?
}
