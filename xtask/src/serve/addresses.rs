//! `addresses.json`, which the server writes once it answers.

use std::fs;
use std::time::SystemTime;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::DataFolder;

const FILE: &str = "addresses.json";

/// Where a server answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Addresses {
    /// The demo site.
    pub(crate) site: String,
    /// The agents' desk.
    pub(crate) desk: String,
    /// What an official client is given as its endpoint.
    pub(crate) connect: String,
    /// What a client of Amazon Chime is given.
    pub(crate) chime: String,
    /// The same with TLS.
    pub(crate) chime_tls: Option<String>,
    /// The page of the demo event.
    pub(crate) event: Option<String>,
    /// The same, signing its moderator in.
    pub(crate) moderator: Option<String>,
    /// Says that the server is well.
    pub(crate) health: String,
}

impl Addresses {
    pub(super) fn read(data: &DataFolder) -> Result<Self> {
        let text = fs::read_to_string(data.path().join(FILE)).context("reading addresses.json")?;
        serde_json::from_str(&text).context("reading addresses.json")
    }
}

/// Tells one writing of the file from another: a killed server leaves its file behind.
pub(super) fn stamp(data: &DataFolder) -> Option<SystemTime> {
    fs::metadata(data.path().join(FILE)).and_then(|file| file.modified()).ok()
}
