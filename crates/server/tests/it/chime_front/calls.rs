//! Calls: which reach the service, and whose signature is believed.

use reqwest::{Method, header};
use serde_json::{Value, json};

use super::{Person, server};
use crate::support::Answer;

/// Signed by nobody in particular: a call that any user may make.
const ENDPOINT: &str = "endpoints/messaging-session";

#[tokio::test]
async fn the_endpoint_of_the_socket_is_a_bare_host() {
    let server = server().await;
    let ulla = Person::new(&server, "ulla").await;
    let answer = ulla.call(Method::GET, ENDPOINT, &Value::Null).await.ok();
    let host = server.root.trim_start_matches("http://");
    assert_eq!(answer, json!({"Endpoint": {"Url": host}}));
}

#[tokio::test]
async fn a_call_without_a_signature_is_nobodys() {
    let server = server().await;
    let url = format!("{}/chime/{ENDPOINT}", server.root);
    let answer = Answer::of(reqwest::get(url).await.expect("an answer")).await;
    answer.refused(401, "UnauthorizedClientException");
}

#[tokio::test]
async fn another_key_another_token_and_another_body_are_refused() {
    let server = server().await;
    let ulla = Person::new(&server, "ulla").await;
    let refused = |answer: Answer| answer.refused(401, "UnauthorizedClientException");
    let mut wrong = Person::new(&server, "bo").await;
    wrong.credentials.secret_access_key = "guessed".to_owned().into();
    refused(wrong.call(Method::GET, ENDPOINT, &Value::Null).await);
    let mut stolen = Person::new(&server, "cy").await;
    stolen.credentials.session_token = ulla.credentials.session_token.clone();
    refused(stolen.call(Method::GET, ENDPOINT, &Value::Null).await);
    stolen.credentials.session_token = None;
    refused(stolen.call(Method::GET, ENDPOINT, &Value::Null).await);
    let path = "channels?operation=search";
    refused(ulla.send(Method::POST, path, "{}", "{\"Fields\":[]}").await);
}

#[tokio::test]
async fn a_clock_that_is_ten_minutes_off_is_told_so() {
    let server = server().await;
    let mut ulla = Person::new(&server, "ulla").await;
    for minutes in [-10, 10] {
        ulla.ahead_millis = minutes * 60_000;
        let answer = ulla.call(Method::GET, ENDPOINT, &Value::Null).await;
        let text = answer.body["Message"].as_str().expect("a text").to_owned();
        assert!(text.contains("clock"), "{text}");
        answer.refused(403, "InvalidSignatureException");
    }
    ulla.ahead_millis = 4 * 60_000;
    ulla.call(Method::GET, ENDPOINT, &Value::Null).await.ok();
}

#[tokio::test]
async fn keys_of_a_user_act_for_nobody_else() {
    let server = server().await;
    let bo = Person::new(&server, "bo").await;
    let mut ulla = Person::new(&server, "ulla").await;
    ulla.bearer = Some(bo.arn.to_string());
    let answer = ulla.call(Method::POST, "channels?operation=search", &json!({})).await;
    answer.refused(403, "ForbiddenException");
    ulla.bearer = None;
    let instance = json!({"Name": "Mine", "ClientRequestToken": "t1"});
    let answer = ulla.call(Method::POST, "app-instances", &instance).await;
    answer.refused(403, "ForbiddenException");
    ulla.bearer = Some("nobody".to_owned());
    let answer = ulla.call(Method::POST, "channels", &json!({})).await;
    answer.refused(400, "BadRequestException");
    ulla.bearer = None;
    let answer = ulla.call(Method::POST, "channels", &json!({})).await;
    answer.refused(400, "BadRequestException");
}

#[tokio::test]
async fn what_is_no_operation_is_answered_as_such() {
    let server = server().await;
    let ulla = Person::new(&server, "ulla").await;
    for path in ["", "channels/a/b/c/d", "tags"] {
        let answer = ulla.call(Method::GET, path, &Value::Null).await;
        answer.refused(404, "UnknownOperationException");
    }
}

#[tokio::test]
async fn a_body_beyond_all_measure_is_not_read() {
    let server = server().await;
    let ulla = Person::new(&server, "ulla").await;
    let body = "x".repeat(10_000_000);
    let sent = tokio::spawn(async move {
        ulla.send(Method::POST, "channels?operation=search", &body, &body).await
    });
    // A connection that is cut while it writes has been refused as well.
    if let Ok(answer) = sent.await {
        answer.refused(413, "RequestEntityTooLargeException");
    }
}

#[tokio::test]
async fn names_of_amazon_reach_the_same_service() {
    let server = server().await;
    for (host, status) in [
        ("messaging-chime.us-east-1.amazonaws.com", 401),
        ("identity-chime.us-east-1.amazonaws.com:443", 401),
        ("www.amazonaws.com", 404),
    ] {
        let call = reqwest::Client::new().get(format!("{}/{ENDPOINT}", server.root));
        let answer = call.header(header::HOST, host).send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), status, "{host}");
    }
}

#[tokio::test]
async fn a_browser_may_ask_and_see_what_it_needs() {
    let server = server().await;
    let asked = "amz-sdk-invocation-id,amz-sdk-request,authorization,content-type,\
                 x-amz-chime-bearer,x-amz-content-sha256,x-amz-date,x-amz-security-token,\
                 x-amz-user-agent";
    let url = format!("{}/chime/channels/arn%3Aaws%2Froom/messages", server.root);
    let preflight = reqwest::Client::new()
        .request(Method::OPTIONS, &url)
        .header(header::ORIGIN, "https://event.example")
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "DELETE")
        .header(header::ACCESS_CONTROL_REQUEST_HEADERS, asked);
    let answer = preflight.send().await.expect("an answer");
    let get = |name| answer.headers()[name].to_str().expect("text").to_owned();
    assert!(answer.status().is_success());
    assert_eq!(get(header::ACCESS_CONTROL_ALLOW_HEADERS), asked);
    assert!(get(header::ACCESS_CONTROL_ALLOW_METHODS).contains("DELETE"));
    assert!(get(header::ACCESS_CONTROL_MAX_AGE).parse::<u32>().expect("seconds") > 0);
    let call = reqwest::Client::new().get(&url).header(header::ORIGIN, "https://event.example");
    let answer = call.send().await.expect("an answer");
    let exposed = answer.headers()[header::ACCESS_CONTROL_EXPOSE_HEADERS].to_str().expect("text");
    for name in ["x-amzn-errortype", "x-amzn-requestid", "date", "retry-after"] {
        assert!(exposed.contains(name), "{exposed}");
    }
}
