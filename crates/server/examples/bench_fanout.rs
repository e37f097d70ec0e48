//! How many frames the server delivers to 1,000 and 5,000 sockets in one channel that is told 50 messages a
//! second, how late they come, and what a socket costs.
//!
//! The server is a process of its own, so that its CPU time and memory can be read from /proc (so this runs
//! on Linux only). The listeners share the machine and its cores with it. The delay is from before the call
//! that sends until a listener has read the frame.
//!
//! Long because: an example is one file, and this one is a backend, its crowd and what reads their frames.

#![allow(clippy::print_stdout, reason = "the table is what this program is for")]
#![allow(clippy::indexing_slicing, reason = "a measurement that fails should fail where it stands")]

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use chirrup_server::addresses::AddressFile;
use chirrup_server::clock::Millis;
use chirrup_server::config::{Config, Options};
use chirrup_server::server::Server;
use chirrup_wire::Secret;
use chirrup_wire::sigv4::{self, Credentials, Prefetch, Request, Scheme, Scope, Socket};
use futures_util::StreamExt as _;
use futures_util::stream::{self, TryStreamExt as _};
use reqwest::{Client, Method};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

const SOCKETS: [usize; 2] = [1000, 5000];
const MESSAGES_PER_SECOND: u32 = 50;
const WARM_UP: Duration = Duration::from_secs(2);
const MEASURED: Duration = Duration::from_secs(10);
/// For what is still on its way when the last message was sent.
const AFTERWARDS: Duration = Duration::from_secs(2);
const AT_ONCE: usize = 32;

const CONFIG: &str = "[limits]\nconnections_per_address = 20000\n\
                      [chime]\nping_seconds = 3600\n[chime.throttle]\nenabled = false\n";
const SCRIPT: &str = "## Agent\nOne moment.\n";

/// Of the clock that /proc counts CPU time by; Linux has had no other for decades.
const TICKS_PER_SECOND: f64 = 100.0;

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let arguments: Vec<_> = std::env::args().collect();
    if let Some(data) =
        arguments.get(2).filter(|_| arguments.get(1).is_some_and(|one| one == "serve"))
    {
        return runtime.block_on(serve(Path::new(data)));
    }
    println!(
        "{:>8} {:>8} {:>12} {:>8} {:>9} {:>9} {:>12} {:>14} {:>14}",
        "sockets",
        "sent/s",
        "delivered/s",
        "missing",
        "p50 ms",
        "p99 ms",
        "server CPU",
        "KiB/socket",
        "KiB/busy one"
    );
    for sockets in SOCKETS {
        runtime.block_on(measure(sockets))?;
    }
    Ok(())
}

/// The server, until nobody holds its standard input any more.
async fn serve(data: &Path) -> anyhow::Result<()> {
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
    let server = Server::start(config).await?;
    let _file = AddressFile::write(data, &server.addresses())?;
    tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()))
        .await??;
    Ok(())
}

