//! The front of the Chime-compatible service: keys, signatures, the socket, and what is refused.

mod burst;
mod calls;
mod certificate;
mod crowd;
mod cuts;
mod disk;
mod faults;
mod keys;
pub(crate) mod person;
mod prefetch;
mod sockets;
mod throttles;
mod tls;

use chirrup_server::chime::arn::{Arn, Kind};
use chirrup_server::chime::news::{Audience, ChimeNews, Frame};
use chirrup_server::store::{News, StoreError};

use crate::support::{QUICK, TestServer};
use person::{Ear, Person};

/// A server whose Chime service throttles nobody.
async fn server() -> TestServer {
    server_with("").await
}

/// The same with more settings, which may begin with some for `[chime]`.
async fn server_with(settings: &str) -> TestServer {
    let off = "[chime.throttle]\nenabled = false";
    TestServer::with(&format!("{QUICK}\n[chime]\n{settings}\n{off}")).await
}

fn arn(server: &TestServer, kind: Kind, id: &str) -> Arn {
    server.app().chime.identity.app_instance_arn.sibling(kind, id).expect("an ARN")
}

/// Tells what a change would tell, after a commit.
async fn tell(server: &TestServer, news: ChimeNews) {
    let tell = |tx: &mut chirrup_server::store::Tx<'_>| {
        tx.tell(News::Chime(news));
        Ok::<_, StoreError>(())
    };
    server.app().store.write(tell).await.expect("a commit");
}

/// A message of a channel, told to all its members.
async fn say(server: &TestServer, channel: &Arn, text: &str) {
    tell(server, ChimeNews::Frame(frame(channel, text, Audience::Members))).await;
}

fn frame(channel: &Arn, text: &str, audience: Audience) -> Frame {
    Frame {
        channel: channel.clone(),
        sub_channel: None,
        event: "CREATE_CHANNEL_MESSAGE",
        message_type: "STANDARD",
        reason: None,
        payload: serde_json::json!({"Content": text}).to_string(),
        audience,
    }
}

/// People with open sockets in one channel.
async fn room(server: &TestServer, ids: &[&str]) -> (Arn, Vec<(Person, Ear)>) {
    let channel = arn(server, Kind::Channel, "main");
    let mut people = Vec::new();
    for id in ids {
        let person = Person::new(server, id).await;
        let ear = person.listen().await;
        let (member, channel) = (person.arn.clone(), channel.clone());
        tell(server, ChimeNews::Joined { channel, sub_channel: None, member }).await;
        people.push((person, ear));
    }
    // A change is answered before it is told.
    while server.app().chime.hub.watching(&channel) < ids.len() {
        tokio::task::yield_now().await;
    }
    (channel, people)
}
