//! `GET /healthz`: whether the server can do its work, which is to write.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use tokio::time::timeout;

use crate::app::App;
use crate::app_error::AppError;

const WRITE_TIME: Duration = Duration::from_secs(5);

/// Sends a small write through the writer. An empty one would go through on a full disk as well.
pub async fn handle(State(app): State<App>) -> (StatusCode, &'static str) {
    let write = app.store.write(|tx| Ok::<(), AppError>(tx.records().try_out(tx.now())?));
    match timeout(WRITE_TIME, write).await {
        Ok(Ok(())) => (StatusCode::OK, "ok\n"),
        Ok(Err(_)) => (StatusCode::SERVICE_UNAVAILABLE, "the store does not write\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the store writes too slowly\n"),
    }
}
