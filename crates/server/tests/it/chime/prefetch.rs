//! What a socket is told when it opens.

use chirrup_server::chime::arn::Arn;
use chirrup_server::chime::operation::Operation;
use chirrup_server::chime::operations::{SortBy, prefetch};
use serde_json::{Value, json};

use super::world::World;

async fn fetched(world: &World, user: &Arn, sort: SortBy) -> Vec<Value> {
    let user = user.clone();
    let payloads = world.app.store.read(move |reads| prefetch(reads, &user, sort)).await;
    let payloads = payloads.expect("payloads");
    payloads.iter().map(|payload| serde_json::from_str(payload).expect("JSON")).collect()
}

fn ids(details: &[Value]) -> Vec<&str> {
    let arns = details.iter().map(|one| one["Channel"]["ChannelArn"].as_str().expect("an ARN"));
    arns.map(|arn| arn.rsplit('/').next().expect("an id")).collect()
}

#[tokio::test]
async fn unread_channels_come_first_then_the_newest() {
    let world = World::new().await;
    let [ulla] = world.people(["ulla"]).await;
    let mut rooms = Vec::new();
    for id in ["quiet", "read", "older", "newer"] {
        rooms.push(world.room(id, json!({"MemberArns": [ulla]})).await);
    }
    for index in [2, 3, 1] {
        world.say(&rooms[index], &world.admin(), "hi").await;
        // The clock has to go on for one to be later than the other.
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    let read = &rooms[1];
    let mark = world.ask(Operation::UpdateChannelReadMarker, &ulla, &[read], Value::Null).await;
    mark.expect("marked");
    let both = fetched(&world, &ulla, SortBy::Both).await;
    assert_eq!(ids(&both), ["newer", "older", "read", "quiet"]);
    assert!(both[2]["ReadMarkerTimestamp"].is_string(), "frames tell times as text");
    let newest = fetched(&world, &ulla, SortBy::LastMessage).await;
    assert_eq!(ids(&newest), ["read", "newer", "older", "quiet"]);
}

#[tokio::test]
async fn a_channel_comes_with_20_messages_and_30_members() {
    let world = World::new().await;
    let [ulla] = world.people(["ulla"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla]})).await;
    for number in 0..40 {
        let id = format!("fan-{number}");
        world.people([id.as_str()]).await;
        world.add(&room, &world.user(&id)).await;
    }
    for number in 0..21 {
        world.say(&room, &ulla, &format!("{number}")).await;
    }
    let details = fetched(&world, &ulla, SortBy::Both).await.remove(0);
    let messages = details["ChannelMessages"].as_array().expect("a list");
    assert_eq!((messages.len(), &messages[0]["Content"]), (20, &json!("20")));
    assert_eq!(details["ChannelMessagesHasMore"], true);
    assert_eq!(details["ChannelMemberships"].as_array().expect("a list").len(), 30);
}
