//! The participant's socket.

use std::time::Duration;

use futures_util::StreamExt as _;
use serde_json::json;
use tokio::time::timeout;

use crate::support::{QUICK, Socket, TestServer};

#[tokio::test]
async fn heartbeat_and_ping_are_answered() {
    let server = TestServer::start().await;
    let mut socket = server.customer().await.unsubscribed_socket().await;
    socket.send(r#"{"topic":"aws/heartbeat"}"#).await;
    assert_eq!(socket.frame().await, json!({"topic": "aws/heartbeat"}));
    socket.send(r#"{"topic":"aws/ping"}"#).await;
    let pong = json!({"topic": "aws/ping", "statusCode": 200, "statusContent": "OK"});
    assert_eq!(socket.frame().await, pong);
}

#[tokio::test]
async fn a_subscription_tells_whether_it_holds() {
    let server = TestServer::start().await;
    let mut socket = server.customer().await.unsubscribed_socket().await;
    socket.send(r#"{"topic":"aws/subscribe","content":{"topics":["aws/other"]}}"#).await;
    assert_eq!(socket.frame().await["content"]["status"], "failure");
    // The published iOS client has a bracket behind the JSON.
    socket.send(r#"{"topic":"aws/subscribe","content":{"topics":["aws/chat"]}})"#).await;
    let answer = socket.frame().await;
    assert_eq!(answer["content"], json!({"status": "success", "topics": ["aws/chat"]}));
}

#[tokio::test]
async fn the_customers_first_subscription_begins_the_chat() {
    let server = TestServer::start().await;
    let customer = server.customer().await;
    let mut socket = customer.socket().await;
    let joined = socket.event("participant.joined").await;
    assert_eq!(joined["DisplayName"], "Mira");
    assert_eq!(socket.item("MESSAGE").await["ParticipantRole"], "SYSTEM");
    let mut second = customer.socket().await;
    customer.say("both hear").await;
    for socket in [&mut socket, &mut second] {
        assert_eq!(socket.item_by("CUSTOMER").await["Content"], "both hear");
    }
}

#[tokio::test]
async fn nonsense_is_ignored() {
    let server = TestServer::start().await;
    let mut socket = server.customer().await.unsubscribed_socket().await;
    for text in ["", "hello", "{}", "[1]", r#"{"topic":"aws/else"}"#] {
        socket.send(text).await;
    }
    socket.send(r#"{"topic":"aws/heartbeat"}"#).await;
    assert_eq!(socket.frame().await["topic"], "aws/heartbeat");
}

#[tokio::test]
async fn a_wrong_ticket_is_told_after_the_upgrade() {
    // Clients answer a refused upgrade with hundreds of new connections a second.
    let server = TestServer::start().await;
    let root = server.root.replacen("http", "ws", 1);
    for query in ["?ticket=made-up", ""] {
        let mut socket = Socket::open(&format!("{root}/connect/socket{query}")).await;
        let told = socket.frame().await;
        assert_eq!(told["message"], "Forbidden");
        assert!(told["connectionId"].is_string() && told["requestId"].is_string());
        assert_eq!(socket.closed().await, 1008);
    }
}

#[tokio::test]
async fn a_ticket_works_once() {
    let server = TestServer::start().await;
    let answer = server.customer().await.connect().await;
    let url = answer["Websocket"]["Url"].as_str().expect("an address");
    let mut first = Socket::open(url).await;
    first.send(r#"{"topic":"aws/heartbeat"}"#).await;
    first.frame().await;
    assert_eq!(Socket::open(url).await.frame().await["message"], "Forbidden");
}

#[tokio::test]
async fn an_oversized_frame_closes_with_1009() {
    let server = TestServer::start().await;
    let customer = server.customer().await;
    for bytes in [33 * 1024, 1024 * 1024] {
        let mut socket = customer.unsubscribed_socket().await;
        socket.send(&"x".repeat(bytes)).await;
        assert_eq!(socket.closed().await, 1009, "{bytes} bytes");
    }
}

#[tokio::test]
async fn a_silent_socket_is_closed() {
    let server = TestServer::with(&format!("{QUICK}\n[limits]\nsocket_idle_seconds = 1")).await;
    let mut socket = server.customer().await.socket().await;
    assert_eq!(socket.closed().await, 1001);
}

#[tokio::test]
async fn a_slow_reader_is_dropped_and_delays_nobody() {
    let server = TestServer::with(&format!("{QUICK}\n[limits]\nsocket_queue = 8")).await;
    let (customer, mut quick) = server.talking_customer().await;
    let mut slow = customer.socket().await;
    // What the system buffers for the slow one has to be filled before its queue is.
    let text = "x".repeat(16_000);
    let rounds = 2_000;
    let reading = tokio::spawn(async move {
        for _ in 0..rounds {
            let heard = timeout(Duration::from_secs(5), quick.item_by("CUSTOMER")).await;
            heard.expect("the quick one is never delayed");
        }
    });
    let mut dropped = false;
    for _ in 0..rounds {
        customer.say(&text).await;
        if !dropped {
            let metrics = customer.api.http.get(format!("{}/metrics", server.root)).send().await;
            let metrics = metrics.expect("figures").text().await.expect("text");
            dropped = metrics.contains("chirrup_slow_readers_dropped_total 1");
            if dropped {
                break;
            }
        }
    }
    assert!(dropped, "a socket that nobody reads is dropped");
    reading.abort();
    let mut code = 0;
    while let Some(Ok(message)) = slow.0.next().await {
        if let tokio_tungstenite::tungstenite::Message::Close(Some(close)) = message {
            code = close.code.into();
        }
    }
    assert!([0, 1011].contains(&code), "a code on which clients come back, or none: {code}");
    // It comes back and fills the gap.
    customer.socket().await;
}
