//! Messages for one pair of eyes: nobody else lists, gets or hears them.

use chirrup_server::chime::arn::Arn;
use chirrup_server::chime::operation::Operation;
use serde_json::json;

use super::world::{World, message, refused};

#[tokio::test]
async fn a_whisper_is_between_two() {
    let world = World::new().await;
    let [ulla, bo, cy] = world.people(["ulla", "bo", "cy"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla, bo, cy]})).await;
    let mut ears = [world.listen(&ulla).await, world.listen(&bo).await, world.listen(&cy).await];
    world.say(&room, &ulla, "aloud").await;
    let mut body = message("psst", "whisper");
    body["Target"] = json!([{"MemberArn": bo}]);
    let sent = world.ask(Operation::SendChannelMessage, &ulla, &[&room], body).await.expect("sent");
    world.say(&room, &ulla, "aloud again").await;
    for reader in [&ulla, &bo] {
        assert_eq!(world.texts(&room, reader).await, ["aloud again", "psst", "aloud"]);
    }
    for reader in [&cy, &world.admin()] {
        assert_eq!(world.texts(&room, reader).await, ["aloud again", "aloud"]);
    }
    let id = sent.1["MessageId"].as_str().expect("an id");
    let get = async |who: &Arn| {
        world.get(Operation::GetChannelMessage, who, &[room.as_str(), id], &[]).await
    };
    let got = get(&bo).await.expect("it").1;
    assert_eq!(got["ChannelMessage"]["Target"], json!([{"MemberArn": bo}]));
    assert_eq!(refused(get(&cy).await), "NotFound");
    let mut counts = Vec::new();
    for ear in &mut ears {
        counts.push(world.events(ear).await.len());
    }
    assert_eq!(counts, [3, 3, 2]);
    // Those who moderate may take it away unseen.
    let path = [room.as_str(), id];
    let admin = world.admin();
    let redact = world.call(Operation::RedactChannelMessage, Some(&admin), &path, &[], json!({}));
    redact.await.expect("redacted");
    assert_eq!(world.events(&mut ears[1]).await, ["REDACT_CHANNEL_MESSAGE"]);
    assert!(world.events(&mut ears[2]).await.is_empty());
}

#[tokio::test]
async fn a_whisper_goes_to_a_member() {
    let world = World::new().await;
    let [ulla] = world.people(["ulla"]).await;
    let room = world.room("main", json!({})).await;
    for target in [&ulla, &world.admin(), &world.user("nobody")] {
        let mut body = message("psst", "whisper");
        body["Target"] = json!([{"MemberArn": target}]);
        let sent = world.ask(Operation::SendChannelMessage, &world.admin(), &[&room], body).await;
        assert_eq!(refused(sent), "BadRequest", "{target}");
    }
}

#[tokio::test]
async fn pages_with_whispers_in_them_are_whole() {
    let world = World::new().await;
    let [ulla, bo] = world.people(["ulla", "bo"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla, bo]})).await;
    for number in 0..12 {
        let mut body = message(&format!("{number}"), &format!("token-{number}"));
        if number % 3 != 0 {
            body["Target"] = json!([{"MemberArn": if number % 3 == 1 { &bo } else { &ulla }}]);
        }
        let admin = world.admin();
        world.ask(Operation::SendChannelMessage, &admin, &[&room], body).await.expect("sent");
    }
    let mut texts = Vec::new();
    let mut token = String::new();
    loop {
        let mut query = vec![("sort-order", "ASCENDING"), ("max-results", "3")];
        if !token.is_empty() {
            query.push(("next-token", token.as_str()));
        }
        let listed = world.get(Operation::ListChannelMessages, &bo, &[room.as_str()], &query).await;
        let page = listed.expect("a page").1;
        for message in page["ChannelMessages"].as_array().expect("a list") {
            texts.push(message["Content"].as_str().expect("a text").to_owned());
        }
        match page["NextToken"].as_str() {
            Some(next) => token = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(texts, ["0", "1", "3", "4", "6", "7", "9", "10"]);
}
