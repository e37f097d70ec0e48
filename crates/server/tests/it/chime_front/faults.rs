//! Sockets of clients that misbehave: they end, and nobody else notices.

use std::time::{Duration, Instant};

use tokio_tungstenite::tungstenite::Message;

use futures_util::SinkExt as _;

use super::{Person, room, say, server, server_with};
use crate::support::{PATIENCE, QUICK, TestServer};

#[tokio::test]
async fn a_frame_of_ten_megabytes_ends_its_socket_only() {
    let server = server().await;
    let (channel, mut people) = room(&server, &["ulla", "bo"]).await;
    // The rest of the frame may find nobody to take it.
    drop(people[0].1.0.0.send(Message::text("x".repeat(10_000_000))).await);
    let began = Instant::now();
    while server.app().chime.hub.watching(&channel) == 2 {
        assert!(began.elapsed() < PATIENCE, "the socket stays");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    say(&server, &channel, "still here").await;
    assert_eq!(people[1].1.message().await, "still here");
}

#[tokio::test]
async fn a_frame_that_is_a_little_too_large_is_told_so() {
    let server = server().await;
    let mut ear = Person::new(&server, "ulla").await.listen().await;
    ear.0.send(&"x".repeat(40_000)).await;
    assert_eq!(ear.closed().await.0, 1009);
}

#[tokio::test]
async fn a_client_that_never_reads_is_dropped_and_may_come_back() {
    let settings =
        format!("{QUICK}\n[limits]\nsocket_queue = 16\n[chime.throttle]\nenabled = false");
    let server = TestServer::with(&settings).await;
    let (channel, mut people) = room(&server, &["ulla", "bo"]).await;
    let (_, mut slow) = people.remove(0);
    let (_, mut quick) = people.remove(0);
    let text = "x".repeat(4000);
    let began = Instant::now();
    let mut told = 0;
    while server.app().chime.hub.watching(&channel) == 2 {
        assert!(began.elapsed() < PATIENCE, "{told} frames and nobody was dropped");
        say(&server, &channel, &text).await;
        assert_eq!(quick.message().await.len(), 4000);
        told += 1;
    }
    say(&server, &channel, "after").await;
    assert_eq!(quick.message().await, "after");
    assert_eq!(slow.closed().await.0, 4001, "a code on which clients come back");
}

#[tokio::test]
async fn a_client_that_says_nothing_at_all_is_given_up() {
    let settings =
        format!("{QUICK}\n[limits]\nsocket_idle_seconds = 1\n[chime]\nping_seconds = 3600\n");
    let server = TestServer::with(&settings).await;
    let mut ear = Person::new(&server, "ulla").await.listen().await;
    assert_eq!(ear.closed().await.0, 1001);
}

#[tokio::test]
async fn what_clients_say_is_ignored() {
    let server = server_with("").await;
    let (channel, mut people) = room(&server, &["ulla"]).await;
    people[0].1.0.send("{\"Hello\":1}").await;
    people[0].1.0.send("no JSON").await;
    say(&server, &channel, "well").await;
    assert_eq!(people[0].1.message().await, "well");
}
