//! Logging in: one device per ticket, taking over, waiting, bans, and the times of an event.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use super::stage::{Stage, code, device_of, fans};

#[tokio::test]
async fn a_code_becomes_keys_however_it_is_typed() {
    let stage = Stage::fast().await;
    stage.event("night", fans(3)).await.ok();
    stage.until_made("night", 3).await;
    let answer = stage.login("night", " fan 000001 ", "phone").await.ok();
    let user = answer["user"]["arn"].as_str().expect("an ARN");
    assert!(stage.fake.world().members.contains(user.rsplit('/').next().expect("an id")));
    assert_eq!(answer["role"], "fan");
    assert_eq!(answer["channel"]["name"], "A night out");
    assert_eq!(answer["linkPolicy"], "plain");
    assert_eq!(answer["limits"], json!({"messageChars": 500, "slowModeSeconds": 0}));
    assert_eq!(answer["messagingEndpoint"], stage.fake.root);
    assert_eq!(answer["credentials"]["sessionToken"], "temp+token/==");
    // The role is narrowed to this one person.
    let role = stage.fake.world().roles.last().cloned().expect("a role");
    assert!(role.contains(&user.replace(':', "%3A").replace('/', "%2F")), "{role}");
}

#[tokio::test]
async fn a_second_device_is_told_and_may_take_over() {
    let stage = Stage::fast().await;
    stage.event("night", fans(1)).await.ok();
    stage.until_made("night", 1).await;
    stage.login("night", &code(0), "phone").await.ok();
    stage.login("night", &code(0), "phone").await.ok();
    let error =
        stage.login("night", &code(0), "laptop").await.refused(409, "ticket-used-elsewhere");
    assert_eq!(error["takeover"], true);
    let body = json!({"ticket": code(0), "device": device_of("laptop"), "takeover": true});
    stage.post("/events/night/login", &body).await.ok();
    // The phone has no session any more, whatever it asks.
    let phone = json!({"device": device_of("phone")});
    stage.post("/events/night/renew", &phone).await.refused(401, "device-unknown");
    stage.nickname("night", "phone", "Mira").await.refused(401, "device-unknown");
    stage.post("/events/night/renew", &json!({"device": device_of("laptop")})).await.ok();
}

#[tokio::test]
async fn after_a_reload_the_device_is_enough() {
    let stage = Stage::fast().await;
    stage.event("night", fans(1)).await.ok();
    stage.until_made("night", 1).await;
    stage.login("night", &code(0), "phone").await.ok();
    stage.nickname("night", "phone", "Mira").await.ok();
    let answer =
        stage.post("/events/night/login", &json!({"device": device_of("phone")})).await.ok();
    assert_eq!(answer["user"]["nickname"], "Mira");
    let other = json!({"device": device_of("laptop")});
    stage.post("/events/night/login", &other).await.refused(401, "device-unknown");
    stage
        .post("/events/night/login", &json!({"device": "short"}))
        .await
        .refused(400, "request-invalid");
    stage
        .post("/events/night/login", &json!({"ticket": code(0)}))
        .await
        .refused(400, "request-invalid");
    stage.post("/events/night/login", &json!("nonsense")).await.refused(400, "request-invalid");
}

#[tokio::test]
async fn a_restart_forgets_no_session() {
    let stage = Stage::fast().await;
    stage.event("night", fans(1)).await.ok();
    stage.until_made("night", 1).await;
    stage.login("night", &code(0), "phone").await.ok();
    let stage = stage.restart(super::stage::FAST).await;
    stage.post("/events/night/renew", &json!({"device": device_of("phone")})).await.ok();
    stage.login("night", &code(0), "laptop").await.refused(409, "ticket-used-elsewhere");
}

#[tokio::test]
async fn one_device_holds_one_ticket() {
    let stage = Stage::fast().await;
    stage.event("night", fans(2)).await.ok();
    stage.until_made("night", 2).await;
    stage.login("night", &code(0), "tablet").await.ok();
    stage.login("night", &code(1), "tablet").await.ok();
    // The first ticket is free again.
    stage.login("night", &code(0), "phone").await.ok();
}

#[tokio::test]
async fn an_event_has_its_time() {
    let stage = Stage::fast().await;
    let staff = json!([{"code": "FAN-000000"}, {"code": "MOD-000000", "role": "moderator"}]);
    stage.event_at("later", "2090-01-01T00:00:00Z", staff).await.ok();
    stage.until_made("later", 2).await;
    let error = stage.login("later", &code(0), "phone").await.refused(425, "event-not-open");
    assert_eq!(error["opensAt"], "2090-01-01T00:00:00.000Z");
    stage.login("later", "MOD-000000", "desk").await.ok();
    stage.login("nowhere", &code(0), "phone").await.refused(404, "event-unknown");
    stage.admin(Method::POST, "/admin/events/later/end", "", String::new()).await.ok();
    stage.login("later", &code(0), "phone").await.refused(410, "event-ended");
    stage
        .post("/events/later/renew", &json!({"device": device_of("desk")}))
        .await
        .refused(410, "event-ended");
}

