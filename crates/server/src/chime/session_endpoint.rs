//! `GetMessagingSessionEndpoint`: the host of the socket, without scheme, as its clients want it.
//!
//! The socket is on the port that was asked: whoever calls over TLS listens over TLS.

use axum::http::HeaderMap;
use axum::http::header::HOST;
use serde_json::json;

use super::call::Reply;
use super::error::ChimeError;

/// Answers for the host that the client used.
pub(super) fn answer(
    public: Option<&str>,
    region: &str,
    headers: &HeaderMap,
) -> Result<Reply, ChimeError> {
    let asked = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1");
    let url = match public {
        Some(public) => public.to_owned(),
        // Whoever sends Amazon's names here, sends those of its sockets here as well.
        None if is_amazons(asked) => format!("local.{region}.ws-messaging.chime.aws"),
        None => asked.to_owned(),
    };
    Reply::ok(&json!({"Endpoint": {"Url": url}}))
}

/// Whether a request came under a name of Amazon's own service.
pub(super) fn is_amazons(host: &str) -> bool {
    let services = ["messaging-chime", "identity-chime"];
    let service = host.split('.').next().unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    let is_service = services.iter().any(|one| service == *one || service == format!("{one}-fips"));
    is_service && (name.ends_with(".amazonaws.com") || name.ends_with(".api.aws"))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header::HOST};

    use super::{answer, is_amazons};

    fn url(public: Option<&str>, host: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_str(host).expect("a host"));
        let reply = answer(public, "us-east-1", &headers).expect("an answer");
        reply.body.unwrap_or_default()
    }

    #[test]
    fn the_socket_is_where_the_call_came_in() {
        assert_eq!(url(None, "127.0.0.1:8787"), r#"{"Endpoint":{"Url":"127.0.0.1:8787"}}"#);
        let public = url(Some("chat.example.com"), "127.0.0.1:8787");
        assert_eq!(public, r#"{"Endpoint":{"Url":"chat.example.com"}}"#);
    }

    #[test]
    fn names_of_amazon_get_a_name_of_amazon() {
        let answered = url(None, "messaging-chime.us-east-1.amazonaws.com");
        assert!(answered.contains("local.us-east-1.ws-messaging.chime.aws"), "{answered}");
        assert!(is_amazons("identity-chime.eu-central-1.amazonaws.com:8444"));
        assert!(!is_amazons("messaging-chime.example.com"));
    }
}
