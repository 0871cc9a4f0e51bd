//! Human: the first records of each stream as a table.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::screen::{Screen, Tone};
use super::table::{Cell, Table};
use super::text::{escape, fit};
use crate::entrypoint::lines::{OutputLine, is_record, parse, split};
use crate::protocol::{AirbyteMessage, AirbyteStreamStatus};
use crate::writer::{LineSink, PlainSink};

/// Records of a stream that are shown.
const SHOWN_RECORDS: u64 = 5;
/// The same for a sample with `--limit`, at most.
const SHOWN_SAMPLE: u64 = 100;
/// Maximum width of a column.
const CELL_COLUMNS: usize = 40;

/// Shows the first records of each stream, at its end or as soon as enough are read.
pub(super) struct HumanSink {
    out: PlainSink,
    screen: Arc<Screen>,
    streams: BTreeMap<String, FirstRecords>,
    /// Records of a stream that are shown.
    shown: u64,
}

/// The first records of a stream.
enum FirstRecords {
    Collected(Vec<Map<String, Value>>),
    Shown,
}

impl HumanSink {
    pub(super) fn new(out: Box<dyn Write + Send>, screen: Arc<Screen>, limit: Option<u64>) -> Self {
        let shown = limit.map_or(SHOWN_RECORDS, |limit| limit.min(SHOWN_SAMPLE));
        Self { out: PlainSink(out), screen, streams: BTreeMap::new(), shown }
    }

    fn take(&mut self, line: &[u8]) -> io::Result<()> {
        match parse(line) {
            Some(OutputLine::Record(record)) => {
                let first = self.streams.entry(record.stream.to_string());
                let FirstRecords::Collected(records) = first.or_insert(FirstRecords::Collected(Vec::new())) else {
                    return Ok(());
                };
                records.push(serde_json::from_str(record.data.get()).unwrap_or_default());
                if records.len() as u64 == self.shown {
                    return self.show(&record.stream);
                }
                Ok(())
            }
            Some(OutputLine::Message(message)) => match ended_stream(&message) {
                Some(stream) => self.show(stream),
                None => Ok(()),
            },
            None => Ok(()),
        }
    }

    /// Whether the line is a record of a stream that is already shown.
    fn is_shown(&self, line: &[u8]) -> bool {
        let Some(OutputLine::Record(record)) = parse(line).filter(|_| is_record(line)) else { return false };
        matches!(self.streams.get(&*record.stream), Some(FirstRecords::Shown))
    }

    /// Shows the records of a stream, once.
    fn show(&mut self, stream: &str) -> io::Result<()> {
        let first = self.streams.insert(stream.to_owned(), FirstRecords::Shown);
        let Some(FirstRecords::Collected(records)) = first else { return Ok(()) };
        let text = format!("{}\n\n", shown(stream, &records, &self.screen));
        self.screen.without_progress(|| self.out.write(text.as_bytes()))
    }
}

impl LineSink for HumanSink {
    fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        if !lines.starts_with(b"{") {
            // The summary, which is text already.
            return self.screen.without_progress(|| self.out.write(lines));
        }
        // Most batches have records of one stream that is already shown.
        if split(lines).next().is_some_and(|line| self.is_shown(line)) {
            return Ok(());
        }
        split(lines).try_for_each(|line| self.take(line))
    }

    fn finish(&mut self) -> io::Result<()> {
        let streams: Vec<String> = self.streams.keys().cloned().collect();
        streams.iter().try_for_each(|stream| self.show(stream))
    }
}

/// The stream that a status ends.
fn ended_stream(message: &AirbyteMessage) -> Option<&str> {
    let AirbyteMessage::Trace { trace } = message else { return None };
    let status = trace.stream_status()?;
    let is_end = matches!(status.status(), AirbyteStreamStatus::Complete | AirbyteStreamStatus::Incomplete);
    is_end.then(|| status.stream_descriptor().name())
}

/// The stream's name, and a table of its first records with the columns that fit.
fn shown(stream: &str, records: &[Map<String, Value>], screen: &Screen) -> String {
    let mut fields: Vec<&String> = Vec::new();
    for field in records.iter().flat_map(Map::keys) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    let mut table = Table::new(fields.iter().map(|field| Cell::left(fit(&escape(field), CELL_COLUMNS))).collect());
    for record in records {
        table.push(fields.iter().map(|field| cell(record.get(*field))).collect());
    }
    let (rows, columns) = table.fitted(screen.columns());
    let mut title = screen.styled(Tone::Heading, &escape(stream));
    if columns < fields.len() {
        title.push_str(&format!("  {columns} of {} fields", fields.len()));
    }
    format!("{title}\n{}", rows.join("\n"))
}

/// A value as a cell: texts without quotes, nothing for null.
fn cell(value: Option<&Value>) -> Cell {
    match value {
        None | Some(Value::Null) => Cell::left(String::new()),
        Some(Value::String(text)) => Cell::left(fit(&escape(text), CELL_COLUMNS)),
        Some(Value::Number(number)) => Cell::right(number.to_string()),
        Some(other) => Cell::left(fit(&escape(&other.to_string()), CELL_COLUMNS)),
    }
}
