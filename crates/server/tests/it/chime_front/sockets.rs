//! The socket: who may open it, what it tells, and how it ends.

use chirrup_server::chime::arn::Kind;
use chirrup_server::chime::credentials;
use chirrup_server::chime::news::{Audience, ChimeNews};
use chirrup_server::store::{StoreError, Tx};
use chirrup_wire::sigv4::Prefetch;
use reqwest::Method;
use serde_json::Value;

use super::{Ear, Person, arn, frame, room, say, server, server_with, tell};
use crate::support::TestServer;

#[tokio::test]
async fn members_hear_their_channel_and_others_do_not() {
    let server = server().await;
    let (channel, mut people) = room(&server, &["ulla", "bo"]).await;
    let mut other = Person::new(&server, "cy").await.listen().await;
    say(&server, &channel, "hello").await;
    for (_, ear) in &mut people {
        assert_eq!(ear.message().await, "hello");
    }
    assert!(other.is_silent().await);
    assert_eq!(server.app().chime.hub.watching(&channel), 2);
}

#[tokio::test]
async fn whoever_leaves_while_connected_hears_no_more() {
    let server = server().await;
    let (channel, mut people) = room(&server, &["ulla", "bo"]).await;
    let member = people[0].0.arn.clone();
    say(&server, &channel, "last").await;
    tell(&server, ChimeNews::Left { channel: channel.clone(), sub_channel: None, member }).await;
    say(&server, &channel, "without ulla").await;
    assert_eq!(people[0].1.message().await, "last");
    assert!(people[0].1.is_silent().await);
    assert_eq!(people[1].1.message().await, "last");
    assert_eq!(people[1].1.message().await, "without ulla");
}

#[tokio::test]
async fn a_targeted_message_reaches_only_the_named() {
    let server = server().await;
    let (channel, mut people) = room(&server, &["ulla", "bo", "cy"]).await;
    let named = [&people[0].0.arn, &people[1].0.arn].map(Clone::clone);
    let whisper = frame(&channel, "psst", Audience::Only(named.to_vec()));
    tell(&server, ChimeNews::Frame(whisper)).await;
    assert_eq!(people[0].1.message().await, "psst");
    assert_eq!(people[1].1.message().await, "psst");
    assert!(people[2].1.is_silent().await);
}

#[tokio::test]
async fn an_address_opens_one_socket() {
    let server = server().await;
    let address = Person::new(&server, "ulla").await.address(Prefetch::Off);
    let mut first = Ear::open(&address).await;
    assert_eq!(first.event().await, "SESSION_ESTABLISHED");
    let (code, reason) = Ear::open(&address).await.closed().await;
    assert_eq!(
        code, 1013,
        "a client that was cut off in the same second comes back and signs anew"
    );
    assert!(reason.contains("used before"), "{reason}");
}

#[tokio::test]
async fn wrong_and_late_addresses_are_closed_after_the_upgrade() {
    let server = server().await;
    let mut ulla = Person::new(&server, "ulla").await;
    let address = ulla.address(Prefetch::Off);
    let other = ulla.arn.to_string().replace("ulla", "bo").replace(':', "%3A").replace('/', "%2F");
    let own = ulla.arn.to_string().replace(':', "%3A").replace('/', "%2F");
    assert!(address.contains(&own));
    let base = address.split('?').next().expect("a path").to_owned();
    for wrong in [
        address.replace("X-Amz-Signature=", "X-Amz-Signature=0"),
        address.replace(&own, &other),
        address.replace("sessionId=s1", "sessionId=s2"),
        base,
    ] {
        assert_eq!(Ear::open(&wrong).await.closed().await.0, 4401, "{wrong}");
    }
    for millis in [-11_000, -600_000, 600_000] {
        ulla.ahead_millis = millis;
        let (code, reason) = Ear::open(&ulla.address(Prefetch::Off)).await.closed().await;
        assert_eq!(code, 4401, "{millis}: {reason}");
    }
}

