//! Channel flows: a processor looks at messages first, over HTTP.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use chirrup_server::chime::arn::Arn;
use chirrup_server::chime::call::{Caller, Principal};
use chirrup_server::chime::operation::Operation;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::world::{Answered, World, message, refused};

/// Somebody whom the server calls.
struct Processor {
    url: String,
    calls: mpsc::UnboundedReceiver<Value>,
    status: Arc<AtomicU16>,
    count: Arc<AtomicUsize>,
}

impl Processor {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/look", listener.local_addr().expect("an address"));
        let (sender, calls) = mpsc::unbounded_channel();
        let status = Arc::new(AtomicU16::new(200));
        let count = Arc::new(AtomicUsize::new(0));
        let (answer, counted) = (Arc::clone(&status), Arc::clone(&count));
        let look = move |body: String| async move {
            counted.fetch_add(1, Ordering::SeqCst);
            drop(sender.send(serde_json::from_str(&body).expect("JSON")));
            StatusCode::from_u16(answer.load(Ordering::SeqCst)).expect("a status")
        };
        let router = Router::new().route("/look", post(look));
        tokio::spawn(async move { drop(axum::serve(listener, router).await) });
        Self { url, calls, status, count }
    }

    async fn call(&mut self) -> Value {
        let call = tokio::time::timeout(crate::support::PATIENCE, self.calls.recv()).await;
        call.expect("in time").expect("a call")
    }
}

fn processors(url: &str, fallback: &str) -> Value {
    json!([{
        "Name": "Review",
        "Configuration": {"Lambda": {"ResourceArn": url, "InvocationType": "ASYNC"}},
        "ExecutionOrder": 1, "FallbackAction": fallback,
    }])
}

async fn make_flow(world: &World, url: &str, fallback: &str) -> Arn {
    let body = json!({
        "AppInstanceArn": world.instance(), "Name": "Review",
        "Processors": processors(url, fallback), "ClientRequestToken": format!("flow-{fallback}"),
    });
    let made = world.own(Operation::CreateChannelFlow, &[], body).await.expect("a flow").1;
    Arn::parse(made["ChannelFlowArn"].as_str().expect("a text")).expect("an ARN")
}

async fn associate(world: &World, room: &Arn, flow: &Arn) {
    let body = json!({"ChannelFlowArn": flow});
    let done = world.ask(Operation::AssociateChannelFlow, &world.admin(), &[room], body).await;
    assert_eq!(done.expect("associated").0, 200);
}

async fn call_back(world: &World, room: &Arn, call: &Value, more: Value, deny: bool) -> Answered {
    let mut said = more;
    said["MessageId"] = call["ChannelMessage"]["MessageId"].clone();
    let body = json!({
        "CallbackId": call["CallbackId"], "ChannelMessage": said, "DeleteResource": deny,
    });
    world.own(Operation::ChannelFlowCallback, &[room], body).await
}

/// A room with a flow, in which Ulla speaks and Bo listens.
async fn reviewed(world: &World, url: &str, fallback: &str) -> (Arn, Arn, Arn) {
    let [ulla, bo] = world.people(["ulla", "bo"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla, bo]})).await;
    let flow = make_flow(world, url, fallback).await;
    associate(world, &room, &flow).await;
    (room, ulla, bo)
}

#[tokio::test]
async fn a_message_waits_for_its_processor_and_is_sent_as_it_says() {
    let world = World::new().await;
    world.start_background();
    let mut processor = Processor::start().await;
    let (room, ulla, bo) = reviewed(&world, &processor.url, "ABORT").await;
    let (mut own, mut other) = (world.listen(&ulla).await, world.listen(&bo).await);
    let body = message("damn good", "token");
    let sent = world.ask(Operation::SendChannelMessage, &ulla, &[&room], body).await.expect("sent");
    assert_eq!(sent.1["Status"]["Value"], "PENDING");
    assert_eq!(own.next().await.0, "PENDING_CREATE_CHANNEL_MESSAGE");
    let call = processor.call().await;
    assert_eq!(call["EventType"], "CHANNEL_MESSAGE_EVENT");
    assert_eq!(call["ChannelMessage"]["Content"], "damn good");
    assert_eq!(world.texts(&room, &ulla).await, ["damn good"], "the sender sees what waits");
    assert!(world.texts(&room, &bo).await.is_empty(), "nobody else does");
    world.say(&room, &world.admin(), "meanwhile").await;
    processor.call().await;
    let more = json!({"Content": "very good"});
    assert_eq!(call_back(&world, &room, &call, more.clone(), false).await.expect("taken").0, 200);
    let (event, heard) = other.next().await;
    assert_eq!(
        (event.as_str(), &heard["Content"]),
        ("CREATE_CHANNEL_MESSAGE", &json!("very good"))
    );
    assert_eq!(heard["Status"]["Value"], "SENT");
    assert_eq!(own.next().await.0, "CREATE_CHANNEL_MESSAGE");
    assert_eq!(world.texts(&room, &bo).await, ["very good"]);
    let again = call_back(&world, &room, &call, more, false).await;
    assert_eq!(refused(again), "Conflict", "once");
    world.stop().await;
}

