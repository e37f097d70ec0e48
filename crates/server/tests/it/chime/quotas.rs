//! Quotas: one more than there may be is refused, what was there already is answered as before, and whoever goes
//! makes room.

use chirrup_server::chime::arn::{Arn, Kind};
use chirrup_server::chime::operation::Operation;
use serde_json::{Value, json};

use super::world::{Answered, World, refused};

const FULL: &str = "ResourceLimitExceeded";

fn arn(answered: Answered, field: &str) -> Arn {
    let made = answered.expect("made").1;
    Arn::parse(made[field].as_str().expect("a text")).expect("an ARN")
}

async fn make_user(world: &World, instance: &Arn, id: &str) -> Answered {
    let body = json!({
        "AppInstanceArn": instance, "AppInstanceUserId": id, "Name": id, "ClientRequestToken": id.repeat(2),
    });
    world.own(Operation::CreateAppInstanceUser, &[], body).await
}

async fn make_instance(world: &World, name: &str) -> Answered {
    let body = json!({"Name": name, "ClientRequestToken": name});
    world.own(Operation::CreateAppInstance, &[], body).await
}

async fn make_channel(world: &World, id: &str, more: &Value) -> Answered {
    let body = world.room_body(id, more);
    world.ask(Operation::CreateChannel, &world.admin(), &[], body).await
}

async fn join(world: &World, room: &Arn, who: &Arn) -> Answered {
    let body = json!({"MemberArn": who, "Type": "DEFAULT"});
    world.ask(Operation::CreateChannelMembership, &world.admin(), &[room], body).await
}

async fn leave(world: &World, room: &Arn, who: &Arn) {
    let left = world.ask(Operation::DeleteChannelMembership, who, &[room, who], Value::Null).await;
    left.expect("out");
}

#[tokio::test]
async fn there_are_as_many_app_instances_as_there_may_be() {
    let world = World::with("instances = 3").await;
    let one = arn(make_instance(&world, "one").await, "AppInstanceArn");
    let two = arn(make_instance(&world, "two").await, "AppInstanceArn");
    assert_eq!(refused(make_instance(&world, "three").await), FULL, "with the server's own");
    assert_eq!(arn(make_instance(&world, "two").await, "AppInstanceArn"), two, "the same token");
    world.own(Operation::DeleteAppInstance, &[&one], Value::Null).await.expect("deleted");
    make_instance(&world, "three").await.expect("room for one");
    assert_eq!(refused(make_instance(&world, "four").await), FULL);
}

#[tokio::test]
async fn an_instance_has_its_users_and_no_more() {
    let world = World::with("users_per_instance = 3").await;
    let own = world.instance();
    let ulla = arn(make_user(&world, &own, "ulla").await, "AppInstanceUserArn");
    make_user(&world, &own, "bo").await.expect("the third, with the admin");
    assert_eq!(refused(make_user(&world, &own, "cy").await), FULL);
    assert_eq!(arn(make_user(&world, &own, "ulla").await, "AppInstanceUserArn"), ulla);
    let other = arn(make_instance(&world, "other").await, "AppInstanceArn");
    for id in ["a", "b", "c"] {
        make_user(&world, &other, id).await.expect("another instance has users of its own");
    }
    assert_eq!(refused(make_user(&world, &other, "d").await), FULL);
    world.own(Operation::DeleteAppInstanceUser, &[&ulla], Value::Null).await.expect("deleted");
    make_user(&world, &own, "cy").await.expect("room for one");
    assert_eq!(refused(make_user(&world, &own, "di").await), FULL);
}

#[tokio::test]
async fn an_instance_has_its_channels_and_no_more() {
    let world = World::with("channels_per_instance = 2").await;
    let none = json!({});
    let one = arn(make_channel(&world, "one", &none).await, "ChannelArn");
    make_channel(&world, "two", &none).await.expect("made");
    assert_eq!(refused(make_channel(&world, "three", &none).await), FULL);
    assert_eq!(arn(make_channel(&world, "one", &none).await, "ChannelArn"), one, "the same token");
    let deleted = world.ask(Operation::DeleteChannel, &world.admin(), &[&one], Value::Null).await;
    deleted.expect("deleted");
    make_channel(&world, "three", &none).await.expect("room for one");
    assert_eq!(refused(make_channel(&world, "four", &none).await), FULL);
}

