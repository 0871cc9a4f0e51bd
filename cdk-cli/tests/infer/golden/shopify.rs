//! Stream `orders`, written by `cdk infer` from 2 records of
//! https://api.example.com/admin/api/2024-01/orders.json.
//!
//! It needs the source `MySource` in the crate root with `url_base = "https://api.example.com"` and
//! `streams(Order)`. A comment above an attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "orders",
    path = "admin/api/2024-01/orders.json",
    // The only list of objects in the response.
    records = "orders",
    // The `Link` header has the URL of the next page. The page size is that of the URL; use the
    // API's largest.
    paginate = link(size(limit = 2)),
    // Each of the 2 records has its own `id`.
    primary_key = "id",
    // By its name, the time of the last change. Each sync still requests all records, and writes
    // those that are not older than the last one. If the API can filter, send the state, such as
    // `params(since = "{state.updated_at}")`, or use `incremental(…)`.
    cursor_field = "updated_at",
)]
pub(crate) struct Order {
    id: i64,
    admin_graphql_api_id: String,
    name: String,
    created_at: Timestamp,
    updated_at: Timestamp,
    cancelled_at: Option<Timestamp>,
    total_price: String,
    currency: String,
    test: bool,
    tags: String,
    customer: Option<OrderCustomer>,
    line_items: Vec<OrderLineItem>,
    // Only empty lists in the sample.
    note_attributes: Vec<Value>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct OrderCustomer {
    id: i64,
    email: String,
    orders_count: i64,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct OrderLineItem {
    id: i64,
    sku: Option<String>,
    quantity: i64,
    price: String,
    properties: Vec<OrderLineItemProperty>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct OrderLineItemProperty {
    name: String,
    value: String,
}
