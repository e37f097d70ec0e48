//! `GetTranscript`: every direction, every position, page by page.

use serde_json::{Value, json};

use crate::support::{Person, TestServer};

/// A chat with `joined`, the greeting and then `m0`…`m19`; the bot's answers come later.
async fn chat(server: &TestServer) -> Person {
    let customer = server.customer().await;
    for n in 0..20 {
        customer.say(&format!("m{n}")).await;
    }
    customer
}

fn texts(page: &Value) -> Vec<String> {
    let items = page["Transcript"].as_array().expect("items").iter();
    items.filter_map(|item| item["Content"].as_str().map(str::to_owned)).collect()
}

const SLOW_BOT: &str = "[flow]\ngreeting = \"Hello\"\nanswer_after_millis = 60000\n\
                        [throttle]\nenabled = false\n";

async fn all_pages(customer: &Person, mut body: Value) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    loop {
        let page = customer.transcript(body.clone()).await;
        pages.push(texts(&page));
        match page["NextToken"].as_str() {
            Some(token) => body["NextToken"] = json!(token),
            None => return pages,
        }
    }
}

#[tokio::test]
async fn the_default_is_the_ten_newest_newest_first() {
    let server = TestServer::with(SLOW_BOT).await;
    let customer = chat(&server).await;
    let page = customer.transcript(json!({})).await;
    assert_eq!(page["InitialContactId"], customer.contact_id.as_str());
    let found = texts(&page);
    assert_eq!(found.len(), 10);
    assert_eq!((found[0].as_str(), found[9].as_str()), ("m19", "m10"));
    assert!(page["NextToken"].is_string());
}

#[tokio::test]
async fn the_default_request_of_the_official_client_reads_backwards_in_order() {
    let server = TestServer::with(SLOW_BOT).await;
    let customer = chat(&server).await;
    let body = json!({
        "MaxResults": 15, "ScanDirection": "BACKWARD", "SortOrder": "ASCENDING", "StartPosition": {},
    });
    let pages = all_pages(&customer, body).await;
    assert_eq!(pages.len(), 2);
    assert_eq!((pages[0][0].as_str(), pages[0][14].as_str()), ("m5", "m19"));
    assert_eq!(pages[1], ["Hello", "m0", "m1", "m2", "m3", "m4"]);
}

#[tokio::test]
async fn every_page_size_reads_everything_once() {
    let server = TestServer::with(SLOW_BOT).await;
    let customer = chat(&server).await;
    let first = customer.everything().await[0]["Id"].clone();
    let all: Vec<String> =
        ["Hello".to_owned()].into_iter().chain((0..20).map(|n| format!("m{n}"))).collect();
    for size in [1, 2, 7, 21, 22, 100] {
        let forward = json!({
            "MaxResults": size, "ScanDirection": "FORWARD", "SortOrder": "ASCENDING",
            "StartPosition": {"Id": first},
        });
        assert_eq!(all_pages(&customer, forward).await.concat(), all, "forward by {size}");
        let backward = json!({"MaxResults": size, "SortOrder": "DESCENDING"});
        let mut found = all_pages(&customer, backward).await.concat();
        found.reverse();
        assert_eq!(found, all, "backward by {size}");
    }
}

#[tokio::test]
async fn a_position_begins_the_page_itself_included() {
    let server = TestServer::with(SLOW_BOT).await;
    let customer = chat(&server).await;
    let items = customer.everything().await;
    let fifth = items.iter().find(|item| item["Content"] == "m5").expect("m5");
    let ask = |position: Value, direction: Option<&str>| {
        let mut body =
            json!({"MaxResults": 3, "SortOrder": "ASCENDING", "StartPosition": position});
        if let Some(direction) = direction {
            body["ScanDirection"] = json!(direction);
        }
        let customer = customer.clone();
        async move { texts(&customer.transcript(body).await) }
    };
    let id = json!({"Id": fifth["Id"]});
    assert_eq!(ask(id.clone(), None).await, ["m5", "m6", "m7"], "forward is the default");
    assert_eq!(ask(id, Some("BACKWARD")).await, ["m3", "m4", "m5"]);
    let time = json!({"AbsoluteTime": fifth["AbsoluteTime"]});
    assert_eq!(ask(time.clone(), Some("FORWARD")).await, ["m5", "m6", "m7"]);
    assert_eq!(ask(time, Some("BACKWARD")).await, ["m3", "m4", "m5"]);
    assert_eq!(ask(json!({"MostRecent": 2}), None).await, ["m18", "m19"]);
    assert_eq!(ask(json!({"MostRecent": 2}), Some("BACKWARD")).await, ["m16", "m17", "m18"]);
    assert!(ask(json!({}), Some("FORWARD")).await.is_empty(), "newer than now is nothing");
}

