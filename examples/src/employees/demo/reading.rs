//! Reading: the messages of one `read`, printed, counted and checked.
//!
//! In: lines and their messages. Out: the same lines on standard output (on a terminal the first records of each
//! stream), a summary of each stream, and an error.
//! Memory: the primary keys of the demo's few thousand records, to find duplicates.
//! Not here: the format of the output (see `show`).

use std::collections::{BTreeMap, BTreeSet};
use std::io::{ErrorKind, IsTerminal, Write, stdout};

use serde_json::Value;

use super::super::terminal::print_line;
use super::outcome::{Outcome, text};
use super::show::{Progress, Summary, record};

/// Number of records of each stream on a terminal.
const SHOWN: u64 = 3;

pub(super) struct Reading {
    /// The connector's summary of each stream.
    pub(super) summaries: Vec<Summary>,
    streams: BTreeMap<String, Seen>,
    problems: Vec<String>,
    progress: Progress,
    is_terminal: bool,
}

/// The messages of one stream.
#[derive(Default)]
struct Seen {
    primary_key: String,
    records: u64,
    keys: BTreeSet<String>,
    status: String,
}

impl Reading {
    /// The state before the first message; `streams` as in the catalog.
    pub(super) fn new(streams: &[Value]) -> Self {
        let seen = |stream: &Value| {
            let primary_key = text(&stream["source_defined_primary_key"][0][0]);
            (text(&stream["name"]), Seen { primary_key, ..Seen::default() })
        };
        Self {
            summaries: Vec::new(),
            streams: streams.iter().map(seen).collect(),
            problems: Vec::new(),
            progress: Progress::new(),
            is_terminal: stdout().is_terminal(),
        }
    }

    /// Processes the next message.
    pub(super) fn take(&mut self, line: &str, message: &Value) -> Outcome<()> {
        if !self.is_terminal {
            pass_on(line)?;
        }
        match message["type"].as_str() {
            Some("RECORD") => self.record(&message["record"]),
            Some("LOG") => self.log(&text(&message["log"]["level"]), &text(&message["log"]["message"])),
            Some("TRACE") => self.trace(&message["trace"]),
            _ => {}
        }
        Ok(())
    }

    /// Processes the end of the connector.
    pub(super) fn end(&mut self, code: Option<i32>) -> Outcome<()> {
        self.progress.clear();
        match (self.problems.first(), code) {
            (Some(problem), _) => Err(format!("read: {problem}")),
            (None, Some(0)) => Ok(()),
            (None, Some(code)) => {
                Err(format!("read: the connector ended with exit code {code} and without an error message"))
            }
            (None, None) => Err("read: the connector was ended by a signal".to_owned()),
        }
    }

    /// Checks whether a stream is complete.
    pub(super) fn judge(&self, name: &str, expected: u64) -> Outcome<()> {
        let Some(Seen { records, keys, status, .. }) = self.streams.get(name) else {
            return Err(format!("read: no messages of stream `{name}`"));
        };
        let keys = keys.len() as u64;
        if status != "COMPLETE" {
            return Err(format!("read: the last status of `{name}` must be COMPLETE, but is `{status}`"));
        }
        if (*records, keys) != (expected, expected) {
            return Err(format!(
                "read: expected {expected} records of `{name}`, got {records}, {keys} of them different"
            ));
        }
        match self.summaries.iter().any(|summary| summary.stream == name) {
            true => Ok(()),
            false => Err(format!("read: the connector printed no summary of `{name}`")),
        }
    }

    fn record(&mut self, message: &Value) {
        let name = text(&message["stream"]);
        let seen = self.streams.entry(name.clone()).or_default();
        seen.records += 1;
        seen.keys.insert(message["data"][&seen.primary_key].to_string());
        if self.is_terminal && seen.records <= SHOWN {
            self.progress.clear();
            // A closed terminal must not stop the read.
            let _ = writeln!(stdout(), "  {}", record(&name, &message["data"]));
        }
        self.progress.show(&name, seen.records);
    }

    fn log(&mut self, level: &str, message: &str) {
        if let Some(summary) = Summary::parse(message) {
            self.summaries.push(summary);
        } else if level == "WARN" && message.starts_with("stream `") {
            // Only retries are printed. The demo has already printed the URL of its API.
            self.progress.clear();
            print_line(&format!("  {message}"));
        }
    }

    fn trace(&mut self, trace: &Value) {
        if trace["type"] == "ERROR" {
            self.problems.push(text(&trace["error"]["message"]));
        }
        let status = &trace["stream_status"];
        if let Some(seen) = self.streams.get_mut(&text(&status["stream_descriptor"]["name"])) {
            seen.status = text(&status["status"]);
        }
    }
}

fn pass_on(line: &str) -> Outcome<()> {
    let mut out = stdout().lock();
    out.write_all(line.as_bytes()).and_then(|()| out.write_all(b"\n")).map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => "read: standard output was closed before the end".to_owned(),
        _ => format!("read: standard output cannot be written: {error}"),
    })
}
