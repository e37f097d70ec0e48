//! Starting a chat: the sample proxy's form and `StartChatContact`.

use reqwest::Method;
use serde_json::{Value, json};

use crate::chime_front::person::Person;
use crate::support::{Answer, QUICK, Socket, TestServer};

fn full() -> Value {
    json!({
        "InstanceId": "i", "ContactFlowId": "f",
        "ParticipantDetails": {"DisplayName": "Mira"},
        "Attributes": {"tier": "gold"},
        "SupportedMessagingContentTypes": ["text/plain", "text/markdown"],
        "ChatDurationInMinutes": 60,
    })
}

#[tokio::test]
async fn the_proxy_form_answers_in_its_envelope() {
    let server = TestServer::start().await;
    let answer = server.api().start_chat(&full()).await.ok();
    let result = &answer["data"]["startChatResult"];
    for field in ["ContactId", "ParticipantId", "ParticipantToken"] {
        assert!(result[field].as_str().is_some_and(|text| !text.is_empty()), "{field}");
    }
    assert_eq!(answer["data"]["featurePermissions"]["MESSAGING_MARKDOWN"], true);
}

#[tokio::test]
async fn the_proxy_form_wraps_its_errors() {
    let server = TestServer::start().await;
    let answer = server.api().start_chat(&json!({})).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.error.as_deref(), Some("InvalidRequestException"));
    assert_eq!(answer.body["data"]["Error"]["code"], "InvalidRequestException");
}

/// `StartChatContact`, signed by the owner.
async fn contact(server: &TestServer, body: &Value) -> Answer {
    let body = body.to_string();
    Person::owner(server).start_chat_contact(&body, &body).await
}

#[tokio::test]
async fn the_signed_call_answers_plainly() {
    let server = TestServer::start().await;
    let answer = contact(&server, &full()).await.ok();
    assert!(answer["ContactId"].is_string());
    assert!(answer.get("ContinuedFromContactId").is_none());
}

#[tokio::test]
async fn nobody_starts_a_chat_by_a_signature_that_is_wrong() {
    // Any signature was taken, and none at all.
    let server = TestServer::start().await;
    let body = full().to_string();
    let refused = async |person: &Person, body: &str, status: u16, name: &str| {
        person.start_chat_contact(&full().to_string(), body).await.refused(status, name);
    };
    let owner = || Person::owner(&server);
    let mut guessing = owner();
    guessing.credentials.secret_access_key = "guessed".to_owned().into();
    refused(&guessing, &body, 403, "InvalidSignatureException").await;
    let mut unknown = owner();
    unknown.credentials.access_key_id = "x".to_owned();
    refused(&unknown, &body, 403, "UnrecognizedClientException").await;
    let mut late = owner();
    late.ahead_millis = -600_000;
    refused(&late, &body, 403, "InvalidSignatureException").await;
    let mut other = full();
    other["ParticipantDetails"]["DisplayName"] = json!("Somebody else");
    refused(&owner(), &other.to_string(), 403, "InvalidSignatureException").await;
    let fan = Person::new(&server, "fan").await;
    refused(&fan, &body, 403, "AccessDeniedException").await;
    let unsigned = server.api().call(Method::PUT, "/connect/contact/chat", None, &full()).await;
    let message = unsigned.body["Message"].as_str().expect("a text").to_owned();
    assert!(message.contains("addresses.json"), "{message}");
    unsigned.refused(403, "MissingAuthenticationTokenException");
    // What a browser calls needs no keys.
    server.api().start_chat(&full()).await.ok();
}

#[tokio::test]
async fn the_config_may_serve_who_does_not_sign_but_never_who_signs_wrongly() {
    let settings = format!("{QUICK}\n[chat]\nunsigned_start = true");
    let server = TestServer::with(&settings).await;
    let path = "/connect/contact/chat";
    let answer = server.api().call(Method::PUT, path, None, &full()).await.ok();
    assert!(answer["ContactId"].is_string());
    let mut guessing = Person::owner(&server);
    guessing.credentials.secret_access_key = "guessed".to_owned().into();
    let body = full().to_string();
    let answer = guessing.start_chat_contact(&body, &body).await;
    answer.refused(403, "InvalidSignatureException");
}

