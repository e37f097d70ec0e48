//! Lists of tickets: three ways to write them, whole or not at all, of any length.

use std::time::Duration;

use axum::body::Bytes;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Stage, admin, code};

const CSV: &str = "text/csv";
const QUERY: &str =
    "?id=night&name=A%20night%20out&opensAt=2020-01-01T00:00:00Z&endsAt=2099-01-01T00:00:00Z";

async fn wanted(stage: &Stage) -> Value {
    stage.report("night").await["tickets"]["wanted"].clone()
}

#[tokio::test]
async fn an_event_comes_as_csv_json_or_lines() {
    let csv = "\u{feff}Code,Role,nickname,validFrom,seat\nFAN-000000,,,2026-01-02,\"12, left\"\nMOD-000000,moderator,Robin,,\n";
    let settings = json!({"id": "night", "name": "A night out", "opensAt": "2020-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z"});
    let tickets = [
        json!({"code": "FAN-000000", "validFrom": "2026-01-02"}),
        json!({"code": "MOD-000000", "role": "moderator", "nickname": "Robin"}),
    ];
    let mut whole = settings.clone();
    whole["moderators"] = json!([{"code": "MOD-000000", "nickname": "Robin"}]);
    whole["tickets"] = json!([tickets[0]]);
    let lines = format!("{settings}\n{}\n\n{}\n", tickets[0], tickets[1]);
    let bodies = [
        (format!("/admin/events{QUERY}&capacity=10&messageChars=300"), CSV, csv.to_owned()),
        ("/admin/events".to_owned(), "application/json", format!("{whole:#}")),
        ("/admin/events".to_owned(), "application/x-ndjson", lines),
    ];
    for (path, kind, body) in bodies {
        let stage = Stage::fast().await;
        let told = stage.admin(Method::POST, &path, kind, body.clone()).await;
        assert_eq!(told.status, 201, "{kind}: {}", told.body);
        assert_eq!(told.body, json!({"event": "night", "tickets": 2, "known": 0}));
        let report = stage.until_made("night", 2).await;
        assert_eq!(report["phase"], "live");
        assert_eq!(stage.login("night", "mod000000", "desk").await.ok()["role"], "moderator");
        assert_eq!(stage.fake.world().moderators.len(), 1);
        // The same list again changes nothing and is no mistake.
        let again = stage.admin(Method::POST, &path, kind, body).await;
        assert_eq!(again.status, 200);
        assert_eq!(again.body, json!({"event": "night", "tickets": 0, "known": 2}));
    }
}

#[tokio::test]
async fn more_tickets_may_follow() {
    let stage = Stage::fast().await;
    stage.event("night", json!([{"code": code(0)}])).await.ok();
    let path = "/admin/events/night/tickets";
    stage.admin(Method::POST, path, CSV, format!("code\n{}\n", code(1))).await.ok();
    stage
        .admin(Method::POST, path, "application/json", json!([{"code": code(2)}]).to_string())
        .await
        .ok();
    stage
        .admin(Method::POST, path, "application/x-ndjson", json!({"code": code(3)}).to_string())
        .await
        .ok();
    stage.until_made("night", 4).await;
    stage
        .admin(Method::POST, "/admin/events/day/tickets", CSV, "code\n".to_owned())
        .await
        .refused(404, "event-unknown");
    stage
        .admin(Method::POST, path, "text/plain", "code\n".to_owned())
        .await
        .refused(400, "request-invalid");
}

#[tokio::test]
async fn mistakes_are_told_by_line_and_nothing_of_the_list_stays() {
    let stage = Stage::fast().await;
    let path = format!("/admin/events{QUERY}");
    let good: Vec<String> = (0..1_200).map(|n| format!("{},,,\n", code(n))).collect();
    let good = good.concat();
    let bad = format!(
        "code,role,nickname,validFrom\n{good}x,,,\nFAN-900000,boss,,\nFAN-900001,,<b>,\nFAN-900002,,,tomorrow\n\
         FAN-900003\n{},,,\nFAN-900004,,Mira,\nFAN-900005,,M1ra,\n",
        code(0)
    );
    let error = stage.admin(Method::POST, &path, CSV, bad).await.refused(400, "upload-invalid");
    let problems: Vec<&str> = error["problems"]
        .as_array()
        .expect("problems")
        .iter()
        .map(|one| one.as_str().expect("text"))
        .collect();
    for (line, words) in [
        (1202, "`code` needs 6 to 64"),
        (1203, "`role` is fan, artist or moderator"),
        (1204, "`nickname`"),
        (1205, "`validFrom` is a day"),
        (1206, "1 columns where the first line has 4"),
        (1207, "in the list twice"),
        (1209, "another ticket has this nickname"),
    ] {
        let found = problems
            .iter()
            .any(|one| one.starts_with(&format!("line {line}: ")) && one.contains(words));
        assert!(found, "line {line}: {words} is not in {problems:#?}");
    }
    stage.login("night", &code(5), "phone").await.refused(404, "event-unknown");
    // The list without the mistakes counts as if nothing had been.
    let told = stage
        .admin(Method::POST, &path, CSV, format!("code,role,nickname,validFrom\n{good}"))
        .await
        .ok();
    assert_eq!((&told["tickets"], &told["known"]), (&json!(1_200), &json!(0)));
}

