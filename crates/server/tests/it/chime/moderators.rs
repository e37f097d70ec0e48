//! Moderators and admins: whose word counts, and who may ask.

use chirrup_server::chime::arn::Arn;
use chirrup_server::chime::call::{Caller, Principal};
use chirrup_server::chime::operation::Operation;
use serde_json::{Value, json};

use super::world::{World, refused};

#[tokio::test]
async fn moderators_are_made_listed_and_unmade() {
    let world = World::with("moderators_per_channel = 2").await;
    let [ulla, bo, cy] = world.people(["ulla", "bo", "cy"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla, cy]})).await;
    let make = async |who: &Arn, moderator: &Arn| {
        let body = json!({"ChannelModeratorArn": moderator});
        world.ask(Operation::CreateChannelModerator, who, &[&room], body).await
    };
    assert_eq!(refused(make(&ulla, &ulla).await), "Forbidden");
    let (status, answer) = make(&world.admin(), &ulla).await.expect("made");
    assert_eq!((status, &answer["ChannelModerator"]["Arn"]), (201, &json!(ulla)));
    assert_eq!(refused(make(&ulla, &ulla).await), "Conflict");
    assert_eq!(refused(make(&ulla, &bo).await), "ResourceLimitExceeded");
    let listed = world.ask(Operation::ListChannelModerators, &cy, &[&room], Value::Null).await;
    let listed = listed.expect("a list").1["ChannelModerators"].clone();
    assert_eq!(listed.as_array().expect("a list").len(), 2, "members may ask");
    let path = [room.as_str(), ulla.as_str()];
    let described = world.get(Operation::DescribeChannelModerator, &ulla, &path, &[]).await;
    let described = described.expect("it").1["ChannelModerator"].clone();
    assert_eq!(described["CreatedBy"]["Arn"], world.admin().as_str());
    let moderated =
        world.get(Operation::ListChannelsModeratedByAppInstanceUser, &ulla, &[], &[]).await;
    let moderated = moderated.expect("a list").1["Channels"][0].clone();
    assert_eq!(moderated["ChannelSummary"]["ChannelArn"], room.as_str());
    let of_ulla = [("app-instance-user-arn", ulla.as_str())];
    let operation = Operation::DescribeChannelModeratedByAppInstanceUser;
    let one = world.get(operation, &ulla, &[room.as_str()], &of_ulla).await.expect("it").1;
    assert_eq!(one["Channel"]["ChannelSummary"]["Name"], "Main stage");
    let unmade = world.get(Operation::DeleteChannelModerator, &world.admin(), &path, &[]).await;
    assert_eq!(unmade.expect("unmade").0, 204);
    let gone = world.get(Operation::DescribeChannelModerator, &world.admin(), &path, &[]).await;
    assert_eq!(refused(gone), "NotFound");
}

#[tokio::test]
async fn admins_are_made_and_fans_may_ask_who_they_are() {
    let world = World::with("admins_per_instance = 2").await;
    let [ulla, bo] = world.people(["ulla", "bo"]).await;
    let instance = world.instance();
    let room = world.room("main", json!({})).await;
    let make = async |who: &Arn| {
        let body = json!({"AppInstanceAdminArn": who});
        world.own(Operation::CreateAppInstanceAdmin, &[&instance], body).await
    };
    let describe =
        async || world.ask(Operation::DescribeChannel, &ulla, &[&room], Value::Null).await;
    assert_eq!(refused(describe().await), "Forbidden");
    assert_eq!(make(&ulla).await.expect("made").0, 201);
    assert!(describe().await.is_ok(), "an admin sees all channels");
    assert_eq!(refused(make(&ulla).await), "Conflict");
    assert_eq!(refused(make(&bo).await), "ResourceLimitExceeded");
    let as_fan = async |operation| {
        let caller = Caller { principal: Principal::User(bo.clone()), bearer: None };
        world.call_as(operation, caller, &[instance.as_str()], &[], Value::Null).await
    };
    let admins = as_fan(Operation::ListAppInstanceAdmins).await.expect("a list").1;
    assert_eq!(admins["AppInstanceAdmins"].as_array().expect("a list").len(), 2);
    assert_eq!(refused(as_fan(Operation::UpdateAppInstance).await), "BadRequest");
    assert_eq!(refused(as_fan(Operation::DeleteAppInstance).await), "Forbidden");
    let path = [&instance, &ulla];
    let unmade = world.own(Operation::DeleteAppInstanceAdmin, &path, Value::Null).await;
    assert_eq!(unmade.expect("unmade").0, 204);
    assert_eq!(refused(describe().await), "Forbidden");
}
