//! Errors of a record: which record does not fit, where in it, and why.
//!
//! Not here: errors of the page around it (see `page::errors`).

use std::borrow::Cow;

use serde_json::Value;

use crate::decode::{Mismatch, MismatchKind};
use crate::error::Error;
use crate::json::at;
use crate::read::base::tally::Tally;
use crate::read::plan::stream_plan::RecordPlan;

/// Of the path of a value that is nested too deeply, the first steps are named.
const NAMED_STEPS: usize = 4;
/// A longer key is not quoted.
const LONGEST_KEY: usize = 80;

/// A record that does not fit, of those at `path` in `body`.
pub(crate) fn mismatch_error<C>(
    plan: &RecordPlan<C>,
    tally: &Tally,
    mismatch: &Mismatch,
    (body, path): (&[u8], &str),
) -> Error {
    mismatch_error_of(plan, tally, mismatch, (body, path), &(mismatch.record + 1).to_string())
}

/// The same for a record that has another number than its place in `body`.
pub(crate) fn mismatch_error_of<C>(
    plan: &RecordPlan<C>,
    tally: &Tally,
    mismatch: &Mismatch,
    (body, path): (&[u8], &str),
    record: &str,
) -> Error {
    let key = quote_key(plan, |capture| mismatch.captures.get(capture)?.as_deref().map(Cow::Borrowed));
    let what = describe_mismatch(mismatch);
    if may_serde_accept(mismatch.kind)
        && !tally.is_verified()
        && is_accepted_by_serde(plan, mismatch.record, body, path)
    {
        return Error::system(format!(
            "record {record}{key}: {what} by its schema, but serde accepts it; if its `Deserialize` is written by hand, \
             say `emit = \"typed\"`"
        ));
    }
    Error::system(format!("record {record}{key}: {what}"))
}

/// ` (id = 42)`, from the captured primary key.
pub(crate) fn quote_key<'a, C>(plan: &RecordPlan<C>, capture: impl Fn(usize) -> Option<Cow<'a, [u8]>>) -> String {
    let parts: Vec<String> = plan
        .captures
        .primary_key
        .iter()
        .zip(plan.definition.primary_key())
        .filter_map(|(at, path)| {
            let value = capture(*at).filter(|value| value.len() <= LONGEST_KEY)?;
            Some(format!("{} = {}", path.join("."), String::from_utf8_lossy(&value)))
        })
        .collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

/// Whether serde takes the record that the contract refuses. Costs a decode of the page, on the way to an error.
fn is_accepted_by_serde<C>(plan: &RecordPlan<C>, record: u64, body: &[u8], path: &str) -> bool {
    let Some(check) = plan.definition.record.whole else { return false };
    let Ok(page) = serde_json::from_slice::<Value>(body) else { return false };
    let path = path.trim_end_matches('?');
    let (path, values) = match path.strip_suffix('*') {
        Some(path) => (path, true),
        None => (path, false),
    };
    let Some(records) = at(&page, &crate::json::split(path)) else { return false };
    let record = usize::try_from(record).unwrap_or(usize::MAX);
    let record = match records {
        Value::Array(records) => records.get(record),
        Value::Object(records) if values => records.values().nth(record),
        one => Some(one),
    };
    record.is_some_and(|record| check(record.to_string().as_bytes()).is_ok())
}

/// Whether serde may take a value that the contract refuses, where its code is written by hand.
pub(crate) fn may_serde_accept(kind: MismatchKind) -> bool {
    use MismatchKind::{Choice, Fraction, Kind, Leaf, Missing, Range};
    matches!(kind, Kind | Range | Fraction | Choice | Missing | Leaf)
}

/// What is wrong, and where in the record.
pub(crate) fn describe_mismatch(mismatch: &Mismatch) -> String {
    let Mismatch { pointer, expected, found, .. } = mismatch;
    let place = if pointer.is_empty() { "the record itself" } else { pointer };
    let declare = mismatch.declare.as_ref().map(|declare| format!("; declare it {declare}")).unwrap_or_default();
    match mismatch.kind {
        MismatchKind::Missing => format!("{place} is missing, and must be {expected}"),
        MismatchKind::Undeclared => format!("{place} is not declared (`undeclared = \"fail\"`)"),
        MismatchKind::Depth => format!("{}: nested too deeply, expected {expected}", shortened(place)),
        MismatchKind::Leaf if expected.starts_with("expected ") => format!("{place}: {expected}, got {found}{declare}"),
        MismatchKind::Excess => format!("{place}: expected {expected}, got {found}{declare}"),
        MismatchKind::Leaf => format!("{place}: {expected}, got {found}"),
        _ => format!("{place}: expected {expected}, got {found}"),
    }
}

/// The first steps of a path into a deeply nested value.
fn shortened(pointer: &str) -> String {
    match pointer.match_indices('/').nth(NAMED_STEPS) {
        Some((at, _)) => format!("{}/…", pointer.get(..at).unwrap_or_default()),
        None => pointer.to_owned(),
    }
}
