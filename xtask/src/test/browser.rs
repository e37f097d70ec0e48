//! The widget's one browser test binary, built once and run in Chromium and in Firefox.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::Report;
use crate::context::Context;
use crate::run;
use crate::setup::{self, browsers};

pub(super) fn run(context: &Context, report: &mut Report) {
    let ready = report.check("browser set-up", || {
        setup::rust::ensure(context)?;
        setup::wasm_bindgen::ensure(context)?;
        let browsers = browsers::ensure_all(context)?;
        let capabilities = write_capabilities(context, &browsers)?;
        Ok((browsers, capabilities))
    });
    let Some((browsers, capabilities)) = ready else { return };
    let Some(binary) = report.check("browser test build", || build(context)) else { return };
    let drivers = [
        ("tests in Chromium", "CHROMEDRIVER", &browsers.chromedriver),
        ("tests in Firefox", "GECKODRIVER", &browsers.geckodriver),
    ];
    for (name, variable, driver) in drivers {
        report.tests(name, |tally| {
            let mut runner = context.command("wasm-bindgen-test-runner");
            runner
                .arg(&binary)
                .env_remove("CHROMEDRIVER")
                .env_remove("GECKODRIVER")
                .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &capabilities)
                .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
                .env(variable, driver);
            run::run_counted(&mut runner, tally)
        });
    }
}

/// Builds the test binary and answers where cargo put it.
fn build(context: &Context) -> Result<PathBuf> {
    let mut cargo = context.cargo("test");
    cargo
        .args(["--package", "chirrup", "--test", "browser", "--no-run"])
        .args(["--target", setup::rust::WASM_TARGET]);
    run::run(&mut cargo)?;
    // Asked again, cargo only answers from its books.
    let messages = run::capture(cargo.arg("--message-format=json").stderr(Stdio::null()))?;
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message.pointer("/target/name") == Some(&json!("browser")))
        .find_map(|message| message.get("executable")?.as_str().map(PathBuf::from))
        .context("cargo built no browser test")
}

/// The flags of `webdriver.json` with the browsers that were found, wherever they are.
fn write_capabilities(context: &Context, browsers: &browsers::Browsers) -> Result<PathBuf> {
    let text = fs::read_to_string(context.root.join("webdriver.json")).context("webdriver.json")?;
    let mut capabilities: Value = serde_json::from_str(&text).context("webdriver.json")?;
    let found =
        [("goog:chromeOptions", &browsers.chromium), ("moz:firefoxOptions", &browsers.firefox)];
    for (options, path) in found {
        if let Some(Value::Object(options)) = capabilities.get_mut(options) {
            options.insert("binary".to_owned(), json!(path));
        }
    }
    let path = context.target.join("webdriver.json");
    fs::write(&path, capabilities.to_string()).context("writing the browsers' flags")?;
    Ok(path)
}
