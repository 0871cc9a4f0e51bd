//! Report: what is told about a stream once it is read, beside its status.
//!
//! In: the plan, with what was noticed on the way. Out: one line each about undeclared fields, nulled values, and the sum.

use std::time::Instant;

use super::plan::Plan;
use super::progress::grouped;
use crate::decode::Undeclared;
use crate::protocol::Level;
use crate::writer::Output;

/// Undeclared fields that one warning names.
const NAMED_FIELDS: usize = 50;

/// One warning about the fields that the struct does not declare.
pub(super) fn undeclared<C: 'static>(plan: &Plan<C>, output: &Output) {
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

/// One warning about values that did not fit.
pub(super) fn nulled<C: 'static>(plan: &Plan<C>, output: &Output) {
    let nulled = plan.nulled.borrow();
    if nulled.is_empty() {
        return;
    }
    let fields: Vec<String> = nulled.iter().map(|(field, count)| format!("{field} ({count})")).collect();
    let (name, fields) = (&plan.definition.name, fields.join(", "));
    output.log(Level::Warn, &format!("stream `{name}`: values that did not fit their field became null: {fields}"));
}

/// What it came to.
pub(super) fn summary<C: 'static>(plan: &Plan<C>, output: &Output, (records, slices): (u64, u64), started: Instant) {
    let (requests, retries, bytes) = plan.traffic();
    let slices =
        if plan.definition.slicers.is_empty() { String::new() } else { format!("{} slices, ", grouped(slices)) };
    output.log(
        Level::Info,
        &format!(
            "stream `{}`: {} records, {slices}{} requests, {} retries, {} bytes, {:.1} s",
            plan.definition.name,
            grouped(records),
            grouped(requests),
            grouped(retries),
            grouped(bytes),
            started.elapsed().as_secs_f64()
        ),
    );
}
