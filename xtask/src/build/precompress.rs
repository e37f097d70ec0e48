//! Compressed copies beside the files of a built page, so that the server only has to pick one.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use ignore::WalkBuilder;

/// Pictures and fonts are compressed already.
const WORTH_IT: [&str; 9] =
    ["css", "html", "js", "json", "map", "svg", "txt", "wasm", "webmanifest"];

/// Writes `.br` and `.gz` beside every file of the folder that gets smaller by it.
pub(super) fn folder(folder: &Path) -> Result<()> {
    for file in WalkBuilder::new(folder).standard_filters(false).build() {
        let path = file.context("listing a built page")?.into_path();
        let is_worth_it = path
            .extension()
            .is_some_and(|end| WORTH_IT.iter().any(|worth| end.eq_ignore_ascii_case(worth)));
        if path.is_file() && is_worth_it {
            write_compressed(&path)?;
        }
    }
    Ok(())
}

/// Writes `.br` and `.gz` beside one file, each only when it is smaller than the file.
pub(crate) fn write_compressed(path: &Path) -> Result<()> {
    let content = fs::read(path).context("reading a file to compress")?;
    for (ending, packed) in [(".br", brotli(&content)?), (".gz", gzip(&content)?)] {
        if packed.len() < content.len() {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            fs::write(PathBuf::from(name), packed).context("writing a compressed copy")?;
        }
    }
    Ok(())
}

/// Brotli as strong as it gets, with the window every browser accepts.
pub(crate) fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: content.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &content[..], &mut packed, &settings).context("brotli")?;
    Ok(packed)
}

/// Gzip as strong as it gets.
pub(crate) fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).context("gzip")?;
    encoder.finish().context("gzip")
}
