//! The first start: the data folder, a config with keys of its own, and a script for the bot.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use crate::config::{ConfigError, file_error};
use crate::token;

const CONFIG: &str = include_str!("../../../../config/chirrup.toml");
const SCRIPT: &str = include_str!("../../../../config/support.md");

/// What stands in the template where a key belongs.
const KEY_PLACE: &str = "KEY-MADE-ON-FIRST-START";

/// Creates a folder that only its owner can read.
pub(super) fn create_private_folder(path: &Path) -> Result<(), ConfigError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| file_error(path, error))
}

/// Writes config and script where there is no config, and says whether it did. Never touches a file
/// that exists.
pub(super) fn write_templates(config: &Path) -> Result<bool, ConfigError> {
    let mut text = CONFIG.to_owned();
    while text.contains(KEY_PLACE) {
        text = text.replacen(KEY_PLACE, token::fresh().0.reveal(), 1);
    }
    let is_first = write_new(config, &text)?;
    if is_first {
        write_new(&config.with_file_name("support.md"), SCRIPT)?;
    }
    Ok(is_first)
}

fn write_new(path: &Path, text: &str) -> Result<bool, ConfigError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => {
            file.write_all(text.as_bytes()).map_err(|error| file_error(path, error))?;
            file.sync_all().map_err(|error| file_error(path, error))?;
            Ok(true)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(file_error(path, error)),
    }
}
