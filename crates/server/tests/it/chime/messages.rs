//! Messages: what is sent is listed and heard, changed and taken away.

use chirrup_server::chime::arn::Arn;
use chirrup_server::chime::operation::Operation;
use serde_json::{Value, json};

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
    assert_eq!(event, "CREATE_CHANNEL_MESSAGE");
    assert_eq!(heard["Content"], "hi all");
    assert_eq!(heard["Sender"], json!({"Arn": ulla, "Name": "ULLA"}));
    assert!(heard["CreatedTimestamp"].as_str().expect("a text").ends_with('Z'));
    let listed = world.messages(&room, &bo).await;
    assert_eq!(listed[0]["MessageId"], id.as_str());
    assert!(listed[0]["CreatedTimestamp"].is_number(), "answers tell seconds");
    let path = [room.as_str(), id.as_str()];
    let (status, got) = world.get(Operation::GetChannelMessage, &bo, &path, &[]).await.expect("it");
    assert_eq!((status, &got["ChannelMessage"]["Content"]), (200, &json!("hi all")));
    let status = world.get(Operation::GetChannelMessageStatus, &ulla, &path, &[]).await;
    assert_eq!(status.expect("a status").1["Status"]["Value"], "SENT");
    let others = world.get(Operation::GetChannelMessageStatus, &bo, &path, &[]).await;
    assert_eq!(refused(others), "Forbidden", "only the sender may ask");
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

#[tokio::test]
async fn a_repeated_token_gets_the_same_message_and_another_content_a_conflict() {
    let world = World::new().await;
    let admin = world.admin();
    let room = world.room("main", json!({})).await;
    for persistence in ["PERSISTENT", "NON_PERSISTENT"] {
        let send = async |text: &str| {
            let mut body = message(text, &format!("token-{persistence}"));
            body["Persistence"] = json!(persistence);
            world.ask(Operation::SendChannelMessage, &admin, &[&room], body).await
        };
        let first = send("once").await.expect("sent").1;
        assert_eq!(send("once").await.expect("sent").1, first);
        assert_eq!(refused(send("twice").await), "Conflict");
    }
    assert_eq!(world.texts(&room, &admin).await, ["once"]);
}

#[tokio::test]
async fn what_is_not_persistent_is_heard_once_and_never_listed() {
    let world = World::new().await;
    let [ulla] = world.people(["ulla"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla]})).await;
    let mut ear = world.listen(&ulla).await;
    let body = json!({
        "Content": "{\"Typing\":\"Indicator\"}", "Type": "CONTROL",
        "Persistence": "NON_PERSISTENT", "ClientRequestToken": "typing",
    });
    for _ in 0..2 {
        let (admin, body) = (world.admin(), body.clone());
        world.ask(Operation::SendChannelMessage, &admin, &[&room], body).await.expect("sent");
    }
    assert_eq!(world.events(&mut ear).await, ["CREATE_CHANNEL_MESSAGE"]);
    assert!(world.messages(&room, &ulla).await.is_empty());
    let described = world.ask(Operation::DescribeChannel, &ulla, &[&room], Value::Null).await;
    assert_eq!(described.expect("it").1["Channel"]["LastMessageTimestamp"], Value::Null);
}

#[tokio::test]
async fn bad_messages_are_refused() {
    let world = World::new().await;
    let room = world.room("main", json!({})).await;
    let wrong = [
        ("Content", json!("x".repeat(4097))),
        ("Content", json!("")),
        ("Metadata", json!("x".repeat(1025))),
        ("Metadata", json!("{\n}")),
        ("ContentType", json!("x".repeat(46))),
        ("ClientRequestToken", json!("x")),
        ("Persistence", json!("FOREVER")),
        ("MessageAttributes", json!({"a": {"StringValues": ["x".repeat(512), "x".repeat(512)]}})),
        ("SubChannelId", json!("part")),
        ("Target", json!([{"MemberArn": world.admin()}])),
        ("Content", json!(7)),
    ];
    for (field, value) in wrong {
        let mut body = message("x", "token");
        body[field] = value;
        let sent = world.ask(Operation::SendChannelMessage, &world.admin(), &[&room], body).await;
        assert_eq!(refused(sent), "BadRequest", "{field}");
    }
    assert!(world.messages(&room, &world.admin()).await.is_empty());
}

