//! What goes away by itself: channels, users, old messages.

use chirrup_server::chime::operation::Operation;
use serde_json::{Value, json};

use super::world::{World, refused};

fn settings(days: u32, criterion: &str) -> Value {
    json!({"ExpirationSettings": {"ExpirationDays": days, "ExpirationCriterion": criterion}})
}

#[tokio::test]
async fn a_channel_expires_some_days_after_it_was_made() {
    let world = World::new().await;
    let [ulla] = world.people(["ulla"]).await;
    let mut more = settings(2, "CREATED_TIMESTAMP");
    more["MemberArns"] = json!([ulla]);
    let room = world.room("main", more).await;
    let mut ear = world.listen(&ulla).await;
    let describe =
        async || world.ask(Operation::DescribeChannel, &ulla, &[&room], Value::Null).await;
    world.days_later(1).await;
    assert_eq!(
        describe().await.expect("it").1["Channel"]["ExpirationSettings"]["ExpirationDays"],
        2
    );
    world.days_later(2).await;
    assert_eq!(refused(describe().await), "Forbidden");
    assert_eq!(world.events(&mut ear).await, ["DELETE_CHANNEL"]);
}

#[tokio::test]
async fn a_message_puts_the_end_off_and_settings_take_it_back() {
    let world = World::new().await;
    let admin = world.admin();
    let room = world.room("main", json!({})).await;
    let put = async |body: Value| {
        world.ask(Operation::PutChannelExpirationSettings, &admin, &[&room], body).await
    };
    put(settings(1, "LAST_MESSAGE_TIMESTAMP")).await.expect("kept");
    assert_eq!(refused(put(settings(5476, "CREATED_TIMESTAMP")).await), "BadRequest");
    assert_eq!(refused(put(settings(1, "SOMETIME")).await), "BadRequest");
    put(json!({})).await.expect("taken back");
    world.days_later(3).await;
    world.say(&room, &admin, "still here").await;
    put(settings(1, "LAST_MESSAGE_TIMESTAMP")).await.expect("kept");
    world.days_later(1).await;
    let gone = world.ask(Operation::DescribeChannel, &admin, &[&room], Value::Null).await;
    assert_eq!(refused(gone), "Forbidden");
}

#[tokio::test]
async fn a_user_expires() {
    let world = World::new().await;
    let [ulla] = world.people(["ulla"]).await;
    let operation = Operation::PutAppInstanceUserExpirationSettings;
    let wrong = world.own(operation, &[&ulla], settings(1, "LAST_MESSAGE_TIMESTAMP")).await;
    assert_eq!(refused(wrong), "BadRequest");
    world.own(operation, &[&ulla], settings(1, "CREATED_TIMESTAMP")).await.expect("kept");
    world.days_later(1).await;
    let gone = world.own(Operation::DescribeAppInstanceUser, &[&ulla], Value::Null).await;
    assert_eq!(refused(gone), "Forbidden");
}

#[tokio::test]
async fn old_messages_vanish_where_the_instance_says_so() {
    let world = World::new().await;
    let admin = world.admin();
    let instance = world.instance();
    let room = world.room("main", json!({})).await;
    world.say(&room, &admin, "old").await;
    world.days_later(30).await;
    assert_eq!(world.texts(&room, &admin).await, ["old"], "nobody said that it should");
    let days = |days: Value| {
        let settings = json!({"ChannelRetentionSettings": {"RetentionDays": days}});
        json!({"AppInstanceRetentionSettings": settings})
    };
    let put = async |body: Value| {
        world.own(Operation::PutAppInstanceRetentionSettings, &[&instance], body).await
    };
    assert_eq!(refused(put(days(json!(0))).await), "BadRequest");
    put(days(json!(7))).await.expect("kept");
    let got =
        world.own(Operation::GetAppInstanceRetentionSettings, &[&instance], Value::Null).await;
    let got = got.expect("it").1["AppInstanceRetentionSettings"].clone();
    assert_eq!(got["ChannelRetentionSettings"]["RetentionDays"], 7);
    world.days_later(6).await;
    assert_eq!(world.texts(&room, &admin).await, ["old"]);
    world.days_later(7).await;
    assert!(world.texts(&room, &admin).await.is_empty());
}
