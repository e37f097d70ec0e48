//! Messages: what is sent is listed and heard, changed and taken away.

use chirrup_server::chime::operation::Operation;
use serde_json::json;

use super::world::{World, message, refused};

#[tokio::test]
async fn a_message_is_listed_got_and_heard() {
    let world = World::new().await;
    let [ulla, bo] = world.people(["ulla", "bo"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla, bo]})).await;
    let mut ear = world.listen(&bo).await;
    let id = world.say(&room, &ulla, "hi all").await;
    assert!(id.len() == 64 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
    let (event, heard) = ear.next().await;
    assert_eq!(
        (event.as_str(), heard["Content"].as_str()),
        ("CREATE_CHANNEL_MESSAGE", Some("hi all"))
    );
    assert_eq!(heard["Sender"], json!({"Arn": ulla, "Name": "ULLA"}));
    assert!(heard["CreatedTimestamp"].as_str().expect("a text").ends_with('Z'));
    let listed = world.messages(&room, &bo).await;
    assert_eq!(listed[0]["MessageId"], id.as_str());
    assert!(listed[0]["CreatedTimestamp"].is_number(), "answers tell seconds");
    let path = [room.as_str(), id.as_str()];
    let (status, got) = world.get(Operation::GetChannelMessage, &bo, &path, &[]).await.expect("it");
    assert_eq!((status, got["ChannelMessage"]["Content"].as_str()), (200, Some("hi all")));
}

#[tokio::test]
async fn only_members_send() {
    let world = World::new().await;
    let [ulla] = world.people(["ulla"]).await;
    let room = world.room("main", json!({"Privacy": "PUBLIC"})).await;
    let send = async |token: &str| {
        world.ask(Operation::SendChannelMessage, &ulla, &[&room], message("x", token)).await
    };
    assert_eq!(refused(send("t1").await), "Forbidden");
    world.add(&room, &ulla).await;
    assert_eq!(send("t2").await.expect("sent").0, 201);
}