#[tokio::test]
async fn a_start_may_bring_the_connection_at_once() {
    let server = TestServer::start().await;
    let mut body = full();
    body["ConnectionTypes"] = json!(["WEBSOCKET", "CONNECTION_CREDENTIALS"]);
    let answer = contact(&server, &body).await.ok();
    assert!(answer["ConnectionCredentials"]["ConnectionToken"].is_string());
    let url = answer["Websocket"]["Url"].as_str().expect("an address");
    let mut socket = Socket::open(url).await;
    socket.send(r#"{"topic":"aws/subscribe","content":{"topics":["aws/chat"]}}"#).await;
    assert_eq!(socket.item("MESSAGE").await["Content"], "Hello");
}

#[tokio::test]
async fn each_wrong_parameter_is_refused() {
    let server = TestServer::start().await;
    let wrong = [
        ("InstanceId", Value::Null),
        ("InstanceId", json!("i".repeat(101))),
        ("ContactFlowId", Value::Null),
        ("ContactFlowId", json!("f".repeat(501))),
        ("ParticipantDetails", json!({"DisplayName": ""})),
        ("ParticipantDetails", json!({"DisplayName": "n".repeat(257)})),
        ("Attributes", json!({"a key": "1"})),
        ("Attributes", json!({"key": "v".repeat(32_768)})),
        ("ClientToken", json!("t".repeat(501))),
        ("ChatDurationInMinutes", json!(59)),
        ("ChatDurationInMinutes", json!(10_081)),
        ("ChatDurationInMinutes", json!("long")),
        ("SupportedMessagingContentTypes", json!(["text/markdown"])),
        ("InitialMessage", json!({"ContentType": "text/plain", "Content": ""})),
        ("InitialMessage", json!({"ContentType": "application/json", "Content": "{}"})),
        ("RelatedContactId", json!("")),
        ("CustomerId", json!("c".repeat(129))),
        ("ParticipantConfiguration", json!({"ResponseMode": "LOUD"})),
        ("ConnectionTypes", json!(["CARRIER_PIGEON"])),
        ("SegmentAttributes", json!({"a": {"ValueString": "v".repeat(1025)}})),
        ("DisconnectOnCustomerExit", json!(["CUSTOMER"])),
        ("SegmentAttributes", json!({"connect:Subtype": {"ValueString": "connect:Guide"}})),
        ("PersistentChat", json!({"RehydrationType": "ALL", "SourceContactId": "c"})),
    ];
    for (field, value) in wrong {
        let mut body = full();
        body[field] = value;
        contact(&server, &body).await.refused(400, "InvalidRequestException");
    }
    let mut body = full();
    body["SupportedMessagingContentTypes"] = json!(["text/plain", "text/html"]);
    contact(&server, &body).await.refused(400, "InvalidParameterException");
}

#[tokio::test]
async fn a_repeated_client_token_starts_no_second_chat() {
    let server = TestServer::start().await;
    let mut body = full();
    body["ClientToken"] = json!("once");
    let first = server.api().start_chat(&body).await.ok()["data"]["startChatResult"].clone();
    let second = server.api().start_chat(&body).await.ok()["data"]["startChatResult"].clone();
    assert_eq!(first["ContactId"], second["ContactId"]);
    assert_eq!(first["ParticipantId"], second["ParticipantId"]);
    // Either token connects: only hashes are kept, so the answer cannot be the same again.
    server.api().person(&first).await;
    server.api().person(&second).await;
}

#[tokio::test]
async fn the_first_message_comes_with_the_start_and_is_answered() {
    let server = TestServer::start().await;
    let customer = server
        .api()
        .customer_with(json!({
            "ParticipantDetails": {"DisplayName": "Mira"},
            "InitialMessage": {"ContentType": "text/plain", "Content": "parcel"},
        }))
        .await;
    let mut socket = customer.socket().await;
    let greeting = socket.item("MESSAGE").await;
    assert_eq!(greeting["Content"], "Hello");
    let said = socket.item("MESSAGE").await;
    assert_eq!((&said["Content"], &said["ParticipantId"]), (&json!("parcel"), &json!(customer.id)));
    assert_eq!(socket.item("MESSAGE").await["Content"], "Two **days**.");
}

#[tokio::test]
async fn too_many_active_chats_are_a_limit() {
    let server = TestServer::with(&format!("{QUICK}\n[limits]\nactive_chats = 1")).await;
    let customer = server.customer().await;
    contact(&server, &full()).await.refused(429, "LimitExceededException");
    customer.leave().await.ok();
    server.api().start_chat(&full()).await.ok();
}
