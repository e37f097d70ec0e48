//! Elastic channels: members are put into sub-channels, moved when one becomes small, and hear only theirs.

use chirrup_server::chime::arn::Arn;
use chirrup_server::chime::operation::Operation;
use serde_json::{Value, json};

use super::world::{World, message, refused};

fn elastic() -> Value {
    json!({"ElasticChannelConfiguration": {
        "MaximumSubChannels": 3, "TargetMembershipsPerSubChannel": 3,
        "MinimumMembershipPercentage": 40,
    }})
}

async fn join(world: &World, room: &Arn, id: &str) -> String {
    world.people([id]).await;
    let body = json!({"MemberArn": world.user(id), "Type": "DEFAULT"});
    let operation = Operation::CreateChannelMembership;
    let joined = world.ask(operation, &world.admin(), &[room], body).await.expect("in").1;
    joined["SubChannelId"].as_str().expect("a part").to_owned()
}

async fn parts(world: &World, room: &Arn) -> Vec<u64> {
    let listed = world.ask(Operation::ListSubChannels, &world.admin(), &[room], Value::Null).await;
    let listed = listed.expect("a list").1;
    let parts = listed["SubChannels"].as_array().expect("a list");
    parts.iter().map(|part| part["MembershipCount"].as_u64().expect("a number")).collect()
}

#[tokio::test]
async fn members_fill_sub_channels_until_all_are_full() {
    let world = World::new().await;
    let room = world.room("arena", elastic()).await;
    let mut seen = Vec::new();
    for id in ["a", "b", "c", "d", "e", "f", "g", "h", "i"] {
        seen.push(join(&world, &room, id).await);
    }
    assert!(seen[0] == seen[2] && seen[2] != seen[3] && seen[5] != seen[6]);
    assert_eq!(parts(&world, &room).await, [3, 3, 3]);
    world.people(["j"]).await;
    let body = json!({"MemberArn": world.user("j"), "Type": "DEFAULT"});
    let full = world.ask(Operation::CreateChannelMembership, &world.admin(), &[&room], body).await;
    assert_eq!(refused(full), "ResourceLimitExceeded");
    let of_member =
        world.ask(Operation::ListSubChannels, &world.user("a"), &[&room], Value::Null).await;
    assert_eq!(refused(of_member), "Forbidden");
}

#[tokio::test]
async fn messages_stay_in_their_sub_channel() {
    let world = World::new().await;
    let room = world.room("arena", elastic()).await;
    let mut seen = Vec::new();
    for id in ["a", "b", "c", "d"] {
        seen.push(join(&world, &room, id).await);
    }
    let (mut near, mut far) =
        (world.listen(&world.user("b")).await, world.listen(&world.user("d")).await);
    let a = world.user("a");
    let send = async |part: Option<&str>| {
        let mut body = message("hi", "token");
        body["SubChannelId"] = json!(part);
        world.ask(Operation::SendChannelMessage, &a, &[&room], body).await
    };
    assert_eq!(refused(send(None).await), "BadRequest", "SubChannelId is required");
    assert_eq!(refused(send(Some(&seen[3])).await), "Forbidden", "another's");
    let answer = send(Some(&seen[0])).await.expect("sent").1;
    assert_eq!(answer["SubChannelId"], seen[0].as_str());
    assert_eq!(world.events(&mut near).await, ["CREATE_CHANNEL_MESSAGE"]);
    assert!(world.events(&mut far).await.is_empty());
    assert_eq!(world.texts(&room, &world.user("c")).await, ["hi"], "the own part is meant");
    assert!(world.texts(&room, &world.user("d")).await.is_empty());
    let path = [room.as_str()];
    let query = [("sub-channel-id", seen[0].as_str())];
    let peek = world.get(Operation::ListChannelMessages, &world.user("d"), &path, &query).await;
    assert_eq!(refused(peek), "Forbidden");
    let of_admin = world.get(Operation::ListChannelMessages, &world.admin(), &path, &query).await;
    assert_eq!(of_admin.expect("a list").1["ChannelMessages"].as_array().map(Vec::len), Some(1));
    let mark = world.ask(Operation::UpdateChannelReadMarker, &a, &[&room], Value::Null).await;
    assert_eq!(refused(mark), "BadRequest", "no read markers");
}

#[tokio::test]
async fn a_small_sub_channel_is_given_up_and_who_was_in_it_is_told() {
    let world = World::new().await;
    let room = world.room("arena", elastic()).await;
    let mut seen = Vec::new();
    for id in ["a", "b", "c", "d", "e"] {
        seen.push(join(&world, &room, id).await);
    }
    // The admin moderates, and joins the part that will be given up.
    let admin = world.admin();
    let body = json!({"MemberArn": admin, "Type": "DEFAULT", "SubChannelId": seen[4]});
    world.ask(Operation::CreateChannelMembership, &admin, &[&room], body).await.expect("in");
    assert_eq!(parts(&world, &room).await, [3, 3]);
    let e = world.user("e");
    let (mut moved, mut near) = (world.listen(&e).await, world.listen(&world.user("b")).await);
    let mut staff = world.listen(&admin).await;
    for id in ["a", "d"] {
        let path = [room.as_str(), &world.user(id).to_string()].map(str::to_owned);
        let path = [path[0].as_str(), path[1].as_str()];
        let who = world.user(id);
        world.get(Operation::DeleteChannelMembership, &who, &path, &[]).await.expect("out");
    }
    world.days_later(0).await;
    assert_eq!(parts(&world, &room).await, [3], "one member of 3 is less than 40 %, rounded up");
    let heard = world.heard(&mut moved).await;
    let events: Vec<_> = heard.iter().map(|(event, _)| event.as_str()).collect();
    assert_eq!(events, ["DELETE_CHANNEL_MEMBERSHIP", "UPDATE_CHANNEL_MEMBERSHIP"]);
    assert_eq!(heard[1].1["SubChannelId"], seen[0].as_str());
    assert_eq!(world.events(&mut near).await, ["DELETE_CHANNEL_MEMBERSHIP"], "not of the move");
    let told = world.events(&mut staff).await;
    let wanted = ["DELETE_CHANNEL_MEMBERSHIP", "DELETE_CHANNEL_MEMBERSHIP subchannel_DELETED"];
    assert_eq!(told, wanted);
    let mut body = message("over here", "token");
    body["SubChannelId"] = json!(seen[0]);
    world.ask(Operation::SendChannelMessage, &e, &[&room], body).await.expect("sent");
    assert_eq!(world.events(&mut moved).await, ["CREATE_CHANNEL_MESSAGE"], "it hears the new part");
}

