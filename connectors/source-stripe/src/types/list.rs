//! Nested lists: their first page, and the URL of the rest.

use cdk_core::prelude::*;

/// The first objects of a list.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct List<T> {
    object: Option<String>,
    data: Option<Vec<T>>,
    has_more: Option<bool>,
    total_count: Option<i64>,
    url: Option<String>,
}
