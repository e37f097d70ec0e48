//! `CreateParticipantConnection`.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{QUICK, TestServer};

#[tokio::test]
async fn it_gives_a_socket_and_a_token_with_their_ends() {
    let server = TestServer::start().await;
    let answer = server.customer().await.connect().await;
    let url = answer["Websocket"]["Url"].as_str().expect("an address");
    assert!(url.starts_with("ws://127.0.0.1:"), "official clients take no other plain host: {url}");
    assert!(answer["Websocket"]["ConnectionExpiry"].is_string());
    assert!(answer["ConnectionCredentials"]["Expiry"].is_string());
}

#[tokio::test]
async fn a_client_on_localhost_gets_an_address_it_accepts() {
    let server = TestServer::start().await;
    let customer = server.customer().await;
    let root = server.root.replace("127.0.0.1", "localhost");
    let call = customer.api.http.post(format!("{root}/connect/participant/connection"));
    let call = call.header("x-amz-bearer", &customer.participant_token);
    let answer = call.body(r#"{"Type":["WEBSOCKET"]}"#).send().await.expect("an answer");
    let answer: Value = answer.json().await.expect("JSON");
    assert!(answer["Websocket"]["Url"].as_str().expect("a url").starts_with("ws://127.0.0.1:"));
    assert!(answer.get("ConnectionCredentials").is_none(), "only what was asked for");
}

#[tokio::test]
async fn wrong_types_and_nothing_at_all_are_refused() {
    let server = TestServer::start().await;
    let customer = server.customer().await;
    for body in [json!({}), json!({"Type": []}), json!({"Type": ["CARRIER_PIGEON"]})] {
        customer.try_connect(body).await.refused(400, "ValidationException");
    }
    let webrtc = json!({"Type": ["WEBRTC_CONNECTION"]});
    customer.try_connect(webrtc).await.refused(400, "ValidationException");
    customer.try_connect(json!("text")).await.refused(400, "ValidationException");
}

#[tokio::test]
async fn only_a_participant_token_connects() {
    let server = TestServer::start().await;
    let mut customer = server.customer().await;
    let path = "/connect/participant/connection";
    let body = json!({"Type": ["WEBSOCKET"]});
    let no_token = server.api().call(Method::POST, path, None, &body).await;
    no_token.refused(403, "AccessDeniedException");
    customer.participant_token.clone_from(&customer.connection_token);
    customer.try_connect(body).await.refused(403, "AccessDeniedException");
}

#[tokio::test]
async fn connect_participant_begins_the_chat_without_a_socket() {
    let server = TestServer::start().await;
    let customer = server.customer().await;
    assert!(customer.everything().await.is_empty(), "nothing happens before the customer is there");
    customer.try_connect(json!({"ConnectParticipant": true})).await.ok();
    customer.try_connect(json!({"ConnectParticipant": true})).await.ok();
    let items = customer.everything().await;
    assert_eq!(items.len(), 2, "joined and greeted, once");
    assert_eq!(items[1]["Content"], "Hello");
}

#[tokio::test]
async fn nobody_connects_to_a_chat_that_ended() {
    let server = TestServer::start().await;
    let customer = server.customer().await;
    customer.leave().await.ok();
    let body = json!({"Type": ["WEBSOCKET"]});
    customer.try_connect(body).await.refused(403, "AccessDeniedException");
}

#[tokio::test]
async fn a_sixth_socket_is_too_many_and_a_closed_one_makes_room() {
    let server = TestServer::start().await;
    let customer = server.customer().await;
    let mut spare = customer.connect().await;
    let mut open = Vec::new();
    for _ in 0..5 {
        open.push(customer.socket().await);
    }
    let body = json!({"Type": ["WEBSOCKET"]});
    customer.try_connect(body).await.refused(429, "ThrottlingException");
    // A ticket from before does not help either.
    let url = spare["Websocket"]["Url"].take();
    let mut sixth = crate::support::Socket::open(url.as_str().expect("an address")).await;
    assert_eq!(sixth.frame().await["message"], "Limit Exceeded");
    assert_eq!(sixth.closed().await, 1013);

    let mut gone = open.pop().expect("a socket");
    gone.0.close(None).await.expect("closed");
    gone.closed().await;
    for _ in 0..100 {
        if customer.try_connect(json!({"Type": ["WEBSOCKET"]})).await.status == 200 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("a closed socket still counts");
}

#[tokio::test]
async fn a_customer_who_never_connects_is_given_up() {
    let settings = format!("{QUICK}\n[chat]\nconnect_within_seconds = 0");
    let server = TestServer::with(&settings).await;
    let started = server.api().start_chat(&json!({"Username": "Mira"})).await.ok();
    let token = started["data"]["startChatResult"]["ParticipantToken"].clone();
    for _ in 0..200 {
        let path = "/connect/participant/connection";
        let body = json!({"Type": ["WEBSOCKET"]});
        let answer = server.api().call(Method::POST, path, token.as_str(), &body).await;
        if answer.status == 403 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the chat waits for ever");
}
