//! Observe: a record's cursor: whether the record is of its slice, and what the slice's state learns from it.
//!
//! In: the record as it was found, or its data if the cursor is an added field. Out: whether the slice takes the
//! record.
//! Default: a record without a cursor is written, and counted for one warning; so is one whose cursor cannot be read,
//! if no `format` is declared.
//! Not here: what a cursor's rules are (see `plan::cursor_rules`), how far the stream is read (see `state`).

use std::borrow::Cow;

use serde_json::Value;

use crate::decode::{FoundRecord, Lead, lead_in};
use crate::error::{Error, Result};
use crate::read::base::slice_progress::ObservedCursors;
use crate::read::base::without_cursor::RecordsWithoutCursor;
use crate::read::plan::cursor::CursorPlan;
use crate::state::{CursorRange, CursorValue, Look};

/// Takes a record's cursor; returns whether the record is of the slice. `data`: the record as it leaves, if the cursor
/// is an added field.
pub(crate) fn observe_cursor(
    plan: &CursorPlan,
    window: &CursorRange,
    (found, data): (&FoundRecord<'_>, Option<&[u8]>),
    observed: &mut ObservedCursors,
    without: &RecordsWithoutCursor,
) -> Result<bool> {
    let text = match (&plan.added, data) {
        (Some(path), Some(data)) => match lead_in(data, path) {
            Lead::Value(text) => Some(Cow::Borrowed(text)),
            _ => None,
        },
        _ => plan.capture.and_then(|capture| found.capture(capture)),
    };
    let Some(text) = text.filter(|text| **text != *b"null") else {
        without.count_absent();
        return Ok(true);
    };
    let (field, cut) = (&plan.rules.field, &plan.rules.cut);
    let value = match read(plan, &text) {
        Ok(value) if is_comparable(&value, window, observed) => value,
        Err(why) if cut.kind.is_declared() => {
            return Err(Error::system(format!("cursor_field: the record's `{field}`: {why}")));
        }
        Ok(_) | Err(_) => {
            without.count_unreadable(&text);
            return Ok(true);
        }
    };
    if let Some(look) = value.look() {
        without.count_readable(look, &text);
    }
    if let Some(granularity) = cut.granularity.as_ref().filter(|_| plan.are_cut)
        && !value.is_never()
        && cut.kind.is_finer(&value, granularity)
    {
        return Err(Error::system(format!(
            "incremental: the record's `{field}`, {}, lies between two steps of `granularity`, and one like it between two \
             windows would be missed; say a finer one, such as `granularity = \"PT0.001S\"`",
            value.raw()
        )));
    }
    let is_of_slice = !plan.filters || window.holds(&value);
    if is_of_slice {
        observed.observe(&value);
    }
    observed.last = Some(value);
    Ok(is_of_slice)
}

fn read(plan: &CursorPlan, text: &[u8]) -> Result<CursorValue, String> {
    let value: Value = serde_json::from_slice(text).map_err(|error| error.to_string())?;
    plan.rules.cut.kind.read(&value)
}

/// Whether a text has the looks of the stream's other cursors: those of the slice's edges, else of the records before.
/// Letters next to times, say, are neither older nor newer.
fn is_comparable(value: &CursorValue, window: &CursorRange, observed: &ObservedCursors) -> bool {
    let Some(look) = value.look() else { return true };
    let edges = [&window.start, &window.end].into_iter().flatten().filter_map(CursorValue::look);
    let known = edges.filter(|look| matches!(look, Look::Number | Look::Time)).max();
    let before = observed.recent.as_ref().and_then(CursorValue::look);
    match known {
        Some(known) => look == known,
        None => look != Look::Empty && before.is_none_or(|before| look >= before),
    }
}