#[tokio::test]
async fn a_denied_message_vanishes_and_only_its_sender_hears_of_it() {
    let world = World::new().await;
    world.start_background();
    let mut processor = Processor::start().await;
    let (room, ulla, bo) = reviewed(&world, &processor.url, "CONTINUE").await;
    let (mut own, mut other) = (world.listen(&ulla).await, world.listen(&bo).await);
    let id = world.say(&room, &ulla, "spam").await;
    let call = processor.call().await;
    let fan = Caller { principal: Principal::User(bo.clone()), bearer: None };
    let body = json!({
        "CallbackId": call["CallbackId"], "ChannelMessage": {"MessageId": id}, "DeleteResource": true,
    });
    let path = [room.as_str()];
    let forged = world.call_as(Operation::ChannelFlowCallback, fan, &path, &[], body).await;
    assert_eq!(refused(forged), "Forbidden");
    call_back(&world, &room, &call, json!({}), true).await.expect("taken");
    let heard = world.heard(&mut own).await;
    let events: Vec<_> = heard.iter().map(|(event, _)| event.as_str()).collect();
    assert_eq!(events, ["PENDING_CREATE_CHANNEL_MESSAGE", "DENIED_CREATE_CHANNEL_MESSAGE"]);
    assert!(world.heard(&mut other).await.is_empty());
    assert!(world.messages(&room, &ulla).await.is_empty());
    let path = [room.as_str(), id.as_str()];
    let status = world.get(Operation::GetChannelMessageStatus, &ulla, &path, &[]).await;
    assert_eq!(refused(status), "Forbidden", "denied messages are not kept");
    world.stop().await;
}

#[tokio::test]
async fn an_edit_waits_while_the_message_stays_as_it_is() {
    let world = World::new().await;
    let [ulla, bo] = world.people(["ulla", "bo"]).await;
    let room = world.room("main", json!({"MemberArns": [ulla, bo]})).await;
    let id = world.say(&room, &ulla, "first").await;
    world.start_background();
    let mut processor = Processor::start().await;
    let flow = make_flow(&world, &processor.url, "ABORT").await;
    associate(&world, &room, &flow).await;
    let mut own = world.listen(&ulla).await;
    let edit = async |text: &str| {
        let path = [room.as_str(), id.as_str()];
        let body = json!({"Content": text});
        world.call(Operation::UpdateChannelMessage, Some(&ulla), &path, &[], body).await
    };
    assert_eq!(edit("second").await.expect("taken").1["Status"]["Value"], "PENDING");
    assert_eq!(refused(edit("third").await), "Conflict", "one edit at a time");
    let call = processor.call().await;
    assert_eq!(world.texts(&room, &bo).await, ["first"]);
    call_back(&world, &room, &call, json!({}), false).await.expect("taken");
    assert_eq!(world.texts(&room, &bo).await, ["second"]);
    let events = world.events(&mut own).await;
    assert_eq!(events, ["PENDING_UPDATE_CHANNEL_MESSAGE", "UPDATE_CHANNEL_MESSAGE"]);
    world.stop().await;
}

#[tokio::test]
async fn an_unreachable_processor_is_called_again_and_then_the_flow_decides() {
    for (fallback, event) in
        [("ABORT", "FAILED_CREATE_CHANNEL_MESSAGE"), ("CONTINUE", "CREATE_CHANNEL_MESSAGE")]
    {
        let world = World::new().await;
        world.start_background();
        let processor = Processor::start().await;
        processor.status.store(503, Ordering::SeqCst);
        let (room, ulla, bo) = reviewed(&world, &processor.url, fallback).await;
        let mut own = world.listen(&ulla).await;
        let id = world.say(&room, &ulla, "hello").await;
        assert_eq!(own.next().await.0, "PENDING_CREATE_CHANNEL_MESSAGE");
        assert_eq!(own.next().await.0, event);
        assert_eq!(processor.count.load(Ordering::SeqCst), 3);
        let path = [room.as_str(), id.as_str()];
        let status = world.get(Operation::GetChannelMessageStatus, &ulla, &path, &[]).await;
        let wanted = if fallback == "ABORT" { "FAILED" } else { "SENT" };
        assert_eq!(status.expect("a status").1["Status"]["Value"], wanted);
        assert_eq!(world.texts(&room, &bo).await.len(), usize::from(fallback == "CONTINUE"));
        world.stop().await;
    }
}

