//! Stream `spring_orders`, written by `cdk infer` from 2 records of spring.json.
//!
//! It needs the source `MySource` in the crate root with `streams(SpringOrder)`. A comment above an
//! attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "spring_orders",
    // The path is the stream's name. Add `path = "…"` if the API has another one.
    // The only list of objects in the response.
    records = "content",
    // `number` is the number of this page, `totalPages` is the number of pages. The name of the
    // parameter, `page`, is usual: check it. The page size is that of the response; use the API's
    // largest.
    paginate = page(param = "page", start = 0, total = "totalPages", size(size = 2)),
    // Each of the 2 records has its own `orderId`.
    primary_key = "orderId",
    // No cursor field: no field is the time of a change by its name.
)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SpringOrder {
    order_id: String,
    order_date: Date,
    placed_at: DateTime,
    total_amount: f64,
    line_count: i64,
    lines: Vec<SpringOrderLine>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SpringOrderLine {
    line_no: i64,
    article_code: String,
}
