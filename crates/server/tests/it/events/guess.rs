//! Guessing codes and keys, and what a stolen database tells.

use reqwest::{Method, header};
use serde_json::json;

use super::stage::{FAST, Stage, code, device_of, fans};

#[tokio::test]
async fn an_address_that_guesses_has_to_wait() {
    let stage = Stage::with(&format!("{FAST}\nwrong_codes = 5")).await;
    stage.event("night", fans(1)).await.ok();
    stage.until_made("night", 1).await;
    for n in 0..5 {
        stage
            .login("night", &format!("WRONG-{n:06}"), "phone")
            .await
            .refused(404, "ticket-unknown");
    }
    // The right one does not get through either, or guessing would go on.
    let told = stage.login("night", &code(0), "phone").await;
    let seconds = told.retry_after.expect("when to come back");
    assert!((1..=300).contains(&seconds), "{seconds}");
    let error = told.refused(429, "too-many-attempts");
    assert_eq!(error["retryAfterSeconds"], seconds);
}

#[tokio::test]
async fn one_code_cannot_be_tried_for_ever() {
    let stage = Stage::with(&format!("{FAST}\ntries_per_code = 3")).await;
    stage.event("night", fans(2)).await.ok();
    stage.until_made("night", 2).await;
    for _ in 0..3 {
        stage.login("night", &code(0), "phone").await.ok();
    }
    assert!(stage.login("night", &code(0), "phone").await.retry_after.is_some());
    stage.login("night", &code(1), "other").await.ok();
}

#[tokio::test]
async fn behind_a_proxy_each_caller_has_an_address() {
    let stage = Stage::with(&format!(
        "{FAST}\nwrong_codes = 1\nclient_address_header = \"x-forwarded-for\""
    ))
    .await;
    stage.event("night", fans(1)).await.ok();
    stage.until_made("night", 1).await;
    let login = |from: &'static str, ticket: String| {
        let call = stage.http.post(format!("{}/events/night/login", stage.root));
        let body = json!({"ticket": ticket, "device": device_of("phone")}).to_string();
        async move {
            call.header("x-forwarded-for", from)
                .body(body)
                .send()
                .await
                .expect("an answer")
                .status()
        }
    };
    assert_eq!(login("203.0.113.9, 192.0.2.1", "WRONG-000001".to_owned()).await, 404);
    // What a caller writes in front does not make another address of it.
    assert_eq!(login("198.51.100.7, 192.0.2.1", code(0)).await, 429);
    assert_eq!(login("192.0.2.2", code(0)).await, 200);
}

#[tokio::test]
async fn the_organisers_key_is_needed_and_not_guessed() {
    let stage = Stage::with(&format!("{FAST}\nwrong_codes = 3")).await;
    let url = format!("{}/admin/events", stage.root);
    for _ in 0..3 {
        let answer = stage
            .http
            .get(&url)
            .bearer_auth("a-guess-of-that-key")
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 401);
    }
    let answer =
        stage.http.get(&url).bearer_auth(super::stage::ADMIN_KEY).send().await.expect("an answer");
    assert_eq!(answer.status(), 429);
}

#[tokio::test]
async fn a_stolen_database_tells_no_code_and_no_device() {
    let mut stage = Stage::fast().await;
    stage.event("night", fans(2)).await.ok();
    stage.until_made("night", 2).await;
    stage.login("night", &code(0), "phone").await.ok();
    let data = stage.stop().await;
    for name in ["chirrup.db", "ticket.key"] {
        let file = std::fs::read(data.path().join(name)).expect("a file");
        for secret in ["FAN-000000", "FAN000000", "fan000000", &device_of("phone")] {
            let holds = file.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!holds, "{name} holds {secret}");
        }
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode =
            std::fs::metadata(data.path().join("ticket.key")).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "the key is its owner's");
    }
}

#[tokio::test]
async fn the_widget_may_log_in_from_other_pages() {
    let stage = Stage::fast().await;
    for path in ["login", "nickname", "renew", "counts", "person"] {
        let call =
            stage.http.request(Method::OPTIONS, format!("{}/events/night/{path}", stage.root));
        let call = call
            .header(header::ORIGIN, "https://band.example")
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
            .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type");
        let answer = call.send().await.expect("an answer");
        assert_eq!(answer.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
        assert_eq!(answer.headers()[header::ACCESS_CONTROL_ALLOW_HEADERS], "content-type");
    }
    let call = stage.http.post(format!("{}/events/night/login", stage.root));
    let answer = call
        .header(header::ORIGIN, "https://band.example")
        .body("{}")
        .send()
        .await
        .expect("an answer");
    let exposed = answer.headers()[header::ACCESS_CONTROL_EXPOSE_HEADERS]
        .to_str()
        .expect("text")
        .to_lowercase();
    assert!(exposed.contains("retry-after"));
    let call = stage.http.post(format!("{}/admin/events", stage.root));
    let answer =
        call.header(header::ORIGIN, "https://band.example").send().await.expect("an answer");
    assert!(!answer.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
}
