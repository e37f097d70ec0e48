//! Node.js, and the test programs that `package-lock.json` names.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::context::{Context, pins};
use crate::run;

/// Node.js is there and new enough; with npm.
pub(crate) fn ensure(context: &Context) -> Result<()> {
    let major = pins::NODE_MAJOR;
    let advice = format!("install Node.js {major} or newer with npm (`apt install nodejs npm`)");
    let Ok(version) = run::capture(context.command("node").arg("--version")) else {
        bail!("node is missing: {advice}");
    };
    let found = version.trim_start_matches('v').split('.').next().and_then(|n| n.parse().ok());
    if found.is_none_or(|found: u32| found < major) {
        bail!("node {version} is too old: {advice}");
    }
    if context.which(&["npm"]).is_none() {
        bail!("npm is missing: {advice}");
    }
    Ok(())
}

/// `node_modules` holds exactly what the lock file names.
pub(crate) fn ensure_modules(context: &Context) -> Result<()> {
    ensure(context)?;
    let wanted = fs::read_to_string(context.root.join("package-lock.json"))
        .context("package-lock.json is missing from the checkout")?;
    let stamp = context.root.join("node_modules/.chirrup-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    run::say("installing the test programs of package-lock.json");
    run::run(
        context
            .command("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )
    .context("the test programs are missing: install them with `npm ci`")?;
    fs::write(&stamp, wanted).context("noting what npm installed")
}
