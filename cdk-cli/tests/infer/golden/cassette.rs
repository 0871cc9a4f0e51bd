//! Stream `cassette_orders`, written by `cdk infer` from 4 records of the cassette cassette.
//!
//! It needs the source `MySource` in the crate root with `url_base = "https://api.example.com"` and
//! `streams(CassetteOrder)`. A comment above an attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "cassette_orders",
    path = "v2/orders",
    // The only list of objects in the response.
    records = "items",
    // As in the URL.
    params(status = "any"),
    // The second request sends `marker_out` as `from_marker`. The page size is that of the URL; use
    // the API's largest.
    paginate = cursor(token = "marker_out", param = "from_marker", size(per_page = 2)),
    // Each of the 4 records has its own `order_no`.
    primary_key = "order_no",
    // No cursor field: no field is the time of a change by its name.
)]
pub(crate) struct CassetteOrder {
    order_no: i64,
    placed: Timestamp,
    total: f64,
    coupon: Option<String>,
}
