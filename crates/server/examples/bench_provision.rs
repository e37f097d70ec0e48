//! How fast 100,000 tickets become users and members, and that ten a second is never more than ten.
//!
//! A server provisions against an endpoint in this process, which verifies nothing and notes when each request
//! arrived: first with the limit lifted, then at ten a second for a minute. The figures are those of the endpoint.

#![allow(clippy::print_stdout, reason = "the table is what this program is for")]

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use chirrup_server::config::{Config, Options};
use chirrup_server::server::Server;
use chirrup_wire::Secret;
use chirrup_wire::sigv4::Credentials;
use reqwest::Client;
use serde_json::{Value, json};

const TICKETS: usize = 100_000;
const MINUTE: Duration = Duration::from_mins(1);
const SECOND: Duration = Duration::from_secs(1);
const KEY: &str = "the-key-of-the-bench";
const INSTANCE: &str = "arn:aws:chime:us-east-1:123456789012:app-instance/bench";

/// When each request arrived.
type Arrivals = Arc<Mutex<Vec<Instant>>>;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    println!(
        "{:<28} {:>10} {:>10} {:>14} {:>16}",
        "", "requests", "seconds", "requests/s", "highest second"
    );
    lifted().await?;
    at_ten().await
}

async fn lifted() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let (endpoint, arrivals) = endpoint().await?;
    let server = start(data.path(), &endpoint, "rate = 1000000\nlift_ceiling = true").await?;
    let site = server.addresses().site;
    let began = Instant::now();
    upload(&site).await?;
    println!(
        "{:<28} {:>10} {:>10.1}",
        "upload of 100,000 tickets",
        "",
        began.elapsed().as_secs_f64()
    );
    loop {
        let report: Value = Client::new()
            .get(format!("{site}admin/events/bench"))
            .bearer_auth(KEY)
            .send()
            .await?
            .json()
            .await?;
        let made = report.pointer("/tickets/made").and_then(Value::as_u64).context("a report")?;
        if made == u64::try_from(TICKETS)? {
            break;
        }
        tokio::time::sleep(SECOND / 4).await;
    }
    print("100,000 tickets, lifted", &arrivals)?;
    server.stop().await;
    Ok(())
}

async fn at_ten() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let (endpoint, arrivals) = endpoint().await?;
    let server = start(data.path(), &endpoint, "").await?;
    upload(&server.addresses().site).await?;
    arrivals.lock().unwrap_or_else(PoisonError::into_inner).clear();
    tokio::time::sleep(MINUTE).await;
    let highest = print("ten a second, for a minute", &arrivals)?;
    server.stop().await;
    ensure!(highest <= 10, "{highest} requests arrived within one second");
    Ok(())
}

async fn endpoint() -> anyhow::Result<(String, Arrivals)> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let arrivals = Arrivals::default();
    let router = Router::new().fallback(answer).with_state(Arc::clone(&arrivals));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok((format!("http://{address}"), arrivals))
}

async fn answer(State(arrivals): State<Arrivals>, uri: Uri, _body: Bytes) -> Response {
    arrivals.lock().unwrap_or_else(PoisonError::into_inner).push(Instant::now());
    let list = match uri.path().rsplit('/').next() {
        Some("bans") => "ChannelBans",
        Some("moderators") => "ChannelModerators",
        _ => "ChannelMessages",
    };
    axum::Json(json!({ list: [], "Errors": [] })).into_response()
}

async fn start(data: &Path, endpoint: &str, pace: &str) -> anyhow::Result<Server> {
    let config = format!(
        "[events]\nadmin_key = \"{KEY}\"\nfollow_seconds = 3600\nplain_channel_members = 200000\n{pace}\n\
         [events.chime]\nendpoint = \"{endpoint}\"\nregion = \"us-east-1\"\napp_instance_arn = \"{INSTANCE}\"\n\
         admin_arn = \"{INSTANCE}/user/admin\"\nrole_arn = \"none\"\n"
    );
    std::fs::write(data.join("chirrup.toml"), config)?;
    std::fs::write(data.join("support.md"), "## Agent\nOne moment.\n")?;
    let mut config = Config::load(Options {
        listen: "127.0.0.1:0".parse()?,
        data: data.to_owned(),
        config: None,
        site: None,
        desk: None,
        tls: None,
        tls_listen: None,
    })?;
    if let Some(chime) = &mut config.events.chime {
        chime.credentials = Some(Credentials {
            access_key_id: "AKIDBENCH".to_owned(),
            secret_access_key: Secret::new("nobody checks it"),
            session_token: None,
        });
    }
    Ok(Server::start(config).await?)
}

async fn upload(site: &str) -> anyhow::Result<()> {
    let lines: Vec<String> = (0..TICKETS).map(|n| format!("TICKET-{n:06}\n")).collect();
    let lines = lines.concat();
    let query = "id=bench&name=Bench&opensAt=2090-01-01T00:00:00Z&endsAt=2099-01-01T00:00:00Z";
    let call = Client::new().post(format!("{site}admin/events?{query}")).bearer_auth(KEY);
    let answer =
        call.header("content-type", "text/csv").body(format!("code\n{lines}")).send().await?;
    ensure!(answer.status().is_success(), "refused: {}", answer.text().await?);
    Ok(())
}

/// Prints a line and returns the most requests that arrived in any one second.
fn print(what: &str, arrivals: &Arrivals) -> anyhow::Result<usize> {
    let mut all = arrivals.lock().unwrap_or_else(PoisonError::into_inner).clone();
    all.sort_unstable();
    let (mut window, mut highest) = (VecDeque::new(), 0);
    for at in &all {
        window.push_back(*at);
        while window.front().is_some_and(|first| *first + SECOND <= *at) {
            window.pop_front();
        }
        highest = highest.max(window.len());
    }
    let first = *all.first().context("no request")?;
    let took = all.last().context("no request")?.duration_since(first).as_secs_f64();
    let count = u32::try_from(all.len())?;
    let rate = f64::from(count) / took.max(1.0);
    println!("{what:<28} {count:>10} {took:>10.1} {rate:>14.1} {highest:>16}");
    Ok(highest)
}
