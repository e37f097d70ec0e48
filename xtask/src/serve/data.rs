//! The server's data folder: which one, and whether it may be emptied.
//!
//! Nothing is deleted that does not look like a data folder, and the default folder only after a
//! person said yes at a terminal.

use std::fs;
use std::io::{self, BufRead as _, IsTerminal as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use super::Addresses;
use crate::context::Context;
use crate::run;

/// Files that only a data folder holds.
const MARKS: [&str; 2] = ["chirrup.toml", "addresses.json"];

/// The folder that a server keeps everything in.
pub(crate) struct DataFolder {
    path: PathBuf,
}

#[derive(Deserialize)]
struct Config {
    #[serde(default)]
    agents: Vec<Agent>,
}

/// Somebody who may sign in at the desk.
#[derive(Deserialize)]
pub(crate) struct Agent {
    pub(crate) name: String,
    pub(crate) key: String,
}

/// Codes that let people into the demo event.
#[derive(Deserialize)]
pub(crate) struct Tickets {
    pub(crate) fans: Vec<String>,
    pub(crate) artist: String,
}

impl DataFolder {
    /// The named folder or the default one, emptied when asked for.
    pub(crate) fn choose(context: &Context, named: Option<PathBuf>, fresh: bool) -> Result<Self> {
        let here = std::env::current_dir().context("the current folder cannot be read")?;
        let default = context.root.join("data");
        let path = named.map_or_else(|| default.clone(), |named| here.join(named));
        let folder = Self { path };
        if fresh && folder.path.exists() {
            let is_default = fs::canonicalize(&folder.path).ok() == fs::canonicalize(&default).ok();
            folder.empty(is_default)?;
        }
        Ok(folder)
    }

    /// A new folder for a measurement, at a place that belongs to the build.
    pub(crate) fn scratch(context: &Context, name: &str) -> Result<Self> {
        let folder = Self { path: context.target.join("scratch").join(name) };
        if folder.path.exists() {
            folder.empty(false)?;
        }
        Ok(folder)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// An agent of the server's config, for the demo.
    pub(crate) fn first_agent(&self) -> Option<Agent> {
        let text = fs::read_to_string(self.path.join("chirrup.toml")).ok()?;
        let config: Config = toml::from_str(&text).ok()?;
        config.agents.into_iter().next()
    }

    /// Tickets of the demo event.
    pub(crate) fn tickets(&self) -> Option<Tickets> {
        let text = fs::read_to_string(self.path.join("demo-tickets.json")).ok()?;
        serde_json::from_str(&text).ok()
    }

    fn empty(&self, is_default: bool) -> Result<()> {
        let shown = self.path.display();
        let is_empty = fs::read_dir(&self.path).context("the data folder")?.next().is_none();
        if is_empty {
            return Ok(());
        }
        if !MARKS.iter().any(|mark| self.path.join(mark).is_file()) {
            bail!("{shown} does not look like a data folder of chirrup-server, so it stays");
        }
        if self.is_in_use() {
            bail!("a server is running with {shown}: stop it first");
        }
        if is_default && !agreed(&self.path)? {
            bail!("{shown} stays as it is");
        }
        run::say(&format!("emptying {shown}"));
        fs::remove_dir_all(&self.path).context("emptying the data folder")
    }

    /// Whether something answers at the address that the last server wrote down.
    fn is_in_use(&self) -> bool {
        Addresses::read(self)
            .ok()
            .and_then(|addresses| authority(&addresses.site))
            .is_some_and(|at| TcpStream::connect_timeout(&at, Duration::from_secs(1)).is_ok())
    }
}

fn authority(address: &str) -> Option<SocketAddr> {
    address.strip_prefix("http://")?.split('/').next()?.parse().ok()
}

fn agreed(path: &Path) -> Result<bool> {
    if !io::stdin().is_terminal() {
        bail!("--fresh would delete the default data folder: name another one with --data DIR");
    }
    println!("Delete all chats in {}? [y/N]", path.display());
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).context("reading the answer")?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> DataFolder {
        let path = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        DataFolder { path }
    }

    #[test]
    fn a_folder_of_somebody_else_is_never_emptied() {
        let folder = folder("foreign");
        fs::write(folder.path.join("thesis.txt"), "years of work").unwrap();
        assert!(folder.empty(false).is_err());
        assert!(folder.path.join("thesis.txt").is_file());
        fs::remove_dir_all(&folder.path).unwrap();
    }

    #[test]
    fn a_data_folder_is_emptied_on_request() {
        let folder = folder("own");
        fs::write(folder.path.join("chirrup.toml"), "").unwrap();
        folder.empty(false).unwrap();
        assert!(!folder.path.exists());
    }

    #[test]
    fn tickets_are_those_that_the_server_wrote_down() {
        let folder = folder("tickets");
        assert!(folder.tickets().is_none());
        let demo = r#"{"event":"demo","fans":["a","b"],"artist":"c","moderator":"d"}"#;
        fs::write(folder.path.join("demo-tickets.json"), demo).unwrap();
        let tickets = folder.tickets().unwrap();
        assert_eq!((tickets.fans, tickets.artist), (vec!["a".into(), "b".into()], "c".into()));
        fs::remove_dir_all(&folder.path).unwrap();
    }

    #[test]
    fn the_demo_agent_is_the_first_of_the_config() {
        let folder = folder("agents");
        let config =
            "[[agents]]\nname = \"Ana\"\nkey = \"k1\"\n[[agents]]\nname = \"Ben\"\nkey = \"k2\"\n";
        fs::write(folder.path.join("chirrup.toml"), config).unwrap();
        let Agent { name, key } = folder.first_agent().unwrap();
        assert_eq!((&*name, &*key), ("Ana", "k1"));
        fs::remove_dir_all(&folder.path).unwrap();
    }
}
