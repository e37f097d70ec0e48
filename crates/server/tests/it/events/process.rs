//! The real binary over a folder, with keys of a service elsewhere in its environment.

use std::process::Stdio;
use std::time::Duration;

use chirrup_wire::sigv4::Credentials;
use reqwest::{Client, Method};
use serde_json::Value;
use tempfile::TempDir;

use super::stage::{ADMIN_KEY, admin, code};

/// It, and whoever calls it.
pub(crate) struct Process {
    child: tokio::process::Child,
    pub(crate) root: String,
    pub(crate) http: Client,
}

impl Process {
    pub(crate) async fn start(data: &TempDir, keys: &Credentials, arguments: &[&str]) -> Self {
        drop(std::fs::remove_file(data.path().join("addresses.json")));
        let child = tokio::process::Command::new(env!("CARGO_BIN_EXE_chirrup-server"))
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(data.path())
            .args(arguments)
            .env("AWS_ACCESS_KEY_ID", &keys.access_key_id)
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

    pub(crate) async fn kill(mut self) {
        self.child.kill().await.expect("killed");
    }

    pub(crate) async fn report(&self) -> Value {
        admin(&self.http, &self.root, Method::GET, "/admin/events/night", "", "").await.body
    }

    pub(crate) async fn until(&self, what: impl Fn(&Value) -> bool) -> Value {
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

    pub(crate) async fn upload(&self, tickets: usize) -> u16 {
        let lines: Vec<String> = (0..tickets).map(|n| format!("{}\n", code(n))).collect();
        let lines = lines.concat();
        let path = "/admin/events?id=night&name=N&opensAt=2020-01-01T00:00:00Z&endsAt=2099-01-01T00:00:00Z";
        let call = self.http.post(format!("{}{path}", self.root)).bearer_auth(ADMIN_KEY);
        let call = call.header("content-type", "text/csv").body(format!("code\n{lines}"));
        call.send().await.map_or(0, |answer| answer.status().as_u16())
    }
}
