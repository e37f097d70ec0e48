//! A line that breaks at any byte of a session: the server forgets the socket, nobody else notices, and who comes back
//! hears again.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_util::sync::CancellationToken;

use chirrup_server::chime::arn::Arn;
use chirrup_server::chime::news::ChimeNews;
use chirrup_wire::sigv4::Prefetch;

use super::{Person, room, say, server, tell};
use crate::support::{Cut, PATIENCE, Proxy, Way};

/// Before the first byte, in the handshake, between it and the first frame, in frames.
const POINTS: [(Way, [usize; 6]); 2] =
    [(Way::Up, [0, 9, 200, 700, 900, 1_000]), (Way::Down, [0, 9, 128, 140, 250, 700])];

/// Opens a socket and says something now and then, until there is no line any more.
async fn talk_until_cut(address: &str) {
    let Ok((mut socket, _)) = connect_async(address).await else { return };
    while socket.send(Message::text("hello")).await.is_ok() {
        let heard = timeout(Duration::from_millis(5), socket.next()).await;
        if matches!(heard, Ok(None | Some(Err(_)))) {
            return;
        }
    }
}

/// Nothing happens when they have no socket.
fn joined(channel: &Arn, person: &Person) -> ChimeNews {
    let (channel, member) = (channel.clone(), person.arn.clone());
    ChimeNews::Joined { channel, sub_channel: None, member }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_breaks_anywhere_leaves_nothing_behind_and_disturbs_nobody() {
    let server = server().await;
    let (channel, mut people) = room(&server, &["bo"]).await;
    let (_bo, mut bos) = people.remove(0);
    let line = Proxy::before(&server.root).await;
    let mut ulla = Person::new(&server, "ulla").await;
    ulla.root.clone_from(&line.root);
    let mut said = 0;
    for (way, points) in POINTS {
        for point in points {
            ulla.ahead_millis += 1_000;
            let address = ulla.address(Prefetch::Off);
            let over = CancellationToken::new();
            let breaking = async {
                tokio::join!(line.cut_at(Cut::Bytes(way, point)), talk_until_cut(&address));
                over.cancel();
            };
            let telling = async {
                while !over.is_cancelled() {
                    tell(&server, joined(&channel, &ulla)).await;
                    say(&server, &channel, &said.to_string()).await;
                    assert_eq!(bos.message().await, said.to_string(), "{way:?} {point}");
                    said += 1;
                    sleep(Duration::from_millis(5)).await;
                }
            };
            tokio::join!(breaking, telling);
            line.mend();
            let forgotten = async {
                while server.app().chime.hub.watching(&channel) > 1 {
                    sleep(Duration::from_millis(5)).await;
                }
            };
            timeout(PATIENCE, forgotten).await.expect("a place that is given back");
        }
    }
    ulla.ahead_millis += 1_000;
    let mut ullas = ulla.listen().await;
    tell(&server, joined(&channel, &ulla)).await;
    say(&server, &channel, "welcome back").await;
    assert_eq!(ullas.message().await, "welcome back");
    assert_eq!(bos.message().await, "welcome back");
}