#[tokio::test]
async fn elastic_channels_have_rules_of_their_own() {
    let world = World::new().await;
    let [ulla] = world.people(["ulla"]).await;
    let with = |more: Value| {
        let mut body = world.room_body("arena", &elastic());
        for (name, value) in more.as_object().expect("an object") {
            body[name] = value.clone();
        }
        body
    };
    let percentage = |percentage: u32| {
        json!({"ElasticChannelConfiguration": {
            "MaximumSubChannels": 2, "TargetMembershipsPerSubChannel": 2,
            "MinimumMembershipPercentage": percentage,
        }})
    };
    let admin = world.admin();
    let make = async |body: Value| world.ask(Operation::CreateChannel, &admin, &[], body).await;
    assert_eq!(refused(make(with(json!({"Mode": "UNRESTRICTED"}))).await), "BadRequest");
    assert_eq!(refused(make(with(json!({"MemberArns": [ulla]}))).await), "BadRequest");
    assert_eq!(refused(make(with(percentage(41))).await), "BadRequest");
    make(with(json!({}))).await.expect("made");
    let second = with(json!({"ChannelId": "second", "ClientRequestToken": "second"}));
    assert_eq!(refused(make(second).await), "ResourceLimitExceeded", "one per instance");
    let room = world.channel("arena");
    assert!(parts(&world, &room).await.is_empty(), "who makes it only moderates it");
    let body = json!({"MemberArn": ulla, "Type": "HIDDEN"});
    let hidden = world.ask(Operation::CreateChannelMembership, &admin, &[&room], body).await;
    assert_eq!(refused(hidden), "BadRequest");
    let body = json!({"MemberArn": ulla, "Type": "DEFAULT", "SubChannelId": "mine"});
    let chosen = world.ask(Operation::CreateChannelMembership, &admin, &[&room], body).await;
    assert_eq!(refused(chosen), "BadRequest", "members are put somewhere");
}

#[tokio::test]
async fn who_moderates_hears_and_leaves_all_sub_channels_they_joined() {
    // Joining a second sub-channel once made a moderator deaf for the first.
    let world = World::new().await;
    let room = world.room("arena", elastic()).await;
    let mut seen = Vec::new();
    for id in ["a", "b", "c", "d", "mod"] {
        seen.push(join(&world, &room, id).await);
    }
    let (admin, moderator) = (world.admin(), world.user("mod"));
    let mut ear = world.listen(&moderator).await;
    let body = json!({"ChannelModeratorArn": moderator});
    world.ask(Operation::CreateChannelModerator, &admin, &[&room], body).await.expect("made");
    let events = world.events(&mut ear).await;
    assert_eq!(events, ["DELETE_CHANNEL_MEMBERSHIP"], "who is promoted is put anew");
    let parts = [seen[0].clone(), seen[3].clone()];
    for part in &parts {
        let body = json!({"MemberArn": moderator, "Type": "DEFAULT", "SubChannelId": part});
        let operation = Operation::CreateChannelMembership;
        world.ask(operation, &moderator, &[&room], body).await.expect("in");
    }
    // Whoever connects now hears both as well.
    let mut later = world.listen(&moderator).await;
    assert_eq!(world.events(&mut ear).await.len(), 2);
    for (id, part) in [("a", &parts[0]), ("d", &parts[1])] {
        let mut body = message(id, &format!("token-{id}"));
        body["SubChannelId"] = json!(part);
        let who = world.user(id);
        world.ask(Operation::SendChannelMessage, &who, &[&room], body).await.expect("sent");
    }
    for ear in [&mut ear, &mut later] {
        let heard = world.heard(ear).await;
        let texts: Vec<_> = heard.iter().map(|(_, message)| message["Content"].clone()).collect();
        assert_eq!(texts, ["a", "d"]);
    }
    assert_eq!(world.app.chime.hub.watching(&room), 1);
    let rename = json!({"Name": "Arena", "Mode": "RESTRICTED"});
    world.ask(Operation::UpdateChannel, &admin, &[&room], rename).await.expect("renamed");
    assert_eq!(world.events(&mut ear).await, ["UPDATE_CHANNEL"], "once, not once for each part");
    let path = [room.as_str(), moderator.as_str()];
    let left = world.get(Operation::DeleteChannelMembership, &moderator, &path, &[]).await;
    assert_eq!(left.expect("out").0, 204, "without a SubChannelId: out of all");
    assert_eq!(world.events(&mut ear).await, ["DELETE_CHANNEL_MEMBERSHIP"; 2]);
    assert_eq!(world.app.chime.hub.watching(&room), 0);
}