#[tokio::test]
async fn wrong_parameters_are_refused() {
    let server = TestServer::with(SLOW_BOT).await;
    let customer = chat(&server).await;
    let wrong = [
        json!({"MaxResults": 101}),
        json!({"MaxResults": -1}),
        json!({"ScanDirection": "SIDEWAYS"}),
        json!({"SortOrder": "RANDOM"}),
        json!({"StartPosition": {"Id": "nobody's"}}),
        json!({"StartPosition": {"AbsoluteTime": "yesterday"}}),
        json!({"StartPosition": {"MostRecent": 101}}),
        json!({"StartPosition": {"MostRecent": 1, "Id": "x"}}),
        json!({"NextToken": "made-up"}),
        json!({"NextToken": "x".repeat(1001)}),
        json!({"ContactId": ""}),
    ];
    for body in wrong {
        customer.call("transcript", body).await.refused(400, "ValidationException");
    }
    let foreign = json!({"ContactId": server.customer().await.contact_id});
    customer.call("transcript", foreign).await.refused(403, "AccessDeniedException");
}

#[tokio::test]
async fn a_next_token_is_its_readers_own() {
    let server = TestServer::with(SLOW_BOT).await;
    let customer = chat(&server).await;
    let token = customer.transcript(json!({})).await["NextToken"].clone();
    let other = server.customer().await;
    let stolen = json!({"NextToken": token});
    other.call("transcript", stolen).await.refused(400, "ValidationException");
    let turned = json!({"NextToken": token, "ScanDirection": "FORWARD"});
    customer.call("transcript", turned).await.refused(400, "ValidationException");
}

#[tokio::test]
async fn one_contact_of_a_chain_can_be_read_alone() {
    let server = TestServer::start().await;
    let (customer, mut socket, agent, _agent_socket) = server.pair().await;
    let desk = server.api().sign_in("Ana").await;
    agent.say("before").await;
    desk.transfer(&agent.contact_id, "ben").await;
    socket.event("participant.left").await;
    let ben = server.api().sign_in("Ben").await;
    let mut list = ben.socket().await;
    let state = list.frame().await;
    let second = state["contacts"][0]["contactId"].as_str().expect("a contact").to_owned();
    assert_ne!(second, customer.contact_id, "a transfer begins the next contact");
    customer.say("after").await;
    let page = customer.transcript(json!({"ContactId": second, "MaxResults": 100})).await;
    assert_eq!(texts(&page), ["after"]);
    let page =
        customer.transcript(json!({"ContactId": customer.contact_id, "MaxResults": 100})).await;
    assert!(texts(&page).contains(&"before".to_owned()));
    assert!(!texts(&page).contains(&"after".to_owned()));
}

#[tokio::test]
async fn what_is_for_agents_stays_with_agents() {
    let server = TestServer::start().await;
    let (customer, mut customer_socket, agent, mut agent_socket) = server.pair().await;
    let desk = server.api().sign_in("Ana").await;
    desk.transfer(&agent.contact_id, "ben").await;
    agent_socket.event("participant.invited").await;
    let before_left = customer_socket
        .item_where(|item| item["Type"] == "EVENT" && item["ParticipantRole"] != "SYSTEM")
        .await;
    assert!(before_left["ContentType"].as_str().expect("a type").ends_with("transfer.succeeded"));
    let next = customer_socket.next_item().await;
    assert!(next["ContentType"].as_str().expect("a type").ends_with("participant.left"));
    let is_invitation = |item: &Value| {
        item["ContentType"].as_str().is_some_and(|name| name.ends_with("participant.invited"))
    };
    assert!(!customer.everything().await.iter().any(is_invitation));
    // The agent who handed it over is off the chat.
    agent.call("transcript", json!({})).await.refused(403, "AccessDeniedException");
}
