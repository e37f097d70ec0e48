//! Chats that continue ended ones.

use serde_json::{Value, json};

use crate::support::{Person, TestServer};

async fn continued(server: &TestServer, kind: &str, source: &str) -> Person {
    server
        .api()
        .customer_with(json!({
            "ParticipantDetails": {"DisplayName": "Mira"},
            "PersistentChat": {"RehydrationType": kind, "SourceContactId": source},
        }))
        .await
}

async fn texts_backwards(person: &Person) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    let mut body = json!({"MaxResults": 3, "ScanDirection": "BACKWARD"});
    loop {
        let page = person.transcript(body.clone()).await;
        for item in page["Transcript"].as_array().expect("items") {
            if item["ParticipantRole"] == "CUSTOMER" && item["Type"] == "MESSAGE" {
                let is_past = item["RelatedContactId"].is_string();
                assert_ne!(is_past, item["ContactId"].is_string(), "one of both");
                found.push((item["Content"].as_str().expect("a text").to_owned(), is_past));
            }
        }
        match page["NextToken"].as_str() {
            Some(token) => body["NextToken"] = json!(token),
            None => return found,
        }
    }
}

#[tokio::test]
async fn the_past_is_reached_backwards_page_by_page() {
    let server = TestServer::start().await;
    let first = server.customer().await;
    first.say("first").await;
    first.leave().await.ok();
    let second = continued(&server, "ENTIRE_PAST_SESSION", &first.contact_id).await;
    let mut socket = second.socket().await;
    socket.event("chat.rehydrated").await;
    second.say("second").await;
    second.leave().await.ok();
    let third = continued(&server, "FROM_SEGMENT", &second.contact_id).await;
    third.say("third").await;
    let expected = [("third", false), ("second", true), ("first", true)];
    let expected = expected.map(|(text, is_past)| (text.to_owned(), is_past));
    assert_eq!(texts_backwards(&third).await, expected);
    // Forwards, and by contact, there is only the present.
    let forward = json!({"StartPosition": {"MostRecent": 100}, "MaxResults": 100});
    let page = third.transcript(forward).await;
    assert!(!page.to_string().contains("RelatedContactId"));
}

#[tokio::test]
async fn only_an_ended_chat_that_exists_can_be_continued() {
    let server = TestServer::start().await;
    let running = server.customer().await;
    let ask = |source: &str| {
        json!({
            "ParticipantDetails": {"DisplayName": "Mira"},
            "PersistentChat": {
                "RehydrationType": "ENTIRE_PAST_SESSION", "SourceContactId": source,
            },
        })
    };
    let status = |answer: Value| answer["data"]["Error"]["code"].clone();
    let answer = server.api().start_chat(&ask(&running.contact_id)).await;
    assert_eq!(status(answer.body), "InvalidRequestException");
    let answer = server.api().start_chat(&ask("unknown")).await;
    assert_eq!(status(answer.body), "ResourceNotFoundException");
}
