//! Report: what is told about a stream once it is read, beside its status.
//!
//! In: the plan, with what was noticed on the way. Out: one line each about undeclared fields, nulled values, and the sum.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::client::Stats;
use crate::decode::Undeclared;
use crate::protocol::Level;
use crate::read::base::terminal_progress::grouped;
use crate::read::plan::stream_plan::Plan;
use crate::writer::Output;

/// Undeclared fields that one warning names.
const NAMED_FIELDS: usize = 50;

/// One warning about the fields that the struct does not declare.
pub(crate) fn undeclared<C: 'static>(plan: &Plan<C>, output: &Output) {
    let scanner = plan.scanner.borrow();
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
    output.log(
        Level::Warn,
        &format!("stream `{name}`: {count} undeclared {fields}: {}{rest} ({what})", names.join(", ")),
    );
}

/// The warnings about values that left otherwise than they came.
pub(crate) fn nulled<C: 'static>(plan: &Plan<C>, output: &Output) {
    let name = &plan.definition.name;
    for warning in plan.nulled.borrow().warnings(&output.redactor) {
        output.log(Level::Warn, &format!("stream `{name}`: {warning}"));
    }
}

/// What it came to.
pub(crate) fn summary<C: 'static>(plan: &Plan<C>, output: &Output, (records, slices): (u64, u64), started: Instant) {
    let stats = plan.all_stats();
    let sum = |count: fn(&Stats) -> u64| stats.iter().map(|stats| count(stats)).sum::<u64>();
    let (requests, bytes) = (sum(|stats| stats.requests.get()), sum(|stats| stats.bytes.get()));
    let limited: Duration = stats.iter().map(|stats| stats.limited.total()).sum();
    let limited = if limited.is_zero() {
        String::new()
    } else {
        format!(", {:.1} s waiting for rate limits", limited.as_secs_f64())
    };
    let paced = match plan.passing.rate() {
        Some(rate) => format!(", held to {rate:.1} requests a second, which the API takes"),
        None => String::new(),
    };
    let early = match plan.ignored.get() {
        0 => String::new(),
        early => format!(" ({} ended early)", grouped(early)),
    };
    let slices = match plan.definition.slicers.is_empty() {
        true => String::new(),
        false => format!("{} slices{early}, ", grouped(slices)),
    };
    let polls = match sum(|stats| stats.polls.get()) {
        0 => String::new(),
        1 => ", 1 poll".to_owned(),
        polls => format!(", {} polls", grouped(polls)),
    };
    let hits = sum(|stats| stats.cache_hits.get());
    let hits = if hits > 0 { format!(", {} from the cache", grouped(hits)) } else { String::new() };
    output.log(
        Level::Info,
        &format!(
            "stream `{}`: {} records, {slices}{} requests{hits}, {}{polls}{limited}{paced}, {} bytes, {:.1} s",
            plan.definition.name,
            grouped(records),
            grouped(requests),
            retries(&stats),
            grouped(bytes),
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
    let reasons: Vec<String> = reasons.iter().map(|(reason, count)| format!("{reason}: {}", grouped(*count))).collect();
    let word = if all == 1 { "retry" } else { "retries" };
    let why = if all == 0 { String::new() } else { format!(" ({})", reasons.join(", ")) };
    format!("{} {word}{why}", grouped(all))
}
