//! Large channels: a call costs what it answers, not what is stored. The store itself notices statements that
//! read a table from end to end; here are enough rows for it to do so.

use chirrup_server::chime::arn::{Arn, Kind};
use chirrup_server::chime::domain::record::{MemberType, WHOLE};
use chirrup_server::chime::operation::Operation;
use chirrup_server::store::{MarkKind, NewMembership, NewUser, StoreError, Tx};
use serde_json::{Value, json};

use super::world::{World, message};

const MEMBERS: usize = 1_000;
const MESSAGES: usize = 1_000;

/// What a thousand calls would make, in one transaction.
async fn fill(world: &World, room: &Arn) {
    let (room, admin) = (room.clone(), world.admin());
    let fill = move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
        let (chime, at) = (tx.chime(), tx.now());
        let channel = chime.channel(&room)?.expect("a channel").seq;
        let owner = chime.user(&admin)?.expect("a user");
        for number in 0..MEMBERS {
            let arn = room.sibling(Kind::User, &format!("fan-{number}")).expect("an ARN");
            let member = chime.add_user(&NewUser {
                instance: owner.instance,
                arn: &arn,
                name: "Fan",
                metadata: None,
                request: None,
                at,
            })?;
            let (kind, invited_by) = (MemberType::Default, owner.seq);
            let part = WHOLE;
            chime.add_membership(&NewMembership { channel, part, member, kind, invited_by, at })?;
            if number % 3 == 0 {
                chime.add_mark(MarkKind::Moderator, channel, member, owner.seq, at)?;
            }
        }
        Ok(())
    };
    world.app.store.write(fill).await.expect("filled");
}

#[tokio::test]
async fn no_call_reads_a_table_from_end_to_end() {
    let world = World::new().await;
    let admin = world.admin();
    let room = world.room("main", json!({"Privacy": "PUBLIC"})).await;
    let [ulla] = world.people(["ulla"]).await;
    fill(&world, &room).await;
    for number in 0..300 {
        world.room(&format!("room-{number}"), json!({"Privacy": "PUBLIC"})).await;
    }
    world.add(&room, &ulla).await;
    let mut id = String::new();
    for number in 0..MESSAGES {
        let mut body = message("hi", &format!("token-{number}"));
        if number % 2 == 0 {
            body["Target"] = json!([{"MemberArn": world.user("fan-1")}]);
        }
        let sent = world.ask(Operation::SendChannelMessage, &ulla, &[&room], body).await;
        id = sent.expect("sent").1["MessageId"].as_str().expect("an id").to_owned();
    }
    let instance = world.instance();
    let here = [room.as_str()];
    let it = [room.as_str(), id.as_str()];
    let somebody = [room.as_str(), ulla.as_str()];
    let of_instance = [("app-instance-arn", instance.as_str())];
    for (operation, path, query) in [
        (Operation::ListChannelMessages, &here[..], &[][..]),
        (Operation::GetChannelMessage, &it, &[]),
        (Operation::ListChannelMemberships, &here, &[]),
        (Operation::DescribeChannelMembership, &somebody, &[]),
        (Operation::ListChannelModerators, &here, &[]),
        (Operation::ListChannelBans, &here, &[]),
        (Operation::ListChannels, &[], &of_instance),
        (Operation::ListChannelsModeratedByAppInstanceUser, &[], &[]),
        (Operation::ListChannelMembershipsForAppInstanceUser, &[], &[]),
        (Operation::DescribeChannel, &here, &[]),
        (Operation::DeleteChannelMessage, &it, &[]),
        (Operation::DeleteChannelMembership, &somebody, &[]),
    ] {
        let bearer = if operation == Operation::GetChannelMessage { &ulla } else { &admin };
        let answer = world.get(operation, bearer, path, query).await;
        assert!(answer.is_ok(), "{operation:?}: {answer:?}");
    }
    let fan = world.user("fan-1");
    let body = json!({"MemberArn": fan});
    world.ask(Operation::CreateChannelBan, &admin, &[&room], body).await.expect("banned");
    let values = json!([world.user("fan-2"), world.user("fan-3")]);
    let fields = json!([{"Key": "MEMBERS", "Operator": "INCLUDES", "Values": values}]);
    let search = world.ask(Operation::SearchChannels, &admin, &[], json!({"Fields": fields})).await;
    assert_eq!(search.expect("a list").1["Channels"].as_array().map(Vec::len), Some(1));
    world.own(Operation::DeleteAppInstanceUser, &[&ulla], Value::Null).await.expect("deleted");
    let days = json!({"ChannelRetentionSettings": {"RetentionDays": 1}});
    let body = json!({"AppInstanceRetentionSettings": days});
    let operation = Operation::PutAppInstanceRetentionSettings;
    world.own(operation, &[&instance], body).await.expect("kept");
    world.days_later(1).await;
    assert!(world.messages(&room, &admin).await.is_empty());
    world.ask(Operation::DeleteChannel, &admin, &[&room], Value::Null).await.expect("deleted");
    world.days_later(0).await;
}
