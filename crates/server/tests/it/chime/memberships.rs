//! Members: who comes in and how, who is listed, who hears of it.

use chirrup_server::chime::arn::Arn;
use chirrup_server::chime::operation::Operation;
use serde_json::{Value, json};

use super::world::{World, refused};

async fn join(
    world: &World,
    bearer: &Arn,
    channel: &Arn,
    member: &Arn,
    kind: &str,
) -> super::world::Answered {
    let body = json!({"MemberArn": member, "Type": kind});
    world.ask(Operation::CreateChannelMembership, bearer, &[channel], body).await
}

#[tokio::test]
async fn a_member_hears_of_the_own_coming_and_going() {
    let world = World::new().await;
    let [ulla, bo] = world.people(["ulla", "bo"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla]})).await;
    let (mut first, mut second) = (world.listen(&ulla).await, world.listen(&bo).await);
    let (status, made) = join(&world, &world.admin(), &room, &bo, "DEFAULT").await.expect("in");
    assert_eq!((status, &made["Member"]), (201, &json!({"Arn": bo, "Name": "BO"})));
    world.say(&room, &ulla, "welcome").await;
    let path = [room.as_str(), bo.as_str()];
    let left = world.get(Operation::DeleteChannelMembership, &bo, &path, &[]).await;
    assert_eq!(left.expect("out").0, 204);
    world.say(&room, &ulla, "he is gone").await;
    let came = ["CREATE_CHANNEL_MEMBERSHIP", "CREATE_CHANNEL_MESSAGE", "DELETE_CHANNEL_MEMBERSHIP"];
    assert_eq!(world.events(&mut second).await, came);
    let heard = world.heard(&mut first).await;
    assert_eq!(heard.len(), 4);
    assert_eq!(heard[2].1["InvitedBy"]["Arn"], world.admin().as_str());
    assert_eq!(heard[2].1["Type"], "DEFAULT");
}

#[tokio::test]
async fn who_may_bring_in_whom() {
    let world = World::new().await;
    let [ulla, bo, cy] = world.people(["ulla", "bo", "cy"]).await;
    let closed = world.room("closed", json!({"MemberArns": [ulla]})).await;
    let open = world.room("open", json!({"MemberArns": [ulla], "Mode": "UNRESTRICTED"})).await;
    let public = world.room("public", json!({"Privacy": "PUBLIC"})).await;
    assert_eq!(refused(join(&world, &ulla, &closed, &bo, "DEFAULT").await), "Forbidden");
    assert_eq!(refused(join(&world, &bo, &closed, &bo, "DEFAULT").await), "Forbidden");
    assert!(join(&world, &ulla, &open, &bo, "DEFAULT").await.is_ok(), "members of open channels");
    assert_eq!(refused(join(&world, &ulla, &open, &cy, "HIDDEN").await), "Forbidden");
    assert!(join(&world, &cy, &public, &cy, "DEFAULT").await.is_ok(), "oneself into a public one");
    assert_eq!(refused(join(&world, &cy, &public, &bo, "DEFAULT").await), "Forbidden");
    let admin = world.admin();
    assert_eq!(refused(join(&world, &admin, &open, &bo, "DEFAULT").await), "Conflict");
    assert_eq!(refused(join(&world, &admin, &open, &world.user("x"), "DEFAULT").await), "NotFound");
    assert_eq!(refused(join(&world, &admin, &open, &cy, "SECRET").await), "BadRequest");
    let body = json!({"MemberArn": cy});
    let untyped = world.ask(Operation::CreateChannelMembership, &admin, &[&open], body).await;
    assert_eq!(refused(untyped), "BadRequest", "Type is required");
    let path = [closed.as_str(), admin.as_str()];
    let kicked = world.get(Operation::DeleteChannelMembership, &ulla, &path, &[]).await;
    assert_eq!(refused(kicked), "Forbidden", "members of restricted channels take nobody out");
}

#[tokio::test]
async fn a_batch_tells_what_went_wrong_for_whom() {
    let world = World::new().await;
    let [ulla, bo, cy] = world.people(["ulla", "bo", "cy"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla]})).await;
    let ban = json!({"MemberArn": cy});
    world.ask(Operation::CreateChannelBan, &world.admin(), &[&room], ban).await.expect("banned");
    let mut ear = world.listen(&ulla).await;
    let body = json!({"MemberArns": [ulla, bo, cy, world.user("nobody"), "strange"]});
    let operation = Operation::BatchCreateChannelMembership;
    let (status, answer) =
        world.ask(operation, &world.admin(), &[&room], body).await.expect("a batch");
    assert_eq!(status, 200);
    let members = &answer["BatchChannelMemberships"]["Members"];
    assert_eq!(*members, json!([{"Arn": bo, "Name": "BO"}]));
    let errors: Vec<_> = answer["Errors"].as_array().expect("a list").iter().collect();
    let codes: Vec<_> = errors.iter().map(|error| error["ErrorCode"].as_str()).collect();
    let wanted = ["Conflict", "Forbidden", "NotFound", "BadRequest"].map(Some);
    assert_eq!(codes, wanted);
    assert_eq!(errors[0]["MemberArn"], ulla.as_str());
    let heard = world.heard(&mut ear).await;
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].0, "BATCH_CREATE_CHANNEL_MEMBERSHIP");
    let many: Vec<_> = (0..101).map(|number| world.user(&format!("u{number}"))).collect();
    let body = json!({"MemberArns": many});
    let refusal = world.ask(operation, &world.admin(), &[&room], body).await;
    assert_eq!(refused(refusal), "BadRequest", "101 at once");
}

