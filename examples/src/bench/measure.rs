//! Measure: runs programs and collects their cost.
//!
//! In: a program and its arguments. Out: its cost, printed by the program or watched from outside, and its duration.
//! A run with a wrong number of RECORD lines is an error.

use std::error::Error;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use super::cost::Cost;
use super::process::piped;
use super::watch::watch;

/// Size of the buffer that drains the pipe.
const DRAIN_BYTES: usize = 256 << 10;
/// The start of a RECORD line, in every measured program.
const RECORD: &[u8] = br#"{"type":"RECORD""#;

/// One of the compared programs.
pub(crate) struct Program {
    pub(crate) name: &'static str,
    path: PathBuf,
    arguments: Vec<String>,
    is_watched: bool,
    /// After this number of output bytes, reading pauses for this time.
    stall: Option<(u64, Duration)>,
    within: Option<PathBuf>,
    costs: Vec<Cost>,
}

impl Program {
    pub(crate) fn new(name: &'static str, path: &Path, arguments: &[impl AsRef<str>]) -> Self {
        let arguments = arguments.iter().map(|argument| argument.as_ref().to_owned()).collect();
        Self { name, path: path.to_owned(), arguments, is_watched: false, stall: None, within: None, costs: Vec::new() }
    }

    /// A program that does not print its cost.
    pub(crate) fn watched(mut self) -> Self {
        self.is_watched = true;
        self
    }

    /// A program that runs in a directory, and first searches its Python packages there.
    pub(crate) fn within(mut self, directory: &Path) -> Self {
        self.within = Some(directory.to_owned());
        self
    }

    /// A program whose output is not read for a time, after this number of bytes.
    pub(crate) fn stalled(mut self, after_bytes: u64, pause: Duration) -> Self {
        self.stall = Some((after_bytes, pause));
        self
    }

    /// The command, before it runs.
    pub(crate) fn command(&self) -> Command {
        let mut command = piped(&self.path);
        command.args(&self.arguments).env("NO_PROXY", "127.0.0.1");
        if let Some(directory) = &self.within {
            command.current_dir(directory).env("PYTHONPATH", directory);
        }
        command
    }

    /// Runs the program once, stores its cost, and returns the duration in seconds.
    pub(crate) fn run(&mut self, records: u64) -> Result<f64, Box<dyn Error>> {
        let started = Instant::now();
        let mut child = self.command().spawn()?;
        let watch = self.is_watched.then(|| watch(child.id()));
        let (mut out, mut errors) = (child.stdout.take().ok_or("no pipe")?, child.stderr.take().ok_or("no pipe")?);
        let mut written = Lines::default();
        let (mut chunk, mut bytes, mut stall) = (vec![0; DRAIN_BYTES], 0, self.stall);
        loop {
            let read = out.read(&mut chunk)?;
            if read == 0 {
                break;
            }
            written.take(&chunk[..read]);
            bytes += read as u64;
            if let Some((_, pause)) = stall.take_if(|(after_bytes, _)| bytes >= *after_bytes) {
                std::thread::sleep(pause);
            }
        }
        let mut stderr = String::new();
        errors.read_to_string(&mut stderr)?;
        // After `wait`, the kernel no longer has the cost.
        let watched = watch.and_then(|watch| watch.join().ok().flatten());
        let status = child.wait()?;
        let wall_secs = started.elapsed().as_secs_f64();
        let cost = watched.or_else(|| Cost::parse(&stderr)).filter(|_| status.success() && written.records == records);
        let wrong = || format!("{}: {status}, {} records of {records}: {stderr}", self.name, written.records);
        self.costs.push(cost.ok_or_else(wrong)?);
        Ok(wall_secs)
    }

    /// CPU seconds of each run.
    pub(crate) fn cpu(&self) -> Vec<f64> {
        self.costs.iter().map(|cost| cost.cpu_secs).collect()
    }

    /// Peak memory of each run, in megabytes.
    pub(crate) fn peaks(&self) -> Vec<f64> {
        self.costs.iter().map(|cost| cost.peak_mb).collect()
    }

    /// The highest peak memory of all runs, in megabytes.
    pub(crate) fn peak_mb(&self) -> f64 {
        self.peaks().into_iter().fold(0.0, f64::max)
    }
}

/// Counts RECORD lines in chunks of output by the start of each line.
#[derive(Default)]
struct Lines {
    records: u64,
    /// The start of the current line, up to the length of [`RECORD`].
    begin: Vec<u8>,
}

impl Lines {
    fn take(&mut self, mut chunk: &[u8]) {
        loop {
            let missing = RECORD.len() - self.begin.len();
            if missing > 0 {
                let end = chunk.iter().take(missing).position(|byte| *byte == b'\n').map_or(missing, |at| at + 1);
                let end = end.min(chunk.len());
                self.begin.extend_from_slice(&chunk[..end]);
                chunk = &chunk[end..];
                if self.begin == RECORD {
                    self.records += 1;
                }
                if self.begin.ends_with(b"\n") {
                    self.begin.clear();
                    continue;
                }
            }
            if chunk.is_empty() {
                return;
            }
            match chunk.iter().position(|byte| *byte == b'\n') {
                Some(end) => {
                    self.begin.clear();
                    chunk = &chunk[end + 1..];
                }
                None => return,
            }
        }
    }
}

/// The data of a program's RECORD lines, one per line.
pub(crate) fn data(program: &Program) -> Result<Vec<u8>, Box<dyn Error>> {
    let output = program.command().output()?;
    let mut records = Vec::new();
    for line in output.stdout.split(|byte| *byte == b'\n').filter(|line| line.starts_with(RECORD)) {
        let line = std::str::from_utf8(line)?;
        let data = line.split_once(r#","data":"#).and_then(|(_, rest)| rest.rsplit_once(r#","emitted_at":"#));
        records.extend_from_slice(data.ok_or("a RECORD line without its data")?.0.as_bytes());
        records.push(b'\n');
    }
    Ok(records)
}

/// The duration of a command, in seconds.
pub(crate) fn wall(program: &Path, command: &str) -> Result<f64, Box<dyn Error>> {
    let started = Instant::now();
    let output = piped(program).arg(command).output()?;
    let seconds = started.elapsed().as_secs_f64();
    if output.status.success() { Ok(seconds) } else { Err(format!("{command}: {}", output.status).into()) }
}

/// The minimum.
pub(crate) fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

/// The median.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn record_lines_are_counted_however_they_are_cut() {
        let text = b"{\"type\":\"LOG\"}\n{\"type\":\"RECORD\",\"record\":{}}\n{}\n{\"type\":\"RECORD\"}\n";

        for size in 1..=text.len() {
            let mut lines = Lines::default();
            text.chunks(size).for_each(|chunk| lines.take(chunk));

            assert_eq!(lines.records, 2, "chunks of {size}");
        }
    }
}
