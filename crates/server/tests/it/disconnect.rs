//! `DisconnectParticipant` and what an end is.

use serde_json::json;

use crate::support::TestServer;

#[tokio::test]
async fn the_customer_leaving_ends_the_chat() {
    let server = TestServer::start().await;
    let (customer, mut customer_socket, agent, mut agent_socket) = server.pair().await;
    assert_eq!(customer.leave().await.ok(), json!({}));
    for socket in [&mut customer_socket, &mut agent_socket] {
        let left = socket.event("participant.left").await;
        assert_eq!(left["ParticipantId"], customer.id.as_str());
        let ended = socket.event("chat.ended").await;
        assert!(ended["ParticipantId"].is_null(), "nobody ends a chat");
    }
    assert_eq!(customer.leave().await.ok(), json!({}), "a repeat is answered alike");
    agent.try_say("still there?", "t").await.refused(403, "AccessDeniedException");
    // Whoever was there may still read: it fills the gap of a client that missed the end.
    let items = customer.everything().await;
    let last = items.last().expect("items");
    assert_eq!(last["ContentType"], "application/vnd.amazonaws.connect.event.chat.ended");
}

#[tokio::test]
async fn agents_are_taken_off_a_chat_that_its_customer_has_left() {
    let server = TestServer::start().await;
    let body = json!({
        "ParticipantDetails": {"DisplayName": "Mira"},
        "DisconnectOnCustomerExit": ["AGENT"],
    });
    let customer = server.api().customer_with(body).await;
    let _socket = customer.socket().await;
    customer.say("agent").await;
    let accepted = server.api().sign_in("Ana").await.accept_next().await;
    let agent = server.api().person(&accepted).await;
    let mut agent_socket = agent.socket().await;
    customer.leave().await.ok();
    agent_socket.event("chat.ended").await;
    assert_eq!(agent_socket.closed().await, 1000);
    let again = agent.try_connect(json!({"Type": ["WEBSOCKET"]})).await;
    again.refused(403, "AccessDeniedException");
}

#[tokio::test]
async fn the_last_agent_leaving_ends_the_chat() {
    let server = TestServer::start().await;
    let (_customer, mut customer_socket, agent, _agent_socket) = server.pair().await;
    agent.leave().await.ok();
    let left = customer_socket.event("participant.left").await;
    assert_eq!(left["ParticipantRole"], "AGENT");
    customer_socket.event("chat.ended").await;
}

#[tokio::test]
async fn a_client_that_stays_on_an_ended_chat_is_closed_in_the_end() {
    let server = TestServer::start().await;
    let (customer, mut socket) = server.talking_customer().await;
    customer.leave().await.ok();
    assert_eq!(socket.closed().await, 1000);
}

#[tokio::test]
async fn wrong_calls_are_refused() {
    let server = TestServer::start().await;
    let mut customer = server.customer().await;
    let long = json!({"ClientToken": "t".repeat(501)});
    customer.call("disconnect", long).await.refused(400, "ValidationException");
    customer.connection_token = "made-up".to_owned();
    customer.leave().await.refused(403, "AccessDeniedException");
}
