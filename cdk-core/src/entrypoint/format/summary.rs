//! Summary: the table of totals at the end of a run.

use super::screen::{Screen, Tone};
use super::table::{Cell, Table};
use super::text::escape;
use crate::writer::{StreamSummary, group_digits};

const HEADINGS: [&str; 8] = ["stream", "records", "slices", "requests", "cached", "retries", "bytes", "seconds"];

/// The totals: one row per stream, and a last row for several streams. `None` if no stream was read.
pub(crate) fn summary(summaries: &[StreamSummary], screen: &Screen) -> Option<String> {
    if summaries.is_empty() {
        return None;
    }
    let heading = HEADINGS.iter().enumerate();
    let heading = heading.map(|(column, text)| cell(column, (*text).to_owned()));
    let mut table = Table::new(heading.collect());
    for summary in summaries {
        table.push(row(summary));
    }
    if summaries.len() > 1 {
        table.push(row(&total(summaries)));
    }
    // The last columns matter less than rows without line breaks.
    let (mut lines, _) = table.fitted(screen.columns());
    if let Some(first) = lines.first_mut() {
        *first = screen.styled(Tone::Heading, first);
    }
    Some(lines.join("\n"))
}

fn row(summary: &StreamSummary) -> Vec<Cell> {
    let count = |count: u64| if count == 0 { "-".to_owned() } else { group_digits(count) };
    let texts = [
        escape(&summary.stream),
        group_digits(summary.records),
        summary.slices.map_or_else(|| "-".to_owned(), group_digits),
        group_digits(summary.requests),
        count(summary.cached),
        count(summary.retries()),
        group_digits(summary.bytes),
        format!("{:.1}", summary.time.as_secs_f64()),
    ];
    texts.into_iter().enumerate().map(|(column, text)| cell(column, text)).collect()
}

fn cell(column: usize, text: String) -> Cell {
    if column == 0 { Cell::left(text) } else { Cell::right(text) }
}

/// The sums. Streams are read at the same time, so the time is the longest one.
fn total(summaries: &[StreamSummary]) -> StreamSummary {
    let mut total = StreamSummary { stream: "total".to_owned(), ..StreamSummary::default() };
    for summary in summaries {
        total.records += summary.records;
        total.slices = match (total.slices, summary.slices) {
            (None, None) => None,
            (one, other) => Some(one.unwrap_or_default() + other.unwrap_or_default()),
        };
        total.requests += summary.requests;
        total.cached += summary.cached;
        total.bytes += summary.bytes;
        total.time = total.time.max(summary.time);
        for (reason, count) in &summary.retries {
            *total.retries.entry(reason.clone()).or_default() += count;
        }
    }
    total
}
