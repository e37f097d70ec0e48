//! `GET /admin/events/{event}/archive` and `…/log`: what was said, and what moderators did.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use tokio::io::AsyncReadExt as _;

use crate::app::App;
use crate::events::admin::Organiser;
use crate::events::{EventError, archive, session};
use crate::store::{LogEntry, Reads};

const LOG_PAGE: u32 = 200;
const CHUNK: usize = 64 * 1024;

/// The packed file, as it is on the disk.
pub(super) async fn archive(
    State(app): State<App>,
    _organiser: Organiser,
    Path(id): Path<String>,
) -> Result<Response, EventError> {
    let find = move |reads: &dyn Reads| session::event(reads, &id);
    let event = app.store.read(find).await?;
    let missing = || {
        let message = "There is no archive yet: it is written when the event has ended";
        EventError::new(StatusCode::NOT_FOUND, "archive-missing", message)
    };
    let kept = event.archive.ok_or_else(missing)?;
    let path = archive::folder(&app.config.data).join(&kept.file);
    let file = tokio::fs::File::open(path).await.map_err(|error| {
        tracing::error!(%error, "an archive cannot be read");
        missing()
    })?;
    let chunks = stream::try_unfold(file, |mut file| async move {
        let mut chunk = vec![0; CHUNK];
        let count = file.read(&mut chunk).await?;
        chunk.truncate(count);
        Ok::<_, std::io::Error>((count > 0).then_some((chunk, file)))
    });
    let headers = [
        (header::CONTENT_TYPE, "application/gzip".to_owned()),
        (header::CONTENT_LENGTH, kept.bytes.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", kept.file)),
    ];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

/// Where the log goes on.
#[derive(Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: i64,
}

/// A page of the log.
#[derive(Serialize)]
pub(super) struct LogPage {
    entries: Vec<Entry>,
    /// Where the next page begins; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<i64>,
}

/// Who did what, when and why.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    at: String,
    who: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    who_name: Option<String>,
    action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

pub(super) async fn log(
    State(app): State<App>,
    _organiser: Organiser,
    Path(id): Path<String>,
    Query(After { after }): Query<After>,
) -> Result<Json<LogPage>, EventError> {
    let read = move |reads: &dyn Reads| -> Result<_, EventError> {
        let event = session::event(reads, &id)?;
        Ok(reads.events().log(&event.id, after, LOG_PAGE)?)
    };
    let page = app.store.read(read).await?;
    let next =
        page.last().map(|(seq, _)| *seq).filter(|_| u32::try_from(page.len()) == Ok(LOG_PAGE));
    let entries = page.into_iter().map(|(_, entry)| {
        let LogEntry { source: _, at, who, who_name, action, subject, reason } = entry;
        Entry { at: at.to_string(), who, who_name, action, subject, reason }
    });
    Ok(Json(LogPage { entries: entries.collect(), next }))
}
