//! What each crate may depend on, and lock files that work on every machine.

use anyhow::{Context as _, Result};

use super::{File, Finding};

/// The dependencies of the crates that must stay free of IO. Adding one is a decision about the
/// shape of the system, so it is made here as well.
const ALLOWED: [(&str, &[&str]); 2] = [
    ("crates/wire/Cargo.toml", &["hmac", "serde", "serde_json", "sha2"]),
    ("crates/core/Cargo.toml", &["chirrup-wire", "serde", "serde_json", "thiserror"]),
];

/// Where Cargo's lock file may say that packages come from.
const CARGO_SOURCE: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

pub(super) fn check(file: &File<'_>) -> Result<Vec<Finding>> {
    Ok(match file.path {
        "Cargo.lock" => addresses(file, CARGO_SOURCE),
        path if path.ends_with("package-lock.json") => resolved(file),
        "crates/server/Cargo.toml" => server(file)?,
        path => match ALLOWED.into_iter().find(|(manifest, _)| *manifest == path) {
            Some((_, allowed)) => only(file, allowed)?,
            None => Vec::new(),
        },
    })
}

fn dependencies(file: &File<'_>) -> Result<Vec<String>> {
    let manifest: toml::Table = toml::from_str(file.text).with_context(|| file.path.to_owned())?;
    let table = manifest.get("dependencies").and_then(toml::Value::as_table);
    Ok(table.map(|table| table.keys().cloned().collect()).unwrap_or_default())
}

fn only(file: &File<'_>, allowed: &[&str]) -> Result<Vec<Finding>> {
    let foreign = dependencies(file)?.into_iter().filter(|name| !allowed.contains(&name.as_str()));
    Ok(foreign.map(|name| file.find(0, format!("this crate must not depend on {name}"))).collect())
}

/// The server and the client meet only in wire; its tests may use the client.
fn server(file: &File<'_>) -> Result<Vec<Finding>> {
    let client = ["chirrup", "chirrup-core"];
    let found = dependencies(file)?.into_iter().filter(|name| client.contains(&name.as_str()));
    Ok(found.map(|name| file.find(0, format!("the server must not see {name}"))).collect())
}

/// Every address in the file is the allowed line.
fn addresses(file: &File<'_>, allowed: &str) -> Vec<Finding> {
    let lines = file.text.lines().enumerate();
    lines
        .filter(|(_, line)| line.contains("://") && *line != allowed)
        .map(|(index, _)| file.find(index + 1, "packages come from crates.io and nowhere else"))
        .collect()
}

/// npm notes where it downloaded each package unless `.npmrc` says otherwise.
fn resolved(file: &File<'_>) -> Vec<Finding> {
    let lines = file.text.lines().enumerate();
    lines
        .filter(|(_, line)| line.trim_start().starts_with("\"resolved\": \"http"))
        .map(|(index, _)| {
            file.find(index + 1, "names a registry: set omit-lockfile-registry-resolved in .npmrc")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> usize {
        check(&File { path, text }).unwrap().len()
    }

    #[test]
    fn core_gets_no_runtime_and_no_browser() {
        let core = "crates/core/Cargo.toml";
        assert_eq!(findings(core, "[dependencies]\nserde.workspace = true\n"), 0);
        assert_eq!(findings(core, "[dependencies]\ntokio = \"1\"\nweb-sys = \"1\"\n"), 2);
    }

    #[test]
    fn the_server_sees_the_client_only_in_its_tests() {
        let server = "crates/server/Cargo.toml";
        assert_eq!(findings(server, "[dev-dependencies]\nchirrup-core = \"1\"\n"), 0);
        assert_eq!(findings(server, "[dependencies]\nchirrup-core = \"1\"\n"), 1);
    }

    #[test]
    fn lock_files_name_no_other_registry() {
        assert_eq!(findings("Cargo.lock", CARGO_SOURCE), 0);
        assert_eq!(findings("Cargo.lock", "source = \"registry+https://mirror.example\""), 1);
        let npm = "  \"resolved\": \"https://mirror.example/a.tgz\",\n";
        assert_eq!(findings("package-lock.json", npm), 1);
    }
}