#[tokio::test]
async fn keys_of_a_user_listen_for_nobody_else_and_the_owners_for_anybody() {
    let server = server().await;
    let bo = Person::new(&server, "bo").await;
    let mut ulla = Person::new(&server, "ulla").await;
    ulla.arn = bo.arn.clone();
    let (code, _) = Ear::open(&ulla.address(Prefetch::Off)).await.closed().await;
    assert_eq!(code, 4401);
    let mut owner = Person::owner(&server);
    owner.arn = bo.arn.clone();
    owner.listen().await;
    owner.arn = arn(&server, Kind::User, "never-made");
    let (code, reason) = Ear::open(&owner.address(Prefetch::Off)).await.closed().await;
    assert_eq!((code, reason.as_str()), (4401, "there is no such user"));
}

#[tokio::test]
async fn a_user_has_so_many_sockets_and_no_more() {
    let server = server_with("sockets_per_user = 2").await;
    let mut ulla = Person::new(&server, "ulla").await;
    let first = ulla.listen().await;
    ulla.ahead_millis = 1000;
    let _second = ulla.listen().await;
    ulla.ahead_millis = 2000;
    let (code, _) = Ear::open(&ulla.address(Prefetch::Off)).await.closed().await;
    assert_eq!(code, 1013, "clients try again, for the others may be dead");
    drop(first);
    for attempt in 3.. {
        ulla.ahead_millis = attempt * 1000;
        let mut third = Ear::open(&ulla.address(Prefetch::Off)).await;
        let first = third.0.first().await;
        if first.is_some() {
            break;
        }
        assert!(attempt < 100, "the place is never free");
    }
}

#[tokio::test]
async fn the_revoked_are_told_why_and_do_not_come_back() {
    let server = server().await;
    let (channel, mut people) = room(&server, &["ulla", "bo"]).await;
    let end = |user: chirrup_server::chime::arn::Arn, reason: &'static str, is_ban: bool| {
        move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
            if is_ban {
                credentials::revoke(tx, &user, reason)
            } else {
                credentials::replace(tx, &user, reason)
            }
        }
    };
    let (bo, mut bos) = people.pop().expect("bo");
    let (ulla, mut ullas) = people.pop().expect("ulla");
    let app = server.app();
    app.store.write(end(ulla.arn.clone(), "banned for shouting", true)).await.expect("a ban");
    assert_eq!(ullas.closed().await, (4003, "banned for shouting".to_owned()));
    app.store.write(end(bo.arn.clone(), "opened elsewhere", false)).await.expect("a takeover");
    assert_eq!(bos.closed().await, (4002, "opened elsewhere".to_owned()));
    for person in [&ulla, &bo] {
        let call = person.call(Method::GET, "endpoints/messaging-session", &Value::Null).await;
        call.refused(401, "UnauthorizedClientException");
    }
    let mut again = ulla;
    again.ahead_millis = 1000;
    assert_eq!(Ear::open(&again.address(Prefetch::Off)).await.closed().await.0, 4401);
    assert_eq!(server.app().chime.hub.watching(&channel), 0);
}

#[tokio::test]
async fn after_a_restart_the_same_keys_work_and_the_server_said_that_it_goes() {
    let server = server().await;
    let mut ulla = Person::new(&server, "ulla").await;
    let mut ear = ulla.listen().await;
    let closing = tokio::spawn(async move { ear.closed().await.0 });
    let server = TestServer::over(server.stop().await, None).await;
    assert_eq!(closing.await.expect("a code"), 1001);
    ulla.move_to(&server);
    ulla.listen().await;
}

#[tokio::test]
async fn sockets_are_pinged() {
    use futures_util::StreamExt as _;
    let server = server_with("ping_seconds = 1").await;
    let mut ear = Person::new(&server, "ulla").await.listen().await;
    let message = tokio::time::timeout(crate::support::PATIENCE, ear.0.0.next()).await;
    let message = message.expect("in time").expect("open").expect("a message");
    assert!(message.is_ping(), "{message:?}");
}
