//! Stopping in order, and the real binary's first start.

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Api, QUICK, TestServer, write_config};

#[tokio::test]
async fn sockets_are_told_that_the_server_goes() {
    let server = TestServer::start().await;
    let (_customer, mut socket) = server.talking_customer().await;
    let mut desk = server.api().sign_in("Ana").await.socket().await;
    desk.frame().await;
    let stopping = tokio::spawn(server.stop());
    assert_eq!(socket.closed().await, 1001);
    assert_eq!(desk.closed().await, 1001);
    stopping.await.expect("stopped");
}

/// The real binary over a data folder.
pub(crate) struct Process {
    pub(crate) child: tokio::process::Child,
    pub(crate) addresses: Value,
}

impl Process {
    pub(crate) async fn start(data: &TempDir, log: Stdio, level: &str) -> Self {
        Self::start_at("127.0.0.1:0", data, log, level).await
    }

    pub(crate) async fn start_at(listen: &str, data: &TempDir, log: Stdio, level: &str) -> Self {
        Self::start_with(&["--listen", listen], data, log, level).await
    }

    pub(crate) async fn start_with(
        arguments: &[&str],
        data: &TempDir,
        log: Stdio,
        level: &str,
    ) -> Self {
        drop(std::fs::remove_file(data.path().join("addresses.json")));
        // A file at the limit of its size fails its write then, in place of ending the process.
        let child = tokio::process::Command::new("sh")
            .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_chirrup-server")])
            .args(arguments)
            .arg("--data")
            .arg(data.path())
            .env("RUST_LOG", level)
            .stdout(Stdio::null())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .expect("a process");
        for _ in 0..500 {
            if let Ok(text) = std::fs::read_to_string(data.path().join("addresses.json")) {
                let addresses = serde_json::from_str(&text).expect("whole or not there");
                return Self { child, addresses };
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the server does not answer");
    }

    pub(crate) fn api(&self) -> Api {
        Api::at(self.addresses["site"].as_str().expect("an address").trim_end_matches('/'))
    }

    /// SIGTERM, as an operator stops it.
    pub(crate) async fn stop(mut self) {
        let id = self.child.id().expect("a process").to_string();
        let kill = tokio::process::Command::new("kill").args(["-TERM", &id]).status().await;
        assert!(kill.expect("a signal").success());
        assert!(self.child.wait().await.expect("an end").success());
    }
}

#[tokio::test]
async fn a_first_start_writes_everything_it_needs_and_a_stop_cleans_up() {
    let data = TempDir::new().expect("a folder");
    let process = Process::start(&data, Stdio::null(), "info").await;
    let health = process.addresses["health"].as_str().expect("an address").to_owned();
    assert_eq!(reqwest::get(health).await.expect("an answer").status(), 200);
    let config = std::fs::read_to_string(data.path().join("chirrup.toml")).expect("a config");
    let keys: Vec<&str> = config
        .lines()
        .filter_map(|line| line.strip_prefix("key = \""))
        .map(|rest| rest.trim_end_matches('"'))
        .collect();
    assert_eq!(keys.len(), 3);
    assert!(keys[0] != keys[1] && keys[1] != keys[2] && keys[0].len() >= 40, "random keys");
    #[cfg(unix)]
    for private in ["chirrup.toml", "chirrup.db", "chirrup.db-wal", "addresses.json"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(data.path().join(private)).expect("a file").permissions();
        assert_eq!(mode.mode() & 0o777, 0o600, "{private} is its owner's");
    }
    process.api().try_sign_in("Chloe", keys[2]).await.ok();
    process.stop().await;
    assert!(!data.path().join("addresses.json").exists(), "nobody is led to a stopped server");
}

#[tokio::test]
async fn a_mistake_in_the_config_is_one_line() {
    let data = TempDir::new().expect("a folder");
    write_config(data.path(), "[flow]\nhandover = \"Nobody\"");
    let output = tokio::process::Command::new(env!("CARGO_BIN_EXE_chirrup-server"))
        .args(["--listen", "127.0.0.1:0", "--data"])
        .arg(data.path())
        .env("RUST_BACKTRACE", "1")
        .output()
        .await
        .expect("an end");
    assert!(!output.status.success());
    let text = String::from_utf8(output.stderr).expect("text");
    assert!(text.contains("support.md: there is no topic \"## Nobody\""), "{text}");
    assert_eq!(text.lines().count(), 1, "{text}");
}

#[tokio::test]
async fn a_second_start_keeps_the_config() {
    let data = TempDir::new().expect("a folder");
    write_config(data.path(), QUICK);
    let before = std::fs::read(data.path().join("chirrup.toml")).expect("a config");
    Process::start(&data, Stdio::null(), "info").await.stop().await;
    assert_eq!(std::fs::read(data.path().join("chirrup.toml")).expect("a config"), before);
}
