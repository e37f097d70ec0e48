//! `kill -9` while users are made, while lists are uploaded, while an event is archived and removed.

use std::process::Stdio;
use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::Value;
use tempfile::TempDir;

use super::fake::{Fake, keys};
use super::stage::{FAST, admin, code, settings};
use crate::support::write_config;

/// The real binary over a folder, with the keys of the endpoint in its environment.
struct Killable {
    child: tokio::process::Child,
    root: String,
    http: Client,
}

impl Killable {
    async fn start(data: &TempDir) -> Self {
        drop(std::fs::remove_file(data.path().join("addresses.json")));
        let keys = keys();
        let child = tokio::process::Command::new(env!("CARGO_BIN_EXE_chirrup-server"))
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(data.path())
            .env("AWS_ACCESS_KEY_ID", keys.access_key_id)
            .env("AWS_SECRET_ACCESS_KEY", keys.secret_access_key.reveal())
            .env_remove("AWS_SESSION_TOKEN")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("a process");
        for _ in 0..500 {
            if let Ok(text) = std::fs::read_to_string(data.path().join("addresses.json")) {
                let addresses: Value = serde_json::from_str(&text).expect("whole or not there");
                let root = addresses["site"]
                    .as_str()
                    .expect("an address")
                    .trim_end_matches('/')
                    .to_owned();
                return Self { child, root, http: Client::new() };
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the server does not answer");
    }

    async fn kill(mut self) {
        self.child.kill().await.expect("killed");
    }

    async fn report(&self) -> Value {
        admin(&self.http, &self.root, Method::GET, "/admin/events/night", "", "").await.body
    }

    async fn until(&self, what: impl Fn(&Value) -> bool) -> Value {
        let mut last = Value::Null;
        for _ in 0..1_000 {
            last = self.report().await;
            if what(&last) {
                return last;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("it never came so far: {last}");
    }

    async fn upload(&self, tickets: usize) -> u16 {
        let lines: Vec<String> = (0..tickets).map(|n| format!("{}\n", code(n))).collect();
        let lines = lines.concat();
        let path = "/admin/events?id=night&name=N&opensAt=2020-01-01T00:00:00Z&endsAt=2099-01-01T00:00:00Z";
        let call =
            self.http.post(format!("{}{path}", self.root)).bearer_auth(super::stage::ADMIN_KEY);
        let call = call.header("content-type", "text/csv").body(format!("code\n{lines}"));
        call.send().await.map_or(0, |answer| answer.status().as_u16())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_provisioner_goes_on_and_makes_nothing_twice() {
    let fake = Fake::start().await;
    fake.answer_after(Duration::from_millis(10));
    let data = TempDir::new().expect("a folder");
    write_config(data.path(), &settings(&fake, "rate = 300\nlift_ceiling = true"));
    let mut server = Killable::start(&data).await;
    assert_eq!(server.upload(1_000).await, 201);
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_millis(450)).await;
        server.kill().await;
        server = Killable::start(&data).await;
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
    let server = Killable::start(&data).await;
    let (http, root) = (server.http.clone(), server.root.clone());
    let whole = Killable { child: server.child, root: root.clone(), http: http.clone() };
    let uploading = tokio::spawn({
        let (http, root) = (http.clone(), root.clone());
        async move {
            let lines: Vec<String> = (0..100_000).map(|n| format!("{}\n", code(n))).collect();
            let lines = lines.concat();
            let path = "/admin/events?id=night&name=N&opensAt=2020-01-01T00:00:00Z&endsAt=2099-01-01T00:00:00Z";
            let call = http.post(format!("{root}{path}")).bearer_auth(super::stage::ADMIN_KEY);
            call.header("content-type", "text/csv")
                .body(format!("code\n{lines}"))
                .send()
                .await
                .is_ok()
        }
    });
    tokio::time::sleep(Duration::from_millis(700)).await;
    whole.kill().await;
    assert!(!uploading.await.expect("an end"), "it was killed in the middle");
    let server = Killable::start(&data).await;
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
    let mut server = Killable::start(&data).await;
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
        server = Killable::start(&data).await;
    }
    let report = server.until(|report| report["phase"] == "over").await;
    assert_eq!(report["archive"]["messages"], 900);
    let world = fake.world();
    assert!(world.users.is_empty() && world.channels.is_empty());
}
