//! The two web pages and the server, built only when something they are made of has changed.
//!
//! trunk and wasm-opt would do their work again on every call; a fingerprint of all inputs, noted
//! beside the result, is what makes a second start quick. Cargo keeps its own books for the server.

mod fingerprint;
mod minify;
mod precompress;
mod shrink;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::context::{Context, pins};
use crate::run;
use crate::setup;

pub(crate) use precompress::{brotli, gzip, write_compressed};

/// The modules of the site, by the names of their binaries: for support chats, for live events, and for
/// moderators there.
pub(crate) const MODULES: [&str; 3] = ["chirrup-widget", "chirrup-event", "chirrup-moderator"];

/// The standard library of the web pages is compiled with them, for size: the shipped one is
/// compiled for speed. `optimize_for_size` picks its smaller algorithms, and unwinding and
/// backtraces, which WebAssembly cannot show, are left out. These are settings of the pinned compiler
/// that are not promised to stay, hence the first line.
const REBUILT_STD: [(&str, &str); 3] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
];

/// The variable for flags of the compiler.
const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Components are compiled once instead of once per place of use.
/// Source positions of panics name files of the machine that built the page.
const DESK_FLAGS: &str = "--cfg=erase_components -Zlocation-detail=none";

/// A visitor pays for each byte: a panic of the widget is a trap without a message, and `Debug` prints
/// nothing. The loader hears the trap and shows its failure card. And the rounds of SHA-256, which signs a few
/// requests a second, are a loop.
const SITE_FLAGS: &str = "--cfg=erase_components -Zlocation-detail=none -Zfmt-debug=none \
                          -Zunstable-options -Cpanic=immediate-abort \
                          --cfg=sha2_backend_soft=\"compact\"";

/// The demo site with the widget, in release, with compressed copies.
pub(crate) fn site(context: &Context) -> Result<PathBuf> {
    let output = context.site();
    let finish = || {
        for module in MODULES {
            shrink::module(context, &output, module)?;
        }
        minify::scripts(context, &output)
    };
    page(context, "the demo site", "Trunk.toml", &output, SITE_FLAGS, &[], &finish)
}

/// The agents' desk, in release, with compressed copies.
pub(crate) fn desk(context: &Context) -> Result<PathBuf> {
    let (config, own) = ("crates/desk/Trunk.toml", ["crates/desk"]);
    page(context, "the desk", config, &context.desk(), DESK_FLAGS, &own, &|| Ok(()))
}

/// The server, in its own profile.
pub(crate) fn server(context: &Context) -> Result<PathBuf> {
    run::run(context.cargo("build").args(["--profile", "server", "--package", "chirrup-server"]))?;
    Ok(context.server())
}

fn page(
    context: &Context,
    name: &str,
    config: &str,
    output: &Path,
    flags: &str,
    own_inputs: &[&str],
    finish: &dyn Fn() -> Result<()>,
) -> Result<PathBuf> {
    setup::ensure_page_tools(context)?;
    let stamp = output.with_extension("fingerprint");
    let wanted = fingerprint::of(context, own_inputs, &settings(context, flags))?;
    if output.is_dir() && fs::read_to_string(&stamp).is_ok_and(|built| built == wanted) {
        return Ok(output.to_owned());
    }
    run::say(&format!("building {name}, some minutes the first time"));
    if stamp.is_file() {
        fs::remove_file(&stamp).context("removing an old fingerprint")?;
    }
    run::run(
        context
            .command("trunk")
            .args(["build", "--release", "--config", config, "--dist"])
            .arg(output)
            .envs(REBUILT_STD)
            .env(FLAGS, flags)
            .env("TRUNK_TOOLS_WASM_BINDGEN", &context.wasm_bindgen)
            .env("TRUNK_TOOLS_WASM_OPT", pins::WASM_OPT)
            .env("TRUNK_SKIP_VERSION_CHECK", "true")
            // trunk reads this variable as a boolean and refuses the usual `1`.
            .env_remove("NO_COLOR"),
    )?;
    finish()?;
    precompress::folder(output)?;
    fs::write(&stamp, wanted).context("noting the fingerprint")?;
    Ok(output.to_owned())
}

/// What a page depends on besides the files of the checkout.
fn settings(context: &Context, flags: &str) -> String {
    format!(
        "trunk {} wasm-bindgen {} wasm-opt {} terser {} {flags} {REBUILT_STD:?}",
        pins::TRUNK,
        context.wasm_bindgen,
        pins::WASM_OPT,
        pins::TERSER
    )
}
