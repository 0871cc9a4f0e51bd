//! Report: what is logged about a stream after it is read, in addition to its status.
//!
//! In: the stream with its `Tally`. Out: one line each about undeclared fields, nulled values, records without a
//! cursor, and the totals.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::client::Stats;
use crate::decode::Undeclared;
use crate::protocol::Level;
use crate::read::base::terminal_progress::group_digits;
use crate::read::plan::open_stream::OpenStream;

/// Undeclared fields that one warning names.
const NAMED_FIELDS: usize = 50;

/// Logs what is to be said about a stream that was read: `records` of them, since `started`.
pub(crate) fn report<C: 'static>(stream: &OpenStream<C>, records: u64, started: Instant) {
    report_undeclared(stream);
    report_nulled(stream);
    report_without_cursor(stream);
    report_summary(stream, records, started);
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

/// The warnings about values that left otherwise than they came.
fn report_nulled<C: 'static>(stream: &OpenStream<C>) {
    let (name, output) = (stream.name(), &stream.run.output);
    for warning in stream.tally.nulled.borrow().warnings(&output.redactor) {
        output.log(Level::Warn, &format!("stream `{name}`: {warning}"));
    }
}

/// One warning about records that have no cursor, or none that can be read.
fn report_without_cursor<C: 'static>(stream: &OpenStream<C>) {
    let Some(cursor) = &stream.plan.cursor else { return };
    let output = &stream.run.output;
    if let Some(what) = stream.tally.without_cursor.message(&cursor.rules.field, &output.redactor) {
        output.log(Level::Warn, &format!("stream `{}`: {what}", stream.name()));
    }
}

/// The totals.
fn report_summary<C: 'static>(stream: &OpenStream<C>, records: u64, started: Instant) {
    let stats = stream.all_stats();
    let sum = |count: fn(&Stats) -> u64| stats.iter().map(|stats| count(stats)).sum::<u64>();
    let (requests, bytes) = (sum(|stats| stats.requests.get()), sum(|stats| stats.bytes.get()));
    let limited: Duration = stats.iter().map(|stats| stats.limited.total()).sum();
    let limited = if limited.is_zero() {
        String::new()
    } else {
        format!(", {:.1} s waiting for rate limits", limited.as_secs_f64())
    };
    let paced = match stream.plan.request.passes.rate() {
        Some(rate) => format!(", held to {rate:.1} requests a second, which the API takes"),
        None => String::new(),
    };
    let early = match stream.tally.ignored() {
        0 => String::new(),
        early => format!(" ({} ended early)", group_digits(early)),
    };
    let slices = match stream.plan.definition.slicers.is_empty() {
        true => String::new(),
        false => format!("{} slices{early}, ", group_digits(stream.tally.slices())),
    };
    let polls = match sum(|stats| stats.polls.get()) {
        0 => String::new(),
        1 => ", 1 poll".to_owned(),
        polls => format!(", {} polls", group_digits(polls)),
    };
    let hits = sum(|stats| stats.cache_hits.get());
    let hits = if hits > 0 { format!(", {} from the cache", group_digits(hits)) } else { String::new() };
    stream.run.output.log(
        Level::Info,
        &format!(
            "stream `{}`: {} records, {slices}{} requests{hits}, {}{polls}{limited}{paced}, {} bytes, {:.1} s",
            stream.name(),
            group_digits(records),
            group_digits(requests),
            retries(&stats),
            group_digits(bytes),
            started.elapsed().as_secs_f64()
        ),
    );
}

/// `3 retries (HTTP 503: 2, no connection: 1)`
fn retries(stats: &[Rc<Stats>]) -> String {
    let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
    for stats in stats {
        for (reason, count) in &*stats.retries.borrow() {
            *reasons.entry(reason.clone()).or_default() += count;
        }
    }
    let all: u64 = reasons.values().sum();
    let reasons: Vec<String> =
        reasons.iter().map(|(reason, count)| format!("{reason}: {}", group_digits(*count))).collect();
    let word = if all == 1 { "retry" } else { "retries" };
    let why = if all == 0 { String::new() } else { format!(" ({})", reasons.join(", ")) };
    format!("{} {word}{why}", group_digits(all))
}