#[tokio::test]
async fn an_edit_is_the_sender_s_own() {
    let world = World::new().await;
    let [ulla, bo] = world.people(["ulla", "bo"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla, bo]})).await;
    let id = world.say(&room, &ulla, "helo").await;
    let mut ear = world.listen(&bo).await;
    let edit = async |who: &Arn, text: &str| {
        let path = [room.as_str(), id.as_str()];
        let body = json!({"Content": text, "Metadata": "{\"v\":1}"});
        world.call(Operation::UpdateChannelMessage, Some(who), &path, &[], body).await
    };
    assert_eq!(refused(edit(&bo, "hijacked").await), "Forbidden");
    assert_eq!(refused(edit(&world.admin(), "hijacked").await), "Forbidden");
    assert_eq!(edit(&ulla, "hello").await.expect("edited").1["Status"]["Value"], "SENT");
    let listed = world.messages(&room, &bo).await;
    assert_eq!(listed[0]["Content"], "hello");
    assert!(listed[0]["LastEditedTimestamp"].is_number());
    let (event, heard) = ear.next().await;
    assert_eq!(event, "UPDATE_CHANNEL_MESSAGE");
    assert_eq!((&heard["Content"], &heard["Metadata"]), (&json!("hello"), &json!("{\"v\":1}")));
}

#[tokio::test]
async fn a_redacted_message_stays_without_its_words() {
    let world = World::new().await;
    let [ulla, bo] = world.people(["ulla", "bo"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla, bo]})).await;
    let id = world.say(&room, &ulla, "rude").await;
    let mut ear = world.listen(&bo).await;
    let redact = async |who: &Arn| {
        let path = [room.as_str(), id.as_str()];
        world.call(Operation::RedactChannelMessage, Some(who), &path, &[], json!({})).await
    };
    assert_eq!(refused(redact(&bo).await), "Forbidden");
    assert_eq!(redact(&world.admin()).await.expect("redacted").0, 200);
    assert_eq!(redact(&ulla).await.expect("again").0, 200);
    let listed = world.messages(&room, &bo).await;
    assert_eq!((&listed[0]["Redacted"], &listed[0]["Content"]), (&json!(true), &Value::Null));
    let heard = world.heard(&mut ear).await;
    assert_eq!(heard.len(), 1, "once: {heard:?}");
    assert_eq!(
        (heard[0].0.as_str(), &heard[0].1["Redacted"]),
        ("REDACT_CHANNEL_MESSAGE", &json!(true))
    );
    assert!(!heard[0].1.to_string().contains("rude"));
    let path = [room.as_str(), id.as_str()];
    let body = json!({"Content": "rude again"});
    let edit = world.call(Operation::UpdateChannelMessage, Some(&ulla), &path, &[], body).await;
    assert_eq!(refused(edit), "Conflict");
}

#[tokio::test]
async fn a_deleted_message_vanishes_and_only_admins_delete() {
    let world = World::new().await;
    let [ulla] = world.people(["ulla"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla], "ModeratorArns": [ulla]})).await;
    let id = world.say(&room, &ulla, "gone").await;
    let mut ear = world.listen(&ulla).await;
    let path = [room.as_str(), id.as_str()];
    let delete =
        async |who: &Arn| world.get(Operation::DeleteChannelMessage, who, &path, &[]).await;
    assert_eq!(refused(delete(&ulla).await), "Forbidden", "a moderator, and the sender");
    assert_eq!(delete(&world.admin()).await.expect("deleted").0, 204);
    assert!(world.messages(&room, &ulla).await.is_empty());
    assert_eq!(
        refused(world.get(Operation::GetChannelMessage, &ulla, &path, &[]).await),
        "NotFound"
    );
    assert_eq!(world.events(&mut ear).await, ["DELETE_CHANNEL_MESSAGE"]);
}

#[tokio::test]
async fn public_channels_are_read_by_all_and_private_ones_are_not() {
    let world = World::new().await;
    let [ulla] = world.people(["ulla"]).await;
    let public = world.room("public", json!({"Privacy": "PUBLIC"})).await;
    let private = world.room("private", json!({})).await;
    world.say(&public, &world.admin(), "to all").await;
    assert_eq!(world.texts(&public, &ulla).await, ["to all"]);
    for channel in [&private, &world.channel("nowhere")] {
        let path = [channel.as_str()];
        let listed = world.get(Operation::ListChannelMessages, &ulla, &path, &[]).await;
        assert_eq!(refused(listed), "Forbidden");
    }
}
