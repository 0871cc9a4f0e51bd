//! Cursor filter: the parameters `param_start` and `param_end` of `incremental`.
//!
//! In: a request and a record. Out: whether the record is in the requested window; both ends belong to it.
//! Not here: filters that a stream puts into `params` or the body.

use std::cmp::Ordering;

use serde_json::Value;

use crate::json::at;
use crate::stream::{CursorDef, plain};
use crate::testing::Received;

/// The cursor of a stream, and the parameters that filter by it.
#[derive(Clone, Debug)]
pub(super) struct CursorFilter {
    pub(super) field: Vec<String>,
    pub(super) format: Option<String>,
    param_start: Option<String>,
    param_end: Option<String>,
}

impl CursorFilter {
    pub(super) fn new<C>(cursor: &CursorDef<C>) -> Self {
        Self {
            field: cursor.field.clone(),
            format: cursor.format.clone(),
            param_start: cursor.param_start.clone(),
            param_end: cursor.param_end.clone(),
        }
    }

    /// Whether the request selects the record.
    pub(super) fn selects(&self, request: &Received, record: &Value) -> bool {
        let Some(cursor) = at(record, &self.field).map(plain) else { return true };
        let bound = |param: &Option<String>| param.as_deref().and_then(|name| request.param(name));
        let is_after = bound(&self.param_start).is_none_or(|start| compare(&cursor, start) != Ordering::Less);
        is_after && bound(&self.param_end).is_none_or(|end| compare(&cursor, end) != Ordering::Greater)
    }
}

/// Compares as numbers or times if both texts have that form, else as texts.
fn compare(one: &str, other: &str) -> Ordering {
    let numbers = one.parse::<f64>().ok().zip(other.parse::<f64>().ok());
    let times = one.parse::<jiff::Timestamp>().ok().zip(other.parse::<jiff::Timestamp>().ok());
    let by_number = numbers.and_then(|(one, other)| one.partial_cmp(&other));
    by_number.or_else(|| times.map(|(one, other)| one.cmp(&other))).unwrap_or_else(|| one.cmp(other))
}