fn elastic(parts: u32, target: u32) -> Value {
    json!({"ElasticChannelConfiguration": {
        "MaximumSubChannels": parts, "TargetMembershipsPerSubChannel": target,
        "MinimumMembershipPercentage": 40,
    }})
}

#[tokio::test]
async fn an_instance_has_its_elastic_channels_and_no_more() {
    let world = World::with("elastic_channels_per_instance = 2").await;
    let one = arn(make_channel(&world, "one", &elastic(2, 2)).await, "ChannelArn");
    make_channel(&world, "two", &elastic(2, 2)).await.expect("made");
    assert_eq!(refused(make_channel(&world, "three", &elastic(2, 2)).await), FULL);
    make_channel(&world, "plain", &json!({})).await.expect("others are not counted");
    let deleted = world.ask(Operation::DeleteChannel, &world.admin(), &[&one], Value::Null).await;
    deleted.expect("deleted");
    make_channel(&world, "three", &elastic(2, 2)).await.expect("room for one");
    assert_eq!(refused(make_channel(&world, "four", &elastic(2, 2)).await), FULL);
}

#[tokio::test]
async fn sub_channels_are_no_more_and_no_larger_than_they_may_be() {
    let world = World::new().await;
    for (parts, target) in [(101, 2), (2, 1_001), (1, 2), (2, 1)] {
        let made = make_channel(&world, "arena", &elastic(parts, target)).await;
        assert_eq!(refused(made), "BadRequest", "{parts} of {target}");
    }
    make_channel(&world, "arena", &elastic(100, 1_000)).await.expect("all that there may be");
    let world = World::with("sub_channels = 3\nmembers_per_sub_channel = 4").await;
    assert_eq!(refused(make_channel(&world, "arena", &elastic(4, 4)).await), "BadRequest");
    assert_eq!(refused(make_channel(&world, "arena", &elastic(3, 5)).await), "BadRequest");
    make_channel(&world, "arena", &elastic(3, 4)).await.expect("made");
}

#[tokio::test]
async fn an_elastic_channel_that_is_full_takes_somebody_again_once_somebody_goes() {
    let world = World::new().await;
    let room = arn(make_channel(&world, "arena", &elastic(2, 2)).await, "ChannelArn");
    let people = world.people(["ann", "bo", "cy", "di", "ed", "flo"]).await;
    let [ann, bo, cy, di, ed, flo] = &people;
    for who in [ann, bo, cy] {
        join(&world, &room, who).await.expect("in");
    }
    let body = json!({"MemberArns": [di, ed, flo]});
    let operation = Operation::BatchCreateChannelMembership;
    let brought =
        world.ask(operation, &world.admin(), &[&room], body).await.expect("one of them").1;
    assert_eq!(brought["BatchChannelMemberships"]["Members"][0]["Arn"], di.as_str());
    let errors = brought["Errors"].as_array().expect("a list");
    let errors: Vec<_> = errors.iter().map(|one| (&one["MemberArn"], &one["ErrorCode"])).collect();
    assert_eq!(errors, [(&json!(ed), &json!(FULL)), (&json!(flo), &json!(FULL))]);
    leave(&world, &room, ann).await;
    join(&world, &room, ed).await.expect("room for one");
    assert_eq!(refused(join(&world, &room, flo).await), FULL);
}

