//! After an event: a checked file first, then nothing is left in the service. And the log, before and after.

use std::io::Read as _;

use flate2::read::GzDecoder;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{FAST, Stage, code, device_of, fans};

const ACTION: Option<&str> = Some("application/vnd.chirrup.action+json");

async fn archive(stage: &Stage) -> (Vec<u8>, Vec<Value>) {
    let call = stage.http.get(format!("{}/admin/events/night/archive", stage.root));
    let answer = call.bearer_auth(super::stage::ADMIN_KEY).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let bytes = answer.bytes().await.expect("a file").to_vec();
    let mut text = String::new();
    GzDecoder::new(&bytes[..]).read_to_string(&mut text).expect("gzip");
    let lines = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    (bytes, lines)
}

async fn end(stage: &Stage) {
    stage.admin(Method::POST, "/admin/events/night/end", "", String::new()).await.ok();
}

async fn log(stage: &Stage) -> Vec<Value> {
    let log = stage.admin(Method::GET, "/admin/events/night/log", "", String::new()).await.ok();
    log["entries"].as_array().expect("entries").clone()
}

/// An event with a moderator, messages and what was done with them.
async fn lively() -> Stage {
    let stage = Stage::fast().await;
    let mut tickets = fans(30);
    tickets
        .as_array_mut()
        .expect("tickets")
        .push(json!({"code": "MOD-000000", "role": "moderator", "nickname": "Robin"}));
    stage.event("night", tickets).await.ok();
    stage.until_made("night", 31).await;
    let moderator = stage.fake.world().moderators.first().cloned().expect("a moderator");
    let mut ids = Vec::new();
    for n in 0..130 {
        ids.push(stage.fake.say("night.fan", &format!("message {n}"), None));
    }
    let action = |action: Value| action.to_string();
    stage.fake.say(
        &moderator,
        &action(json!({"action": "hide", "id": ids[3], "reason": "rude"})),
        ACTION,
    );
    stage.fake.say(&moderator, &action(json!({"action": "hide", "id": ids[4]})), ACTION);
    stage.fake.say(&moderator, &action(json!({"action": "restore", "id": ids[4]})), ACTION);
    stage.fake.say("night.fan", &action(json!({"action": "hide", "id": ids[5]})), ACTION);
    // Taken back by whoever said it.
    stage.fake.world().messages[7]["Redacted"] = json!(true);
    stage
}

#[tokio::test]
async fn counts_and_log_follow_the_room_and_survive_a_restart() {
    let stage = lively().await;
    let counts = json!({"members": 31, "watching": 0, "messages": 130, "hidden": 1, "banned": 0});
    stage.until("night", |report| report["counts"] == counts).await;
    let entries = log(&stage).await;
    let actions: Vec<_> =
        entries.iter().map(|entry| entry["action"].as_str().expect("text")).collect();
    assert_eq!(actions, ["hide", "hide", "restore"], "the one of a fan does not count");
    assert_eq!(entries[0]["reason"], "rude");
    assert!(entries[0]["who"].as_str().expect("an ARN").contains("/user/night."));
    let stage = stage.restart(FAST).await;
    stage.fake.say("night.fan", "one more", None);
    stage.until("night", |report| report["counts"]["messages"] == 131).await;
    assert_eq!(log(&stage).await.len(), 3, "nothing twice");
}

#[tokio::test]
async fn what_concerns_the_whole_room_is_in_the_log_once_and_not_for_each_part() {
    // It was there as often as there were parts.
    let stage = Stage::with(&format!("{FAST}\nplain_channel_members = 1")).await;
    let mut tickets = fans(2);
    let moderator = json!({"code": "MOD-000000", "role": "moderator"});
    tickets.as_array_mut().expect("tickets").push(moderator);
    stage.fake.world().sub_channels = vec!["s1", "s2"];
    stage.event("night", tickets).await.ok();
    stage.until_made("night", 3).await;
    let moderator = stage.fake.world().moderators.first().cloned().expect("a moderator");
    let slow = json!({"action": "slow-mode", "seconds": 10}).to_string();
    // Twice by one moderator, and by somebody else with an id that happens to be the same.
    for (who, client_id) in [(&*moderator, "one"), (&*moderator, "two"), ("admin", "one")] {
        for part in ["s1", "s2"] {
            stage.fake.say(who, &slow, ACTION);
            let mut world = stage.fake.world();
            let said = world.messages.last_mut().expect("a message");
            said["SubChannelId"] = part.into();
            said["Metadata"] = json!({"v": 1, "c": client_id}).to_string().into();
        }
    }
    for part in ["s1", "s2"] {
        stage.fake.say("night.fan", "hello", None);
        stage.fake.world().messages.last_mut().expect("a message")["SubChannelId"] = part.into();
    }
    stage.until("night", |report| report["counts"]["messages"] == 2).await;
    assert_eq!(log(&stage).await.len(), 3, "{:?}", log(&stage).await);
    end(&stage).await;
    stage.until("night", |report| report["phase"] == "over").await;
    let (_, lines) = archive(&stage).await;
    let of = |kind: &str| lines.iter().filter(|line| line["type"] == kind).count();
    assert_eq!((of("message"), of("log")), (8, 3), "the history of each part is as it was");
}

