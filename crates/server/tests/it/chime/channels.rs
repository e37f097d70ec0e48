//! Channels: made once, found by those who may, changed, ended.

use chirrup_server::chime::arn::Arn;
use chirrup_server::chime::operation::Operation;
use serde_json::{Value, json};

use super::world::{World, refused};

#[tokio::test]
async fn a_channel_is_made_once_for_a_token() {
    let world = World::new().await;
    let [ulla] = world.people(["ulla"]).await;
    let make = async |body: Value| world.ask(Operation::CreateChannel, &ulla, &[], body).await;
    let body = world.room_body("main", &json!({}));
    let first = make(body.clone()).await.expect("made");
    assert_eq!(first.0, 201);
    assert_eq!(make(body.clone()).await.expect("the same"), first);
    let other = world.room_body("main", &json!({"Name": "Other"}));
    assert_eq!(refused(make(other).await), "Conflict", "the token of another request");
    let again = world.room_body("main", &json!({"ClientRequestToken": "another"}));
    assert_eq!(refused(make(again).await), "Conflict", "the id is taken");
    let room = world.channel("main");
    let described = world.ask(Operation::DescribeChannel, &ulla, &[&room], Value::Null).await;
    let channel = described.expect("it").1["Channel"].clone();
    assert_eq!((&channel["Mode"], &channel["Privacy"]), (&json!("RESTRICTED"), &json!("PRIVATE")));
    assert_eq!(channel["CreatedBy"]["Arn"], ulla.as_str());
    assert!(channel["CreatedTimestamp"].is_number());
    let body = json!({"MemberArn": world.admin()});
    let ban = world.ask(Operation::CreateChannelBan, &ulla, &[&world.channel("main")], body).await;
    assert!(refused(ban) == "Forbidden", "who makes a channel moderates it, and admins stay");
}

#[tokio::test]
async fn bad_channels_are_refused() {
    let world = World::new().await;
    let wrong = [
        json!({"Name": ""}),
        json!({"Name": "x".repeat(257)}),
        json!({"Mode": "OPEN"}),
        json!({"Privacy": "SECRET"}),
        json!({"ChannelId": "-x"}),
        json!({"ChannelId": "x".repeat(65)}),
        json!({"Metadata": "a\nb"}),
        json!({"ClientRequestToken": "a b"}),
        json!({"MemberArns": [world.user("nobody")]}),
        json!({"MemberArns": vec![world.admin(); 2]}),
        json!({"ExpirationSettings": {"ExpirationDays": 0, "ExpirationCriterion": "CREATED_TIMESTAMP"}}),
        json!({"AppInstanceArn": "arn"}),
    ];
    for more in wrong {
        let body = world.room_body("main", &more);
        let made = world.ask(Operation::CreateChannel, &world.admin(), &[], body).await;
        assert_eq!(refused(made), "BadRequest", "{more}");
    }
    let nobody = world.user("nobody");
    let body = world.room_body("main", &json!({}));
    let made = world.ask(Operation::CreateChannel, &nobody, &[], body).await;
    assert_eq!(refused(made), "Forbidden", "a user who does not exist");
}

#[tokio::test]
async fn a_change_is_told_to_members() {
    let world = World::new().await;
    let [ulla] = world.people(["ulla"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla], "Metadata": "{}"})).await;
    let mut ear = world.listen(&ulla).await;
    let update = async |who: &Arn, body: Value| {
        world.ask(Operation::UpdateChannel, who, &[&room], body).await
    };
    assert_eq!(refused(update(&ulla, json!({"Name": "Mine"})).await), "Forbidden");
    update(&world.admin(), json!({"Name": "Second stage"})).await.expect("changed");
    let (event, heard) = ear.next().await;
    assert_eq!((event.as_str(), &heard["Name"]), ("UPDATE_CHANNEL", &json!("Second stage")));
    assert_eq!(heard["Metadata"], "{}", "what is absent stays");
    assert!(heard["LastUpdatedTimestamp"].is_string());
}

