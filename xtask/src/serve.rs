//! `cargo xtask serve`: builds what has changed, starts the server and prints where it is.
//!
//! The server runs in a process group of its own, so that a Ctrl-C at the terminal reaches it once,
//! through here, and this program ends only after it.

mod addresses;
mod data;
mod welcome;

use std::ffi::OsStr;
use std::os::unix::process::CommandExt as _;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::build;
use crate::context::Context;
use crate::run;

pub(crate) use addresses::Addresses;
pub(crate) use data::DataFolder;
use welcome::welcome;

/// How long a start may take; a big database may need a while to recover.
const START: Duration = Duration::from_mins(1);

/// Builds, starts, prints, and waits until the server ends.
pub(crate) fn run(
    context: &Context,
    port: u16,
    tls: Option<&str>,
    data: &DataFolder,
) -> Result<()> {
    build::site(context)?;
    build::desk(context)?;
    build::server(context)?;
    let mut server = Server::start(context, port, tls, data)?;
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("listening for Ctrl-C")?;
    let process = server.child.id();
    thread::spawn(move || {
        for number in signals.forever() {
            let name = if number == SIGINT { "INT" } else { "TERM" };
            // When the server is gone already there is nobody to tell.
            drop(signal(process, name));
        }
    });
    run::say("Chirrup is running. Ctrl-C stops it.");
    let (agent, tickets) = (data.first_agent(), data.tickets());
    print!("{}", welcome(&server.addresses, agent.as_ref(), tickets.as_ref(), data.path()));
    let status = server.child.wait().context("waiting for the server")?;
    if status.success() { Ok(()) } else { bail!("the server ended with {status}") }
}

/// A running server. Dropping it stops it.
pub(crate) struct Server {
    child: Child,
    /// Where it answers.
    pub(crate) addresses: Addresses,
}

impl Server {
    /// Starts the built server with the built pages and waits until it answers.
    pub(crate) fn start(
        context: &Context,
        port: u16,
        tls: Option<&str>,
        data: &DataFolder,
    ) -> Result<Self> {
        let before = addresses::stamp(data);
        let mut child = context
            .command(context.server())
            .args(["--listen", &format!("127.0.0.1:{port}"), "--demo"])
            .args(tls.map(|tls| ["--tls", tls]).iter().flatten())
            .args([OsStr::new("--data"), data.path().as_os_str()])
            .args([OsStr::new("--site"), context.site().as_os_str()])
            .args([OsStr::new("--desk"), context.desk().as_os_str()])
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::null())
            .process_group(0)
            .spawn()
            .context("starting chirrup-server")?;
        let deadline = Instant::now() + START;
        while addresses::stamp(data) == before {
            if let Some(status) = child.try_wait()? {
                bail!("the server did not start ({status}); its reason is above");
            }
            if Instant::now() > deadline {
                child.kill().context("ending a server that does not answer")?;
                bail!("the server did not answer within {} s", START.as_secs());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(Self { child, addresses: Addresses::read(data)? })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            drop(signal(self.child.id(), "TERM"));
            // A child that cannot be waited for is gone.
            drop(self.child.wait());
        }
    }
}

/// Sends a signal with the system's own `kill`, which needs no unsafe code.
fn signal(process: u32, name: &str) -> Result<()> {
    let status = std::process::Command::new("kill")
        .arg(format!("-{name}"))
        .arg(process.to_string())
        .status()
        .context("sending a signal")?;
    if status.success() { Ok(()) } else { bail!("kill: {status}") }
}
