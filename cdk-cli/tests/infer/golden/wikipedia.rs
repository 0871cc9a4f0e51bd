//! Stream `articles`, written by `cdk infer` from 2 records of wikipedia.json.
//!
//! It needs the source `MySource` in the crate root with `streams(Article)`. A comment above an
//! attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "articles",
    // The path is the stream's name. Add `path = "…"` if the API has another one.
    // The keys of this object are ids, its values are records.
    records = "query.pages.*",
    // No pagination: the response does not show how the next page is found.
    // Each of the 2 records has its own `pageid`.
    primary_key = "pageid",
    // No cursor field: no field is the time of a change by its name.
)]
pub(crate) struct Article {
    pageid: i64,
    ns: i64,
    title: String,
    touched: Timestamp,
    lastrevid: i64,
    length: i64,
    redirect: Option<String>,
}
