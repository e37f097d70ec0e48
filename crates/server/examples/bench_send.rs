//! How many messages a second the server acknowledges durably, with 1, 10 and 100 clients.
//!
//! Each client has a chat of its own and sends the next message when the last one was acknowledged, over
//! one kept-alive connection. Server and clients share the process and its cores.

#![allow(clippy::print_stdout, reason = "the table is what this program is for")]

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use chirrup_server::config::{Config, Options};
use chirrup_server::server::Server;
use reqwest::Client;
use serde_json::{Value, json};

const CLIENTS: [usize; 3] = [1, 10, 100];
const WARM_UP: Duration = Duration::from_secs(1);
const MEASURED: Duration = Duration::from_secs(4);

/// No throttle, and a bot that does not answer while we measure.
const CONFIG: &str = "[flow]\ngreeting = \"\"\nanswer_after_millis = 3600000\n\
                      [throttle]\nenabled = false\n";
const SCRIPT: &str = "## Agent\nOne moment.\n";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    println!("{:>8} {:>12} {:>10} {:>10}", "clients", "messages/s", "p50 ms", "p99 ms");
    for clients in CLIENTS {
        let data = tempfile::tempdir()?;
        let server = start(data.path()).await?;
        let connect = server.addresses().connect;
        let mut sending = Vec::new();
        for _ in 0..clients {
            let http = Client::builder().pool_max_idle_per_host(1).tcp_nodelay(true).build()?;
            let token = open_chat(&http, &connect).await?;
            sending.push(tokio::spawn(send(http, connect.clone(), token)));
        }
        let mut latencies = Vec::new();
        for task in sending {
            latencies.extend(task.await??);
        }
        latencies.sort_unstable();
        let count = u32::try_from(latencies.len())?;
        let rate = f64::from(count) / MEASURED.as_secs_f64();
        let (p50, p99) = (percentile(&latencies, 50), percentile(&latencies, 99));
        println!("{clients:>8} {rate:>12.0} {p50:>10.2} {p99:>10.2}");
        server.stop().await;
    }
    Ok(())
}

async fn start(data: &Path) -> anyhow::Result<Server> {
    std::fs::write(data.join("chirrup.toml"), CONFIG)?;
    std::fs::write(data.join("support.md"), SCRIPT)?;
    let config = Config::load(Options {
        listen: "127.0.0.1:0".parse()?,
        tls_listen: None,
        tls: None,
        data: data.to_owned(),
        config: None,
        site: None,
        desk: None,
    })?;
    Ok(Server::start(config).await?)
}

async fn open_chat(http: &Client, connect: &str) -> anyhow::Result<String> {
    let body = json!({"ParticipantDetails": {"DisplayName": "Bench"}});
    let started: Value =
        http.post(format!("{connect}/start-chat")).json(&body).send().await?.json().await?;
    let token = started.pointer("/data/startChatResult/ParticipantToken").and_then(Value::as_str);
    let connected: Value = http
        .post(format!("{connect}/participant/connection"))
        .header("x-amz-bearer", token.context("a participant token")?)
        .json(&json!({"Type": ["CONNECTION_CREDENTIALS"]}))
        .send()
        .await?
        .json()
        .await?;
    let token = connected.pointer("/ConnectionCredentials/ConnectionToken").and_then(Value::as_str);
    Ok(token.context("a connection token")?.to_owned())
}

/// Sends one after the other and returns how long each acknowledgement took, warm-up excluded.
async fn send(http: Client, connect: String, token: String) -> anyhow::Result<Vec<Duration>> {
    let url = format!("{connect}/participant/message");
    let began = Instant::now();
    let mut latencies = Vec::new();
    let mut n = 0_u64;
    while began.elapsed() < WARM_UP + MEASURED {
        n += 1;
        let body = json!({
            "ContentType": "text/plain",
            "Content": "A message of about the length that people write in a support chat.",
            "ClientToken": n.to_string(),
        });
        let sent = Instant::now();
        let answer = http.post(&url).header("x-amz-bearer", &token).json(&body).send().await?;
        ensure!(answer.status().is_success(), "refused: {}", answer.status());
        answer.bytes().await?;
        if began.elapsed() > WARM_UP {
            latencies.push(sent.elapsed());
        }
    }
    Ok(latencies)
}

/// In milliseconds.
fn percentile(sorted: &[Duration], percent: usize) -> f64 {
    let place = sorted.len() * percent / 100;
    sorted.get(place).or(sorted.last()).map_or(0.0, |latency| latency.as_secs_f64() * 1000.0)
}
