//! The agents' desk.

use serde_json::{Value, json};

use crate::support::{Desk, KEY, QUICK, Socket, TestServer};

/// The next state in which something holds.
async fn state_where(socket: &mut Socket, wanted: impl Fn(&Value) -> bool) -> Value {
    loop {
        let state = socket.frame().await;
        assert_eq!(state["type"], "state");
        if wanted(&state) {
            return state;
        }
    }
}

async fn waiting(desk: &Desk, contact: &str) {
    let mut socket = desk.socket().await;
    state_where(&mut socket, |state| state.to_string().contains(contact)).await;
}

#[tokio::test]
async fn name_and_key_sign_in_and_nothing_else_does() {
    let server = TestServer::start().await;
    let answer = server.api().try_sign_in("ana", KEY).await.ok();
    assert_eq!(answer["agent"], json!({"id": "ana", "name": "Ana", "online": true}));
    for (name, key) in [("Ana", "wrong"), ("Nobody", KEY), ("", "")] {
        let answer = server.api().try_sign_in(name, key).await;
        answer.refused(401, "UnauthorizedException");
    }
}

#[tokio::test]
async fn guessing_keys_is_slowed_down() {
    let server = TestServer::with(&format!("{QUICK}\n[limits]\nsign_in_failures = 3")).await;
    for _ in 0..3 {
        server.api().try_sign_in("Ana", "wrong").await.refused(401, "UnauthorizedException");
    }
    server.api().try_sign_in("Ana", KEY).await.refused(429, "ThrottlingException");
}

#[tokio::test]
async fn calls_need_a_token_and_sign_out_ends_it() {
    let server = TestServer::start().await;
    let mut stranger = server.api().sign_in("Ana").await;
    let good = stranger.clone();
    stranger.token = "made-up".to_owned();
    stranger.try_accept("c").await.refused(401, "UnauthorizedException");
    assert_eq!(stranger.socket().await.frame().await, json!({"type": "signedOut"}));

    let mut socket = good.socket().await;
    state_where(&mut socket, |_| true).await;
    assert_eq!(good.post("sign-out", &json!({})).await.status, 204);
    assert_eq!(socket.frame().await, json!({"type": "signedOut"}));
    good.try_accept("c").await.refused(401, "UnauthorizedException");
}

#[tokio::test]
async fn the_list_follows_a_contact_from_the_queue_to_its_end() {
    let server = TestServer::start().await;
    let desk = server.api().sign_in("Ana").await;
    let mut list = desk.socket().await;
    let state = state_where(&mut list, |_| true).await;
    assert_eq!(state["contacts"], json!([]));
    assert_eq!(state["agents"][0], json!({"id": "ana", "name": "Ana", "online": true}));
    assert_eq!(state["agents"][1]["online"], false);

    let customer = server.customer().await;
    customer.say("a human, please").await;
    let state = state_where(&mut list, |state| state["contacts"][0].is_object()).await;
    let contact = &state["contacts"][0];
    assert_eq!(contact["contactId"], customer.contact_id.as_str());
    assert_eq!((&contact["customerName"], &contact["state"]), (&json!("Mira"), &json!("waiting")));
    assert_eq!(contact["customerId"], customer.id.as_str());
    assert_eq!(contact["preview"]["text"], "One moment.");
    assert_eq!(contact["unread"], 1);

    let accepted = desk.try_accept(&customer.contact_id).await.ok();
    let agent = server.api().person(&accepted).await;
    let state = state_where(&mut list, |state| state["contacts"][0]["state"] == "open").await;
    assert_eq!(state["contacts"][0]["unread"], 1);
    let message = customer.say(&"long ".repeat(100)).await;
    let state = state_where(&mut list, |state| state["contacts"][0]["unread"] == 2).await;
    let preview = state["contacts"][0]["preview"]["text"].as_str().expect("a preview");
    assert_eq!(preview.chars().count(), 140);
    agent.event("message.read", Some(json!({"messageId": message}))).await.ok();
    state_where(&mut list, |state| state["contacts"][0]["unread"] == 0).await;
    customer.leave().await.ok();
    state_where(&mut list, |state| state["contacts"] == json!([])).await;
}

#[tokio::test]
async fn what_the_chat_was_started_with_is_told_to_each_agent_who_takes_it() {
    let server = TestServer::start().await;
    let attributes = json!({"order": "1042", "tier": "gold"});
    let body = json!({"ParticipantDetails": {"DisplayName": "Mira"}, "Attributes": attributes});
    let customer = server.api().customer_with(body).await;
    let _socket = customer.socket().await;
    customer.say("agent").await;
    let (ana, ben) = (server.api().sign_in("Ana").await, server.api().sign_in("Ben").await);
    let accepted = ana.accept_next().await;
    assert_eq!(accepted["attributes"], attributes);
    ana.transfer(&customer.contact_id, "ben").await;
    assert_eq!(ben.accept_next().await["attributes"], attributes, "also after a transfer");

    let other = server.customer().await;
    let _socket = other.socket().await;
    other.say("agent").await;
    assert!(ana.accept_next().await.get("attributes").is_none(), "nothing is told of nothing");
}