#[tokio::test]
async fn what_waits_survives_a_restart_and_48_hours_are_enough() {
    let world = World::new().await;
    let mut processor = Processor::start().await;
    let (room, ulla, _) = reviewed(&world, &processor.url, "CONTINUE").await;
    world.say(&room, &ulla, "patient").await;
    let mut body = message("fleeting", "fleeting");
    body["Persistence"] = json!("NON_PERSISTENT");
    world.ask(Operation::SendChannelMessage, &ulla, &[&room], body).await.expect("sent");
    let data = world.stop().await;
    let world = World::over(data).await;
    world.start_background();
    let mut own = world.listen(&ulla).await;
    let calls = [processor.call().await, processor.call().await];
    let fleeting = calls.iter().find(|call| call["ChannelMessage"]["Content"] == "fleeting");
    call_back(&world, &room, fleeting.expect("it"), json!({}), false).await.expect("taken");
    assert_eq!(own.next().await.1["Content"], "fleeting");
    assert_eq!(world.texts(&room, &ulla).await, ["patient"]);
    world.days_later(2).await;
    assert_eq!(own.next().await.0, "FAILED_CREATE_CHANNEL_MESSAGE");
    world.stop().await;
}

#[tokio::test]
async fn flows_are_managed_by_admins() {
    let world = World::with("flows_per_instance = 1").await;
    let [ulla] = world.people(["ulla"]).await;
    let room = world.room("main", json!({})).await;
    let url = "http://127.0.0.1:9/look";
    let flow = make_flow(&world, url, "ABORT").await;
    assert_eq!(make_flow(&world, url, "ABORT").await, flow, "the same token");
    let body = |processors: Value, token: &str| {
        json!({
            "AppInstanceArn": world.instance(), "Name": "Review", "Processors": processors,
            "ClientRequestToken": token,
        })
    };
    let create = async |processors: Value| {
        world.own(Operation::CreateChannelFlow, &[], body(processors, "other")).await
    };
    assert_eq!(refused(create(processors(url, "ABORT")).await), "ResourceLimitExceeded");
    assert_eq!(refused(create(processors("ftp://127.0.0.1", "ABORT")).await), "BadRequest");
    assert_eq!(refused(create(processors("http://a:b@127.0.0.1", "ABORT")).await), "BadRequest");
    assert_eq!(refused(create(processors(url, "MAYBE")).await), "BadRequest");
    let describe = async |who| {
        let caller = Caller { principal: Principal::User(who), bearer: None };
        let path = [flow.as_str()];
        world.call_as(Operation::DescribeChannelFlow, caller, &path, &[], Value::Null).await
    };
    assert_eq!(refused(describe(ulla).await), "Forbidden");
    let described = describe(world.admin()).await.expect("it").1["ChannelFlow"].clone();
    let lambda = &described["Processors"][0]["Configuration"]["Lambda"];
    assert_eq!(lambda["ResourceArn"], url);
    associate(&world, &room, &flow).await;
    let query = [("channel-flow-arn", flow.as_str())];
    let operation = Operation::ListChannelsAssociatedWithChannelFlow;
    let used = world.call(operation, None, &[], &query, Value::Null).await.expect("a list").1;
    assert_eq!(used["Channels"][0]["ChannelArn"], room.as_str());
    let delete = async || world.own(Operation::DeleteChannelFlow, &[&flow], Value::Null).await;
    assert_eq!(refused(delete().await), "Conflict", "in use");
    let off = async || {
        let operation = Operation::DisassociateChannelFlow;
        world.ask(operation, &world.admin(), &[&room, &flow], Value::Null).await
    };
    assert_eq!(off().await.expect("off").0, 204);
    assert_eq!(refused(off().await), "NotFound");
    let update = json!({"Name": "Other", "Processors": processors(url, "CONTINUE")});
    world.own(Operation::UpdateChannelFlow, &[&flow], update).await.expect("changed");
    assert_eq!(delete().await.expect("deleted").0, 204);
    let instance = world.instance();
    let query = [("app-instance-arn", instance.as_str())];
    let listed = world.call(Operation::ListChannelFlows, None, &[], &query, Value::Null).await;
    assert_eq!(listed.expect("a list").1["ChannelFlows"], json!([]));
}
