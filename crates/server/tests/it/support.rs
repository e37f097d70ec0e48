//! A server with an empty data folder, people who talk to it, and what they hear.

mod api;
mod client;
mod desk;
mod person;
mod proxy;
mod socket;

use std::path::{Path, PathBuf};
use std::time::Duration;

use chirrup_server::addresses::Addresses;
use chirrup_server::app::App;
use chirrup_server::config::{Config, Options};
use chirrup_server::connections::Tls;
use chirrup_server::server::Server;
use tempfile::TempDir;

pub(crate) use api::{Answer, Api};
pub(crate) use client::{Client, history, room};
pub(crate) use desk::Desk;
pub(crate) use person::Person;
pub(crate) use proxy::{Cut, Proxy, Way};
pub(crate) use socket::Socket;

/// Nothing in these tests takes longer unless it hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) const KEY: &str = "a-key-of-sixteen-or-more";

/// Throttles lifted, and a bot that answers at once.
pub(crate) const QUICK: &str = r#"
[flow]
bot_name = "Pip"
greeting = "Hello"
answer_after_millis = 20

[throttle]
enabled = false
"#;

const AGENTS: &str = r#"
[[agents]]
name = "Ana"
key = "a-key-of-sixteen-or-more"

[[agents]]
name = "Ben"
key = "a-key-of-sixteen-or-more"
"#;

const SCRIPT: &str = "## Delivery (parcel)\nTwo **days**.\n\n## Agent (human)\nOne moment.\n\n\
                      ## Otherwise\nPardon?\n";

/// A server in this process.
pub(crate) struct TestServer {
    server: Server,
    pub(crate) root: String,
    pub(crate) data: TempDir,
}

/// Writes config and script into a folder and returns the config's path.
pub(crate) fn write_config(folder: &Path, settings: &str) -> PathBuf {
    let path = folder.join("chirrup.toml");
    std::fs::write(&path, format!("{AGENTS}{settings}")).expect("a config");
    std::fs::write(folder.join("support.md"), SCRIPT).expect("a script");
    path
}

fn options(data: &TempDir, site: Option<PathBuf>) -> Options {
    Options {
        listen: "127.0.0.1:0".parse().expect("an address"),
        tls_listen: None,
        tls: None,
        data: data.path().to_owned(),
        config: None,
        desk: site.clone(),
        site,
    }
}

impl TestServer {
    pub(crate) async fn start() -> Self {
        Self::with(QUICK).await
    }

    pub(crate) async fn with(settings: &str) -> Self {
        let data = TempDir::new().expect("a folder");
        write_config(data.path(), settings);
        Self::over(data, None).await
    }

    /// Why a server with such settings does not start.
    pub(crate) async fn try_with(settings: &str) -> Result<(), String> {
        let data = TempDir::new().expect("a folder");
        write_config(data.path(), settings);
        let config = Config::load(options(&data, None)).map_err(|error| error.to_string())?;
        Server::start(config).await.map(drop).map_err(|error| error.to_string())
    }

    /// With a certificate of its own, on a second port.
    pub(crate) async fn with_tls() -> Self {
        let data = TempDir::new().expect("a folder");
        write_config(data.path(), QUICK);
        Self::over_tls(data).await
    }

    pub(crate) async fn over_tls(data: TempDir) -> Self {
        let tls = Some(Tls::SelfSigned);
        let options = Options { tls, ..options(&data, None) };
        Self::run(data, options).await
    }

    pub(crate) async fn over(data: TempDir, site: Option<PathBuf>) -> Self {
        let options = options(&data, site);
        Self::run(data, options).await
    }

    async fn run(data: TempDir, options: Options) -> Self {
        let config = Config::load(options);
        let server = Server::start(config.expect("a config")).await.expect("a server");
        let root = server.addresses().site.trim_end_matches('/').to_owned();
        Self { server, root, data }
    }

    pub(crate) fn chime_tls(&self) -> Option<String> {
        self.server.addresses().chime_tls
    }

    pub(crate) fn addresses(&self) -> Addresses {
        self.server.addresses()
    }

    pub(crate) fn app(&self) -> &App {
        self.server.app()
    }

    /// Stops in order and gives the data back.
    pub(crate) async fn stop(self) -> TempDir {
        self.server.stop().await;
        self.data
    }

    pub(crate) fn api(&self) -> Api {
        Api::at(&self.root)
    }

    pub(crate) async fn customer(&self) -> Person {
        self.api().customer("Mira").await
    }

    /// A customer with an open socket, past joining and greeting.
    pub(crate) async fn talking_customer(&self) -> (Person, Socket) {
        let customer = self.customer().await;
        let mut socket = customer.socket().await;
        socket.item("MESSAGE").await;
        (customer, socket)
    }

    /// A customer and an agent on one chat, both with open sockets.
    pub(crate) async fn pair(&self) -> (Person, Socket, Person, Socket) {
        let (customer, mut customer_socket) = self.talking_customer().await;
        customer.say("agent").await;
        let desk = self.api().sign_in("Ana").await;
        let agent = desk.accept_when_waiting(&customer.contact_id).await;
        customer_socket.item_by("AGENT").await;
        let agent_socket = agent.socket().await;
        (customer, customer_socket, agent, agent_socket)
    }
}