#[tokio::test]
async fn one_agent_gets_a_contact_and_may_come_back_to_it() {
    let server = TestServer::start().await;
    let (customer, _socket) = server.talking_customer().await;
    let (ana, ben) = (server.api().sign_in("Ana").await, server.api().sign_in("Ben").await);
    ana.try_accept(&customer.contact_id).await.refused(409, "ConflictException");
    customer.say("agent").await;
    waiting(&ana, &customer.contact_id).await;
    let accepted = ana.try_accept(&customer.contact_id).await.ok();
    ben.try_accept(&customer.contact_id).await.refused(409, "ConflictException");
    let again = ana.try_accept(&customer.contact_id).await.ok();
    assert_eq!(accepted["participantId"], again["participantId"]);
    assert_ne!(accepted["participantToken"], again["participantToken"], "a reload of the desk");
    server.api().person(&again).await;
    let joined = customer.everything().await;
    let joined = joined.iter().filter(|item| item["ParticipantRole"] == "AGENT").count();
    assert_eq!(joined, 1, "coming back is no second joining");
    ana.try_accept("unknown").await.refused(404, "ResourceNotFoundException");
    customer.leave().await.ok();
    ana.try_accept(&customer.contact_id).await.refused(409, "ConflictException");
}

#[tokio::test]
async fn a_transfer_waits_for_its_agent() {
    let server = TestServer::start().await;
    let (customer, mut customer_socket, agent, mut agent_socket) = server.pair().await;
    let (ana, ben) = (server.api().sign_in("Ana").await, server.api().sign_in("Ben").await);
    ana.transfer(&agent.contact_id, "nobody").await.refused(404, "ResourceNotFoundException");
    ana.transfer(&agent.contact_id, "ana").await.refused(400, "ValidationException");
    ben.transfer(&agent.contact_id, "ana").await.refused(409, "ConflictException");
    assert_eq!(ana.transfer(&agent.contact_id, "ben").await.status, 204);
    for socket in [&mut customer_socket, &mut agent_socket] {
        socket.event("transfer.succeeded").await;
        let left = socket.event("participant.left").await;
        assert_eq!(left["ParticipantId"], agent.id.as_str());
    }
    assert_eq!(agent_socket.closed().await, 1000, "the old agent is off the chat");
    agent.try_say("still me", "t").await.refused(403, "AccessDeniedException");

    let mut list = ben.socket().await;
    let state = state_where(&mut list, |state| state["contacts"][0].is_object()).await;
    let contact = &state["contacts"][0];
    assert_eq!((&contact["state"], &contact["transferredBy"]), (&json!("waiting"), &json!("Ana")));
    assert_eq!(contact["customerId"], customer.id.as_str(), "the same visitor");
    let contact_id = contact["contactId"].as_str().expect("a contact").to_owned();
    ana.try_accept(&contact_id).await.refused(409, "ConflictException");
    let accepted = ben.try_accept(&contact_id).await.ok();
    assert_eq!(accepted["initialContactId"], customer.contact_id.as_str());
    let ben_agent = server.api().person(&accepted).await;
    ben_agent.say("Ben here").await;
    let heard = customer_socket.item("MESSAGE").await;
    assert_eq!(heard["Content"], "Ben here");
    assert_eq!(heard["ContactId"], contact_id.as_str());
    // The new agent reads what was said before.
    assert!(ben_agent.everything().await.iter().any(|item| item["Content"] == "agent"));
}

#[tokio::test]
async fn contacts_of_an_agent_who_is_gone_wait_for_anybody() {
    let server = TestServer::start().await;
    let (customer, ..) = server.pair().await;
    let data = server.stop().await;
    let path = data.path().join("chirrup.toml");
    let config = std::fs::read_to_string(&path).expect("a config");
    std::fs::write(&path, config.replace("\"Ana\"", "\"Chloe\"")).expect("written");
    let server = TestServer::over(data, None).await;
    let ben = server.api().sign_in("Ben").await;
    let mut list = ben.socket().await;
    let state = state_where(&mut list, |_| true).await;
    assert_eq!(state["contacts"][0]["contactId"], customer.contact_id.as_str());
    ben.try_accept(&customer.contact_id).await.ok();
}

#[tokio::test]
async fn queue_assignment_and_sign_in_survive_a_restart() {
    let server = TestServer::start().await;
    let (_customer, _socket, agent, _agent_socket) = server.pair().await;
    let mut desk = server.api().sign_in("Ana").await;
    let other = server.customer().await;
    other.say("agent").await;
    waiting(&desk, &other.contact_id).await;
    let server = TestServer::over(server.stop().await, None).await;
    desk.api = server.api();
    let mut list = desk.socket().await;
    let state = state_where(&mut list, |_| true).await;
    let states: Vec<_> =
        state["contacts"].as_array().expect("contacts").iter().map(|one| &one["state"]).collect();
    assert_eq!(states, ["open", "waiting"]);
    let mut back = agent.clone();
    back.api = server.api();
    back.say("still here").await;
}