/// What a server writes down.
#[derive(Deserialize)]
struct Addresses {
    chime: String,
    admin: Owner,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Owner {
    region: String,
    app_instance_arn: String,
    admin_arn: String,
    access_key_id: String,
    secret_access_key: Secret,
}

/// A server process, and its owner's keys.
struct Service {
    child: Child,
    http: Client,
    host: String,
    admin: Owner,
    credentials: Credentials,
}

impl Service {
    async fn start(data: &Path) -> anyhow::Result<Self> {
        let child = Command::new(std::env::current_exe()?)
            .arg("serve")
            .arg(data)
            .stdin(Stdio::piped())
            .spawn()?;
        let file = data.join("addresses.json");
        let deadline = Instant::now() + Duration::from_secs(10);
        while !file.exists() {
            ensure!(Instant::now() < deadline, "the server does not start");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let addresses: Addresses = serde_json::from_str(&std::fs::read_to_string(file)?)?;
        let host = addresses.chime.trim_start_matches("http://").trim_end_matches("/chime");
        let admin = addresses.admin;
        let credentials = Credentials {
            access_key_id: admin.access_key_id.clone(),
            secret_access_key: admin.secret_access_key.clone(),
            session_token: None,
        };
        Ok(Self { child, http: Client::new(), host: host.to_owned(), admin, credentials })
    }

    /// A call of the admin.
    async fn call(&self, method: Method, path: &str, body: &Value) -> anyhow::Result<Value> {
        let (route, query) = path.split_once('?').unwrap_or((path, ""));
        let route = format!("/chime/{route}");
        let body = body.to_string();
        let headers = [("x-amz-chime-bearer", self.admin.admin_arn.as_str())];
        let request = Request {
            method: method.as_str(),
            host: &self.host,
            path: &route,
            query,
            headers: &headers,
        };
        let hash = sigv4::payload_hash(body.as_bytes());
        let scope = Scope::chime(&self.admin.region);
        let now = u64::try_from(Millis::now().0)?;
        let added = sigv4::sign(&request, &hash, &self.credentials, scope, now);
        let url = format!("http://{}{route}?{query}", self.host);
        let mut call = self.http.request(method, url.trim_end_matches('?'));
        call = call.header(headers[0].0, headers[0].1);
        for (name, value) in added {
            call = call.header(name, value.reveal());
        }
        let answer = call.body(body).send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        ensure!(status.is_success(), "{path} answered {status}: {text}");
        Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    async fn make_user(&self, number: usize) -> anyhow::Result<String> {
        let made = json!({
            "AppInstanceArn": self.admin.app_instance_arn,
            "AppInstanceUserId": format!("fan-{number}"),
            "Name": format!("Fan {number}"),
            "ClientRequestToken": format!("user-{number}"),
        });
        let answer = self.call(Method::POST, "app-instance-users", &made).await?;
        answer["AppInstanceUserArn"].as_str().map(str::to_owned).context("an ARN")
    }

    /// A socket of a user that has been established.
    async fn listen(&self, user: &str) -> anyhow::Result<TcpStream> {
        let socket = Socket {
            scheme: Scheme::Plain,
            host: &self.host,
            user_arn: user,
            session_id: "bench",
            prefetch: Prefetch::Off,
            user_agent: "",
            version: "",
        };
        let now = u64::try_from(Millis::now().0)?;
        let address = sigv4::presign(&socket, &self.credentials, &self.admin.region, now);
        let stream = TcpStream::connect(&self.host).await?;
        let (mut socket, _) = tokio_tungstenite::client_async(address.reveal(), stream).await?;
        let first = socket.next().await.context("a first frame")??;
        ensure!(first.to_text()?.contains("SESSION_ESTABLISHED"), "{first:?}");
        Ok(socket.into_inner())
    }

    /// Seconds of CPU time so far.
    fn cpu_seconds(&self) -> anyhow::Result<f64> {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let (_, fields) = text.rsplit_once(')').context("a line of /proc")?;
        let field = |index| -> anyhow::Result<f64> {
            Ok(fields.split_whitespace().nth(index).context("a field of /proc")?.parse()?)
        };
        Ok((field(11)? + field(12)?) / TICKS_PER_SECOND)
    }

    /// Memory that is really there.
    fn memory_kib(&self) -> anyhow::Result<f64> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        Ok(line.and_then(|line| line.split_whitespace().next()).context("VmRSS")?.parse()?)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // A server that does not end by itself is ended; either way it is waited for.
        drop(self.child.wait());
    }
}

/// Delays in tenths of a millisecond; the last bucket holds all that are longer.
struct Delays {
    began: Instant,
    counts: Vec<AtomicU32>,
    is_on: AtomicBool,
}

impl Delays {
    fn new() -> Self {
        let counts = (0..100_001).map(|_| AtomicU32::new(0)).collect();
        Self { began: Instant::now(), counts, is_on: AtomicBool::new(false) }
    }

