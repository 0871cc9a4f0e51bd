//! Stream `latest`, written by `cdk infer` from 1 record of exchange_rates.json.
//!
//! It needs the source `MySource` in the crate root with `streams(Latest)`. A comment above an
//! attribute is the reason of a guess: check each one.

use std::collections::BTreeMap;

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "latest",
    // The path is the stream's name. Add `path = "…"` if the API has another one.
    // The response has no list of objects: it is one record.
    records = ".",
    // No pagination: the response is one record.
    // No primary key: no field identifies every record. Add `primary_key = ["…", "…"]` if several
    // do.
    // No cursor field: `timestamp` is the time of creation by its name. Add `cursor_field =
    // "timestamp"` if records do not change later.
)]
pub(crate) struct Latest {
    base: String,
    date: Date,
    timestamp: i64,
    success: bool,
    rates: BTreeMap<String, f64>,
}