#[tokio::test]
async fn a_channel_has_its_members_and_no_more_however_they_come() {
    let world = World::with("members_per_channel = 3").await;
    let [ulla, bo, cy] = world.people(["ulla", "bo", "cy"]).await;
    let crowd = make_channel(&world, "crowd", &json!({"MemberArns": [ulla, bo, cy]})).await;
    assert_eq!(refused(crowd), FULL, "with the founder");
    let room = world.room("main", json!({"MemberArns": [ulla]})).await;
    let body = json!({"MemberArns": [bo, cy]});
    let operation = Operation::BatchCreateChannelMembership;
    let brought =
        world.ask(operation, &world.admin(), &[&room], body).await.expect("one of them").1;
    assert_eq!(brought["BatchChannelMemberships"]["Members"][0]["Arn"], bo.as_str());
    let [error] = brought["Errors"].as_array().expect("a list").as_slice() else { panic!("one") };
    assert_eq!((&error["MemberArn"], &error["ErrorCode"]), (&json!(cy), &json!(FULL)));
    leave(&world, &room, &ulla).await;
    join(&world, &room, &cy).await.expect("room for one");
    assert_eq!(refused(join(&world, &room, &ulla).await), FULL);
}

#[tokio::test]
async fn a_user_is_in_as_many_channels_as_may_be() {
    let world = World::with("memberships_per_user = 2").await;
    let [ulla, bo] = world.people(["ulla", "bo"]).await;
    let [one, two] = ["one", "two"].map(|id| world.room_of(&ulla, id, json!({"MemberArns": [bo]})));
    let (one, _two) = (one.await, two.await);
    let third = world.room_body("three", &json!({"MemberArns": [bo]}));
    let made = world.ask(Operation::CreateChannel, &ulla, &[], third.clone()).await;
    assert_eq!(refused(made), FULL, "nobody founds a channel who cannot be in it");
    leave(&world, &one, &ulla).await;
    let made = world.ask(Operation::CreateChannel, &ulla, &[], third.clone()).await;
    assert_eq!(refused(made), FULL, "nor with somebody who cannot");
    leave(&world, &one, &bo).await;
    world.ask(Operation::CreateChannel, &ulla, &[], third).await.expect("room for one each");
}

#[tokio::test]
async fn who_is_an_admin_or_a_moderator_no_more_makes_room_for_another() {
    let world = World::with("admins_per_instance = 2\nmoderators_per_channel = 2").await;
    let [ulla, bo] = world.people(["ulla", "bo"]).await;
    let (room, instance) = (world.room("main", json!({})).await, world.instance());
    let admin = async |who: &Arn| {
        let body = json!({"AppInstanceAdminArn": who});
        world.own(Operation::CreateAppInstanceAdmin, &[&instance], body).await
    };
    let moderator = async |who: &Arn| {
        let body = json!({"ChannelModeratorArn": who});
        world.ask(Operation::CreateChannelModerator, &world.admin(), &[&room], body).await
    };
    admin(&ulla).await.expect("an admin");
    moderator(&ulla).await.expect("a moderator");
    assert_eq!((refused(admin(&bo).await), refused(moderator(&bo).await)), (FULL, FULL));
    let gone = world.own(Operation::DeleteAppInstanceAdmin, &[&instance, &ulla], Value::Null).await;
    gone.expect("no admin");
    let operation = Operation::DeleteChannelModerator;
    world.ask(operation, &world.admin(), &[&room, &ulla], Value::Null).await.expect("no moderator");
    admin(&bo).await.expect("room for one");
    moderator(&bo).await.expect("room for one");
}

#[tokio::test]
async fn an_instance_has_its_channel_flows_and_no_more() {
    let world = World::with("flows_per_instance = 2").await;
    let make = async |name: &str| {
        let body = json!({
            "AppInstanceArn": world.instance(), "Name": name, "ClientRequestToken": name,
            "Processors": [{
                "Name": "Review", "ExecutionOrder": 1, "FallbackAction": "ABORT",
                "Configuration":
                    {"Lambda": {"ResourceArn": "http://127.0.0.1:9/", "InvocationType": "ASYNC"}},
            }],
        });
        world.own(Operation::CreateChannelFlow, &[], body).await
    };
    let one = arn(make("one").await, "ChannelFlowArn");
    assert_eq!(one.kind(), Kind::Flow);
    make("two").await.expect("made");
    assert_eq!(refused(make("three").await), FULL);
    world.own(Operation::DeleteChannelFlow, &[&one], Value::Null).await.expect("deleted");
    make("three").await.expect("room for one");
}