    fn micros(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    fn note(&self, sent_at_micros: u64) {
        let delay = self.micros().saturating_sub(sent_at_micros) / 100;
        let bucket = usize::try_from(delay).unwrap_or(usize::MAX).min(self.counts.len() - 1);
        self.counts[bucket].fetch_add(1, Ordering::Relaxed);
    }

    fn all(&self) -> u32 {
        self.counts.iter().map(|count| count.load(Ordering::Relaxed)).sum()
    }

    fn percentile_ms(&self, percent: u64) -> f64 {
        let wanted = u64::from(self.all()) * percent / 100;
        let mut seen = 0;
        for (tenths, count) in (0_u32..).zip(&self.counts) {
            seen += u64::from(count.load(Ordering::Relaxed));
            if seen > wanted {
                return f64::from(tenths) / 10.0;
            }
        }
        f64::NAN
    }
}

async fn measure(sockets: usize) -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let service = Arc::new(Service::start(data.path()).await?);
    let channel = fill_channel(&service, sockets).await?;
    let before_kib = service.memory_kib()?;
    let delays = Arc::new(Delays::new());
    let listening: Vec<_> = stream::iter(channel.users)
        .map(|user| {
            let service = Arc::clone(&service);
            async move { service.listen(&user).await }
        })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    let idle_kib = service.memory_kib()?;
    for stream in listening {
        let delays = Arc::clone(&delays);
        tokio::spawn(async move { read(stream, &delays).await });
    }
    send(&service, &channel.arn, &delays, WARM_UP).await?;
    delays.is_on.store(true, Ordering::Relaxed);
    let (cpu, began) = (service.cpu_seconds()?, Instant::now());
    let sent = send(&service, &channel.arn, &delays, MEASURED).await?;
    let (cpu, took) = (service.cpu_seconds()? - cpu, began.elapsed().as_secs_f64());
    let in_time = delays.all();
    tokio::time::sleep(AFTERWARDS).await;
    let busy_kib = service.memory_kib()?;
    let count = u32::try_from(sockets)?;
    let each = |kib: f64| (kib - before_kib) / f64::from(count);
    println!(
        "{sockets:>8} {:>8.1} {:>12.0} {:>8} {:>9.1} {:>9.1} {:>10.0} % {:>14.1} {:>14.1}",
        f64::from(sent) / took,
        f64::from(in_time) / took,
        i64::from(sent) * i64::from(count) - i64::from(delays.all()),
        delays.percentile_ms(50),
        delays.percentile_ms(99),
        cpu / took * 100.0,
        each(idle_kib),
        each(busy_kib),
    );
    Ok(())
}

struct Channel {
    arn: String,
    users: Vec<String>,
}

async fn fill_channel(service: &Arc<Service>, members: usize) -> anyhow::Result<Channel> {
    let made = json!({
        "AppInstanceArn": service.admin.app_instance_arn,
        "Name": "Main stage",
        "Mode": "UNRESTRICTED",
        "ClientRequestToken": "channel",
    });
    let answer = service.call(Method::POST, "channels", &made).await?;
    let arn = answer["ChannelArn"].as_str().context("an ARN")?.to_owned();
    let users: Vec<_> = stream::iter(0..members)
        .map(|number| {
            let service = Arc::clone(service);
            async move { service.make_user(number).await }
        })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    for some in users.chunks(100) {
        let path = format!("channels/{}/memberships?operation=batch-create", sigv4::encode(&arn));
        let answer = service.call(Method::POST, &path, &json!({"MemberArns": some})).await?;
        if answer["Errors"].as_array().is_some_and(|errors| !errors.is_empty()) {
            bail!("not everybody became a member: {}", answer["Errors"]);
        }
    }
    Ok(Channel { arn, users })
}

/// Sends at the steady rate, however long the answers take, and returns how many were sent.
async fn send(
    service: &Arc<Service>,
    channel: &str,
    delays: &Arc<Delays>,
    during: Duration,
) -> anyhow::Result<u32> {
    let path = format!("channels/{}/messages", sigv4::encode(channel));
    let mut tick = tokio::time::interval(Duration::from_secs(1) / MESSAGES_PER_SECOND);
    let began = Instant::now();
    let mut calls = Vec::new();
    while began.elapsed() < during {
        tick.tick().await;
        let (service, path, at) = (Arc::clone(service), path.clone(), delays.micros());
        // While it warms up a message says nothing of its time.
        let time =
            if delays.is_on.load(Ordering::Relaxed) { at.to_string() } else { String::new() };
        calls.push(tokio::spawn(async move {
            let message = json!({
                "Content": format!("t={time};"),
                "Type": "STANDARD",
                "Persistence": "PERSISTENT",
                "ClientRequestToken": format!("message-{at}"),
            });
            service.call(Method::POST, &path, &message).await
        }));
    }
    let sent = u32::try_from(calls.len())?;
    for call in calls {
        call.await??;
    }
    Ok(sent)
}

/// Reads frames off a socket by hand, because thousands of listeners share the cores with the server.
async fn read(mut stream: TcpStream, delays: &Delays) {
    let mut waiting = Vec::new();
    while let Ok(1..) = stream.read_buf(&mut waiting).await {
        let mut used = 0;
        while let Some((payload, length)) = frame(&waiting[used..]) {
            if let Some(at) = time(payload) {
                delays.note(at);
            }
            used += length;
        }
        waiting.drain(..used);
    }
}

/// The payload of the first frame, and how long the whole frame is.
fn frame(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let (head, length) = match *bytes.get(1)? {
        126 => (4, usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?))),
        127 => (10, usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?),
        short => (2, usize::from(short)),
    };
    Some((bytes.get(head..head + length)?, head + length))
}

/// `t=123;` → 123.
fn time(payload: &[u8]) -> Option<u64> {
    let start = payload.windows(3).position(|three| three == b"\"t=")? + 3;
    let rest = payload.get(start..)?;
    let end = rest.iter().position(|byte| *byte == b';')?;
    std::str::from_utf8(rest.get(..end)?).ok()?.parse().ok()
}
