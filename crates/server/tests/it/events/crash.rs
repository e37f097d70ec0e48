//! `kill -9` while users are made, while lists are uploaded, while an event is archived and removed.

use std::time::Duration;

use reqwest::Method;
use tempfile::TempDir;

use super::fake::{Fake, keys};
use super::process::Process;
use super::stage::{ADMIN_KEY, FAST, admin, code, settings};
use crate::support::write_config;

async fn start(data: &TempDir) -> Process {
    Process::start(data, &keys(), &[]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_provisioner_goes_on_and_makes_nothing_twice() {
    let fake = Fake::start().await;
    fake.answer_after(Duration::from_millis(10));
    let data = TempDir::new().expect("a folder");
    write_config(data.path(), &settings(&fake, "rate = 300\nlift_ceiling = true"));
    let mut server = start(&data).await;
    assert_eq!(server.upload(1_000).await, 201);
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_millis(450)).await;
        server.kill().await;
        server = start(&data).await;
    }
    server.until(|report| report["tickets"]["made"] == 1_000).await;
    let world = fake.world();
    assert_eq!((world.users.len(), world.members.len(), world.channels.len()), (1_000, 1_000, 1));
    // What was under way when it was killed was asked for again, under the same ids.
    assert!(world.repeated <= 4 * 64, "{} requests for what was there", world.repeated);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_upload_leaves_nothing() {
    let fake = Fake::start().await;
    let data = TempDir::new().expect("a folder");
    write_config(data.path(), &settings(&fake, "rate = 1"));
    let server = start(&data).await;
    let (http, root) = (server.http.clone(), server.root.clone());
    let uploading = tokio::spawn({
        let (http, root) = (http.clone(), root.clone());
        async move {
            let lines: Vec<String> = (0..100_000).map(|n| format!("{}\n", code(n))).collect();
            let lines = lines.concat();
            let path = "/admin/events?id=night&name=N&opensAt=2020-01-01T00:00:00Z&endsAt=2099-01-01T00:00:00Z";
            let call = http.post(format!("{root}{path}")).bearer_auth(ADMIN_KEY);
            call.header("content-type", "text/csv")
                .body(format!("code\n{lines}"))
                .send()
                .await
                .is_ok()
        }
    });
    tokio::time::sleep(Duration::from_millis(700)).await;
    server.kill().await;
    assert!(!uploading.await.expect("an end"), "it was killed in the middle");
    let server = start(&data).await;
    let told = admin(&server.http, &server.root, Method::GET, "/admin/events/night", "", "").await;
    told.refused(404, "event-unknown");
    assert_eq!(server.upload(10).await, 201);
    assert_eq!(server.report().await["tickets"]["wanted"], 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_removal_goes_on_and_the_archive_is_whole() {
    let fake = Fake::start().await;
    let data = TempDir::new().expect("a folder");
    write_config(data.path(), &settings(&fake, FAST));
    let mut server = start(&data).await;
    assert_eq!(server.upload(600).await, 201);
    server.until(|report| report["tickets"]["made"] == 600).await;
    for n in 0..900 {
        fake.say("night.fan", &format!("message {n}"), None);
    }
    // Slow enough to be killed while the history is read, and while users are removed.
    fake.answer_after(Duration::from_millis(40));
    let end =
        admin(&server.http, &server.root, Method::POST, "/admin/events/night/end", "", "").await;
    end.ok();
    for pause in [200, 500, 1_200, 900] {
        tokio::time::sleep(Duration::from_millis(pause)).await;
        server.kill().await;
        let users = fake.world().users.len();
        let archive = data.path().join("archives/night.jsonl.gz");
        assert!(users == 600 || archive.exists(), "users were removed before the file was there");
        server = start(&data).await;
    }
    let report = server.until(|report| report["phase"] == "over").await;
    assert_eq!(report["archive"]["messages"], 900);
    let world = fake.world();
    assert!(world.users.is_empty() && world.channels.is_empty());
}
