//! Show: the format of the demo's output on a terminal.
//!
//! In: counts, records and the connector's summaries. Out: lines, the progress line, the table.
//! Not here: when something is printed (see `reading`).

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Minimum time between two updates of the progress line.
const INTERVAL: Duration = Duration::from_millis(100);
const HEADINGS: [&str; 8] = ["stream", "records", "slices", "requests", "cached", "retries", "bytes", "seconds"];
/// The unit after each number in the connector's summary, in the order of the columns.
const UNITS: [&str; 7] = [" records", " slices", " requests", " from the cache", " retries", " bytes", " s"];

/// The summary of a stream, from the connector's log.
#[derive(Debug, PartialEq)]
pub(super) struct Summary {
    pub(super) stream: String,
    pub(super) retries: u64,
    pub(super) cached: u64,
    /// The cells of the row.
    cells: Vec<String>,
}

impl Summary {
    /// Parses ``stream `x`: 2,000 records, 5 slices, 21 requests, 20 from the cache, 2 retries (HTTP 429: 1, HTTP 503:
    /// 1), 190,000 bytes, 0.4 s``. Slices and cached responses are optional.
    pub(super) fn parse(message: &str) -> Option<Self> {
        let (stream, counts) = message.strip_prefix("stream `")?.split_once("`: ")?;
        let counts = without_brackets(counts).replace(" retry,", " retries,");
        let counts: Vec<&str> = counts.split(", ").collect();
        let cell = |unit: &str| counts.iter().find_map(|count| count.strip_suffix(unit));
        let number = |unit: &str| cell(unit).and_then(|count| count.replace(',', "").parse().ok());
        let (retries, cached) = (number(" retries")?, number(" from the cache").unwrap_or_default());
        let cells = UNITS.map(|unit| cell(unit).unwrap_or("-").to_owned()).to_vec();
        cell(" records")?;
        Some(Self { stream: stream.to_owned(), retries, cached, cells })
    }
}

/// Removes the reasons in brackets.
fn without_brackets(text: &str) -> String {
    let mut parts = text.split(" (");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once(')').map_or("", |(_, rest)| rest))
}

/// The table: one line per stream, names on the left, numbers on the right.
pub(super) fn table(summaries: &[Summary]) -> String {
    let head: Vec<String> = HEADINGS.map(str::to_owned).to_vec();
    let row = |summary: &Summary| [std::slice::from_ref(&summary.stream), &summary.cells].concat();
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(summaries.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or_default();
    let line = |row: &Vec<String>| {
        let mut line = format!("{:<1$}", row[0], width(0));
        for (column, cell) in row.iter().enumerate().skip(1) {
            line.push_str(&format!("  {cell:>0$}", width(column)));
        }
        line
    };
    format!("\n{}\n", rows.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// One record as a line: `employee  id 1, name "Ada Lovelace"`.
pub(super) fn record(stream: &str, data: &Value) -> String {
    let fields = data.as_object().into_iter().flatten().map(|(name, value)| format!("{name} {value}"));
    format!("{stream}  {}", fields.collect::<Vec<_>>().join(", "))
}

/// The progress line on standard error. It is only printed on a terminal, and overwritten by each update.
pub(super) struct Progress {
    is_terminal: bool,
    drawn: Option<Instant>,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self { is_terminal: stderr().is_terminal(), drawn: None }
    }

    pub(super) fn show(&mut self, stream: &str, records: u64) {
        if !self.is_terminal || self.drawn.is_some_and(|drawn| drawn.elapsed() < INTERVAL) {
            return;
        }
        self.drawn = Some(Instant::now());
        // A closed terminal must not stop the read.
        let _ = write!(stderr(), "\r\x1b[K  {stream}: {records} records");
    }

    /// Removes the line before another one is printed.
    pub(super) fn clear(&mut self) {
        if self.drawn.is_some() {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_read_and_nothing_else_is_taken_for_one() {
        let line = "stream `employee`: 2,000 records, 21 requests, 1 retry (HTTP 429: 1), 190,000 bytes, 0.4 s";

        let summary = Summary::parse(line).unwrap();

        assert_eq!((summary.stream.as_str(), summary.retries, summary.cached), ("employee", 1, 0));
        assert_eq!(summary.cells, ["2,000", "-", "21", "-", "1", "190,000", "0.4"]);
        assert_eq!(Summary::parse("stream `employee`: reading"), None);
        assert_eq!(Summary::parse("2,000 records"), None);
    }

    #[test]
    fn columns_line_up() {
        let line = |text| Summary::parse(text).unwrap();
        let summaries = [
            line("stream `a`: 2,000 records, 21 requests, 1 retries, 190,000 bytes, 0.4 s"),
            line("stream `longer`: 5 records, 3 slices, 1 requests, 2 from the cache, 0 retries, 9 bytes, 10.4 s"),
        ];

        let want = "\nstream  records  slices  requests  cached  retries    bytes  seconds\n\
                    a         2,000       -        21       -        1  190,000      0.4\n\
                    longer        5       3         1       2        0        9     10.4\n";
        assert_eq!(table(&summaries), want);
    }
}
