//! Command: writes the page, and reports its progress on a terminal.

use std::fs::OpenOptions;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::arguments::InspectArguments;
use super::events::{Limits, collect};
use super::html::write_page;
use crate::cassette::exchanges;
use crate::failure::Failure;

/// The bytes that all bodies share.
const ALL_BODIES: usize = 64 << 20;
/// The most of one body, and the least.
const LONGEST: usize = 1 << 20;
const SHORTEST: usize = 2 << 10;
/// Lines of the cassette between two reports of progress.
const STEP: u64 = 500;

/// Writes the page. Returns a sentence about it.
///
/// # Errors
/// If the cassette cannot be read, or the page cannot be written.
pub(crate) fn run(arguments: &InspectArguments) -> Result<String, Failure> {
    let count = exchanges(&arguments.cassette)?;
    let limit = arguments.body_bytes.unwrap_or_else(|| shared(count));
    let progress = Progress { total: count, is_shown: std::io::stderr().is_terminal() };
    let recording = collect(&arguments.cassette, &Limits { body: limit }, |number| progress.show(number))?;
    progress.end();
    let out = arguments.out.clone().unwrap_or_else(|| default_out(&arguments.cassette));
    let shown = out.display();
    let unwritable = |error: std::io::Error| Failure::new(format!("cannot write `{shown}`: {error}; use --out FILE"));
    let mut file = BufWriter::new(private(&out).map_err(unwritable)?);
    write_page(&mut file, &recording).and_then(|()| file.flush()).map_err(unwritable)?;
    let cut = match recording.cut_bodies {
        0 => String::new(),
        cut => format!("; {cut} bodies are cut after {limit} bytes, raise --body-bytes to see more"),
    };
    let (exchanges, pages, states) = (recording.exchanges, recording.pages, recording.states);
    Ok(format!("{shown}: {exchanges} exchanges, {pages} pages, {states} states{cut}\n"))
}

fn shared(count: u64) -> usize {
    let bodies = usize::try_from(count).unwrap_or(usize::MAX).max(1);
    (ALL_BODIES / bodies).clamp(SHORTEST, LONGEST)
}

fn default_out(cassette: &Path) -> PathBuf {
    let directory = if cassette.is_dir() { Some(cassette) } else { cassette.parent() };
    directory.unwrap_or(Path::new("")).join("inspect.html")
}

/// A new or emptied file that only its owner can read, since it contains records.
fn private(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A line on stderr that counts exchanges, on a terminal only.
struct Progress {
    total: u64,
    is_shown: bool,
}

impl Progress {
    fn show(&self, number: u64) {
        if self.is_shown && number.is_multiple_of(STEP) {
            let _ = write!(std::io::stderr(), "\r{number} of {} exchanges", self.total);
        }
    }

    fn end(&self) {
        if self.is_shown && self.total >= STEP {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
