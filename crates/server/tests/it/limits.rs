//! Operations that are not there, and bodies that are too large.

use reqwest::Method;
use serde_json::json;

use crate::support::TestServer;

#[tokio::test]
async fn unknown_operations_are_answered_as_aws_does() {
    let server = TestServer::start().await;
    let api = server.api();
    let missing = "MissingAuthenticationTokenException";
    let cases = [
        (Method::POST, "/connect/participant/sing", 403, missing),
        (Method::GET, "/connect/participant/message", 403, missing),
        (
            Method::POST,
            "/connect/participant/start-attachment-upload",
            403,
            "AccessDeniedException",
        ),
        (Method::POST, "/connect/participant/attachment", 403, "AccessDeniedException"),
        (Method::POST, "/connect/participant/authentication-url", 403, "AccessDeniedException"),
        (Method::GET, "/connect/participant/views/a%2Fb", 404, "ResourceNotFoundException"),
        (Method::POST, "/connect/contact/create-participant", 404, "UnknownOperationException"),
        (Method::GET, "/connect/contact/chat", 404, "UnknownOperationException"),
        (Method::GET, "/connect/socket", 400, "ValidationException"),
    ];
    for (method, path, status, name) in cases {
        api.call(method, path, Some("t"), &json!({})).await.refused(status, name);
    }
}

#[tokio::test]
async fn a_body_beyond_all_limits_is_not_read() {
    let server = TestServer::start().await;
    let customer = server.customer().await;
    let answer = customer.try_say(&"x".repeat(300_000), "t").await;
    answer.refused(413, "RequestEntityTooLargeException");
}

#[tokio::test]
async fn a_healthy_server_says_so_and_counts() {
    let server = TestServer::start().await;
    server.customer().await.say("count me").await;
    let get = |path: &str| {
        let url = format!("{}{path}", server.root);
        async move { reqwest::get(url).await.expect("an answer").text().await.expect("text") }
    };
    assert_eq!(get("/healthz").await, "ok\n");
    let metrics = get("/metrics").await;
    for figure in [
        "chirrup_requests_total{operation=\"SendMessage\",status=\"200\"} 1",
        "chirrup_messages_acknowledged_total 1",
        "chirrup_sockets_open 0",
        "chirrup_commit_writes_count",
        "chirrup_commit_seconds_count",
        "chirrup_waiting_writes",
        "chirrup_waiting_contacts 0",
        "chirrup_slow_readers_dropped_total 0",
    ] {
        assert!(metrics.contains(figure), "{figure} is not in\n{metrics}");
    }
}
