//! `chirrup-server`: reads the command line, starts the server, waits for the signal to stop.

use std::io::{IsTerminal as _, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use chirrup_server::addresses::{AddressFile, Addresses};
use chirrup_server::config::{Config, LogFormat, Options};
use chirrup_server::connections::Tls;
use chirrup_server::server::Server;
use chirrup_server::shutdown;
use clap::Parser;
use tracing_subscriber::EnvFilter;

/// A chat server that speaks the protocols of the AWS chat services.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Where to listen; port 0 picks a free one.
    #[arg(long, default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// Answer over TLS as well: `self-signed` makes a certificate in the data folder.
    #[arg(long, value_name = "self-signed|CERT.pem,KEY.pem")]
    tls: Option<Tls>,
    /// Where to listen with TLS; the port after that of `--listen` when absent.
    #[arg(long, requires = "tls")]
    tls_listen: Option<SocketAddr>,
    /// The data folder, created on first use.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// The config file; `chirrup.toml` in the data folder when absent, written on first use.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Static files for `/`.
    #[arg(long)]
    site: Option<PathBuf>,
    /// Static files for `/desk/`.
    #[arg(long)]
    desk: Option<PathBuf>,
    /// The Chime service of live events; the one in this server when absent.
    #[arg(long)]
    chime_endpoint: Option<String>,
    /// The region of that service.
    #[arg(long)]
    region: Option<String>,
    /// Keep an open demo event; its codes are in the data folder.
    #[arg(long)]
    demo: bool,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line that says what to change. There is nowhere left to say that it cannot be written.
            drop(writeln!(std::io::stderr(), "chirrup-server: {}", in_one_line(&error)));
            ExitCode::FAILURE
        }
    }
}

/// An error and its causes. Most name their cause themselves, which is not said again.
fn in_one_line(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |said, cause| {
        if said.is_empty() {
            cause
        } else if said.contains(&cause) {
            said
        } else {
            format!("{said}: {cause}")
        }
    })
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    let mut config = Config::load(Options {
        listen: arguments.listen,
        tls_listen: arguments.tls_listen,
        tls: arguments.tls,
        data: arguments.data.clone(),
        config: arguments.config,
        site: arguments.site,
        desk: arguments.desk,
    })?;
    let (endpoint, region) = (arguments.chime_endpoint, arguments.region);
    config.events.choose_service(endpoint, region).map_err(anyhow::Error::msg)?;
    config.events.demo |= arguments.demo;
    start_log(config.log_format);
    if let Some(path) = &config.written {
        tracing::info!(config = %path.display(), "wrote a config with new keys for the agents");
    }
    let runtime = tokio::runtime::Runtime::new().context("the runtime does not start")?;
    runtime.block_on(async {
        let server = Server::start(config).await?;
        let addresses = server.addresses();
        let file = AddressFile::write(&arguments.data, &addresses)
            .context("addresses.json cannot be written")?;
        tracing::info!(site = addresses.site, data = %arguments.data.display(), "answering");
        print(&addresses).context("the addresses cannot be printed")?;
        shutdown::signal().await;
        tracing::info!("stopping");
        file.remove();
        server.stop().await;
        tracing::info!("stopped");
        Ok(())
    })
}

fn start_log(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => {
            log.with_target(false).with_ansi(std::io::stderr().is_terminal()).init();
        }
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}

/// For people and for programs that wait for the first line.
fn print(addresses: &Addresses) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "site     {}", addresses.site)?;
    writeln!(out, "desk     {}", addresses.desk)?;
    writeln!(out, "connect  {}", addresses.connect)?;
    writeln!(out, "chime    {}", addresses.chime)?;
    if let Some(chime_tls) = &addresses.chime_tls {
        writeln!(out, "chimeTls {chime_tls}")?;
    }
    if let Some(event) = &addresses.event {
        writeln!(out, "event    {event}")?;
    }
    writeln!(out, "health   {}", addresses.health)?;
    out.flush()
}
