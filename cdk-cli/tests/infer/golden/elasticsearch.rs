//! Stream `books`, written by `cdk infer` from 2 records of elasticsearch.json.
//!
//! It needs the source `MySource` in the crate root with `streams(Book)`. A comment above an
//! attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "books",
    // The path is the stream's name. Add `path = "…"` if the API has another one.
    // The only list of objects in the response.
    records = "hits.hits",
    // No pagination: the response does not show how the next page is found.
    // Each of the 2 records has its own `_id`.
    primary_key = "_id",
    // No cursor field: no field is the time of a change by its name.
)]
pub(crate) struct Book {
    _index: String,
    _id: String,
    _score: f64,
    _source: BookSource,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BookSource {
    title: String,
    pages: i64,
    published: Date,
    isbn: Option<String>,
}
