//! Chromium and Firefox with their drivers, from the system's packages.
//!
//! They are installed only through apt and only when that needs no password.

use std::env;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use super::{apt, geckodriver};
use crate::context::Context;

const PACKAGES: [&str; 5] =
    ["chromium", "chromium-driver", "firefox-esr", "fonts-noto-core", "fonts-noto-color-emoji"];

/// Where the browsers and what drives them were found.
pub(crate) struct Browsers {
    /// Chromium or Chrome.
    pub(crate) chromium: PathBuf,
    /// Drives Chromium.
    pub(crate) chromedriver: PathBuf,
    /// Firefox, any release.
    pub(crate) firefox: PathBuf,
    /// Drives Firefox.
    pub(crate) geckodriver: PathBuf,
}

/// Chromium is installed; where it is.
pub(crate) fn ensure_chromium(context: &Context) -> Result<PathBuf> {
    if chromium(context).is_none() {
        install(context)?;
    }
    chromium(context).with_context(|| missing("Chromium"))
}

/// Both browsers and both drivers are installed; where they are.
pub(crate) fn ensure_all(context: &Context) -> Result<Browsers> {
    let is_complete =
        || chromium(context).and(chromedriver(context)).and(firefox(context)).is_some();
    if !is_complete() {
        install(context)?;
    }
    geckodriver::ensure(context)?;
    Ok(Browsers {
        chromium: chromium(context).with_context(|| missing("Chromium"))?,
        chromedriver: chromedriver(context).with_context(|| missing("chromedriver"))?,
        firefox: firefox(context).with_context(|| missing("Firefox"))?,
        geckodriver: context.which(&["geckodriver"]).with_context(|| missing("geckodriver"))?,
    })
}

fn chromium(context: &Context) -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    env::var_os("CHROMIUM").map(PathBuf::from).or_else(|| context.which(&names))
}

fn chromedriver(context: &Context) -> Option<PathBuf> {
    env::var_os("CHROMEDRIVER").map(PathBuf::from).or_else(|| context.which(&["chromedriver"]))
}

fn firefox(context: &Context) -> Option<PathBuf> {
    env::var_os("FIREFOX").map(PathBuf::from).or_else(|| context.which(&["firefox-esr", "firefox"]))
}

fn missing(what: &str) -> String {
    format!("{what} is missing: install the browsers with `apt install {}`", PACKAGES.join(" "))
}

fn install(context: &Context) -> Result<()> {
    let advice = || missing("A browser");
    apt::install(context, &PACKAGES, "the browsers", "about a minute", &advice)
}
