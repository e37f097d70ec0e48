//! The provisioner: its order, its pace, and what it makes of a service in trouble.

use std::time::Duration;

use chirrup_server::clock::Millis;
use reqwest::StatusCode;
use serde_json::json;

use super::stage::{FAST, Stage, code, fans};

/// Ids of users in the order in which they were asked for.
fn order(stage: &Stage) -> Vec<String> {
    let ids = stage.fake.seen("POST /app-instance-users").into_iter().map(|what| {
        let body = what.splitn(3, ' ').nth(2).expect("a body").to_owned();
        let body: serde_json::Value = serde_json::from_str(&body).expect("JSON");
        body["AppInstanceUserId"].as_str().expect("an id").to_owned()
    });
    ids.collect()
}

async fn id_of(stage: &Stage, event: &str, code: &str) -> String {
    let answer = stage.login(event, code, code).await.ok();
    let arn = answer["user"]["arn"].as_str().expect("an ARN");
    arn.rsplit('/').next().expect("an id").to_owned()
}

#[tokio::test]
async fn everything_is_made_once_and_members_come_in_batches() {
    let stage = Stage::fast().await;
    stage.event("night", fans(250)).await.ok();
    let report = stage.until_made("night", 250).await;
    assert_eq!(
        report["tickets"],
        json!({"wanted": 250, "made": 250, "users": 0, "failed": 0,
        "removed": 0, "askedFor": 0, "reasons": []})
    );
    let world = stage.fake.world();
    assert_eq!((world.users.len(), world.members.len(), world.channels.len()), (250, 250, 1));
    assert_eq!((world.repeated, world.elastic.is_some()), (0, false));
    drop(world);
    assert_eq!(stage.fake.seen("batch-create").len(), 3, "two full batches and the rest");
    assert_eq!(stage.fake.seen("\"Mode\":\"RESTRICTED\"").len(), 1);
}

#[tokio::test]
async fn the_soonest_event_comes_first_and_in_it_staff_and_then_the_earliest_day() {
    let stage = Stage::with("rate = 1").await;
    stage.fake.world().trouble = Some((1, StatusCode::TOO_MANY_REQUESTS, Some(2)));
    stage.event_at("later", "2095-01-01T00:00:00Z", json!([{"code": "LATER-1"}])).await.ok();
    let ticket =
        |code: &str, day: &str, role: &str| json!({"code": code, "validFrom": day, "role": role});
    let tickets = json!([
        ticket("SECOND-DAY", "2026-02-02", "fan"),
        ticket("FIRST-DAY", "2026-02-01", "fan"),
        ticket("THE-ARTIST", "2026-02-04", "artist"),
        ticket("MODERATOR", "2026-02-03", "moderator"),
    ]);
    stage.event_at("sooner", "2094-01-01T00:00:00Z", tickets).await.ok();
    let stage = stage.restart("rate = 4").await;
    stage.until_made("later", 1).await;
    stage.until_made("sooner", 4).await;
    let order = order(&stage);
    let mut wanted = Vec::new();
    for code in ["MODERATOR", "THE-ARTIST"] {
        wanted.push(id_of(&stage, "sooner", code).await);
    }
    let stage = stage.restart(FAST).await;
    let opened = json!({"id": "sooner", "name": "S", "opensAt": "2020-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z"});
    let body = opened.to_string();
    stage.admin(reqwest::Method::POST, "/admin/events", "application/json", body).await.ok();
    for code in ["FIRST-DAY", "SECOND-DAY"] {
        wanted.push(id_of(&stage, "sooner", code).await);
    }
    let made: Vec<String> = order.iter().filter(|id| id.starts_with("sooner.")).cloned().collect();
    assert_eq!(made, wanted);
    let later = order.iter().position(|id| id.starts_with("later.")).expect("made");
    assert_eq!(later, 4, "after everything of the sooner event");
}

#[tokio::test]
async fn ten_a_second_is_the_most_that_arrives() {
    let stage = Stage::with("").await;
    stage.fake.answer_after(Duration::from_millis(20));
    stage.event("night", fans(500)).await.ok();
    tokio::time::sleep(Duration::from_secs(6)).await;
    let count = stage.fake.world().seen.len();
    let highest = stage.fake.highest_second();
    assert!(highest <= 10, "{highest} in one second");
    assert!((40..=70).contains(&count), "{count} in six seconds");
    let report = stage.report("night").await;
    assert!(report["rate"].as_f64().expect("a rate") > 5.0, "{report}");
}

#[tokio::test]
async fn the_organiser_is_told_when_it_will_be_done_until_it_is() {
    let stage = Stage::with("rate = 2").await;
    let unavailable = (usize::MAX, StatusCode::SERVICE_UNAVAILABLE, None);
    stage.fake.world().trouble = Some(unavailable);
    stage.event_at("sooner", "2094-01-01T00:00:00Z", fans(150)).await.ok();
    stage.event_at("later", "2095-01-01T00:00:00Z", fans(30)).await.ok();
    stage.until("sooner", |report| report["trouble"].is_string()).await;
    // Users and batches: 150 and 2, then 30 and 1, two a second.
    for (event, seconds) in [("sooner", 76), ("later", 92)] {
        let asked = Millis::now();
        let report = stage.report(event).await;
        let answered = Millis::now();
        let end = report["estimatedEnd"].as_str().and_then(Millis::parse).expect("a time");
        let range = asked.plus_seconds(seconds)..=answered.plus_seconds(seconds);
        assert!(range.contains(&end), "{event} {end} {range:?}");
    }
    stage.fake.world().trouble = None;
    let stage = stage.restart(FAST).await;
    for (event, count) in [("sooner", 150), ("later", 30)] {
        let report = stage.until_made(event, count).await;
        assert_eq!(report["estimatedEnd"], json!(null));
    }
}

