//! Reading: the messages of one `read`, shown or passed on, counted and judged.
//!
//! In: lines and their messages. Out: the same lines on standard output, or the first records of each stream where that is
//! a terminal; a summary for each stream; a sentence about what went wrong.
//! Memory: the primary keys of the demo's few thousand records, to see that none comes twice.
//! Not here: how things look (see `show`).

use std::collections::{BTreeMap, BTreeSet};
use std::io::{ErrorKind, IsTerminal, Write, stdout};

use serde_json::Value;

use super::super::terminal::print_line;
use super::outcome::{Outcome, text};
use super::show::{Progress, Summary, record};

/// Records of each stream that a terminal shows.
const SHOWN: u64 = 3;

pub(super) struct Reading {
    /// What each stream came to, by the connector's own account.
    pub(super) summaries: Vec<Summary>,
    streams: BTreeMap<String, Seen>,
    problems: Vec<String>,
    progress: Progress,
    is_terminal: bool,
}

/// What was seen of one stream.
#[derive(Default)]
struct Seen {
    primary_key: String,
    records: u64,
    keys: BTreeSet<String>,
    status: String,
}

impl Reading {
    /// Before the first message; `streams` as `discover` gives them.
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

    /// Takes the next message.
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

    /// The connector has ended.
    pub(super) fn end(&mut self, code: Option<i32>) -> Outcome<()> {
        self.progress.clear();
        match (self.problems.first(), code) {
            (Some(problem), _) => Err(format!("read: {problem}")),
            (None, Some(0)) => Ok(()),
            (None, Some(code)) => Err(format!("read: the connector ended with exit code {code}, and did not say why")),
            (None, None) => Err("read: the connector was ended by a signal".to_owned()),
        }
    }

    /// Whether a stream came whole.
    pub(super) fn judge(&self, name: &str, expected: u64) -> Outcome<()> {
        let Some(Seen { records, keys, status, .. }) = self.streams.get(name) else {
            return Err(format!("read: nothing came of `{name}`"));
        };
        let keys = keys.len() as u64;
        if status != "COMPLETE" {
            return Err(format!("read: `{name}` should end COMPLETE, but its last status is `{status}`"));
        }
        if (*records, keys) != (expected, expected) {
            return Err(format!("read: `{name}` has {expected} records, but {records} came, {keys} of them different"));
        }
        match self.summaries.iter().any(|summary| summary.stream == name) {
            true => Ok(()),
            false => Err(format!("read: the connector gave no summary of `{name}`")),
        }
    }

    fn record(&mut self, message: &Value) {
        let name = text(&message["stream"]);
        let seen = self.streams.entry(name.clone()).or_default();
        seen.records += 1;
        seen.keys.insert(message["data"][&seen.primary_key].to_string());
        if self.is_terminal && seen.records <= SHOWN {
            self.progress.clear();
            // A terminal that went away is no reason to stop.
            let _ = writeln!(stdout(), "  {}", record(&name, &message["data"]));
        }
        self.progress.show(&name, seen.records);
    }

    fn log(&mut self, level: &str, message: &str) {
        if let Some(summary) = Summary::parse(message) {
            self.summaries.push(summary);
        } else if level == "WARN" && message.starts_with("stream `") {
            // Retries. That every request goes to the demo's API was said before.
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