#[tokio::test]
async fn a_ban_in_the_channel_is_a_ban_of_the_ticket() {
    let stage = Stage::fast().await;
    stage.event("night", fans(2)).await.ok();
    stage.until_made("night", 2).await;
    let answer = stage.login("night", &code(0), "phone").await.ok();
    let arn = answer["user"]["arn"].as_str().expect("an ARN").to_owned();
    let id = arn.rsplit('/').next().expect("an id").to_owned();
    stage.fake.world().bans.insert(id.clone());
    stage.until("night", |report| report["counts"]["banned"] == 1).await;
    stage.login("night", &code(0), "phone").await.refused(403, "ticket-banned");
    stage.login("night", &code(0), "another").await.refused(403, "ticket-banned");
    stage
        .post("/events/night/renew", &json!({"device": device_of("phone")}))
        .await
        .refused(403, "ticket-banned");
    let log = stage.admin(Method::GET, "/admin/events/night/log", "", String::new()).await.ok();
    assert_eq!(log["entries"][0]["action"], "channel-ban");
    assert_eq!(
        (&log["entries"][0]["whoName"], &log["entries"][0]["subject"]),
        (&json!("Robin"), &json!(arn))
    );
    // Lifted in the channel, lifted here.
    stage.fake.world().bans.remove(&id);
    stage.until("night", |report| report["counts"]["banned"] == 0).await;
    stage.until_made("night", 2).await;
    stage.login("night", &code(0), "phone").await.ok();
}

#[tokio::test]
async fn the_organiser_may_ban_a_ticket_too() {
    let stage = Stage::fast().await;
    stage.event("night", fans(1)).await.ok();
    stage.until_made("night", 1).await;
    stage.login("night", &code(0), "phone").await.ok();
    let ban = |lift| json!({"ticket": code(0), "lift": lift, "reason": "stolen"}).to_string();
    stage.admin(Method::POST, "/admin/events/night/bans", "", ban(false)).await.ok();
    stage.login("night", &code(0), "phone").await.refused(403, "ticket-banned");
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    stage.login("night", &code(0), "phone").await.refused(403, "ticket-banned");
    stage.admin(Method::POST, "/admin/events/night/bans", "", ban(true)).await.ok();
    stage.login("night", &code(0), "phone").await.ok();
}

#[tokio::test]
async fn who_is_not_made_yet_waits_and_comes_first() {
    let stage = Stage::with("rate = 4").await;
    stage.event("night", fans(400)).await.ok();
    let error = stage.login("night", &code(399), "phone").await.refused(425, "ticket-waiting");
    assert_eq!(error["position"], 0);
    assert!(error["retryAfterSeconds"].as_u64().expect("seconds") >= 1);
    let began = std::time::Instant::now();
    loop {
        let told = stage.login("night", &code(399), "phone").await;
        if told.status.is_success() {
            break;
        }
        assert!(told.retry_after.is_some());
        told.refused(425, "ticket-waiting");
        assert!(began.elapsed() < Duration::from_secs(15), "399 others were made first");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    assert!(stage.fake.world().users.len() < 100, "it was put first");
}

#[tokio::test]
async fn watching_is_counted_and_moderators_see_more() {
    let stage = Stage::fast().await;
    let tickets = json!([{"code": "FAN-000000"}, {"code": "MOD-000000", "role": "moderator", "nickname": "Robin"}]);
    stage.event("night", tickets).await.ok();
    stage.until_made("night", 2).await;
    let fan = stage.login("night", &code(0), "phone").await.ok();
    stage.login("night", "MOD-000000", "desk").await.ok();
    for name in ["Mira", "Mina", "Mona"] {
        stage.nickname("night", "phone", name).await.ok();
    }
    tokio::time::sleep(Duration::from_millis(2_100)).await;
    let of = |device: &str| json!({"device": device_of(device)});
    let counts = stage.post("/events/night/counts", &of("phone")).await.ok();
    assert_eq!(counts, json!({"members": 2, "watching": 2, "messages": 0}));
    // Whose actions count, the service tells no fan; the login does.
    let moderators = fan["moderators"].as_array().expect("moderators");
    let id = stage.fake.world().moderators.first().cloned().expect("a moderator");
    assert!(moderators.iter().any(|arn| arn.as_str().is_some_and(|arn| arn.ends_with(&id))));
    assert!(
        moderators.iter().any(|arn| arn.as_str().is_some_and(|arn| arn.ends_with("/user/admin")))
    );
    let counts = stage.post("/events/night/counts", &of("desk")).await.ok();
    assert_eq!((&counts["hidden"], &counts["banned"]), (&json!(0), &json!(0)));
    stage.post("/events/night/counts", &of("stranger")).await.refused(401, "device-unknown");
    let ask = |device: &str| json!({"device": device_of(device), "user": fan["user"]["arn"]});
    let person = stage.post("/events/night/person", &ask("desk")).await.ok();
    assert_eq!(person["nickname"], "Mona");
    let earlier: Vec<_> =
        person["earlier"].as_array().expect("names").iter().map(|name| &name["nickname"]).collect();
    assert_eq!(earlier, ["Mina", "Mira"]);
    stage.post("/events/night/person", &ask("phone")).await.refused(403, "not-a-moderator");
}

#[tokio::test]
async fn everybody_is_told_who_the_artists_are() {
    let stage = Stage::fast().await;
    let tickets = json!([{"code": "FAN-000000"}, {"code": "ART-000000", "role": "artist", "nickname": "Nova"}]);
    stage.event("night", tickets).await.ok();
    stage.until_made("night", 2).await;
    let artist = stage.login("night", "ART-000000", "stage").await.ok();
    let fan = stage.login("night", &code(0), "phone").await.ok();
    let renewed =
        stage.post("/events/night/renew", &json!({"device": device_of("phone")})).await.ok();
    for told in [&artist, &fan, &renewed] {
        assert_eq!(told["artists"], json!([artist["user"]["arn"]]));
    }
    let moderators = fan["moderators"].as_array().expect("a list");
    assert!(!moderators.contains(&artist["user"]["arn"]), "and that they have no say");
}