#[tokio::test]
async fn a_storm_of_429_is_waited_out_and_nothing_is_lost() {
    let stage = Stage::fast().await;
    stage.fake.world().trouble = Some((5, StatusCode::TOO_MANY_REQUESTS, Some(1)));
    let began = std::time::Instant::now();
    stage.event("night", fans(120)).await.ok();
    let report = stage.until_made("night", 120).await;
    assert_eq!((&report["tickets"]["failed"], &report["trouble"]), (&json!(0), &json!(null)));
    assert!(began.elapsed() >= Duration::from_secs(1), "Retry-After was kept");
    assert_eq!(stage.fake.world().repeated, 0);
}

#[tokio::test]
async fn failures_of_the_service_are_tried_again() {
    let stage = Stage::fast().await;
    for status in [StatusCode::INTERNAL_SERVER_ERROR, StatusCode::SERVICE_UNAVAILABLE] {
        stage.fake.world().trouble = Some((4, status, None));
        stage.event("night", fans(if status == 500 { 20 } else { 40 })).await.ok();
        stage.until_made("night", if status == 500 { 20 } else { 40 }).await;
    }
}

#[tokio::test]
async fn what_is_refused_is_set_aside_with_the_reason_and_delays_nobody() {
    let stage = Stage::fast().await;
    stage.event("first", fans(2)).await.ok();
    stage.until_made("first", 2).await;
    let ids = order(&stage);
    // Ids are made from codes, so those of a server that was asked before are those of one that was not.
    let key = std::fs::read(stage.folder().join("ticket.key")).expect("a key");
    let other = tempfile::TempDir::new().expect("a folder");
    std::fs::write(other.path().join("ticket.key"), key).expect("a key");
    let fake = super::fake::Fake::start().await;
    fake.world().refused.insert(ids.first().cloned().expect("an id"));
    let stage = Stage::over(fake, other, FAST).await;
    stage.event("first", fans(2)).await.ok();
    let report = stage.until_made("first", 1).await;
    assert_eq!(report["tickets"]["failed"], 1);
    assert_eq!(report["tickets"]["reasons"], json!([["400 this user cannot be", 1]]));
    // Whoever holds the ticket asks for it, and is tried again at once.
    stage.fake.world().refused.clear();
    for n in 0..2 {
        drop(stage.login("first", &code(n), &code(n)).await);
    }
    stage.until_made("first", 2).await;
}

#[tokio::test]
async fn an_event_beyond_a_plain_channel_gets_an_elastic_one() {
    let stage = Stage::with(&format!("{FAST}\nplain_channel_members = 50")).await;
    let mut tickets = fans(60);
    tickets
        .as_array_mut()
        .expect("tickets")
        .push(json!({"code": "MOD-000000", "role": "moderator"}));
    stage.fake.world().sub_channels = vec!["s1"];
    stage.event("night", tickets).await.ok();
    let report = stage.until_made("night", 61).await;
    assert_eq!(report["isElastic"], true);
    let elastic = stage.fake.world().elastic.clone().expect("a configuration");
    assert_eq!(elastic["TargetMembershipsPerSubChannel"], 1000);
    assert!(elastic["MaximumSubChannels"].as_u64() >= Some(2));
    assert_eq!(
        stage.fake.seen("\"SubChannelId\":\"s1\"").len(),
        1,
        "the moderator joins each sub-channel"
    );
}

#[tokio::test]
async fn moderators_join_the_sub_channels_that_are_made_later() {
    // Staff is made first, when there is no sub-channel yet: moderators were in none and heard nothing.
    let settings = format!("{FAST}\nplain_channel_members = 1");
    let stage = Stage::with(&settings).await;
    let mut tickets = fans(2);
    let moderator = json!({"code": "MOD-000000", "role": "moderator"});
    tickets.as_array_mut().expect("tickets").push(moderator);
    stage.event("night", tickets).await.ok();
    stage.until_made("night", 3).await;
    assert!(stage.fake.seen("\"SubChannelId\":\"s").is_empty(), "there was none to join");
    let joined =
        |stage: &Stage, id: &str| stage.fake.seen(&format!("\"SubChannelId\":\"{id}\"")).len();
    let until_joined = async |stage: &Stage, id: &str| {
        for _ in 0..500 {
            if joined(stage, id) > 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("nobody joined {id}");
    };
    stage.fake.world().sub_channels.push("s1");
    until_joined(&stage, "s1").await;
    stage.fake.world().sub_channels.push("s2");
    until_joined(&stage, "s2").await;
    stage.fake.world().sub_channels.push("s3");
    until_joined(&stage, "s3").await;
    assert_eq!((joined(&stage, "s1"), joined(&stage, "s2")), (1, 1), "asked once");
    // Another server asks once more, hears that they are there, and goes on.
    let stage = stage.restart(&settings).await;
    stage.fake.world().sub_channels.push("s4");
    until_joined(&stage, "s4").await;
    assert_eq!(joined(&stage, "s1"), 2);
}
