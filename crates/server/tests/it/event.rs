//! `SendEvent`: typing and receipts.

use serde_json::{Value, json};

use crate::support::TestServer;

#[tokio::test]
async fn typing_reaches_the_others_and_no_transcript() {
    let server = TestServer::start().await;
    let (customer, mut customer_socket, agent, mut agent_socket) = server.pair().await;
    agent.event("typing", None).await.ok();
    let typing = customer_socket.event("typing").await;
    assert_eq!(typing["ParticipantId"], agent.id.as_str());
    assert_eq!(typing["DisplayName"], "Ana");
    // The one who types hears of what comes after, and nothing of the typing.
    customer.say("after").await;
    let heard = agent_socket.item_where(|item| item["ParticipantRole"] != "SYSTEM").await;
    assert_eq!(heard["Content"], "after");
    let kept = customer.everything().await;
    assert!(
        kept.iter().all(|item| !item["ContentType"].as_str().unwrap_or("").ends_with("typing"))
    );
}

#[tokio::test]
async fn receipts_reach_the_sender_and_stay_in_the_transcript() {
    let server = TestServer::start().await;
    let (customer, mut customer_socket, agent, _agent_socket) = server.pair().await;
    let message = customer.say("seen?").await;
    agent.event("message.delivered", Some(json!({"messageId": message}))).await.ok();
    let delivered = customer_socket.item("MESSAGEMETADATA").await;
    assert_eq!(delivered["Id"], message.as_str());
    let receipt = &delivered["MessageMetadata"]["Receipts"][0];
    assert_eq!(receipt["RecipientParticipantId"], agent.id.as_str());
    assert!(receipt["DeliveredTimestamp"].is_string() && receipt["ReadTimestamp"].is_null());

    agent.event("message.read", Some(json!({"messageId": message}))).await.ok();
    let read = customer_socket.item("MESSAGEMETADATA").await;
    assert!(read["MessageMetadata"]["Receipts"][0]["ReadTimestamp"].is_string());

    let items = customer.everything().await;
    let item = items.iter().find(|item| item["Id"] == message.as_str()).expect("the message");
    assert_eq!(item["MessageMetadata"]["Receipts"][0], read["MessageMetadata"]["Receipts"][0]);
}

#[tokio::test]
async fn receipts_with_the_same_client_token_are_different_receipts() {
    // The official client sends a constant as the client token of every receipt.
    let server = TestServer::start().await;
    let (customer, mut customer_socket, agent, _agent_socket) = server.pair().await;
    for text in ["one", "two"] {
        let message = customer.say(text).await;
        agent.event("message.read", Some(json!({"messageId": message}))).await.ok();
        assert_eq!(customer_socket.item("MESSAGEMETADATA").await["Id"], message.as_str());
    }
}

#[tokio::test]
async fn a_repeated_receipt_is_answered_alike_and_told_once() {
    let server = TestServer::start().await;
    let (customer, mut customer_socket, agent, _agent_socket) = server.pair().await;
    let message = customer.say("seen?").await;
    let content = json!({"messageId": message, "disableThrottle": true});
    let first = agent.event("message.read", Some(content.clone())).await.ok();
    let again = agent.event("message.read", Some(content)).await.ok();
    assert_eq!(first, again);
    // A delivered receipt after the read one tells nothing either.
    agent.event("message.delivered", Some(json!({"messageId": message}))).await.ok();
    customer_socket.item("MESSAGEMETADATA").await;
    agent.say("next").await;
    assert_eq!(customer_socket.next_item().await["Content"], "next");
}

#[tokio::test]
async fn wrong_events_are_refused() {
    let server = TestServer::start().await;
    let customer = server.customer().await;
    let own = customer.say("mine").await;
    customer.event("message.read", Some(json!({"messageId": own}))).await.ok();
    customer.event("connection.acknowledged", None).await.ok();
    customer.event("chat.ended", None).await.refused(400, "ValidationException");
    customer.event("message.read", None).await.refused(400, "ValidationException");
    let unknown = Some(json!({"messageId": "nobody's"}));
    customer.event("message.read", unknown).await.refused(400, "ValidationException");
    customer.call("event", json!({})).await.refused(400, "ValidationException");
    customer.leave().await.ok();
    customer.event("typing", None).await.refused(403, "AccessDeniedException");
}

#[tokio::test]
async fn there_are_no_receipts_among_three() {
    let server = TestServer::start().await;
    let (customer, _customer_socket, mut agent, _agent_socket) = server.pair().await;
    let message = customer.say("seen?").await;
    let data = server.stop().await;
    // No call brings a second agent onto a chat, so the store is made to say that there is one.
    let database = rusqlite::Connection::open(data.path().join("chirrup.db")).expect("the store");
    let room: String = database
        .query_row("SELECT document FROM rooms", [], |row| row.get(0))
        .expect("the only room");
    let mut room: Value = serde_json::from_str(&room).expect("a document");
    let mut second = room["participants"][2].clone();
    second["id"] = json!("second-agent");
    room["participants"].as_array_mut().expect("a list").push(second);
    database.execute("UPDATE rooms SET document = ?1", [room.to_string()]).expect("an update");
    drop(database);

    let server = TestServer::over(data, None).await;
    agent.api = server.api();
    let content = Some(json!({"messageId": message}));
    agent.event("message.read", content).await.refused(409, "ConflictException");
}
