//! Running other programs: loudly, quietly, or while counting tests in what they print.
//!
//! A failed program is an error that names the command; what it printed stays on the terminal.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::test::Tally;

/// Says one line about what is going on.
pub(crate) fn say(line: &str) {
    println!("── {line}");
}

/// Runs the program with its output on the terminal.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    say(&describe(command));
    let status = command.status().with_context(|| format!("starting {}", describe(command)))?;
    if status.success() { Ok(()) } else { bail!("`{}` failed ({status})", describe(command)) }
}

/// Runs the program and returns what it printed, without the line end.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::piped())
        .output()
        .with_context(|| format!("starting {}", describe(command)))?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed: {}", describe(command), reason.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Runs a test program: its output goes to the terminal and its result lines are added up.
pub(crate) fn run_counted(command: &mut Command, tally: &mut Tally) -> Result<()> {
    say(&describe(command));
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting {}", describe(command)))?;
    if let Some(stdout) = child.stdout.take() {
        let mut reader = BufReader::new(stdout);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 {
            let text = String::from_utf8_lossy(&line);
            print!("{text}");
            tally.read_line(&text);
            line.clear();
        }
    }
    let status = child.wait()?;
    if status.success() { Ok(()) } else { bail!("`{}` failed ({status})", describe(command)) }
}

/// The command as a person would type it, without the environment.
fn describe(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut words = vec![program.file_name().unwrap_or_default().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| {
        let word = word.to_string_lossy();
        if word.contains(' ') { format!("'{word}'") } else { word.into_owned() }
    }));
    words.join(" ")
}