#[tokio::test]
async fn hidden_members_watch_and_are_not_seen() {
    let world = World::new().await;
    let [ulla, spy] = world.people(["ulla", "spy"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla]})).await;
    let (mut seen, mut unseen) = (world.listen(&ulla).await, world.listen(&spy).await);
    join(&world, &world.admin(), &room, &spy, "HIDDEN").await.expect("in");
    world.say(&room, &ulla, "alone").await;
    assert_eq!(world.events(&mut seen).await, ["CREATE_CHANNEL_MESSAGE"]);
    assert_eq!(world.events(&mut unseen).await, ["CREATE_CHANNEL_MESSAGE"]);
    let list = async |who: &Arn, query: &[(&str, &str)]| {
        world.get(Operation::ListChannelMemberships, who, &[room.as_str()], query).await
    };
    let members = list(&ulla, &[]).await.expect("a list").1["ChannelMemberships"].clone();
    assert!(!members.to_string().contains("spy"), "{members}");
    assert_eq!(refused(list(&ulla, &[("type", "HIDDEN")]).await), "Forbidden");
    let hidden = list(&world.admin(), &[("type", "HIDDEN")]).await.expect("a list").1;
    assert_eq!(hidden["ChannelMemberships"][0]["Member"]["Arn"], spy.as_str());
    let path = [room.as_str(), spy.as_str()];
    let described = world.get(Operation::DescribeChannelMembership, &ulla, &path, &[]).await;
    assert_eq!(refused(described), "NotFound");
    let body = super::world::message("boo", "boo");
    let said = world.ask(Operation::SendChannelMessage, &spy, &[&room], body).await;
    assert_eq!(refused(said), "Forbidden");
}

#[tokio::test]
async fn a_user_s_channels_are_listed_with_how_far_they_are_read() {
    let world = World::new().await;
    let [ulla, bo] = world.people(["ulla", "bo"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla]})).await;
    world.room("second", json!({"MemberArns": [ulla]})).await;
    world
        .ask(Operation::UpdateChannelReadMarker, &ulla, &[&room], Value::Null)
        .await
        .expect("read");
    let list = async |who: &Arn, query: &[(&str, &str)]| {
        world.get(Operation::ListChannelMembershipsForAppInstanceUser, who, &[], query).await
    };
    let page = list(&ulla, &[("max-results", "1")]).await.expect("a list").1;
    let first = &page["ChannelMemberships"][0];
    assert_eq!(first["ChannelSummary"]["ChannelArn"], room.as_str());
    assert!(first["AppInstanceUserMembershipSummary"]["ReadMarkerTimestamp"].is_number());
    assert!(page["NextToken"].is_string());
    let of_ulla = [("app-instance-user-arn", ulla.as_str())];
    assert_eq!(refused(list(&bo, &of_ulla).await), "Forbidden");
    let all = list(&world.admin(), &of_ulla).await.expect("a list").1;
    assert_eq!(all["ChannelMemberships"].as_array().expect("a list").len(), 2);
    let path = [room.as_str()];
    let operation = Operation::DescribeChannelMembershipForAppInstanceUser;
    let described = world.get(operation, &ulla, &path, &of_ulla).await.expect("it").1;
    let summary = &described["ChannelMembership"]["ChannelSummary"];
    assert_eq!(summary["Name"], "Main stage");
    let marker = world.ask(Operation::UpdateChannelReadMarker, &bo, &[&room], Value::Null).await;
    assert_eq!(refused(marker), "Forbidden", "after joining");
}

#[tokio::test]
async fn preferences_are_kept_for_each_member() {
    let world = World::new().await;
    let [ulla, bo] = world.people(["ulla", "bo"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla, bo]})).await;
    let put = async |who: &Arn, rule: Value| {
        let push = json!({"AllowNotifications": "FILTERED", "FilterRule": rule});
        let body = json!({"Preferences": {"PushNotifications": push}});
        let operation = Operation::PutChannelMembershipPreferences;
        world.ask(operation, who, &[&room, &ulla], body).await
    };
    assert_eq!(refused(put(&bo, json!("{}")).await), "Forbidden");
    assert_eq!(refused(put(&ulla, json!("no rule")).await), "BadRequest");
    assert_eq!(refused(put(&ulla, Value::Null).await), "BadRequest");
    let complex = json!({"mention": vec!["ulla"; 20]}).to_string();
    assert_eq!(refused(put(&ulla, json!(complex)).await), "BadRequest");
    put(&ulla, json!("{\"type\":[\"mention\"]}")).await.expect("kept");
    let operation = Operation::GetChannelMembershipPreferences;
    let got = world.ask(operation, &ulla, &[&room, &ulla], Value::Null).await.expect("them").1;
    assert_eq!(got["Preferences"]["PushNotifications"]["AllowNotifications"], "FILTERED");
}

#[tokio::test]
async fn quotas_hold() {
    let world = World::with("members_per_channel = 2\nmemberships_per_user = 2").await;
    let [ulla, bo] = world.people(["ulla", "bo"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla]})).await;
    let admin = world.admin();
    let full = join(&world, &admin, &room, &bo, "DEFAULT").await;
    assert_eq!(refused(full), "ResourceLimitExceeded", "two are in it");
    world.room_of(&bo, "second", json!({"MemberArns": [ulla]})).await;
    let [cy] = world.people(["cy"]).await;
    let third = world.room_of(&cy, "third", json!({})).await;
    assert_eq!(refused(join(&world, &cy, &third, &ulla, "DEFAULT").await), "ResourceLimitExceeded");
}
