//! Where everything is: the checkout, the build folder, the tools; and commands that run there.
//!
//! The tools' folders come first in `PATH` whether they exist or not, so "is it installed?" is
//! always answered by running the tool, wherever it was found.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde::Deserialize;

/// Versions that `cargo xtask` installs and uses. wasm-bindgen is not among them: its command line
/// tool must match the library, so `Cargo.lock` is asked.
pub(crate) mod pins {
    /// The last version that compiles with the pinned toolchain.
    pub(crate) const TRUNK: &str = "0.21.14";
    /// The npm package `binaryen`, which holds wasm-opt.
    pub(crate) const BINARYEN: &str = "132.0.0";
    /// As trunk spells the version of wasm-opt.
    pub(crate) const WASM_OPT: &str = "version_132";
    /// Takes comments and long names out of JavaScript.
    pub(crate) const TERSER: &str = "5.51.2";
    /// Drives Firefox in the browser tests.
    pub(crate) const GECKODRIVER: &str = "0.37.1";
    /// The Python package `awscli`.
    pub(crate) const AWS_CLI: &str = "1.46.3";
    /// The oldest Node.js the tests run with.
    pub(crate) const NODE_MAJOR: u32 = 20;
}

/// The checkout and the places around it.
pub(crate) struct Context {
    /// The folder of the workspace.
    pub(crate) root: PathBuf,
    /// Cargo's target folder.
    pub(crate) target: PathBuf,
    /// Where tools are installed, shared by all checkouts.
    pub(crate) tools: PathBuf,
    /// The locked version of the wasm-bindgen library.
    pub(crate) wasm_bindgen: String,
    search_path: OsString,
}

impl Context {
    /// Looks around. Changes nothing.
    pub(crate) fn find() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.parent().context("xtask has no parent folder")?.to_owned();
        let here = env::current_dir().context("the current folder cannot be read")?;
        let target = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |folder| here.join(folder));
        let tools = match (env::var_os("CHIRRUP_TOOLS"), env::var_os("HOME")) {
            (Some(tools), _) => here.join(tools),
            (None, Some(home)) => Path::new(&home).join(".cache/chirrup/tools"),
            (None, None) => target.join("tools"),
        };
        let wasm_bindgen = locked_version(&root, "wasm-bindgen")?;
        let mut folders = vec![
            tools.join(format!("trunk-{}/bin", pins::TRUNK)),
            tools.join(format!("wasm-bindgen-{wasm_bindgen}/bin")),
            tools.join(format!("binaryen-{}/node_modules/.bin", pins::BINARYEN)),
            tools.join(format!("terser-{}/node_modules/.bin", pins::TERSER)),
            tools.join(format!("geckodriver-{}/bin", pins::GECKODRIVER)),
            tools.join("geckodriver/bin"),
        ];
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        let search_path = env::join_paths(folders).context("PATH cannot be extended")?;
        Ok(Self { root, target, tools, wasm_bindgen, search_path })
    }

    /// The built demo site with the widget.
    pub(crate) fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// The built agents' desk.
    pub(crate) fn desk(&self) -> PathBuf {
        self.target.join("desk")
    }

    /// The server as `--profile server` builds it.
    pub(crate) fn server(&self) -> PathBuf {
        self.target.join("server/chirrup-server")
    }

    /// A command that runs in the checkout and finds the installed tools.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.root)
            .env("PATH", &self.search_path)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CHIRRUP_TOOLS", &self.tools);
        command
    }

    /// Cargo itself, as it was called.
    pub(crate) fn cargo(&self, subcommand: &str) -> Command {
        let mut command = self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.arg(subcommand);
        command
    }

    /// The first of these programs that exists.
    pub(crate) fn which(&self, names: &[&str]) -> Option<PathBuf> {
        names.iter().find_map(|name| {
            env::split_paths(&self.search_path)
                .map(|dir| dir.join(name))
                .find(|path| path.is_file())
        })
    }
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<LockedPackage>,
}

#[derive(Deserialize)]
struct LockedPackage {
    name: String,
    version: String,
}

fn locked_version(root: &Path, name: &str) -> Result<String> {
    let text = std::fs::read_to_string(root.join("Cargo.lock")).context("reading Cargo.lock")?;
    let lock: Lock = toml::from_str(&text).context("reading Cargo.lock")?;
    lock.package
        .into_iter()
        .find(|package| package.name == name)
        .map(|package| package.version)
        .with_context(|| format!("Cargo.lock holds no {name}"))
}