#[tokio::test]
async fn the_history_is_kept_and_then_everything_is_removed() {
    let stage = lively().await;
    stage.login("night", &code(0), "phone").await.ok();
    end(&stage).await;
    let report = stage.until("night", |report| report["phase"] == "over").await;
    let (bytes, lines) = archive(&stage).await;
    let kept = &report["archive"];
    assert_eq!(
        (kept["messages"].as_u64(), kept["bytes"].as_u64()),
        (Some(134), u64::try_from(bytes.len()).ok())
    );
    let digest = chirrup_wire::sigv4::payload_hash(&bytes);
    assert_eq!(kept["sha256"], digest);
    let of = |kind: &str| lines.iter().filter(|line| line["type"] == kind).count();
    assert_eq!((of("event"), of("message"), of("log"), of("end")), (1, 134, 3, 1));
    assert_eq!(lines[1]["message"]["Content"], "message 0");
    assert_eq!(log(&stage).await.len(), 3, "the log is there after the archive");
    assert!(stage.fake.world().users.is_empty());
    assert!(stage.fake.world().channels.is_empty());
    assert_eq!(stage.fake.world().removed.len(), 31);
    let device = json!({"device": device_of("phone")});
    stage.post("/events/night/renew", &device).await.refused(410, "event-ended");
    assert_eq!(stage.report("night").await["tickets"]["removed"], 31);
    // The channel went before its members, and only after the file was there.
    let seen = stage.fake.world().seen.clone();
    let place =
        |part: &str| seen.iter().position(|seen| seen.what.starts_with(part)).expect("it came");
    let last_page = seen.iter().rposition(|seen| seen.what.contains("/messages?")).expect("pages");
    assert!(
        last_page < place("DELETE /channels")
            && place("DELETE /channels") < place("DELETE /app-instance-users")
    );
}

#[tokio::test]
async fn what_cannot_be_kept_is_not_removed() {
    let stage = lively().await;
    // A file stands where the folder should be: as good as a disk that takes nothing more.
    std::fs::write(stage.folder().join("archives"), "in the way").expect("a file");
    end(&stage).await;
    let report = stage.until("night", |report| report["trouble"].is_string()).await;
    assert_eq!(report["phase"], "archiving");
    assert!(report["trouble"].as_str().expect("text").contains("cannot be written"), "{report}");
    assert_eq!(stage.fake.world().users.len(), 31);
    let call = stage.admin(Method::GET, "/admin/events/night/archive", "", String::new()).await;
    call.refused(404, "archive-missing");
    // There is room again: it goes on by itself.
    std::fs::remove_file(stage.folder().join("archives")).expect("removed");
    stage.until("night", |report| report["phase"] == "over").await;
    assert_eq!(archive(&stage).await.1.len(), 1 + 134 + 3 + 1);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_keeps_the_event_in_the_service() {
    let stage = lively().await;
    let folder = stage.folder().join("archives");
    std::fs::create_dir(&folder).expect("a folder");
    // The device that is always full.
    std::os::unix::fs::symlink("/dev/full", folder.join("night.jsonl.gz.part")).expect("a link");
    end(&stage).await;
    let report = stage.until("night", |report| report["trouble"].is_string()).await;
    assert!(report["trouble"].as_str().expect("text").contains("No space left"), "{report}");
    assert_eq!(stage.fake.world().users.len(), 31);
    assert_eq!(stage.fake.world().channels.len(), 1);
    std::fs::remove_file(folder.join("night.jsonl.gz.part")).expect("removed");
    stage.until("night", |report| report["phase"] == "over").await;
}

#[tokio::test]
async fn an_event_ends_by_itself() {
    let stage = Stage::fast().await;
    let ends_at = chirrup_server::clock::Millis::now().plus_seconds(2);
    let body = json!({"id": "night", "name": "N", "opensAt": "2020-01-01T00:00:00Z",
        "endsAt": ends_at.to_string(), "tickets": fans(5)});
    stage.admin(Method::POST, "/admin/events", "application/json", body.to_string()).await.ok();
    stage.until("night", |report| report["phase"] == "over").await;
    assert!(stage.fake.world().users.is_empty());
}
