//! Static files: the demo site at `/`, the desk at `/desk/`.
//!
//! Files under a version or with a hash in their name never change; all others are asked for each time
//! and answered with 304 while they are the same.

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, ETAG, IF_NONE_MATCH, LAST_MODIFIED,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use tower_http::cors::{Any, CorsLayer};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::app::App;

/// The demo site. Other sites load the widget from here, so any origin may read it.
pub fn site(folder: &Path) -> Router<App> {
    let cors = CorsLayer::new().allow_origin(Any).allow_methods([Method::GET]);
    Router::new().fallback_service(files(folder)).layer(from_fn(cache)).layer(cors)
}

/// The desk. Nobody else may put it into a frame.
pub fn desk(folder: &Path) -> Router<App> {
    let alone =
        SetResponseHeaderLayer::overriding(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    Router::new()
        .route("/desk", get(|| async { Redirect::permanent("/desk/") }))
        .nest_service("/desk/", files(folder))
        .layer(from_fn(cache))
        .layer(alone)
}

fn files(folder: &Path) -> ServeDir {
    ServeDir::new(folder).precompressed_br().precompressed_gzip()
}

async fn cache(request: Request, next: Next) -> Response {
    let is_fixed = is_versioned(request.uri().path());
    let known = request.headers().get(IF_NONE_MATCH).cloned();
    let mut response = next.run(request).await;
    let nosniff = HeaderValue::from_static("nosniff");
    response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, nosniff);
    if !response.status().is_success() {
        return response;
    }
    let rule = if is_fixed { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(rule));
    let Some(tag) = tag(&response) else { return response };
    if known.as_ref() == Some(&tag) {
        let mut unchanged = StatusCode::NOT_MODIFIED.into_response();
        unchanged.headers_mut().insert(ETAG, tag);
        unchanged.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(rule));
        return unchanged;
    }
    response.headers_mut().insert(ETAG, tag);
    response
}

/// Time and size of the file that was chosen, and how it is packed: what changes when the file does.
fn tag(response: &Response) -> Option<HeaderValue> {
    let text =
        |name| response.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let made = text(LAST_MODIFIED)?;
    let made: String = made.chars().filter(char::is_ascii_alphanumeric).collect();
    let size = text(CONTENT_LENGTH)?;
    let packed = text(CONTENT_ENCODING).unwrap_or("plain");
    HeaderValue::from_str(&format!("W/\"{made}-{size}-{packed}\"")).ok()
}

/// `/v1.2.3/…`, or a name with at least eight hex digits after a dash, as trunk makes it.
fn is_versioned(path: &str) -> bool {
    let in_version = path.split('/').rev().skip(1).any(|folder| {
        folder.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    });
    let name = path.rsplit('/').next().unwrap_or_default();
    let hashed = name
        .split('-')
        .skip(1)
        .any(|part| part.chars().take_while(char::is_ascii_hexdigit).count() >= 8);
    in_version || hashed
}

#[cfg(test)]
mod tests {
    use super::is_versioned;

    #[test]
    fn only_files_whose_name_changes_with_them_are_kept_for_ever() {
        assert!(is_versioned("/v0.1.0/chirrup.js"));
        assert!(is_versioned("/desk/chirrup-desk-1f2e3d4c5b6a7988_bg.wasm"));
        assert!(!is_versioned("/chirrup-widget_bg.wasm"));
        assert!(!is_versioned("/videos/index.html"));
        assert!(!is_versioned("/v1"));
    }
}
