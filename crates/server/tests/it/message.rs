//! `SendMessage`.

use serde_json::{Value, json};

use crate::support::TestServer;

#[tokio::test]
async fn a_message_comes_back_on_the_socket_with_the_id_of_the_answer() {
    let server = TestServer::start().await;
    let (customer, mut socket) = server.talking_customer().await;
    let answer = customer.try_say("Hi there", "t-1").await.ok();
    let echo = socket.item_by("CUSTOMER").await;
    assert_eq!(echo["Id"], answer["Id"]);
    assert_eq!(echo["AbsoluteTime"], answer["AbsoluteTime"]);
    assert_eq!(echo["Content"], "Hi there");
    assert_eq!(echo["InitialContactId"], customer.contact_id.as_str());
}

#[tokio::test]
async fn the_same_client_token_is_the_same_message() {
    let server = TestServer::start().await;
    let (customer, _socket) = server.talking_customer().await;
    let first = customer.try_say("once", "t-1").await.ok();
    let again = customer.try_say("once", "t-1").await.ok();
    assert_eq!(first, again);
    let items = customer.everything().await;
    assert_eq!(items.iter().filter(|item| item["Content"] == "once").count(), 1);
    // Another participant may use the same token.
    let other = server.customer().await;
    assert_ne!(other.try_say("once", "t-1").await.ok()["Id"], first["Id"]);
}

#[tokio::test]
async fn a_repeat_after_the_end_is_still_the_same_message() {
    let server = TestServer::start().await;
    let (customer, _socket) = server.talking_customer().await;
    let first = customer.try_say("once", "t-1").await.ok();
    customer.leave().await.ok();
    assert_eq!(customer.try_say("once", "t-1").await.ok(), first);
    customer.try_say("twice", "t-2").await.refused(403, "AccessDeniedException");
}

#[tokio::test]
async fn sixteen_kilobytes_pass_and_one_byte_more_does_not() {
    let server = TestServer::start().await;
    let customer = server.customer().await;
    customer.try_say(&"x".repeat(16_384), "a").await.ok();
    customer.try_say(&"x".repeat(16_385), "b").await.refused(400, "ValidationException");
    // Bytes count, not characters.
    customer.try_say(&"ü".repeat(8_193), "c").await.refused(400, "ValidationException");
}

#[tokio::test]
async fn wrong_parameters_are_refused() {
    let server = TestServer::start().await;
    let customer = server.customer().await;
    let wrong = [
        json!({"Content": "x"}),
        json!({"ContentType": "text/plain"}),
        json!({"ContentType": "text/plain", "Content": ""}),
        json!({"ContentType": "text/html", "Content": "x"}),
        json!({"ContentType": "t".repeat(101), "Content": "x"}),
        json!({"ContentType": "text/plain", "Content": 7}),
        json!({"ContentType": "text/plain", "Content": "x", "ClientToken": "t".repeat(501)}),
        json!({"ContentType": "application/json", "Content": "{"}),
        // A message type, but none that this chat supports.
        json!({
            "ContentType": "application/vnd.amazonaws.connect.message.interactive.response",
            "Content": "{}",
        }),
        Value::String("not an object".to_owned()),
    ];
    for body in wrong {
        customer.call("message", body).await.refused(400, "ValidationException");
    }
    let markdown = json!({"ContentType": "text/markdown", "Content": "**x**"});
    customer.call("message", markdown).await.ok();
}

#[tokio::test]
async fn a_chat_without_a_list_of_types_takes_plain_text_only() {
    let server = TestServer::start().await;
    let started = server.api().start_chat(&json!({"Username": "Mira"})).await.ok();
    let customer = server.api().person(&started["data"]["startChatResult"]).await;
    let markdown = json!({"ContentType": "text/markdown", "Content": "**x**"});
    customer.call("message", markdown).await.refused(400, "ValidationException");
    customer.say("parcel").await;
    let items = customer.everything().await;
    let greeting = items.iter().find(|item| item["Content"] == "Hello").expect("a greeting");
    assert_eq!(greeting["ContentType"], "text/plain");
}

#[tokio::test]
async fn only_a_connection_token_sends() {
    let server = TestServer::start().await;
    let mut customer = server.customer().await;
    customer.connection_token.clone_from(&customer.participant_token);
    customer.try_say("x", "t").await.refused(403, "AccessDeniedException");
    customer.connection_token = "made-up".to_owned();
    customer.try_say("x", "t").await.refused(403, "AccessDeniedException");
}

#[tokio::test]
async fn every_answer_has_a_request_id() {
    let server = TestServer::start().await;
    let customer = server.customer().await;
    let url = format!("{}/connect/participant/message", server.root);
    let answer = customer.api.http.post(url).body("{}").send().await.expect("an answer");
    assert!(answer.headers().contains_key("x-amzn-requestid"));
}

#[tokio::test]
async fn times_of_a_chat_only_grow() {
    let server = TestServer::start().await;
    let (customer, _socket) = server.talking_customer().await;
    let sends = (0..30).map(|n| {
        let customer = customer.clone();
        tokio::spawn(async move { customer.say(&format!("m{n}")).await })
    });
    for send in sends.collect::<Vec<_>>() {
        send.await.expect("sent");
    }
    let items = customer.everything().await;
    let times: Vec<&str> =
        items.iter().map(|item| item["AbsoluteTime"].as_str().expect("a time")).collect();
    assert!(times.is_sorted_by(|earlier, later| earlier < later), "strictly: {times:?}");
}
