//! App instances and users: made once, described, deleted with all they had.

use chirrup_server::chime::arn::{Arn, Kind};
use chirrup_server::chime::operation::Operation;
use serde_json::{Value, json};

use super::world::{World, refused};

fn user_body(world: &World, id: &str) -> Value {
    json!({
        "AppInstanceArn": world.instance(), "AppInstanceUserId": id, "Name": "Ulla",
        "ClientRequestToken": format!("token-{id}"),
    })
}

#[tokio::test]
async fn a_user_is_made_once_for_a_token() {
    let world = World::new().await;
    let make = async |body: Value| world.own(Operation::CreateAppInstanceUser, &[], body).await;
    let body = user_body(&world, "ulla");
    let first = make(body.clone()).await.expect("made");
    assert_eq!(first, (201, json!({"AppInstanceUserArn": world.user("ulla")})));
    assert_eq!(make(body.clone()).await.expect("the same"), first);
    let mut other = body.clone();
    other["Name"] = json!("Other");
    assert_eq!(refused(make(other).await), "Conflict");
    let mut again = body.clone();
    again["ClientRequestToken"] = json!("another");
    assert_eq!(refused(make(again).await), "Conflict", "the id is taken");
    for (field, value) in [
        ("Name", json!(" ")),
        ("Name", json!("x".repeat(101))),
        ("AppInstanceUserId", json!("a/b")),
        ("Metadata", json!("x".repeat(1025))),
        ("ClientRequestToken", Value::Null),
    ] {
        let mut wrong = user_body(&world, "wrong");
        wrong[field] = value;
        assert_eq!(refused(make(wrong).await), "BadRequest", "{field}");
    }
}

#[tokio::test]
async fn a_user_is_described_renamed_and_listed() {
    let world = World::new().await;
    let [ulla, bo] = world.people(["ulla", "bo"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla, bo]})).await;
    world.say(&room, &ulla, "hi").await;
    let body = json!({"Name": "Ulla B.", "Metadata": ""});
    world.own(Operation::UpdateAppInstanceUser, &[&ulla], body).await.expect("renamed");
    let described = world.own(Operation::DescribeAppInstanceUser, &[&ulla], Value::Null).await;
    let described = described.expect("it").1["AppInstanceUser"].clone();
    assert_eq!(described["Name"], "Ulla B.");
    assert!(described["CreatedTimestamp"].is_number());
    assert_eq!(world.messages(&room, &bo).await[0]["Sender"]["Name"], "Ulla B.");
    let instance = world.instance();
    let query = [("app-instance-arn", instance.as_str()), ("max-results", "2")];
    let listed = world.call(Operation::ListAppInstanceUsers, None, &[], &query, Value::Null).await;
    let listed = listed.expect("a list").1;
    assert_eq!(listed["AppInstanceUsers"].as_array().expect("a list").len(), 2, "of three");
    assert!(listed["NextToken"].is_string());
}

#[tokio::test]
async fn a_deleted_user_leaves_all_channels_and_the_messages_stay() {
    let world = World::new().await;
    let [ulla, bo] = world.people(["ulla", "bo"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla, bo]})).await;
    world.say(&room, &ulla, "hi").await;
    let mut ear = world.listen(&bo).await;
    let deleted = world.own(Operation::DeleteAppInstanceUser, &[&ulla], Value::Null).await;
    assert_eq!(deleted.expect("deleted").0, 204);
    let send = super::world::message("ghost", "ghost");
    let send = world.ask(Operation::SendChannelMessage, &ulla, &[&room], send).await;
    assert_eq!(refused(send), "Forbidden", "at once");
    world.days_later(0).await;
    assert_eq!(world.events(&mut ear).await, ["DELETE_CHANNEL_MEMBERSHIP"]);
    assert_eq!(world.texts(&room, &bo).await, ["hi"]);
    let gone = world.own(Operation::DescribeAppInstanceUser, &[&ulla], Value::Null).await;
    assert_eq!(refused(gone), "Forbidden");
    let mut body = user_body(&world, "ulla");
    body["ClientRequestToken"] = json!("again");
    world.own(Operation::CreateAppInstanceUser, &[], body).await.expect("the id is free again");
}

#[tokio::test]
async fn instances_are_apart() {
    let world = World::with("instances = 2").await;
    let [ulla] = world.people(["ulla"]).await;
    let room = world.room("main", json!({"Privacy": "PUBLIC"})).await;
    let make = async |token: &str| {
        let body = json!({"Name": "Other", "ClientRequestToken": token});
        world.own(Operation::CreateAppInstance, &[], body).await
    };
    let first = make("one").await.expect("made").1;
    assert_eq!(make("one").await.expect("the same").1, first);
    assert_eq!(refused(make("two").await), "ResourceLimitExceeded");
    let other = Arn::parse(first["AppInstanceArn"].as_str().expect("a text")).expect("an ARN");
    let mut body = user_body(&world, "stranger");
    body["AppInstanceArn"] = json!(other);
    world.own(Operation::CreateAppInstanceUser, &[], body).await.expect("a user");
    let stranger = other.sibling(Kind::User, "stranger").expect("an ARN");
    let described = world.ask(Operation::DescribeChannel, &stranger, &[&room], Value::Null).await;
    assert_eq!(refused(described), "Forbidden");
    let body = json!({"MemberArn": stranger, "Type": "DEFAULT"});
    let joined =
        world.ask(Operation::CreateChannelMembership, &world.admin(), &[&room], body).await;
    assert_eq!(refused(joined), "NotFound");
    let instance = world.instance();
    let stays = world.own(Operation::DeleteAppInstance, &[&instance], Value::Null).await;
    assert_eq!(refused(stays), "Forbidden", "the server's own stays");
    world.own(Operation::DeleteAppInstance, &[&other], Value::Null).await.expect("deleted");
    world.days_later(0).await;
    let gone = world.own(Operation::DescribeAppInstanceUser, &[&stranger], Value::Null).await;
    assert_eq!(refused(gone), "Forbidden");
    assert!(world.own(Operation::DescribeAppInstanceUser, &[&ulla], Value::Null).await.is_ok());
    let update = json!({"Name": "Chirrup", "Metadata": "{}"});
    world.own(Operation::UpdateAppInstance, &[&instance], update).await.expect("renamed");
    let described = world.own(Operation::DescribeAppInstance, &[&instance], Value::Null).await;
    assert_eq!(described.expect("it").1["AppInstance"]["Name"], "Chirrup");
}
