//! The contact flow: greeting, answers, the queue, time.

use std::time::Duration;

use serde_json::json;

use crate::support::{QUICK, TestServer};

#[tokio::test]
async fn the_bot_types_and_answers_from_its_script() {
    let server = TestServer::start().await;
    let (customer, mut socket) = server.talking_customer().await;
    customer.say("Where is my parcel?").await;
    socket.item_by("CUSTOMER").await;
    let typing = socket.event("typing").await;
    assert_eq!(typing["ParticipantRole"], "SYSTEM");
    let answer = socket.item("MESSAGE").await;
    assert_eq!(answer["Content"], "Two **days**.");
    assert_eq!(answer["ContentType"], "text/markdown");
    assert_eq!(answer["DisplayName"], "Pip");
    customer.say("qwertz").await;
    socket.item_by("CUSTOMER").await;
    assert_eq!(socket.item("MESSAGE").await["Content"], "Pardon?");
}

#[tokio::test]
async fn after_the_handover_the_bot_is_silent() {
    let server = TestServer::start().await;
    let (customer, mut customer_socket, agent, mut agent_socket) = server.pair().await;
    customer.say("parcel").await;
    assert_eq!(agent_socket.item("MESSAGE").await["Content"], "parcel");
    customer_socket.item_by("CUSTOMER").await;
    agent.say("I am a person").await;
    let heard = customer_socket.item("MESSAGE").await;
    assert_eq!(
        (&heard["Content"], &heard["DisplayName"]),
        (&json!("I am a person"), &json!("Ana"))
    );
}

#[tokio::test]
async fn what_the_bot_owes_survives_a_restart() {
    let slow = QUICK.replace("answer_after_millis = 20", "answer_after_millis = 1500");
    let server = TestServer::with(&slow).await;
    let (customer, socket) = server.talking_customer().await;
    customer.say("parcel").await;
    drop(socket);
    let server = TestServer::over(server.stop().await, None).await;
    let mut back = customer.clone();
    back.api = server.api();
    for _ in 0..200 {
        if back.everything().await.iter().any(|item| item["Content"] == "Two **days**.") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the bot has forgotten the question");
}

#[tokio::test]
async fn silence_is_told_and_ends_the_chat() {
    let settings = format!("{QUICK}\n[chat.idle]\ncustomer_seconds = 1\ndisconnect_seconds = 3");
    let server = TestServer::with(&settings).await;
    let (customer, mut customer_socket, _agent, mut agent_socket) = server.pair().await;
    let idle = agent_socket.event("participant.idle").await;
    assert_eq!(idle["ParticipantId"], customer.id.as_str());
    customer.say("here").await;
    agent_socket.event("participant.returned").await;
    for socket in [&mut customer_socket, &mut agent_socket] {
        socket.event("participant.autodisconnection").await;
        assert_eq!(socket.event("participant.left").await["ParticipantRole"], "AGENT");
        socket.event("chat.ended").await;
    }
    let kept = customer.everything().await;
    let told_only = ["idle", "returned", "autodisconnection"];
    let is_kept = |name: &str| {
        kept.iter().any(|item| item["ContentType"].as_str().unwrap_or_default().ends_with(name))
    };
    assert!(!told_only.into_iter().any(is_kept), "these are told, not kept");
}