#[tokio::test]
async fn a_deleted_channel_is_gone_at_once_and_empty_soon() {
    let world = World::new().await;
    let [ulla] = world.people(["ulla"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla]})).await;
    world.say(&room, &ulla, "last words").await;
    let mut ear = world.listen(&ulla).await;
    let delete =
        async |who: &Arn| world.ask(Operation::DeleteChannel, who, &[&room], Value::Null).await;
    assert_eq!(refused(delete(&ulla).await), "Forbidden");
    assert_eq!(delete(&world.admin()).await.expect("deleted").0, 204);
    assert_eq!(world.events(&mut ear).await, ["DELETE_CHANNEL"]);
    assert_eq!(world.app.chime.hub.watching(&room), 0);
    assert_eq!(refused(delete(&world.admin()).await), "Forbidden");
    let mine =
        world.get(Operation::ListChannelMembershipsForAppInstanceUser, &ulla, &[], &[]).await;
    assert_eq!(mine.expect("a list").1["ChannelMemberships"], json!([]));
    world.room("main", json!({"ClientRequestToken": "again"})).await;
    world.days_later(0).await;
    assert!(world.texts(&room, &world.admin()).await.is_empty(), "another channel of the name");
}

#[tokio::test]
async fn public_channels_are_listed_and_private_ones_only_to_admins() {
    let world = World::new().await;
    let [ulla] = world.people(["ulla"]).await;
    let public = world.room("public", json!({"Privacy": "PUBLIC"})).await;
    world.room("private", json!({})).await;
    let list = async |who: &Arn, privacy| {
        let instance = world.instance();
        let query = [("app-instance-arn", instance.as_str()), ("privacy", privacy)];
        world.get(Operation::ListChannels, who, &[], &query).await
    };
    let channels = list(&ulla, "PUBLIC").await.expect("a list").1["Channels"].clone();
    assert_eq!(channels.as_array().expect("a list").len(), 1);
    assert_eq!(channels[0]["ChannelArn"], public.as_str());
    assert_eq!(refused(list(&ulla, "PRIVATE").await), "Forbidden");
    assert!(list(&world.admin(), "PRIVATE").await.is_ok());
    let missing = world.get(Operation::ListChannels, &ulla, &[], &[]).await;
    assert_eq!(refused(missing), "BadRequest", "app-instance-arn is required");
}

#[tokio::test]
async fn channels_are_found_by_their_members() {
    let world = World::new().await;
    let [ulla, bo, cy] = world.people(["ulla", "bo", "cy"]).await;
    world.room_of(&ulla, "two", json!({"MemberArns": [bo]})).await;
    world.room_of(&ulla, "three", json!({"MemberArns": [bo, cy]})).await;
    let search = async |who: &Arn, operator: &str, values: Value| {
        let body = json!({"Fields": [{"Key": "MEMBERS", "Operator": operator, "Values": values}]});
        let found = world.ask(Operation::SearchChannels, who, &[], body).await;
        found.map(|(_, body)| body["Channels"].as_array().expect("a list").len())
    };
    assert_eq!(search(&ulla, "INCLUDES", json!([bo])).await.ok(), Some(2));
    assert_eq!(search(&ulla, "EQUALS", json!([bo, ulla])).await.ok(), Some(1));
    assert_eq!(search(&cy, "INCLUDES", json!([bo])).await.ok(), Some(1), "only own channels");
    assert_eq!(search(&cy, "EQUALS", json!([bo, ulla])).await.ok(), Some(0));
    assert_eq!(search(&world.admin(), "EQUALS", json!([bo, ulla])).await.ok(), Some(1), "all");
    let wrong = search(&ulla, "LIKE", json!([bo])).await;
    assert_eq!(wrong.expect_err("an error").code(), "BadRequest");
}
