//! Every command a person or CI runs, as `cargo xtask <command>`.
//!
//! This file only reads the command line. What a command needs installed is in `setup`, what it
//! builds is in `build`; nothing in the product's crates knows that xtask exists.
#![expect(clippy::print_stdout, reason = "xtask talks to a person at a terminal")]

mod serve;
mod test;
mod tidy;

mod bench;
mod dist;
mod size;

mod build;
mod lint;
mod setup;

mod context;
mod run;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::context::Context;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, runs, tests and measures Chirrup")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Sets everything up, builds, and runs the demo shop, the desk and the server
    Serve(ServeArguments),
    /// Runs all tests, or one part of them
    Test {
        /// Only this part
        part: Option<test::Part>,
    },
    /// Formats the code
    Fmt,
    /// Clippy for the host and for wasm32, warnings are errors
    Lint,
    /// Checks what compilers cannot: layers, module headers, file lengths, documents
    Tidy,
    /// The size of each file of the first open, against budgets.toml
    Size,
    /// Writes `dist/v<version>/` with compressed copies and an integrity manifest
    Dist,
    /// Measures
    Bench {
        /// What to measure
        subject: bench::Subject,
    },
}

#[derive(clap::Args)]
struct ServeArguments {
    /// Port on 127.0.0.1; 0 picks a free one
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// Folder of the server's data [default: data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Answer over TLS as well, as official clients of Chime want it
    #[arg(long, value_name = "self-signed|CERT.pem,KEY.pem")]
    tls: Option<String>,
    /// Start with an empty data folder
    #[arg(long)]
    fresh: bool,
}

fn main() -> ExitCode {
    match dispatch(Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command) -> anyhow::Result<ExitCode> {
    let context = Context::find()?;
    match command {
        Command::Serve(arguments) => {
            let data = serve::DataFolder::choose(&context, arguments.data, arguments.fresh)?;
            serve::run(&context, arguments.port, arguments.tls.as_deref(), &data)?;
        }
        Command::Test { part } => return Ok(test::run(&context, part)),
        Command::Fmt => lint::format(&context)?,
        Command::Lint => lint::clippy(&context)?,
        Command::Tidy => tidy::run(&context)?,
        Command::Size => size::run(&context)?,
        Command::Dist => dist::run(&context)?,
        Command::Bench { subject } => bench::run(&context, subject)?,
    }
    Ok(ExitCode::SUCCESS)
}
