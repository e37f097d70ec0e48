//! Clients that take their time, and clients that take too many connections.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::support::{PATIENCE, QUICK, TestServer};

async fn connect(server: &TestServer) -> TcpStream {
    TcpStream::connect(server.root.trim_start_matches("http://")).await.expect("a connection")
}

/// What is read up to the end, which comes.
async fn read_to_end(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A connection that is reset has ended as well.
    drop(timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.expect("an end in time"));
    String::from_utf8(bytes).expect("text")
}

#[tokio::test]
async fn a_client_that_never_asks_is_closed_and_nobody_else_is() {
    let server = TestServer::with(&format!("{QUICK}\n[limits]\nrequest_head_seconds = 1")).await;
    let (customer, mut socket) = server.talking_customer().await;
    let began = Instant::now();
    let mut silent = Vec::new();
    for _ in 0..50 {
        silent.push(connect(&server).await);
    }
    let mut dripping = connect(&server).await;
    let drip = async {
        loop {
            for byte in "GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: ".bytes().chain([b'x'; 1000]) {
                if dripping.write_all(&[byte]).await.is_err() {
                    return;
                }
                sleep(Duration::from_millis(50)).await;
            }
        }
    };
    timeout(PATIENCE, drip).await.expect("an end in time");
    for stream in &mut silent {
        assert_eq!(read_to_end(stream).await, "");
    }
    assert!(began.elapsed() >= Duration::from_secs(1), "everybody gets the whole time");
    customer.say("still here").await;
    assert_eq!(socket.item("MESSAGE").await["Content"], "still here");
}

#[tokio::test]
async fn a_connection_may_pause_between_requests_but_not_for_ever() {
    let limits = "[limits]\nrequest_head_seconds = 1\nkeep_alive_seconds = 3";
    let server = TestServer::with(&format!("{QUICK}\n{limits}")).await;
    let mut stream = connect(&server).await;
    for _ in 0..2 {
        let request = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
        stream.write_all(request.as_bytes()).await.expect("an open connection");
        let mut answer = [0; 1024];
        let count = timeout(PATIENCE, stream.read(&mut answer)).await.expect("an answer");
        let answer = &answer[..count.expect("an open connection")];
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{answer:?}");
        sleep(Duration::from_millis(1500)).await;
    }
    assert_eq!(read_to_end(&mut stream).await, "");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let server = TestServer::with(&format!("{QUICK}\n[limits]\nrequest_body_seconds = 1")).await;
    let mut stream = connect(&server).await;
    let head = "POST /connect/start-chat HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.expect("an open connection");
    let answer = read_to_end(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("RequestTimeoutException"), "{answer}");
}

#[tokio::test]
async fn one_address_holds_only_so_many_connections() {
    let server = TestServer::with(&format!("{QUICK}\n[limits]\nconnections_per_address = 3")).await;
    // One connection of the caller's, and one that became a socket.
    let (customer, mut socket) = server.talking_customer().await;
    let third = connect(&server).await;
    let mut fourth = connect(&server).await;
    assert_eq!(read_to_end(&mut fourth).await, "");
    customer.say("those who are in stay in").await;
    socket.item("MESSAGE").await;
    drop(third);
    let url = format!("{}/metrics", server.root);
    let metrics = async {
        loop {
            // Of another client, so over a connection of its own.
            match reqwest::get(&url).await {
                Ok(answer) => return answer.text().await.expect("text"),
                Err(_) => sleep(Duration::from_millis(20)).await,
            }
        }
    };
    let metrics = timeout(PATIENCE, metrics).await.expect("a place is free again");
    assert!(metrics.contains("chirrup_connections_refused_total"), "{metrics}");
}
