//! Stream `airbyte_invoices`, written by `cdk infer` from the schema airbyte_invoices.json.
//!
//! It needs the source `MySource` in the crate root with `streams(AirbyteInvoice)`. A comment above
//! an attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "airbyte_invoices",
    // A schema does not say where the records are: add `path`, `records` and `paginate` if the
    // source does not have them.
    // The schema has `id`, but does not say that every record has it.
    primary_key = "id",
    // By its name, the time of the last change, as a number. Each sync still requests all records,
    // and writes those that are not older than the last one. If the API can filter, send the state,
    // such as `params(since = "{state.updated}")`, or use `incremental(…)`.
    cursor_field = "updated",
)]
pub(crate) struct AirbyteInvoice {
    id: Option<String>,
    amount: Option<i64>,
    rate: Option<f64>,
    created: Option<Timestamp>,
    due: Option<DateTime>,
    day: Option<Date>,
    updated: Option<i64>,
    lines: Option<Vec<Option<AirbyteInvoiceLine>>>,
    metadata: Option<serde_json::Map<String, Value>>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AirbyteInvoiceLine {
    sku: Option<String>,
}
