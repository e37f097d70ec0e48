//! Bans: who is banned is out and stays out, until the ban is lifted.

use chirrup_server::chime::arn::Arn;
use chirrup_server::chime::operation::Operation;
use serde_json::{Value, json};

use super::world::{World, refused};

#[tokio::test]
async fn a_ban_takes_out_and_keeps_out() {
    let world = World::new().await;
    let [ulla, bo] = world.people(["ulla", "bo"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla, bo], "Privacy": "PUBLIC"})).await;
    let (mut ear, mut others) = (world.listen(&bo).await, world.listen(&ulla).await);
    let ban = async |who: &Arn, member: &Arn| {
        let body = json!({"MemberArn": member});
        world.ask(Operation::CreateChannelBan, who, &[&room], body).await
    };
    assert_eq!(refused(ban(&ulla, &bo).await), "Forbidden");
    let (status, answer) = ban(&world.admin(), &bo).await.expect("banned");
    assert_eq!((status, &answer["Member"]["Arn"]), (201, &json!(bo)));
    assert_eq!(refused(ban(&world.admin(), &bo).await), "Conflict");
    assert_eq!(world.events(&mut ear).await, ["DELETE_CHANNEL_MEMBERSHIP"]);
    assert_eq!(world.events(&mut others).await, ["DELETE_CHANNEL_MEMBERSHIP"]);
    let join = async |who: &Arn| {
        let body = json!({"MemberArn": bo, "Type": "DEFAULT"});
        world.ask(Operation::CreateChannelMembership, who, &[&room], body).await
    };
    assert_eq!(refused(join(&bo).await), "Forbidden");
    assert_eq!(refused(join(&world.admin()).await), "Forbidden", "whoever asks");
    let said = super::world::message("still here", "still-here");
    let said = world.ask(Operation::SendChannelMessage, &bo, &[&room], said).await;
    assert_eq!(refused(said), "Forbidden");
    let bans = world.ask(Operation::ListChannelBans, &world.admin(), &[&room], Value::Null).await;
    assert_eq!(bans.expect("a list").1["ChannelBans"][0]["Member"]["Arn"], bo.as_str());
    let path = [room.as_str(), bo.as_str()];
    let admin = world.admin();
    let described = world.get(Operation::DescribeChannelBan, &admin, &path, &[]).await;
    assert_eq!(described.expect("it").1["ChannelBan"]["CreatedBy"]["Arn"], admin.as_str());
    let lifted = world.get(Operation::DeleteChannelBan, &admin, &path, &[]).await;
    assert_eq!(lifted.expect("lifted").0, 204);
    assert!(join(&bo).await.is_ok());
}

#[tokio::test]
async fn who_moderates_cannot_be_banned() {
    let world = World::new().await;
    let [ulla, bo] = world.people(["ulla", "bo"]).await;
    let room = world.room("main", json!({"ModeratorArns": [ulla, bo]})).await;
    for member in [&bo, &world.admin()] {
        let body = json!({"MemberArn": member});
        let ban = world.ask(Operation::CreateChannelBan, &ulla, &[&room], body).await;
        assert_eq!(refused(ban), "Forbidden", "{member}");
    }
}