#[tokio::test]
async fn broken_bodies_are_refused_with_the_place() {
    let stage = Stage::fast().await;
    let event = |more: &str| {
        format!(
            "{{\"id\":\"night\",\"name\":\"N\",\"opensAt\":\"2026-01-01\",\"endsAt\":\"2026-01-02\"{more}}}"
        )
    };
    for (kind, body, words) in [
        (CSV, "name\nx\n".to_owned(), "there is no column `code`"),
        (CSV, String::new(), "there is no column `code`"),
        ("application/json", "{".to_owned(), "line 1"),
        ("application/json", event(",\"colour\":1"), "colour"),
        ("application/json", event(",\"tickets\":[{\"code\":\"ABCDEF\"},{\"code\":7}]"), "line 1"),
        ("application/json", "{\"tickets\":[],\"id\":\"night\"}".to_owned(), "missing field"),
        ("application/json", "[]".to_owned(), "an event is an object"),
        (
            "application/json",
            event("").replace("2026-01-02", "2025-01-02"),
            "`endsAt` has to be after",
        ),
        ("application/json", event("").replace("night", "Night!"), "`id` is made of"),
        ("application/json", event("").replace("2026-01-01", "soon"), "`opensAt` has to be a time"),
        (
            "application/x-ndjson",
            format!("{}\n{{\"code\":\"ABCDEF\"}}\nnonsense\n", event("")),
            "line 3",
        ),
        ("application/x-ndjson", "nonsense\n".to_owned(), "line 1 has to be the event"),
        ("application/x-ndjson", format!("{}\n{}\n", event(""), "x".repeat(20_000)), "too long"),
    ] {
        let path =
            if kind == CSV { format!("/admin/events{QUERY}") } else { "/admin/events".to_owned() };
        let error = stage
            .admin(Method::POST, &path, kind, body.clone())
            .await
            .refused(400, "upload-invalid");
        let message = error["message"].as_str().expect("text");
        assert!(message.contains(words), "{body:.60}: {message}");
    }
    assert_eq!(stage.admin(Method::GET, "/admin/events", "", String::new()).await.ok(), json!([]));
}

#[tokio::test]
async fn a_list_longer_than_the_capacity_is_refused() {
    let stage = Stage::fast().await;
    let list = format!("code\n{}\n{}\n", code(0), code(1));
    let path = format!("/admin/events{QUERY}&capacity=1");
    let error = stage.admin(Method::POST, &path, CSV, list).await.refused(400, "upload-invalid");
    assert!(error["message"].as_str().expect("text").contains("capacity"));
}

/// A list that is made while it is sent, so that nobody holds all of it.
fn long_list(tickets: usize) -> reqwest::Body {
    let chunks = (0..tickets.div_ceil(1_000)).map(move |part| {
        let numbers = part * 1_000..tickets.min((part + 1) * 1_000);
        let lines: Vec<String> = numbers.map(|n| format!("{}\n", code(n))).collect();
        let lines = lines.concat();
        let head = if part == 0 { "code\n" } else { "" };
        Ok::<_, std::io::Error>(Bytes::from(format!("{head}{lines}")))
    });
    reqwest::Body::wrap_stream(futures_util::stream::iter(chunks))
}

/// Megabytes that the process holds at this moment.
fn resident_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("a status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a figure");
    line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") / 1024
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_thousand_tickets_need_no_memory_of_their_own() {
    let stage = Stage::with("rate = 1").await;
    let path = format!("/admin/events{QUERY}");
    let before = resident_megabytes();
    let told =
        admin(&stage.http, &stage.root, Method::POST, &path, CSV, long_list(100_000)).await.ok();
    assert_eq!(told["tickets"], 100_000);
    // Held as a whole, they would be 30 MB at the least. Other tests of this process have their share.
    let grown = resident_megabytes().saturating_sub(before);
    assert!(grown < 120, "{grown} MB more");
    assert_eq!(wanted(&stage).await, 100_000);
    let path = "/admin/events/night/tickets";
    let told = stage.admin(Method::POST, path, CSV, "code\nONE-MORE\n".to_owned()).await;
    told.refused(400, "upload-invalid");
    assert_eq!(wanted(&stage).await, 100_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_list_at_a_time_and_one_that_breaks_off_is_none() {
    let stage = Stage::fast().await;
    stage.event("night", json!([])).await.ok();
    let (sender, receiver) = tokio::sync::mpsc::channel::<Result<Bytes, std::io::Error>>(1);
    let body = futures_util::stream::unfold(receiver, |mut receiver| async move {
        Some((receiver.recv().await?, receiver))
    });
    let (http, root) = (stage.http.clone(), stage.root.clone());
    let slow = tokio::spawn(async move {
        let path = "/admin/events/night/tickets";
        let call = http.post(format!("{root}{path}")).bearer_auth(super::stage::ADMIN_KEY);
        call.header("content-type", CSV).body(reqwest::Body::wrap_stream(body)).send().await
    });
    let lines: Vec<String> = (0..700).map(|n| format!("{}\n", code(n))).collect();
    let lines = lines.concat();
    sender.send(Ok(Bytes::from(format!("code\n{lines}")))).await.expect("somebody reads");
    tokio::time::sleep(Duration::from_millis(500)).await;
    let other = stage
        .admin(Method::POST, "/admin/events/night/tickets", CSV, "code\nFAN-900000\n".to_owned())
        .await;
    other.refused(409, "upload-in-progress");
    sender.send(Err(std::io::Error::other("the line broke"))).await.expect("somebody reads");
    drop(slow.await.expect("an end"));
    for _ in 0..100 {
        let told = stage
            .admin(
                Method::POST,
                "/admin/events/night/tickets",
                CSV,
                "code\nFAN-900000\n".to_owned(),
            )
            .await;
        if told.status.is_success() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(wanted(&stage).await, 1);
}
