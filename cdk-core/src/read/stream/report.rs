//! Report: the totals of a stream, and the warnings about its records, which are logged at its end.
//!
//! In: the stream with its `Tally`. Out: its totals; one warning each about undeclared fields, values that became null,
//! and records without a cursor.

use std::collections::BTreeMap;
use std::time::Instant;

use crate::client::Stats;
use crate::decode::Undeclared;
use crate::protocol::Level;
use crate::read::plan::open_stream::OpenStream;
use crate::writer::StreamSummary;

/// Undeclared fields that one warning names.
const NAMED_FIELDS: usize = 50;

/// Logs the warnings about the records of a stream that was read.
pub(crate) fn report_warnings<C: 'static>(stream: &OpenStream<C>) {
    report_undeclared(stream);
    report_nulled(stream);
    report_without_cursor(stream);
}

/// One warning about the fields that the struct does not declare.
fn report_undeclared<C: 'static>(stream: &OpenStream<C>) {
    let plan = &stream.plan.record;
    let scanner = stream.tally.scanner.borrow();
    let fields = scanner.undeclared();
    let more = scanner.undeclared_beyond();
    if fields.is_empty() && more == 0 {
        return;
    }
    let what = match plan.definition.undeclared() {
        Undeclared::Drop => "cut",
        Undeclared::Keep => "passed on",
        Undeclared::Fail => "an error",
    };
    let what = if plan.typed_because.is_some() { "not written by serde" } else { what };
    let (count, name) = (fields.len(), &plan.definition.name);
    let names: Vec<&str> = fields.iter().take(NAMED_FIELDS).map(|(pointer, _)| pointer.as_str()).collect();
    let rest = if count > NAMED_FIELDS || more > 0 { ", and more" } else { "" };
    let fields = if count == 1 { "field" } else { "fields" };
    stream.run.output.log(
        Level::Warn,
        &format!("stream `{name}`: {count} undeclared {fields}: {}{rest} ({what})", names.join(", ")),
    );
}

/// The warnings about values that were changed.
fn report_nulled<C: 'static>(stream: &OpenStream<C>) {
    let (name, output) = (stream.name(), &stream.run.output);
    for warning in stream.tally.nulled.borrow().warnings(&output.redactor) {
        output.log(Level::Warn, &format!("stream `{name}`: {warning}"));
    }
}

/// One warning about records without a valid cursor.
fn report_without_cursor<C: 'static>(stream: &OpenStream<C>) {
    let Some(cursor) = &stream.plan.cursor else { return };
    let output = &stream.run.output;
    if let Some(what) = stream.tally.without_cursor.message(&cursor.rules.field, &output.redactor) {
        output.log(Level::Warn, &format!("stream `{}`: {what}", stream.name()));
    }
}

/// The totals of a stream so far.
pub(crate) fn summary<C: 'static>(stream: &OpenStream<C>, records: u64, started: Instant) -> StreamSummary {
    let stats = stream.all_stats();
    let sum = |count: fn(&Stats) -> u64| stats.iter().map(|stats| count(stats)).sum::<u64>();
    let mut retries: BTreeMap<String, u64> = BTreeMap::new();
    for stats in &stats {
        for (reason, count) in &*stats.retries.borrow() {
            *retries.entry(reason.clone()).or_default() += count;
        }
    }
    StreamSummary {
        stream: stream.name().to_owned(),
        records,
        slices: (!stream.plan.definition.slicers.is_empty()).then(|| stream.tally.slices()),
        early_slices: stream.tally.ignored(),
        requests: sum(|stats| stats.requests.get()),
        cached: sum(|stats| stats.cache_hits.get()),
        retries,
        polls: sum(|stats| stats.polls.get()),
        limited: stats.iter().map(|stats| stats.limited.total()).sum(),
        is_limited: stats.iter().any(|stats| stats.limited.is_running()),
        rate: stream.plan.request.passes.rate(),
        bytes: sum(|stats| stats.bytes.get()),
        time: started.elapsed(),
    }
}
